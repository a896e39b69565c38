import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IrcClient } from './irc-client.ts';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { type HostOptions, startNetwork, type TestNetwork, type TestNode, until } from './test-network.ts';

const missing = [inspircdProgram, ngircdProgram, hybridProgram].map(skipWithout).includes(true);

const CONFIGURED = '#configured';
const carriesOperOnly: HostOptions = { adapterLines: 'carry_modes = ["oper-only"]' };
const bareModules = ['permchannels', 'banexception', 'inviteexception', 'samode', 'operchans', 'cban'];

/** The servers, in the order of their nodes. The last is an InspIRCd without tls-only, whose adapter does not carry oper-only. */
const servers = ['inspircd', 'ngircd', 'hybrid', 'bare'] as const;
type Server = (typeof servers)[number];

/** A way to hide or to close a channel. */
interface Closing {
  /** How an operator of the channel there does it; null: its channel `CONFIGURED` is so; none: that ircd cannot. */
  readonly by: Partial<Record<Server, ((name: string) => string) | null>>;
  /** Which of the ircds can show it when it was done there. */
  readonly shownBy: (from: Server) => readonly Server[];
  /** Whether LIST leaves the channel out; else JOIN is refused. */
  readonly hides: boolean;
}

const mode = (letters: string) => (name: string) => `MODE ${name} ${letters}`;
const everywhere = (letters: string): Closing['by'] => ({
  inspircd: mode(letters),
  ngircd: mode(letters),
  hybrid: mode(letters),
});
const exceptBare = servers.filter((server) => server !== 'bare');
const KEY_BYTES_MAX: Readonly<Record<Server, number>> = { inspircd: 32, ngircd: 64, hybrid: 23, bare: 32 };

const closings: readonly [string, Closing][] = [
  ['secret', { by: everywhere('+s'), shownBy: () => servers, hides: true }],
  // Where there are no private channels, as secret.
  ['private', { by: { inspircd: mode('+p') }, shownBy: () => servers, hides: true }],
  ['invite-only', { by: everywhere('+i'), shownBy: () => servers, hides: false }],
  [
    'the longest key',
    {
      by: {
        inspircd: mode(`+k ${'k'.repeat(KEY_BYTES_MAX.inspircd)}`),
        ngircd: mode(`+k ${'k'.repeat(KEY_BYTES_MAX.ngircd)}`),
        hybrid: mode(`+k ${'k'.repeat(KEY_BYTES_MAX.hybrid)}`),
      },
      shownBy: (from) => servers.filter((to) => KEY_BYTES_MAX[to] >= KEY_BYTES_MAX[from]),
      hides: false,
    },
  ],
  [
    'tls-only',
    {
      // InspIRCd takes it from users with TLS alone, and from its configuration.
      by: { inspircd: null, ngircd: mode('+z'), hybrid: mode('+S') },
      shownBy: () => exceptBare,
      hides: false,
    },
  ],
  ['oper-only', { by: everywhere('+O'), shownBy: () => exceptBare, hides: false }],
];

const cases = closings.flatMap(([title, closing]) =>
  servers.filter((from) => closing.by[from] !== undefined).map((from) => ({ title, from, closing })),
);

describe.skipIf(missing)('a channel that is hidden or closed on one of three ircds', () => {
  let network: TestNetwork;
  const opers = new Map<Server, IrcClient>();
  const strangers = new Map<Server, IrcClient>();
  let channels = 0;

  beforeAll(async () => {
    network = await startNetwork(['inspircd', 'ngircd', 'hybrid', 'inspircd'], {
      hosts: [
        {
          ...carriesOperOnly,
          modules: [...bareModules, 'sslmodes'],
          extraConfig: `<permchannels channel="${CONFIGURED}" modes="ntPz" topic="for those who know">`,
        },
        carriesOperOnly,
        carriesOperOnly,
        { modules: bareModules },
      ],
    });
    await network.settled();
    for (const [index, server] of servers.entries()) {
      const oper = await network.nodes[index]!.client('oper');
      await oper.oper();
      opers.set(server, oper);
      strangers.set(server, await network.nodes[index]!.client('stranger'));
    }
  }, 120_000);

  afterAll(async () => {
    await network?.stop();
  }, 60_000);

  const node = (server: Server): TestNode => network.nodes[servers.indexOf(server)]!;

  async function known(server: Server, name: string) {
    return node(server)
      .ops.channel(Buffer.from(name))
      .catch(() => null);
  }

  async function isListed(server: Server, name: string): Promise<boolean> {
    return (await strangers.get(server)!.list()).has(name);
  }

  /** The ircd has it, and who has no business there neither sees nor enters it. */
  async function isClosed(server: Server, name: string, { hides }: Closing): Promise<void> {
    await until(async () =>
      (await known(server, name))?.shown_by_host ? null : `${server} does not show it`,
    );
    if (hides) {
      await until(async () => ((await isListed(server, name)) ? `it is in LIST of ${server}` : null));
      return;
    }
    await until(async () => {
      const stranger = strangers.get(server)!;
      const answer = await stranger.ask(`JOIN ${name}`);
      const isIn = answer.some(
        ({ command, prefix }) => command === 'JOIN' && prefix?.startsWith(stranger.nick),
      );
      if (isIn) await stranger.ask(`PART ${name}`);
      return isIn ? `a stranger enters it on ${server}` : null;
    });
  }

  /** Operators of the sidecar are told that the channel is not there, and why. */
  async function isAbsent(server: Server, name: string): Promise<void> {
    await until(async () => {
      const channel = await known(server, name);
      if (channel === null) return `${server} does not know it`;
      const { missing_on_host: missing, shown_by_host: shown } = channel;
      if (shown || !missing.startsWith('the channel is not shown here')) return `${server} says ${missing}`;
      return (await isListed(server, name)) ? `it is in LIST of ${server}` : null;
    });
  }

  /** A channel that is closed on that ircd. */
  async function made(server: Server, close: ((name: string) => string) | null): Promise<string> {
    if (close === null) return CONFIGURED;
    const name = `#c${++channels}`;
    const oper = opers.get(server)!;
    await oper.join(name);
    const answer = await oper.ask(close(name), `TOPIC ${name} :for those who know`);
    expect(answer.filter(({ command }) => /^[45]\d\d$/.test(command)).map(({ raw }) => raw)).toEqual([]);
    return name;
  }

  it.each(cases)(
    '$title on $from: is so on each other one, or not there, and it is said why',
    async (one) => {
      const { from, closing } = one;
      const name = await made(from, closing.by[from] ?? null);
      for (const to of servers.filter((server) => server !== from)) {
        if (closing.shownBy(from).includes(to)) await isClosed(to, name, closing);
        else await isAbsent(to, name);
      }
    },
  );

  it('says no part of a key that it cannot show, and shows the channel when the key is taken away', async () => {
    const key = 'secret'.repeat(10);
    const oper = opers.get('ngircd')!;
    await oper.join('#keyed');
    await oper.ask(`MODE #keyed +k ${key}`, 'TOPIC #keyed :for those who know');
    await isAbsent('bare', '#keyed');
    const { missing_on_host: why, host_deviations: deviations } = (await known('bare', '#keyed'))!;
    expect(deviations.filter(({ shown }) => shown)).toEqual([]);
    expect([why, ...deviations.map(({ reason }) => reason)].join()).not.toContain('secretsecret');
    await oper.ask(`MODE #keyed -k ${key}`);
    await until(async () => ((await isListed('bare', '#keyed')) ? null : 'not shown'));
    expect((await opers.get('bare')!.channelState('#keyed')).topic?.text).toBe('for those who know');
  });

  it('tells nobody of an oper-only channel while that mode is not carried', async () => {
    const oper = opers.get('bare')!;
    await oper.join('#apart');
    await until(async () => ((await isListed('ngircd', '#apart')) ? null : 'not shown'));
    await oper.ask('MODE #apart +O');
    for (const other of exceptBare)
      await until(async () => ((await isListed(other, '#apart')) ? `${other} has it` : null));
    expect((await known('bare', '#apart'))?.documents[0]?.holders ?? []).toEqual([]);
    await oper.ask('MODE #apart -O');
    for (const other of exceptBare)
      await until(async () => ((await isListed(other, '#apart')) ? null : `${other} does not have it`));
  });

  it('makes no channel of a name that operators forbade just before it came', async () => {
    const forbid = { inspircd: 'CBAN #evil* 0 :evil', hybrid: 'RESV #evil* :evil' };
    const ask = (server: Server, line: string) => opers.get(server)!.ask(line);
    // Until now hybrid was asked for each channel that came.
    const good = await made('ngircd', mode('+m'));
    for (const server of ['inspircd', 'hybrid'] as const)
      await until(async () => ((await isListed(server, good)) ? null : `${server} does not show it`));
    for (const name of ['#evil1', '#evil2']) {
      await ask('inspircd', forbid.inspircd);
      await ask('hybrid', forbid.hybrid);
      await opers.get('ngircd')!.join(name);
      for (const server of ['inspircd', 'hybrid'] as const) {
        await until(async () => {
          const channel = await known(server, name);
          const why = channel?.missing_on_host ?? 'nothing of it';
          return why === 'operators of this ircd forbade the name: evil' ? null : `${server} says ${why}`;
        });
        expect(await isListed(server, name)).toBe(false);
      }
      // Lifted and set anew: each time the next channel is the first that finds it.
      await ask('inspircd', 'CBAN #evil*');
      await ask('hybrid', 'UNRESV #evil*');
    }
  });

  it('says why a channel is not made that has no fields', async () => {
    const name = `#${'n'.repeat(54)}`;
    const oper = opers.get('inspircd')!;
    await oper.join(name);
    await oper.ask(`MODE ${name} -nt`);
    for (const server of ['ngircd', 'hybrid'] as const) {
      await until(async () => {
        const channel = await known(server, name);
        const fields = channel?.documents[0]?.fields.filter(({ field }) => field?.flag?.set);
        if (fields?.length !== 0) return `${server} knows ${JSON.stringify(fields)}`;
        return channel?.missing_on_host === "the channel's name is longer than 50 bytes" ? null : 'not told';
      });
    }
  });
});
