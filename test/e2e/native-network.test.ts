import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAdapter } from '../../src/adapter/adapter.ts';
import type { IrcdType } from '../../src/config/ircd-kinds.ts';
import type { ServerName } from '../../src/core/identity.ts';
import { adapterConfig } from '../support/adapter-config.ts';
import { startHybrid } from './hybrid-process.ts';
import { startInspircd } from './inspircd-process.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import {
  hybridProgram,
  type Ircd,
  type IrcdOptions,
  inspircdProgram,
  ngircdProgram,
  skipWithout,
} from './ircd-process.ts';
import { startNgircd } from './ngircd-process.ts';
import { startNetwork, type TestNetwork, type TestNode, until } from './test-network.ts';

const HUB = 'a.test';
const LEAF = 'leaf.test';
const LEAF_ADAPTER = 'cburst.leaf.test';
const BURST_COMPLETE = 'linked to the ircd, its burst is complete';
const NO_LINK = 'no link to the ircd';

/** An ircd that can be linked to another of its kind. */
interface Kind {
  readonly type: IrcdType;
  /** What it has to have in its configuration to be linked to `name`, at that port if it is the one that connects. */
  link(name: string, port: number): string;
  startLeaf(options: IrcdOptions): Promise<Ircd>;
}

/** InspIRCds link only to those that have the same modules. */
const inspircdModules = ['permchannels', 'banexception', 'inviteexception'];

const kinds: [string, Kind, boolean][] = [
  [
    'InspIRCd',
    {
      type: 'inspircd',
      link: (name, port) =>
        `<link name="${name}" ipaddr="127.0.0.1" port="${port}" allowmask="127.0.0.0/8" timeout="15s" sendpass="n" recvpass="n">`,
      startLeaf: (options) => startInspircd({ ...options, sid: '9LF', modules: inspircdModules }),
    },
    skipWithout(inspircdProgram),
  ],
  [
    'ircd-hybrid',
    {
      type: 'hybrid',
      link: (name, port) =>
        `connect { name = "${name}"; host = "127.0.0.1"; port = ${port}; send_password = "n"; accept_password = "n"; encrypted = no; hub_mask = "*"; class = "server"; };`,
      startLeaf: (options) => startHybrid({ ...options, sid: '9LF' }),
    },
    skipWithout(hybridProgram),
  ],
  [
    'ngIRCd',
    {
      type: 'ngircd',
      // Otherwise it waits for a minute until it connects again.
      link: (name, port) =>
        `[Limits]\nConnectRetry = 5\n[Server]\nName = ${name}\nHost = 127.0.0.1\nPort = ${port}\nMyPassword = n\nPeerPassword = n\nPassive = yes`,
      startLeaf: startNgircd,
    },
    skipWithout(ngircdProgram),
  ],
];

for (const [name, kind, isMissing] of kinds) {
  describe.skipIf(isMissing)(`a native network of two ${name}`, () => suite(kind));
}

/** Two ircds of one kind, natively linked, with one adapter at the first; another server is their peer. */
function suite(kind: Kind): void {
  let network: TestNetwork;
  let hub: TestNode;
  let peer: TestNode;
  let leaf: Ircd;
  /** On the hub, the leaf and at the peer. */
  let alice: IrcClient;
  let carol: IrcClient;
  let bob: IrcClient;
  const ends: (() => Promise<unknown> | unknown)[] = [];

  beforeAll(async () => {
    network = await startNetwork([kind.type, 'mini'], {
      hosts: [{ extraConfig: kind.link(LEAF, 1), modules: inspircdModules }],
    });
    [hub, peer] = network.nodes as [TestNode, TestNode];
    const extraConfig = kind.link(HUB, (hub.ircd as Ircd).serverPort);
    const { directory: dir } = hub;
    leaf = await kind.startLeaf({ name: LEAF, dir, adapterName: LEAF_ADAPTER, extraConfig });
    await network.settled();
    alice = await hub.client('alice');
    bob = await peer.client('bob');
    carol = await connectIrc({ port: leaf.clientPort, nick: 'carol' });
    await carol.oper();
    await joinNatively();
  }, 90_000);

  afterAll(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    carol?.destroy();
    await leaf?.stop();
    await network?.stop();
  }, 60_000);

  async function joinNatively(): Promise<void> {
    await carol.ask(`CONNECT ${HUB} ${(hub.ircd as Ircd).serverPort}`);
    await until(async () => ((await links()).includes(HUB) ? null : 'not linked'));
  }

  async function splitNatively(): Promise<void> {
    await carol.ask(`SQUIT ${HUB} :split`);
    await until(async () => ((await links()).includes(HUB) ? 'linked' : null));
  }

  async function links(): Promise<string[]> {
    const lines = await carol.ask('LINKS');
    return lines.filter(({ command }) => command === '364').map(({ params }) => params[1]!);
  }

  /** None: the peer does not know the channel yet. */
  const documentsOf = async (name: string) => {
    const known = await peer.ops.channel(Buffer.from(name)).catch(() => null);
    return known?.documents ?? [];
  };

  /** The peer knows the channel under one id, with so many members at the hub. */
  async function hasMembers(name: string, members: number): Promise<string> {
    let id = '';
    await until(async () => {
      const documents = await documentsOf(name);
      const holders = documents.map(({ holders }) =>
        holders.map((holder) => `${holder.server} ${holder.members}`),
      );
      id = documents[0]?.id ?? '';
      const wanted = JSON.stringify([[`${HUB} ${members}`]]);
      return JSON.stringify(holders) === wanted ? null : `${name} is held by ${JSON.stringify(holders)}`;
    });
    return id;
  }

  /** The leaf gets an adapter of its own, which looks for its sidecar in vain. */
  async function startSecond() {
    const lines: { reason?: string; next?: string; msg: string }[] = [];
    const [burst, noLink] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const config = adapterConfig(leaf.serverPort, { type: kind.type, serverName: LEAF as ServerName });
    const write = (text: string): void => {
      lines.push(JSON.parse(text));
      if (text.includes(BURST_COMPLETE)) burst.resolve();
      if (text.includes(NO_LINK)) noLink.resolve();
    };
    const adapter = await startAdapter(
      { ...config, link: { ...config.link, name: LEAF_ADAPTER as ServerName } },
      { log: pino({ level: 'info' }, { write }) },
    );
    ends.push(() => adapter.stop());
    return { lines, adapter, burst: burst.promise, noLink: noLink.promise };
  }

  const masks = ({ bans }: { bans: readonly { mask: string }[] }) => bans.map(({ mask }) => mask);

  it('is one host: users of every server count, a split is no leaving, and what was there comes back', async () => {
    await carol.ask('JOIN #far', 'MODE #far +m', 'MODE #far +b far!*@*', 'TOPIC #far :of the leaf');
    await alice.join('#both');
    await alice.ask('MODE #both +b one!*@*', 'MODE #both +b two!*@*');
    await until(async () => ((await carol.list()).has('#both') ? null : 'no #both'));
    await carol.join('#both');
    const far = await hasMembers('#far', 1);
    const both = await hasMembers('#both', 2);
    const shown = await bob.waitForState(
      '#far',
      (state) => masks(state).length === 1 && state.topic !== null,
    );

    await splitNatively();
    // Nobody has left #far: it is as it was, and kept for its users.
    expect(await hasMembers('#far', 0)).toBe(far);
    expect(await hasMembers('#both', 1)).toBe(both);
    await network.settled();
    expect(await bob.channelState('#far')).toEqual(shown);
    expect(masks(await bob.channelState('#both'))).toEqual(['one!*@*', 'two!*@*']);
    await alice.ask('MODE #both +b three!*@*');
    await bob.waitForState('#both', (state) => masks(state).length === 3);

    await joinNatively();
    expect(await hasMembers('#far', 1)).toBe(far);
    expect(await hasMembers('#both', 2)).toBe(both);
    await network.settled();
    expect(masks(await bob.channelState('#both'))).toEqual(['one!*@*', 'three!*@*', 'two!*@*']);
    const after = await bob.channelState('#far');
    expect({ ...after, createdAt: 0, bans: masks(after) }).toEqual({
      ...shown,
      createdAt: 0,
      bans: masks(shown),
    });
    await until(async () => {
      const states = await Promise.all([alice, carol].map((client) => client.channelState('#both')));
      const found = JSON.stringify(states.map(masks));
      return found === JSON.stringify(states.map(() => ['one!*@*', 'three!*@*', 'two!*@*'])) ? null : found;
    });
    await carol.ask('PART #far');
    await until(async () => ((await documentsOf('#far'))[0]?.holders.length ? '#far is held' : null));
  });

  it('has one adapter: another one that links to it goes again, and says what to do', async () => {
    const { lines, adapter, noLink } = await startSecond();
    await noLink;
    const { reason, next } = lines.find(({ msg }) => msg === NO_LINK)!;
    expect(reason).toBe(`the native network has an adapter already: cburst.${HUB}, which serves ${HUB}`);
    expect(next).toContain('stop one of the two');
    expect(lines.map(({ msg }) => msg)).not.toContain(BURST_COMPLETE);
    await network.settled();
    expect(hub.adapter!.log.filter(({ msg }) => msg === NO_LINK)).toEqual([]);
    await adapter.stop();
  });

  it('keeps the adapter whose name is smaller when two networks that have one each are linked', async () => {
    await splitNatively();
    const { lines, burst, noLink } = await startSecond();
    await burst;
    await joinNatively();
    await noLink;
    const { reason } = lines.find(({ msg }) => msg === NO_LINK)!;
    expect(reason).toBe(`the native network has an adapter already: cburst.${HUB}, which serves ${HUB}`);
    await network.settled();
    expect(hub.adapter!.log.filter(({ msg }) => msg === NO_LINK)).toEqual([]);
  }, 60_000);
}
