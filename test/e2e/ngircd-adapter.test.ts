import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningAdapter, startAdapter } from '../../src/adapter/adapter.ts';
import { adapterConfigAt } from '../support/adapter-config.ts';
import { entry, flag, key, limit, topic } from '../support/field-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import { type Ircd, ngircdProgram, skipWithout } from './ircd-process.ts';
import { startNgircd } from './ngircd-process.ts';
import { ScriptedSidecar } from './scripted-sidecar.ts';
import { until } from './test-network.ts';

const log = pino({ level: process.env.CBURST_TEST_LOG ?? 'silent' });

describe.skipIf(skipWithout(ngircdProgram))('the adapter at a real ngircd', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let ircd: Ircd;
  let sidecar: ScriptedSidecar;
  const ends: (() => Promise<unknown> | unknown)[] = [];

  beforeEach(async () => {
    directory = temporaryDirectory();
    sidecar = await ScriptedSidecar.start(`unix:${directory.path}/host.sock`);
    ircd = await startNgircd({
      name: 'a.test',
      dir: directory.path,
      adapterName: 'adapter.test',
      extraConfig,
    });
  });

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    sidecar.stop();
    await ircd?.stop();
    directory.remove();
  });

  async function client(nick: string): Promise<IrcClient> {
    const irc = await connectIrc({ port: ircd.clientPort, nick });
    ends.push(() => irc.destroy());
    return irc;
  }

  async function adapter(observe = false): Promise<RunningAdapter> {
    const running = await startAdapter(
      adapterConfigAt(ircd, sidecar.target, {
        ircd: { type: 'ngircd', defaultModes: '' },
        adapter: { observe },
      }),
      { log },
    );
    ends.push(() => running.stop());
    return running;
  }

  describe('the snapshot', () => {
    it('holds what the ircd shows, also what it tells no server by itself', async () => {
      const alice = await client('alice');
      await alice.join('#Lobby');
      await alice.ask('MODE #Lobby +intlk 30 sesame', 'MODE #Lobby +b bad!*@*', 'MODE #Lobby +e good!*@*');
      await alice.ask('MODE #Lobby +I a!*@*', 'TOPIC #Lobby :first: "topic"');
      await alice.ask('JOIN &local', 'JOIN +modeless', 'JOIN #plain');
      const state = await alice.channelState('#Lobby');
      const plain = await alice.channelState('#plain');
      await adapter();
      const host = await sidecar.attached();
      expect(host.hello).toMatchObject({ server_name: 'a.test', casemapping: 'ascii', parameters: [] });
      expect(host.hello!.software).toBe('ngIRCd 26.1 (cburst adapter)');
      expect(host.hello!.lists).toEqual(['ban', 'except', 'invite']);
      expect(host.hello!.defaults).toEqual([]);
      expect(host.hello!.flags).toEqual(
        expect.arrayContaining(['invite-only', 'private', 'secret', 'tls-only', 'no-kick']),
      );
      const { channels, incarnation } = await host.snapshot();
      expect(incarnation).toMatch(/^start-.*20\d\d at \d\d:\d\d:\d\d/);
      expect([...channels].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
        {
          name: '#Lobby',
          createdAt: state.createdAt,
          held: true,
          members: 1,
          fields: [
            '+ban bad!*@*',
            '+except good!*@*',
            '+invite a!*@*',
            '+invite-only',
            '+no-external',
            '+topic-protected',
            'key sesame',
            'limit 30',
            `topic alice ${state.topic!.setAt} :first: "topic"`,
          ],
        },
        { name: '#plain', createdAt: plain.createdAt, held: true, members: 1, fields: [] },
        expect.objectContaining({
          name: '#predefined',
          held: true,
          members: 0,
          fields: ['+topic-protected', 'key mykey', 'limit 5', 'topic  0 :predefined topic'],
        }),
      ]);
    });

    it('names the same run of the ircd again, and another after its restart', async () => {
      const first = await adapter();
      const { incarnation } = await (await sidecar.attached()).snapshot();
      await first.stop();
      await adapter();
      const again = await sidecar.attached();
      expect((await again.snapshot()).incarnation).toBe(incarnation);
      // Its start is known to the second.
      await until(async () => {
        await ircd.restart('SIGKILL');
        const { incarnation: next } = await (await sidecar.attached()).snapshot();
        return next === incarnation ? 'it started in the same second' : null;
      });
    });

    it('knows a channel made anew by its creation time', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const running = await adapter();
      const before = await (await sidecar.attached()).snapshot();
      await running.stop();
      const { createdAt: first } = await alice.channelState('#x');
      await until(async () => {
        await alice.ask('PART #x', 'JOIN #x');
        return (await alice.channelState('#x')).createdAt > first ? null : 'the second is not over';
      });
      await adapter();
      const after = await (await sidecar.attached()).snapshot();
      const createdAt = (channels: typeof before.channels) =>
        channels.find(({ name }) => name === '#x')!.createdAt;
      expect(createdAt(after.channels)).toBe((await alice.channelState('#x')).createdAt);
      expect(createdAt(after.channels)).toBeGreaterThan(createdAt(before.channels));
    });
  });

  it('events tell all that local users do to a channel, in order', async () => {
    const alice = await client('alice');
    const bob = await client('bob');
    await adapter();
    const host = await sidecar.attached();
    await alice.join('#x');
    const { createdAt } = await alice.channelState('#x');
    expect(await host.nextEvent()).toMatchObject({
      kind: 'created',
      channel: { name: '#x', createdAt, held: true, members: 1, fields: [] },
    });
    await alice.ask('MODE #x +lkm 5 sesame');
    expect(await host.nextEvent()).toMatchObject({ fields: ['+moderated', 'key sesame', 'limit 5'] });
    await alice.ask('MODE #x -k+i *');
    expect(await host.nextEvent()).toMatchObject({ fields: ['+invite-only', 'no key'] });
    await alice.ask('MODE #x +b nick', 'MODE #x -b nick!*@*');
    expect(await host.nextEvent()).toMatchObject({ fields: ['+ban nick!*@*'] });
    expect(await host.nextEvent()).toMatchObject({ fields: ['-ban nick!*@*'] });
    await alice.ask('TOPIC #x :caf\xe9 \xff', 'TOPIC #x :');
    const seen = await host.nextEvent();
    expect(seen).toMatchObject({ fields: [expect.stringMatching(/^topic alice \d{10} :caf\xe9 \xff$/)] });
    expect(await host.nextEvent()).toMatchObject({ fields: ['no topic'] });
    await alice.ask('MODE #x -i', 'INVITE bob #x');
    expect(await host.nextEvent()).toMatchObject({ fields: ['-invite-only'] });
    await bob.join('#x');
    expect(await host.nextEvent()).toMatchObject({ kind: 'presence', held: true, members: 2 });
    await alice.ask('NICK alicia', 'MODE #x +v bob', 'KICK #x bob :out');
    expect(await host.nextEvent()).toMatchObject({ kind: 'presence', members: 1 });
    await alice.ask('PART #x :bye');
    expect(await host.nextEvent()).toMatchObject({ kind: 'dropped', name: '#x' });
  });

  it('a topic keeps its time over a read-back, and one that was cut is told to nobody', async () => {
    const alice = await client('alice');
    await alice.join('#x');
    await adapter();
    const host = await sidecar.attached();
    const long = 't'.repeat(480);
    await alice.ask('TOPIC #x :short', `TOPIC #x :${long}`);
    const first = await host.nextEvent();
    expect(first).toMatchObject({ fields: [expect.stringContaining(':short')] });
    await host.nextEvent();
    await host.update({ name: '#x', fields: [flag('moderated')] });
    expect((await host.resync()).channels.find(({ name }) => name === '#x')!.fields[0]).toBe('+moderated');
    expect(host.events).toHaveLength(2);
  });

  describe('updates', () => {
    it('make a channel that nobody is in, seen in LIST, and end it without a trace', async () => {
      const alice = await client('alice');
      await adapter();
      const host = await sidecar.attached();
      const fields = [
        flag('no-external'),
        key('sesame'),
        limit(10),
        topic('far away', 'carol!c@host', 1_000_000_000),
        entry('ban', '*!*@bad'),
        entry('except', 'good!*@*'),
        entry('invite', 'i!*@*'),
      ];
      const [made] = await host.update({ name: '#far', fields });
      const state = await alice.channelState('#far');
      expect(state.modes).toBe('kln');
      expect(made).toMatchObject({ status: 'truncated', createdAt: state.createdAt });
      expect(made!.deviations).toEqual([
        'topic carol!c@host 1000000000 :far away -> topic  0 :far away (this ircd does not take who set a topic and when)',
      ]);
      expect((await alice.list()).get('#far')).toBe(0);
      await alice.join('#far', 'sesame');
      const inside = await alice.channelState('#far');
      expect(inside.topic).toMatchObject({ text: 'far away', setter: '-Server-' });
      expect([inside.bans, inside.excepts, inside.invites].map(([one]) => one!.mask)).toEqual([
        '*!*@bad',
        'good!*@*',
        'i!*@*',
      ]);
      expect(await alice.names('#far')).toEqual(['alice']);
      await alice.ask('PART #far');
      await host.eventThat(({ kind }) => kind === 'dropped');
      await host.update({ name: '#gone', fields: [flag('no-external')] });
      expect(await host.update({ name: '#gone', fields: null })).toMatchObject([{ status: 'applied' }]);
      expect((await alice.list()).has('#gone')).toBe(false);
    });

    it('change only what differs', async () => {
      const alice = await client('alice');
      const bob = await client('bob');
      await alice.join('#x');
      await bob.join('#x');
      await alice.ask('MODE #x +ml 5', 'MODE #x +b old!*@*');
      await adapter();
      const host = await sidecar.attached();
      const wanted = [flag('moderated'), key('k:,y'), entry('ban', 'new!*@*'), topic('hi', 'c!c@h', 5)];
      const shown = await seenBy(bob, () => host.update({ name: '#x', fields: wanted }));
      expect(shown.sort()).toEqual([
        'MODE #x +b new!*@*',
        'MODE #x +k-l k:,y',
        'MODE #x -b old!*@*',
        'TOPIC #x hi',
      ]);
      expect(await seenBy(bob, () => host.update({ name: '#x', fields: wanted }))).toEqual([]);
      expect(await bob.names('#x')).toContain('@alice');
    });

    it('make no channel that could not be hidden or closed in full', async () => {
      const alice = await client('alice');
      await adapter();
      const host = await sidecar.attached();
      const results = await host.update(
        { name: '#private', fields: [flag('private')] },
        { name: '#opers', fields: [flag('oper-only')] },
        { name: '#key', fields: [key('k'.repeat(65))] },
      );
      expect(results.map(({ status, deviations }) => [status, deviations])).toEqual([
        ['truncated', ['+private -> +secret (shown as secret: this ircd has no private channels)']],
        [
          'refused',
          ['+oper-only -> nothing (the channel is not shown here: this ircd has no mode oper-only)'],
        ],
        [
          'refused',
          [
            `key ${'k'.repeat(65)} -> nothing (the channel is not shown here: it cannot have its full key: key cut to 64 bytes)`,
          ],
        ],
      ]);
      expect((await alice.channelState('#private')).modes).toBe('s');
      expect([...(await alice.list()).keys()]).toEqual(['#predefined']);
      expect((await alice.channelState('#key')).exists).toBe(false);
    });

    it('cut what is too long for the lines of the ircd, and keep the link', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      await adapter();
      const host = await sidecar.attached();
      const bans = Array.from({ length: 50 }, (_, i) => entry('ban', `${i}!*@${'h'.repeat(60)}`));
      const [result] = await host.update({
        name: '#x',
        fields: [...bans, topic('\xc3\xa9'.repeat(400), '', 0), limit(100_000)],
      });
      const state = await alice.channelState('#x');
      expect(state.bans).toHaveLength(50);
      expect(state.topic!.text).toMatch(/^(\xc3\xa9)+$/);
      expect(state.parameters.l).toBe('65534');
      expect(result!.deviations).toEqual([
        expect.stringContaining(`(topic cut to ${state.topic!.text.length} bytes)`),
        'limit 100000 -> limit 65534 (limit lowered to 65534)',
      ]);
      const [blanks] = await host.update({ name: '#x', fields: [topic(' end \t ', '', 0)] });
      expect((await alice.channelState('#x')).topic!.text).toBe(' end');
      expect(blanks!.deviations).toEqual([
        expect.stringContaining('(this ircd takes no blanks at the end of a topic)'),
      ]);
      const refusals = await host.update(
        { name: `#${'x'.repeat(50)}`, fields: [] },
        { name: '+x', fields: [] },
      );
      expect(refusals.map(({ createdAt }) => createdAt)).toEqual([0, 0]);
      expect(await host.resync()).toMatchObject({ channels: expect.any(Array) });
    });

    it('write a key and a limit again that a user changed at the same moment', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      await adapter();
      const host = await sidecar.attached();
      const wanted = [key('ours'), limit(7)];
      for (let round = 0; round < 20; round++) {
        alice.send(`MODE #x +kl theirs${round} ${round + 1}`);
        await host.update({ name: '#x', fields: wanted });
        const fits = (field: string) => field === `key theirs${round}`;
        await host.eventThat((event) => event.kind === 'changed' && event.fields.some(fits));
        // As the sidecar does when an event crossed an update.
        await host.update({ name: '#x', fields: wanted });
        const { parameters } = await alice.channelState('#x');
        expect(parameters).toEqual({ k: 'ours', l: '7' });
      }
    });

    it('leave a true picture when users and updates race', async () => {
      const alice = await client('alice');
      const bob = await client('bob');
      await alice.join('#x');
      await adapter();
      const host = await sidecar.attached();
      for (let round = 0; round < 40; round++) {
        alice.send(`MODE #x +b a${round}!*@*`, `TOPIC #x :t${round}`, `MODE #x ${round % 2 ? '+' : '-'}m`);
        bob.send(`${round % 2 ? 'JOIN' : 'PART'} #x`);
        host.send({ name: '#x', fields: [flag('secret'), entry('ban', `u${round}!*@*`), limit(round + 1)] });
      }
      await Promise.all([alice.barrier(), bob.barrier()]);
      await host.update({ name: '#y', fields: [] });
      const { channels } = await host.resync();
      const shown = channels.find(({ name }) => name === '#x')!;
      const state = await alice.channelState('#x');
      const bans = shown.fields.flatMap((field) => (field.startsWith('+ban ') ? [field.slice(5)] : []));
      expect(bans).toEqual(state.bans.map(({ mask }) => mask).sort());
      expect(shown.fields.includes('+moderated')).toBe(state.modes.includes('m'));
      expect(shown.fields).toContain(`limit ${state.parameters.l}`);
      expect(shown.fields.find((field) => field.startsWith('topic'))).toMatch(
        new RegExp(`^topic .*:${state.topic!.text}$`),
      );
      expect(shown.members).toBe((await alice.names('#x')).length);
    });
  });

  it('stays linked whatever users ask of it with WHOIS', async () => {
    const alice = await client('alice');
    await alice.join('#x');
    await adapter();
    const host = await sidecar.attached();
    const longest = 510 - 'WHOIS adapter.test '.length;
    for (const bytes of [30, 31, 127, 128, longest]) alice.send(`WHOIS adapter.test ${'n'.repeat(bytes)}`);
    alice.send('WHOIS adapter.test last');
    await alice.waitFor(({ command, params }) => command === '318' && params[1] === 'last');
    expect(await host.update({ name: '#x', fields: [flag('moderated')] })).toMatchObject([
      { deviations: [] },
    ]);
    expect((await alice.channelState('#x')).modes).toContain('m');
  });

  it('observes: reports everything, writes nothing', async () => {
    const alice = await client('alice');
    await alice.join('#x');
    await adapter(true);
    const host = await sidecar.attached();
    expect((await host.snapshot()).channels.map(({ name }) => name).sort()).toEqual(['#predefined', '#x']);
    const [result] = await host.update({ name: '#x', fields: [flag('moderated')] });
    expect(result).toMatchObject({ status: 'observed' });
    expect((await alice.channelState('#x')).modes).toBe('');
  });

  it('takes a native network of several servers for one host, through a netjoin and a split', async () => {
    const block = (name: string, port: number) =>
      `[Server]\nName = ${name}\nHost = 127.0.0.1\nPort = ${port}\nMyPassword = native\nPeerPassword = native`;
    const leaf = await startNgircd({
      name: 'leaf.test',
      dir: directory.path,
      adapterName: 'none.test',
      extraConfig: `${block('a.test', ircd.serverPort)}\n`,
    });
    ends.push(() => leaf.stop());
    const alice = await client('alice');
    await alice.join('#both');
    await alice.ask('MODE #both +b a!*@*');
    const far = await connectIrc({ port: leaf.clientPort, nick: 'far' });
    ends.push(() => far.destroy());
    await far.join('#both');
    await far.join('#theirs');
    await far.ask('MODE #theirs +k sesame', 'MODE #both +b f!*@*');
    await adapter();
    const host = await sidecar.attached();
    expect((await host.snapshot()).channels.map(({ name }) => name).sort()).toEqual(
      expect.arrayContaining(['#both', '#predefined']),
    );
    // What the leaf bursts comes on line by line, members and modes of all channels before the first list entry.
    const joined = await seenUntil(host, (shown) => {
      const both = shown.get('#both');
      return both?.members === 2 && both.fields.length === 2 && shown.get('#theirs')?.fields.length === 1;
    });
    expect(joined.get('#theirs')).toMatchObject({ members: 1, fields: ['key sesame'] });
    expect(joined.get('#both')!.fields).toEqual(['+ban a!*@*', '+ban f!*@*']);
    await leaf.stop();
    const split = await seenUntil(host, (shown) => shown.get('#both')?.members === 1);
    expect(split.has('#theirs')).toBe(false);
  });
});

const extraConfig = `[Channel]
Name = #predefined
Topic = predefined topic
Modes = +tk mykey
Modes = +l 5

[Server]
Name = leaf.test
MyPassword = native
PeerPassword = native
Passive = yes
`;

type Shown = Awaited<
  ReturnType<Awaited<ReturnType<ScriptedSidecar['attached']>>['resync']>
>['channels'][number];

async function seenUntil(
  host: Awaited<ReturnType<ScriptedSidecar['attached']>>,
  fits: (shown: ReadonlyMap<string, Shown>) => boolean,
): Promise<ReadonlyMap<string, Shown>> {
  for (;;) {
    const { channels } = await host.resync();
    const shown = new Map(channels.map((channel) => [channel.name, channel]));
    if (fits(shown)) return shown;
    await host.nextEvent();
  }
}

/** What the client saw of `act` in its channels. */
async function seenBy(client: IrcClient, act: () => Promise<unknown>): Promise<string[]> {
  const from = client.received.length;
  await act();
  await client.barrier();
  return client.received
    .slice(from)
    .filter(({ prefix, command }) => prefix === 'adapter.test' && command !== 'PONG')
    .map(({ command, params }) => `${command} ${params.join(' ')}`);
}
