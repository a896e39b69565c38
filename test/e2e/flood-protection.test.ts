import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAdapter } from '../../src/adapter/adapter.ts';
import type { Field } from '../../src/core/field.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { PrefixMode } from '../../src/core/member.ts';
import { memberToProto } from '../../src/rpc/member-proto.ts';
import { adapterConfig, adapterConfigAt } from '../support/adapter-config.ts';
import { member } from '../support/member-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { startHybrid } from './hybrid-process.ts';
import { startInspircd } from './inspircd-process.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import { hybridProgram, type Ircd, inspircdProgram, skipWithout } from './ircd-process.ts';
import { RawServer } from './raw-server.ts';
import { type AttachedHost, ScriptedSidecar } from './scripted-sidecar.ts';
import { until } from './test-network.ts';

const CROWD = 12;
/** Twelve users of the server 1AD, and their UIDs. */
const uids = Array.from({ length: CROWD }, (_, index) => `1ADAAAAA${String.fromCharCode(65 + index)}`);

let dir: ReturnType<typeof temporaryDirectory>;
let ircd: Ircd | null = null;
const ends: (() => Promise<unknown> | unknown)[] = [];

beforeEach(() => {
  dir = temporaryDirectory();
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await ircd?.stop();
  ircd = null;
  dir.remove();
});

async function client(nick: string, at = ircd!): Promise<IrcClient> {
  const irc = await connectIrc({ port: at.clientPort, nick });
  ends.push(() => irc.destroy());
  return irc;
}

async function rawServer(): Promise<RawServer> {
  const server = await RawServer.connect(ircd!.serverPort);
  ends.push(() => server.destroy());
  return server;
}

/** The same user on the server 2AD. */
const far = (uid: string) => uid.replace('1', '2');

const now = () => Math.floor(Date.now() / 1000);

const floodModules = [
  'permchannels',
  'banexception',
  'inviteexception',
  'joinflood',
  'messageflood',
  'repeat',
  'clones',
];
/** As is, it counts nothing in the first half minute after its start or a netjoin. */
const countAtOnce = '<joinflood bootwait="0" splitwait="0">';
const linkTo = (name: string, port: number) =>
  `<link name="${name}" ipaddr="127.0.0.1" port="${port}" allowmask="127.0.0.0/8" timeout="15s" sendpass="n" recvpass="n">`;

describe.skipIf(skipWithout(inspircdProgram))('the flood protection of a real inspircd', () => {
  beforeEach(async () => {
    ircd = await startInspircd({
      name: 'a.test',
      sid: '0AA',
      dir: dir.path,
      adapterName: 'adapter.test',
      modules: floodModules,
      extraConfig: `${countAtOnce}${linkTo('leaf.test', 1)}`,
    });
  });

  /** Another one of the native network, linked to the first. */
  async function startLeaf(): Promise<Ircd> {
    const { name, serverPort } = ircd!;
    const extraConfig = `${countAtOnce}${linkTo(name, serverPort)}<autoconnect period="1s" server="${name}">`;
    const leaf = await startInspircd({
      name: 'leaf.test',
      sid: '0LF',
      dir: dir.path,
      adapterName: 'none.test',
      modules: floodModules,
      extraConfig,
    });
    ends.push(() => leaf.stop());
    return leaf;
  }

  /** Alice's channel that closes at the third join within ten seconds. */
  async function guarded(): Promise<IrcClient> {
    const alice = await client('alice');
    await alice.join('#x');
    await alice.ask('MODE #x +j 2:10', 'MODE #x +f *2:10');
    return alice;
  }

  async function crowd(): Promise<{ server: RawServer; createdAt: string }> {
    const server = await rawServer();
    const time = now();
    server.send(
      'CAPAB START 1205',
      'CAPAB END',
      `SERVER adapter.test ${ircd!.adapterSends} 0 1AD :raw`,
      `:1AD BURST ${time}`,
      ':1AD ENDBURST',
      ...uids.map((uid, i) => `:1AD UID ${uid} ${time} user${i} h h u 10.0.0.1 ${time} + :U`),
    );
    const createdAt = (await server.line(/ FJOIN #x /)).split(' ')[3]!;
    return { server, createdAt };
  }

  async function handled(server: RawServer): Promise<void> {
    server.send(':1AD PING 0AA');
    await server.line(/ PONG 1AD/);
  }

  it('takes no joins of a server that bursts for a flood, also of one that comes later', async () => {
    await guarded();
    const { server, createdAt } = await crowd();
    const time = now();
    server.send(
      `:1AD SERVER far.test 2AD burst=${time}000 :a mirrored server`,
      ...uids.flatMap((uid, i) => [
        `:2AD UID ${far(uid)} ${time} far${i} h h u 10.0.0.1 ${time} + :U`,
        `:2AD FJOIN #x ${createdAt} + :,${far(uid)}:${i}`,
      ]),
      ':2AD ENDBURST',
    );
    await handled(server);
    const bob = await client('bob');
    await bob.join('#x');
    expect(await bob.names('#x')).toHaveLength(CROWD + 2);
  });

  it.each([
    ['FJOIN', (uid: string, createdAt: string) => `:1AD FJOIN #x ${createdAt} + :,${uid}:1`],
    ['IJOIN', (uid: string) => `:${uid} IJOIN #x 1`],
  ])('takes other joins of remote users for one (%s)', async (_, join) => {
    await guarded();
    const { server, createdAt } = await crowd();
    server.send(...uids.map((uid) => join(uid, createdAt)));
    await handled(server);
    const bob = await client('bob');
    await expect(bob.join('#x')).rejects.toThrow('437');
  });

  it('is not tripped by what the adapter writes, however much', async () => {
    const alice = await guarded();
    const sidecar = await ScriptedSidecar.start(`unix:${dir.path}/host.sock`);
    ends.push(() => sidecar.stop());
    const config = adapterConfig(ircd!.serverPort);
    const running = await startAdapter(
      { ...config, sidecar: { target: sidecar.target, tokenFile: null } },
      { log: pino({ level: 'silent' }) },
    );
    ends.push(() => running.stop());
    const host = await sidecar.attached();
    const guards: Field[] = [parameter('inspircd-joinflood', '2:10'), parameter('inspircd-flood', '*2:10')];
    for (let round = 0; round < 20; round++) {
      const fields = [
        ...guards,
        flag('no-external', true),
        ...(round % 2 === 0 ? [flag('moderated', true)] : []),
      ];
      const [result] = await host.update({ name: '#x', fields: [...fields, topic(`topic ${round}`)] });
      expect(result!.status).not.toBe('refused');
    }
    const bob = await client('bob');
    await bob.join('#x');
    expect((await bob.names('#x')).sort()).toEqual(['@alice', 'bob']);
    expect((await alice.channelState('#x')).modes).toBe('fjn');
    expect(alice.received.filter(({ command }) => command === 'NOTICE' || command === 'KICK')).toEqual([]);
  });
  /** Members of another server as the sidecar tells them. */
  const present = (from: number, to: number, modes: readonly PrefixMode[] = []) =>
    Array.from({ length: to - from }, (_, i) => memberToProto(member(`far${from + i}`, { modes })));

  const tell = (host: AttachedHost, present: readonly object[], complete = false) =>
    host.tellMembers({
      changes: [
        { channel: Buffer.from('#x'), server: 'far.test', reset: false, gone: [], present: [...present] },
      ],
      complete,
    });

  /** An adapter that shows guests, to whom the sidecar has told a crowd in #x. */
  async function withGuests(): Promise<AttachedHost> {
    const sidecar = await ScriptedSidecar.start(`unix:${dir.path}/host.sock`);
    ends.push(() => sidecar.stop());
    sidecar.asksMembers = true;
    const config = adapterConfigAt(ircd!, sidecar.target, { adapter: { showMembers: true } });
    const running = await startAdapter(config, { log: pino({ level: 'silent' }) });
    ends.push(() => running.stop());
    const host = await sidecar.attached();
    tell(host, present(0, CROWD), true);
    return host;
  }

  const thereAre = (count: number, irc: IrcClient) =>
    until(async () => ((await irc.names('#x')).length === count ? null : `not ${count} in #x`));

  it('counts no guest for the users of one address', async () => {
    const oper = await client('oper');
    await oper.oper();
    await oper.join('#x');
    await client('alice');
    await withGuests();
    await thereAre(CROWD + 1, oper);
    const clones = (await oper.ask('CLONES 2')).filter(({ command }) => command === '399');
    // Here and on the whole network.
    expect(clones.map(({ params }) => params.slice(1))).toContainEqual(['2', '2', '127.0.0.1']);
  });

  it('is not tripped on any server by guests who come, at once and one by one, and get modes', async () => {
    const alice = await client('alice');
    await alice.join('#x');
    await alice.ask('MODE #x +j 6:60');
    const leaf = await startLeaf();
    const carol = await client('carol', leaf);
    await until(async () => ((await carol.names('#x')).length === 1 ? null : 'not linked'));
    const host = await withGuests();
    await thereAre(CROWD + 1, alice);
    for (let n = CROWD; n < 2 * CROWD; n++) {
      tell(host, present(n, n + 1));
      await thereAre(n + 2, alice);
    }
    tell(host, present(0, 2 * CROWD, ['op']));
    await until(async () =>
      (await alice.names('#x')).filter((name) => name.startsWith('@')).length === 2 * CROWD + 1
        ? null
        : 'not all operators',
    );
    const bob = await client('bob');
    await bob.join('#x');
    await carol.join('#x');
    expect(await carol.names('#x')).toHaveLength(2 * CROWD + 3);
    await until(async () =>
      alice.received.filter(({ command }) => command === 'JOIN').length === 2 * CROWD + 3
        ? null
        : 'not all seen',
    );
    expect(alice.received.filter(({ command }) => command === 'NOTICE')).toEqual([]);
  });
});

describe.skipIf(skipWithout(hybridProgram))('the flood protection of a real ircd-hybrid', () => {
  /** Whether operators are told of a flooder after users of that server joined one by one. */
  async function warnsOf(sid: string): Promise<boolean> {
    ircd = await startHybrid({
      name: 'a.test',
      sid: '0AA',
      dir: dir.path,
      adapterName: 'adapter.test',
      extraConfig: 'channel { default_join_flood_count = 3; default_join_flood_time = 10 seconds; };',
    });
    const oper = await client('oper');
    await oper.oper();
    await oper.ask('MODE oper +j', 'JOIN #x');
    const server = await rawServer();
    const time = now();
    server.send(
      `PASS ${ircd.adapterSends}`,
      'CAPAB :EOB TBURST ENCAP RHOST MLOCK',
      'SERVER adapter.test 1 1AD + :raw',
      `SVINFO 6 6 0 :${time}`,
      ':1AD EOB',
      ':1AD SID far.test 2 2AD + :its burst does not end',
      ...uids.map((uid, i) => `:1AD UID user${i} 1 ${time} +i u h h 10.0.0.1 ${uid} * :U`),
    );
    const createdAt = (await server.line(/ SJOIN \d+ #x /)).split(' ')[2]!;
    server.send(
      ...uids.map((uid) => `:${sid} SJOIN ${createdAt} #x + :${uid}`),
      ':1AD PING adapter.test :a.test',
    );
    await server.line(/ PONG /);
    expect(await oper.names('#x')).toHaveLength(CROWD + 1);
    return oper.received.some(({ raw }) => raw.includes('Join Flooder'));
  }

  it('tells operators of remote joins, and does no more', async () => {
    expect(await warnsOf('1AD')).toBe(true);
    const bob = await client('bob');
    await bob.join('#x');
  });

  it('tells nobody of joins of a server whose burst has not ended', async () => {
    expect(await warnsOf('2AD')).toBe(false);
  });
});

function flag(name: string, set: boolean): Field {
  return { kind: 'flag', name, set };
}

function parameter(name: string, value: string): Field {
  return { kind: 'parameter', name, value: value as IrcText };
}

function topic(text: string): Field {
  return { kind: 'topic', value: { text: text as IrcText, setter: 'far!f@far' as IrcText, setAt: 1000 } };
}
