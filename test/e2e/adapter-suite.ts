import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningAdapter, startAdapter } from '../../src/adapter/adapter.ts';
import type { IrcdType } from '../../src/config/ircd-kinds.ts';
import type { Field } from '../../src/core/field.ts';
import { adapterConfigAt } from '../support/adapter-config.ts';
import { entry, flag, key, limit, topic } from '../support/field-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import type { Ircd, IrcdOptions } from './ircd-process.ts';
import { LinkTap } from './link-tap.ts';
import { type AttachedHost, ScriptedSidecar, type SeenChannel } from './scripted-sidecar.ts';

/** An ircd and what is told of it; where ircds differ, it is said here and nowhere else. */
export interface IrcdUnderTest {
  readonly type: IrcdType;
  start(options: IrcdOptions): Promise<Ircd>;
  /** What it sets on a new channel by itself, as `fieldText` shows it, sorted. */
  readonly defaults: readonly string[];
  /** `[ircd] default_modes` that says so. */
  readonly defaultModes: string;
  /** Modes of a channel of alice's, as she sets them, and the flags that they are. */
  readonly someModes: { readonly letters: string; readonly flags: readonly string[] };
  /** What it tells of who set a topic, of alice. */
  readonly topicSetter: RegExp;
  /** The time of a topic that it is given: kept, or the moment at which it arrived. */
  readonly keepsTopicTime: boolean;
  /** Whether its own users get names of who set a topic elsewhere. */
  readonly keepsTopicSetter: boolean;
  /** Whether it tells when a channel was created. */
  readonly tellsCreation: boolean;
  /** Whether it has private channels: named in LIST without their topic, or not at all. */
  readonly hasPrivate: boolean;
  /** Members that NAMES shows of a channel that nobody is in. */
  readonly keepers: readonly string[];
  /** A key that it can show only in part. */
  readonly longKey: { readonly wanted: string; readonly shown: string };
  /** Entries that its users may have on the ban list, with none on others. */
  readonly bansMax: number;
  /** Longest topic in bytes with which it was started. */
  readonly topicBytesMax: number;
}

type LinkEnd = Parameters<typeof adapterConfigAt>[0];

const log = pino({ level: process.env.CBURST_TEST_LOG ?? 'silent' });

/** What every adapter promises, at the real ircd. */
export function adapterSuite(title: string, kind: IrcdUnderTest): void {
  describe(title, () => {
    let dir: ReturnType<typeof temporaryDirectory>;
    let ircd: Ircd;
    let sidecar: ScriptedSidecar;
    const ends: (() => Promise<unknown> | unknown)[] = [];

    beforeEach(async () => {
      dir = temporaryDirectory();
      ircd = await kind.start({ name: 'a.test', dir: dir.path, adapterName: 'adapter.test' });
      sidecar = await ScriptedSidecar.start(`unix:${dir.path}/host.sock`);
    });

    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end();
      sidecar.stop();
      await ircd.stop();
      dir.remove();
    });

    async function client(nick: string): Promise<IrcClient> {
      const irc = await connectIrc({ port: ircd.clientPort, nick });
      ends.push(() => irc.destroy());
      return irc;
    }

    async function adapter(observe = false, link: LinkEnd = ircd): Promise<RunningAdapter> {
      const running = await startAdapter(configFor(observe, link), { log });
      ends.push(() => running.stop());
      return running;
    }

    async function attached(observe = false): Promise<AttachedHost> {
      await adapter(observe);
      return sidecar.attached();
    }

    function configFor(observe: boolean, link: LinkEnd) {
      const { type, defaultModes } = kind;
      return adapterConfigAt(link, sidecar.target, { ircd: { type, defaultModes }, adapter: { observe } });
    }

    /** The fields with the topic's setter and time as this ircd may tell them. */
    const topicText = (fields: readonly string[]) =>
      fields.find((field) => field.startsWith('topic '))?.replace(/^topic \S* \d+ :/, '');
    const withoutTopic = (fields: readonly string[]) => fields.filter((field) => !field.startsWith('topic '));
    const told = (irc: IrcClient, from: number) =>
      irc.received
        .slice(from)
        .filter(({ prefix, command }) => prefix === 'adapter.test' && command !== 'PONG');

    it('shows in its snapshot all that a channel has', async () => {
      const alice = await client('alice');
      await alice.join('#Lobby');
      const { letters, flags } = kind.someModes;
      await alice.ask(`MODE #Lobby +${letters}`, 'MODE #Lobby +l 30', 'MODE #Lobby +k sesame');
      await alice.ask('MODE #Lobby +b bad!*@*', 'MODE #Lobby +b *!*@evil');
      await alice.ask('MODE #Lobby +e good!*@*', 'MODE #Lobby +I a!*@*', 'TOPIC #Lobby :first: "topic" \xff');
      const host = await attached();
      expect(host.hello).toMatchObject({ server_name: 'a.test', casemapping: 'ascii', observe: false });
      const [lobby] = (await host.snapshot()).channels as [SeenChannel];
      expect(lobby).toMatchObject({ name: '#Lobby', held: true, members: 1 });
      expect(lobby.createdAt > 0).toBe(kind.tellsCreation);
      expect(withoutTopic(lobby.fields)).toEqual(
        [
          ...['+ban *!*@evil', '+ban bad!*@*', '+except good!*@*', '+invite a!*@*', 'key sesame', 'limit 30'],
          ...flags.map((flag) => `+${flag}`),
          ...kind.defaults.filter((field) => !flags.includes(field.slice(1))),
        ].sort(),
      );
      expect(topicText(lobby.fields)).toBe('first: "topic" \xff');
    });

    it('tells what users do to a channel, each thing once', async () => {
      const alice = await client('alice');
      const bob = await client('bob');
      const host = await attached();
      await alice.join('#x');
      expect(await host.nextEvent()).toMatchObject({
        kind: 'created',
        name: '#x',
        channel: { held: true, members: 1, fields: kind.defaults },
      });
      const changes: [string, string[]][] = [
        ['+l 5', ['limit 5']],
        ['+k kk', ['key kk']],
        ['+m', ['+moderated']],
        ['+b *!*@A', ['+ban *!*@A']],
        ['+e b!*@*', ['+except b!*@*']],
        ['+I i', ['+invite i!*@*']],
        ['-b *!*@A', ['-ban *!*@A']],
        ['-l', ['no limit']],
        ['-k kk', ['no key']],
        ['-m', ['-moderated']],
      ];
      for (const [words, fields] of changes) {
        await alice.ask(`MODE #x ${words}`);
        expect(await host.nextEvent()).toMatchObject({ kind: 'changed', fields });
      }
      await bob.join('#x');
      expect(await host.nextEvent()).toMatchObject({ kind: 'presence', held: true, members: 2 });
      await alice.ask('MODE #x +v bob', 'KICK #x bob :out');
      expect(await host.nextEvent()).toMatchObject({ kind: 'presence', held: true, members: 1 });
      await alice.ask('NICK alicia', 'PART #x');
      expect(await host.nextEvent()).toMatchObject({ kind: 'dropped', name: '#x' });
    });

    it('tells a topic, and its end, byte for byte', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      await alice.ask('TOPIC #x :caf\xe9 \x02bold\x02 \xff');
      const { fields } = (await host.nextEvent()) as { fields: readonly string[] };
      expect(topicText(fields)).toBe('caf\xe9 \x02bold\x02 \xff');
      expect(fields[0]).toMatch(kind.topicSetter);
      // Read back: what the ircd keeps is what the next snapshot says.
      const { channels } = await host.resync();
      expect(channels[0]!.fields.filter((field) => field.startsWith('topic '))).toHaveLength(1);
    });

    it('tells the end of a channel whatever ended its last member', async () => {
      const [alice, bob, oper] = [await client('alice'), await client('bob'), await client('oper')];
      await oper.oper();
      const host = await attached();
      // One that ends before it was asked for is not told at all.
      await alice.join('#quit');
      await host.eventThat(({ kind }) => kind === 'created');
      await bob.join('#kill');
      await host.eventThat(({ kind }) => kind === 'created');
      await alice.quit();
      expect(await host.eventThat(({ kind }) => kind === 'dropped')).toMatchObject({ name: '#quit' });
      await oper.ask('KILL bob :why');
      expect(await host.eventThat(({ kind }) => kind === 'dropped')).toMatchObject({ name: '#kill' });
    });

    const everything: Field[] = [
      flag('no-external'),
      flag('invite-only'),
      key('sesame'),
      limit(10),
      topic('far \xff away', 'carol!c@host', 1_000_000_000),
      entry('ban', '*!*@bad'),
      entry('except', 'good!*@*'),
      entry('invite', 'i!*@*'),
    ];

    it('makes a channel that nobody is in, seen in LIST, and ends it', async () => {
      const oper = await client('oper');
      await oper.oper();
      const host = await attached();
      const [result] = await host.update({ name: '#far', fields: everything });
      const notKept = kind.keepsTopicTime ? [] : [expect.stringContaining('topic')];
      expect(result).toMatchObject({ deviations: notKept });
      expect([...(await oper.list()).keys()]).toEqual(['#far']);
      expect(await oper.names('#far')).toEqual([]);
      const state = await oper.channelState('#far');
      expect(state).toMatchObject({
        modes: 'ikln',
        topic: { text: 'far \xff away' },
        bans: [{ mask: '*!*@bad' }],
        excepts: [{ mask: 'good!*@*' }],
        invites: [{ mask: 'i!*@*' }],
      });
      if (kind.keepsTopicSetter) expect(state.topic!.setter).toBe('carol!c@host');
      if (kind.keepsTopicTime) expect(state.topic!.setAt).toBe(1_000_000_000);
      expect(await host.update({ name: '#far', fields: null })).toMatchObject([
        { status: 'applied', createdAt: 0, deviations: [] },
      ]);
      expect(await oper.list()).toEqual(new Map());
      expect(host.events).toEqual([]);
    });

    it('changes only what differs, tells no echo, and leaves operators alone', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      await alice.ask('MODE #x +m', 'MODE #x +l 5', 'MODE #x +b old!*@*', 'TOPIC #x :mine');
      const before = await alice.channelState('#x');
      const host = await attached();
      const wanted = [flag('no-external'), flag('moderated'), limit(50), key('k'), entry('ban', 'new!*@*')];
      const [result] = await host.update({ name: '#X', fields: wanted });
      expect(result).toMatchObject({ status: 'applied', deviations: [] });
      expect(await alice.channelState('#x')).toMatchObject({
        modes: 'klmn',
        parameters: { k: 'k', l: '50' },
        topic: null,
        createdAt: before.createdAt,
        bans: [{ mask: 'new!*@*' }],
      });
      expect(await alice.names('#x')).toEqual(['@alice']);
      const quiet = alice.received.length;
      await host.update({ name: '#x', fields: wanted });
      await alice.barrier();
      expect(told(alice, quiet)).toEqual([]);
      expect(host.events).toEqual([]);
    });

    it('says what it cut, shows that, and does not write it again', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      const { wanted, shown } = kind.longKey;
      const text = 't'.repeat(kind.topicBytesMax + 1);
      const fields = [key(wanted), topic(text, 'bob!b@h', 1_000_000_000)];
      const [result] = await host.update({ name: '#x', fields });
      expect(result!.status).toBe('truncated');
      expect(result!.deviations).toContainEqual(
        expect.stringMatching(new RegExp(`^key ${wanted} -> key ${shown} \\(key .*cut`)),
      );
      const state = await alice.channelState('#x');
      expect(state.parameters.k).toBe(shown);
      expect(text.startsWith(state.topic!.text)).toBe(true);
      expect(result!.deviations).toContainEqual(expect.stringContaining(`:${state.topic!.text} (`));
      const quiet = alice.received.length;
      expect(await host.update({ name: '#x', fields })).toMatchObject([{ status: 'truncated' }]);
      await alice.barrier();
      expect(told(alice, quiet)).toEqual([]);
    });

    it('refuses what the ircd cannot have', async () => {
      const oper = await client('oper');
      const host = await attached();
      const results = await host.update(
        { name: `#${'n'.repeat(199)}`, fields: [flag('no-external')] },
        { name: '#ok', fields: [flag('anonymous'), entry('quiet', '*!*@*'), limit(3)] },
      );
      expect(results.map(({ status }) => status)).toEqual(['refused', 'refused']);
      expect(results[1]!.deviations).toEqual([
        '+anonymous -> nothing (this ircd has no such mode)',
        '+quiet *!*@* -> nothing (this ircd has no such mode)',
      ]);
      expect([...(await oper.list()).keys()]).toEqual(['#ok']);
    });

    it('refuses an extended ban that it cannot evaluate, and shows the rest', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      const bans = ['~q:a!*@*', 'm:*!*@bad', '$q:x', 'plain!*@*'].map((mask) => entry('ban', mask));
      const [result] = await host.update({ name: '#x', fields: [flag('no-external'), ...bans] });
      expect(result!.status).toBe('refused');
      expect(result!.deviations).toEqual(
        ['~q:a!*@*', 'm:*!*@bad', '$q:x'].map(
          (mask) => `+ban ${mask} -> nothing (an extended ban that this ircd cannot evaluate)`,
        ),
      );
      expect(await alice.channelState('#x')).toMatchObject({ bans: [{ mask: 'plain!*@*' }] });
    });

    it('shows no more list entries than its users may have, and the next one when one goes', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      await alice.ask('MODE #x +b mine!*@*');
      const host = await attached();
      const bans = Array.from({ length: kind.bansMax + 2 }, (_, index) => entry('ban', `n${index}!*@*`));
      const [full] = await host.update({ name: '#x', fields: [...bans, entry('ban', 'mine!*@*')] });
      expect(full!.deviations).toHaveLength(3);
      expect(full!.deviations[0]).toMatch(
        /^\+ban n\d+!\*@\* -> nothing \(no room: .* at most \d+ entries\)$/,
      );
      expect((await alice.channelState('#x')).bans).toHaveLength(kind.bansMax);
      await alice.ask('MODE #x -b mine!*@*');
      await host.nextEvent();
      const [again] = await host.update({ name: '#x', fields: bans });
      expect(again!.deviations).toHaveLength(2);
      const shown = (await alice.channelState('#x')).bans.map(({ mask }) => mask);
      expect(shown.sort()).toEqual(
        bans
          .slice(0, kind.bansMax)
          .map((ban) => (ban as { mask: string }).mask)
          .sort(),
      );
    });

    it('leaves alone what a user changed since', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      await alice.ask('MODE #x +l 7');
      await host.nextEvent();
      const [result] = await host.update({ name: '#x', fields: [limit(3)], hostSequence: 0 });
      expect(result!.deviations).toContainEqual('limit 3 -> limit 7 (changed on the ircd meanwhile)');
      expect((await alice.channelState('#x')).parameters.l).toBe('7');
    });

    it('leaves a channel with local users when it should go', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      expect(await host.update({ name: '#x', fields: null })).toMatchObject([{ status: 'refused' }]);
      expect(await alice.names('#x')).toEqual(['@alice']);
    });

    it('tells who joins a channel that it made, and when nobody is left', async () => {
      const alice = await client('alice');
      const host = await attached();
      await host.update({ name: '#far', fields: [flag('no-external'), topic('t', 'a!b@c', 1_000_000_000)] });
      await alice.join('#far');
      expect(await host.nextEvent()).toMatchObject({ kind: 'presence', held: true, members: 1 });
      // Who is operator is the ircd's business.
      expect((await alice.names('#far')).sort()).toEqual([...kind.keepers, 'alice'].sort());
      await alice.ask('PART #far');
      const left = await host.nextEvent();
      if (left.kind !== 'dropped') expect(left).toMatchObject({ kind: 'presence', held: false, members: 0 });
    });

    it('hides a secret channel from the first moment', async () => {
      const watcher = await client('watcher');
      const tap = await LinkTap.before(ircd);
      ends.push(() => tap.stop());
      await adapter(false, { ...ircd, serverPort: tap.port });
      const host = await sidecar.attached();
      const names = Array.from({ length: 50 }, (_, index) => `#secret${index}`);
      const results = await host.update(
        ...names.map((name) => ({ name, fields: [flag('secret'), key('hunter2')] })),
      );
      for (const { status } of results) expect(status).toBe('applied');
      for (const name of names) {
        // One line: no moment is between the channel and its modes.
        const [first] = tap.changes.filter((change) => change.split(' ').includes(name));
        expect(first).toMatch(
          /^:\S+ (?:FJOIN #\S+ \d+|SJOIN \d+ #\S+|CHANINFO #\S+) \+(?=\w*s)(?=\w*k)\w+ .*\bhunter2\b/,
        );
      }
      expect([...(await watcher.list()).keys()]).toEqual([]);
      await expect(watcher.join('#secret7')).rejects.toThrow('475');
    });

    it('does not make a channel that it could not close', async () => {
      const oper = await client('oper');
      await oper.oper();
      const host = await attached();
      const results = await host.update(
        { name: '#key', fields: [flag('secret'), key(kind.longKey.wanted)] },
        { name: '#opers', fields: [flag('oper-only')] },
        { name: '#open', fields: [flag('no-external')] },
      );
      expect(results.map(({ status }) => status)).toEqual(['refused', 'refused', 'applied']);
      expect(results.map(({ createdAt }) => createdAt > 0)).toEqual([false, false, true]);
      expect([...(await oper.list()).keys()]).toEqual(['#open']);
    });

    it('takes away a channel that is to be closed in a way it cannot, and leaves one that somebody is in', async () => {
      const alice = await client('alice');
      const oper = await client('oper');
      await oper.oper();
      await alice.join('#here');
      const host = await attached();
      const open = ['#here', '#far'].map((name) => ({ name, fields: [flag('no-external')] }));
      for (const { status } of await host.update(...open)) expect(status).toBe('applied');
      const closed = open.map(({ name, fields }) => ({ name, fields: [...fields, flag('oper-only')] }));
      const [here, far] = await host.update(...closed);
      expect(here).toMatchObject({
        status: 'refused',
        deviations: [expect.stringMatching(/^\+oper-only -> nothing \(.*users see and enter/)],
      });
      expect(far).toMatchObject({ status: 'refused', createdAt: 0 });
      expect(far!.deviations).toEqual([
        expect.stringMatching(/^\+no-external -> nothing \(the channel is not shown here: .*oper-only/),
        expect.stringMatching(/^\+oper-only -> nothing \(the channel is not shown here: .*oper-only/),
      ]);
      expect([...(await oper.list()).keys()]).toEqual(['#here']);
      expect(host.events).toEqual([]);
      for (const { status } of await host.update(...open)) expect(status).toBe('applied');
      expect([...(await oper.list()).keys()].sort()).toEqual(['#far', '#here']);
    });

    it('shows a private channel as secret where it has no private ones', async () => {
      const alice = await client('alice');
      const host = await attached();
      await host.update({ name: '#p', fields: [flag('private'), flag('no-external')] });
      expect([...(await alice.list()).keys()].filter((name) => name === '#p')).toEqual([]);
      await alice.join('#p');
      expect((await alice.channelState('#p')).modes).toBe(kind.hasPrivate ? 'np' : 'ns');
    });

    it('knows the run of the ircd again, not after its restart', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      await alice.ask('MODE #x +b gone!*@*');
      const first = await adapter();
      const { incarnation } = await (await sidecar.attached()).snapshot();
      expect(incarnation).not.toBe('');
      await first.stop();
      await alice.ask('MODE #x -b gone!*@*');
      const second = await attached();
      const again = await second.snapshot();
      expect(again.incarnation).toBe(incarnation);
      expect(again.channels).toMatchObject([{ name: '#x', members: 1, fields: kind.defaults }]);
      await untilNextSecond();
      await ircd.restart('SIGKILL');
      await second.untilEnded();
      const third = await (await sidecar.attached()).snapshot();
      expect(third.incarnation).not.toBe(incarnation);
      expect(third.channels).toEqual([]);
    });

    it('keeps the link while the sidecar is away, and tells then what happened', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      await alice.ask('MODE #x +b gone!*@*');
      const host = await attached();
      const { incarnation } = await host.snapshot();
      sidecar.stop();
      await alice.ask('MODE #x -b gone!*@*');
      sidecar = await ScriptedSidecar.start(sidecar.target);
      const back = await sidecar.attached();
      const again = await back.snapshot();
      expect(again).toMatchObject({ incarnation, channels: [{ name: '#x' }] });
      // The ircd told alice; the adapter may hear of it before or after it tells what there is.
      const shown = new Set(again.channels[0]!.fields);
      if (shown.delete('+ban gone!*@*'))
        expect(await back.nextEvent()).toMatchObject({ kind: 'changed', fields: ['-ban gone!*@*'] });
      expect([...shown]).toEqual(kind.defaults);
    });

    it('observes: reports everything, writes nothing', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached(true);
      expect(host.hello!.observe).toBe(true);
      const quiet = alice.received.length;
      const [result] = await host.update({ name: '#x', fields: [] }, { name: '#far', fields: everything });
      expect(result).toMatchObject({ status: 'observed' });
      await alice.ask('MODE #x +l 5');
      expect(await host.nextEvent()).toMatchObject({ kind: 'changed', fields: ['limit 5'] });
      expect([...(await alice.list()).keys()]).toEqual(['#x']);
      expect(told(alice, quiet)).toEqual([]);
    });

    it('takes no line, word or mode out of a value', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      for (const evil of ['+o', '-k+o', 'x,#y', '-:"\\', '\x01x\x01']) {
        const words = `: :${evil} MODE #x +o bob :KEY y`;
        await host.update({
          name: '#x',
          fields: [key(evil), entry('ban', `${evil}!*@*`), topic(words, 'a!b@c', 1_000_000_000)],
        });
        const state = await alice.channelState('#x');
        expect(state).toMatchObject({ modes: 'k', topic: { text: words }, bans: [{ mask: `${evil}!*@*` }] });
        expect(await alice.names('#x')).toEqual(['@alice']);
      }
      expect(host.ended).toBeNull();
    });
  });
}

/** The ircds' runs are told apart by the second of their start. */
async function untilNextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  while (Math.floor(Date.now() / 1000) === second) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
