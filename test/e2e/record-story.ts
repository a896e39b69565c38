import type { Dialect } from '../../src/adapter/dialect.ts';
import { hybrid } from '../../src/adapter/hybrid/hybrid-dialect.ts';
import { inspircd } from '../../src/adapter/inspircd/inspircd-dialect.ts';
import { ngircd } from '../../src/adapter/ngircd/ngircd-dialect.ts';
import type { IrcdType } from '../../src/config/ircd-kinds.ts';
import type { Step } from '../contract/adapter-transcripts.ts';
import { normalTimes, type Recording, type Said, type StoryTimes } from '../contract/recording.ts';
import { adapterConfigAt } from '../support/adapter-config.ts';
import { startHybrid } from './hybrid-process.ts';
import { startInspircd } from './inspircd-process.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import type { Ircd, IrcdOptions } from './ircd-process.ts';
import { startNgircd } from './ngircd-process.ts';
import type { RawServer } from './raw-server.ts';
import { secondServers } from './second-server.ts';
import { StoryLink } from './story-link.ts';

interface Recorded {
  readonly name: string;
  readonly dialect: Dialect;
  start(options: IrcdOptions): Promise<Ircd>;
  /** Lines of the linked server services.test, 9SV, that bring ChanServ into #lobby. `made`: when that was made. */
  services(made: number): readonly string[];
  /** The same of leaf.test, 2AD, and dave. */
  leaf(made: number): readonly string[];
  /** Then dave's channel #theirs, which is older than #lobby. */
  theirs(made: number): readonly string[];
}

const HALFOP = `<module name="customprefix">
<customprefix name="halfop" letter="h" prefix="%" rank="20000" ranktoset="30000">`;

const recorded: Readonly<Record<IrcdType, Recorded>> = {
  inspircd: {
    name: 'insp.test',
    dialect: inspircd,
    start: (options) =>
      startInspircd({
        ...options,
        sid: '0IN',
        extraConfig: `${options.extraConfig}\n${HALFOP}`,
      }),
    services: () => [
      `:9SV UID 9SVAAAAAA ${now()} ChanServ s s chanserv 127.0.0.1 ${now()} + :ChanServ`,
      ':9SVAAAAAA IJOIN #lobby 1',
    ],
    leaf: () => [
      `:2AD UID 2ADAAAAAA ${now()} dave 127.0.0.1 127.0.0.1 ~dave 127.0.0.1 ${now()} + :Dave`,
      ':2ADAAAAAA IJOIN #lobby 1',
    ],
    theirs: (made) => [`:2AD FJOIN #theirs ${made} +nt :o,2ADAAAAAA:2`],
  },
  hybrid: {
    name: 'hyb.test',
    dialect: hybrid,
    start: (options) => startHybrid({ ...options, sid: '0HY' }),
    services: (made) => [
      `:9SV UID ChanServ 1 ${now()} +i chanserv s s 127.0.0.1 9SVAAAAAA * :ChanServ`,
      `:9SVAAAAAA JOIN ${made} #lobby +`,
    ],
    leaf: (made) => [
      `:2AD UID dave 1 ${now()} +i ~dave 127.0.0.1 127.0.0.1 127.0.0.1 2ADAAAAAA * :Dave`,
      `:2ADAAAAAA JOIN ${made} #lobby +`,
    ],
    theirs: (made) => [`:2AD SJOIN ${made} #theirs +nt :@2ADAAAAAA`],
  },
  ngircd: {
    name: 'ngircd.test',
    dialect: ngircd,
    start: startNgircd,
    services: () => [
      ':services.test NICK ChanServ 1 chanserv s 1 + :ChanServ',
      ':services.test NJOIN #lobby :@ChanServ',
    ],
    leaf: () => [':leaf.test NICK dave 1 ~dave 127.0.0.1 1 + :Dave', ':dave JOIN #lobby'],
    theirs: () => [':leaf.test CHANINFO #theirs +nt', ':leaf.test NJOIN #theirs :@dave'],
  },
};

/** Plays the story of the adapter contract at a real ircd, in a directory of its own, and writes down what that says to an adapter. */
export async function recordStory(type: IrcdType, dir: string): Promise<Recording> {
  const { name, start } = recorded[type];
  const { block, servicesBlock } = secondServers[type];
  const extraConfig = `${block('leaf.test')}\n${servicesBlock('services.test')}`;
  const ircd = await start({ name, dir, adapterName: 'adapter.test', extraConfig });
  const ends: { destroy(): void }[] = [];
  try {
    return await new Story(type, ircd, ends).record();
  } finally {
    for (const end of ends) end.destroy();
    await ircd.stop();
  }
}

class Story {
  readonly #type: IrcdType;
  readonly #ircd: Ircd;
  readonly #ends: { destroy(): void }[];
  readonly #recording = new Map<string, Said>();

  constructor(type: IrcdType, ircd: Ircd, ends: { destroy(): void }[]) {
    this.#type = type;
    this.#ircd = ircd;
    this.#ends = ends;
  }

  async record(): Promise<Recording> {
    const connected = await nextSecond();
    const [alice, bob] = [await this.#client('alice'), await this.#client('bob')];
    const lobbyMade = await nextSecond();
    await alice.join('#lobby');
    await bob.join('#lobby');
    const { createdAt } = await alice.channelState('#lobby');
    await done(alice, [
      'MODE #lobby +hv bob bob',
      'MODE #lobby +nst',
      'MODE #lobby +l 30',
      'MODE #lobby +k sesame',
    ]);
    const topicSet = await nextSecond();
    await done(alice, [
      'TOPIC #lobby :first topic',
      'MODE #lobby +b *!*@bad.example',
      'MODE #lobby +b b!*@*',
    ]);
    await done(alice, ['MODE #lobby +e good!*@*', 'MODE #lobby +I inv!*@*', 'AWAY :afk']);
    const linked = await nextSecond();
    const link = await this.#link();
    const times: StoryTimes = { lobbyMade, topicSet, linked };
    this.#recording.set('the burst', await link.take());
    for (const [step, act] of Object.entries(this.#acts({ alice, bob, link, createdAt, connected }))) {
      await act();
      this.#recording.set(step, await link.take());
    }
    const normal = (lines: readonly string[]) => lines.map((line) => normalTimes(line, times));
    return new Map(
      [...this.#recording].map(([step, { lines, answer }]) => [
        step,
        { lines: normal(lines), answer: normal(answer) },
      ]),
    );
  }

  #acts({ alice, bob, link, createdAt, connected }: Cast): Record<Step, () => Promise<unknown>> {
    const does =
      (who: () => IrcClient, ...lines: string[]) =>
      () =>
        who().ask(...lines);
    const aliceDoes = (...lines: string[]) => does(() => alice, ...lines);
    const mode = (change: string) => aliceDoes(`MODE #lobby ${change}`);
    // InspIRCd refuses two in one second.
    const topic = (text: string) => async () => {
      if (this.#type === 'inspircd') await nextSecond();
      await done(alice, [`TOPIC #lobby :${text}`]);
    };
    const { services, leaf, theirs } = recorded[this.#type];
    let carol: IrcClient;
    let server: RawServer;
    return {
      'carol joins': async () => {
        carol = await this.#client('carol');
        await carol.join('#lobby', 'sesame');
      },
      'carol is given op': mode('+o carol'),
      'carol has a new nick': does(() => carol, 'NICK cara'),
      'op is taken, and voice given': mode('-o+v cara cara'),
      'cara parts': does(() => carol, 'PART #lobby :bye now'),
      'cara joins again': () => carol.join('#lobby', 'sesame'),
      'cara is kicked': aliceDoes('KICK #lobby cara :out you go'),
      'bob quits': () => bob.quit(),
      'a flag is set': mode('+m'),
      'a flag is removed': mode('-m'),
      'the limit is removed': mode('-l'),
      'the key is removed': mode('-k sesame'),
      'limit, key and a flag are set in one line': mode('+lkm 5 kk'),
      'they are removed, and a flag is set, in one line': mode('-lkm+i kk'),
      'a limit is set': mode('+l 7'),
      'a key is set': mode('+k new'),
      'a ban is set': mode('+b a!*@*'),
      'a ban is removed': mode('-b a!*@*'),
      'an exception is set': mode('+e b!*@*'),
      'an exception is removed': mode('-e b!*@*'),
      'an invitation is set': mode('+I c!*@*'),
      'an invitation is removed': mode('-I c!*@*'),
      'a topic is set': topic('hello :world'),
      'a topic is removed': topic(''),
      'a topic that is not UTF-8 is set': topic('caf\xe9 \xff\x80'),
      'alice makes a channel': aliceDoes('JOIN #c1', ...(this.#type === 'ngircd' ? ['MODE #c1 +nt'] : [])),
      'the last member leaves it': aliceDoes('PART #c1 :bye now'),
      'services come and join': async () => {
        await this.#server('services.test', '9SV', services(createdAt));
        await link.line(LOBBY_JOINED);
      },
      'a server comes, and its dave joins': async () => {
        server = await this.#server('leaf.test', '2AD', leaf(createdAt));
        await link.line(LOBBY_JOINED);
      },
      'it brings a channel': async () => {
        server.send(...theirs(connected));
        await link.line(/JOIN .*#theirs/);
      },
      'it splits': async () => {
        server.destroy();
        await link.line(/SQUIT/);
      },
      'services are alone': aliceDoes('PART #lobby :bye now'),
    };
  }

  async #client(nick: string): Promise<IrcClient> {
    const client = await connectIrc({ port: this.#ircd.clientPort, nick });
    this.#ends.push(client);
    return client;
  }

  async #link(): Promise<StoryLink> {
    const { dialect } = recorded[this.#type];
    const config = adapterConfigAt(this.#ircd, 'unix:/none', {
      ircd: { type: this.#type },
      adapter: { observe: true },
    });
    const link = await StoryLink.open(config, dialect);
    this.#ends.push(link);
    return link;
  }

  async #server(name: string, id: string, lines: readonly string[]): Promise<RawServer> {
    const server = await secondServers[this.#type].link(this.#ircd, name, id);
    this.#ends.push(server);
    server.send(...lines);
    return server;
  }
}

interface Cast {
  readonly alice: IrcClient;
  readonly bob: IrcClient;
  readonly link: StoryLink;
  /** When #lobby was made and the first user connected, Unix seconds. */
  readonly createdAt: number;
  readonly connected: number;
}

const LATE_MS_MAX = 50;
const LOBBY_JOINED = /JOIN .*#lobby/;

/** Throws what the ircd refused. */
async function done(client: IrcClient, lines: readonly string[]): Promise<void> {
  const answers = await client.ask(...lines);
  const refusals = answers.filter(({ command }) => /^[45]\d\d$/.test(command));
  if (refusals.length > 0) throw new Error(refusals.map(({ raw }) => raw).join(' / '));
}

/** The story's times are told apart by their seconds; an ircd's clock may be a few milliseconds late. */
async function nextSecond(): Promise<number> {
  const before = now();
  while (now() === before || Date.now() % 1000 < LATE_MS_MAX)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return now();
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
