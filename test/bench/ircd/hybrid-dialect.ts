import {
  modesOf,
  nowSeconds,
  type PlayedServer,
  type ServerDialect,
  seenChannel,
  takeModes,
} from './server-dialect.ts';

/** TS6, as ircd-hybrid 8.2 speaks it. */
export const hybridDialect: ServerDialect = {
  hello: (self) => ['PASS link', 'CAPAB :TBURST EOB RHOST', `SERVER ${self.name} 1 ${self.sid} + :bench`],
  step(self, { source, command, parameters }) {
    if (command === 'SERVER' && source === '')
      return { kind: 'linked', lines: [`:${self.sid} SVINFO 6 6 0 :${nowSeconds()}`] };
    if (command === 'EOB') return { kind: 'burst-over' };
    if (command === 'PING')
      return { kind: 'answer', lines: [`:${self.sid} PONG ${self.name} :${parameters[0]}`] };
    return command === 'PONG' ? { kind: 'pong', from: source } : null;
  },
  begin: () => [],
  end: (self) => [`:${self.sid} EOB`],
  user: (self) =>
    `:${self.sid} UID N${uid(self)} 1 ${nowSeconds()} +i bench user.test user.test 127.0.0.1 ${uid(self)} * :Bench`,
  channel: (self, facts) => [
    `:${self.sid} SJOIN ${facts.createdAt} ${facts.name} ${modesOf(facts)} :@${uid(self)}`,
    `:${self.sid} BMASK ${facts.createdAt} ${facts.name} b :${facts.bans.join(' ')}`,
    `:${self.sid} TBURST ${facts.createdAt} ${facts.name} ${facts.setAt} ${facts.setter} :${facts.topic}`,
  ],
  join: (self, facts) => `:${self.sid} SJOIN ${facts.createdAt} ${facts.name} + :@${uid(self)}`,
  topic: (self, facts, text) => `:${uid(self)} TOPIC ${facts.name} :${text}`,
  ping: (self, target) => `:${self.sid} PING ${self.name} :${target.name}`,
  announces: (other) => new RegExp(` SID ${other.name} `),
  splits: (other) => new RegExp(`SQUIT ${other.sid}`),
  topicCommand: / (?:TOPIC|TBURST) /,
  read(channels, { command, parameters }) {
    const [first = '', name = ''] = parameters;
    if (!['SJOIN', 'BMASK', 'TBURST'].includes(command)) return;
    const channel = seenChannel(channels, name);
    channel.createdAt = Number(first);
    if (command === 'SJOIN') takeModes(channel, parameters.slice(2, -1));
    else if (command === 'BMASK') for (const mask of parameters.at(-1)!.split(' ')) channel.bans.add(mask);
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
