import {
  modesOf,
  nowSeconds,
  type PlayedServer,
  type ServerDialect,
  seenChannel,
  takeModes,
} from './server-dialect.ts';

/** SpanningTree 1205, as InspIRCd 3 speaks it. */
export const inspircdDialect: ServerDialect = {
  hello: (self) => ['CAPAB START 1205', 'CAPAB END', `SERVER ${self.name} link 0 ${self.sid} :bench`],
  step(self, { source, command }) {
    if (command === 'SERVER' && source === '') return { kind: 'linked', lines: [] };
    if (command === 'ENDBURST') return { kind: 'burst-over' };
    if (command === 'PING') return { kind: 'answer', lines: [`:${self.sid} PONG ${source}`] };
    return command === 'PONG' ? { kind: 'pong', from: source } : null;
  },
  begin: () => [`BURST ${nowSeconds()}`],
  end: (self) => [`:${self.sid} ENDBURST`],
  user: (self) =>
    `:${self.sid} UID ${uid(self)} ${nowSeconds()} N${uid(self)} user.test user.test bench 127.0.0.1 ${nowSeconds()} +i :Bench`,
  channel: (self, facts) => [
    `:${self.sid} FJOIN ${facts.name} ${facts.createdAt} ${modesOf(facts)} :o,${uid(self)}:1`,
    `:${self.sid} FTOPIC ${facts.name} ${facts.createdAt} ${facts.setAt} ${facts.setter} :${facts.topic}`,
    `:${self.sid} FMODE ${facts.name} ${facts.createdAt} +${'b'.repeat(facts.bans.length)} ${facts.bans.join(' ')}`,
  ],
  join: (self, facts) => `:${self.sid} FJOIN ${facts.name} ${facts.createdAt} + :o,${uid(self)}:1`,
  topic: (self, facts, text) =>
    `:${uid(self)} FTOPIC ${facts.name} ${facts.createdAt} ${nowSeconds()} :${text}`,
  ping: (self, target) => `:${self.sid} PING ${target.sid}`,
  announces: (other) => new RegExp(`SERVER ${other.name} `),
  splits: (other) => new RegExp(`SQUIT ${other.sid}`),
  topicCommand: / FTOPIC /,
  read(channels, { command, parameters }) {
    const [name = '', createdAt] = parameters;
    if (!['FJOIN', 'FTOPIC', 'FMODE'].includes(command)) return;
    const channel = seenChannel(channels, name);
    channel.createdAt = Number(createdAt);
    if (command === 'FJOIN') takeModes(channel, parameters.slice(2, -1));
    else if (command === 'FMODE') takeModes(channel, parameters.slice(2));
    else {
      channel.setAt = Number(parameters[2]);
      channel.setter = parameters[3]!;
      channel.topic = parameters[4]!;
    }
  },
};

function uid(self: PlayedServer): string {
  return `${self.sid}AAAAAA`;
}
