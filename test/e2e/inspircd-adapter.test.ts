import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkBlock, type RunningAdapter, startAdapter } from '../../src/adapter/adapter.ts';
import type { ServerName } from '../../src/core/identity.ts';
import { adapterConfigAt } from '../support/adapter-config.ts';
import { entry, flag, key, limit, topic } from '../support/field-fixture.ts';
import {
  type Inspircd,
  type InspircdOptions,
  skipWithoutInspircd,
  startInspircd,
} from './inspircd-process.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import { ScriptedSidecar } from './scripted-sidecar.ts';

const log = pino({ level: process.env.CBURST_TEST_LOG ?? 'silent' });

describe.skipIf(skipWithoutInspircd())('the adapter at a real inspircd', () => {
  let dir: string;
  let ircd: Inspircd;
  let sidecar: ScriptedSidecar;
  const ends: (() => Promise<unknown> | unknown)[] = [];

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'cburst-'));
    sidecar = await ScriptedSidecar.start(`unix:${dir}/host.sock`);
  });

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    sidecar.stop();
    await ircd?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  async function startIrcd(options: Partial<InspircdOptions> = {}): Promise<void> {
    ircd = await startInspircd({ name: 'a.test', sid: '0AA', dir, adapterName: 'adapter.test', ...options });
  }

  async function client(nick: string): Promise<IrcClient> {
    const irc = await connectIrc({ port: ircd.clientPort, nick });
    ends.push(() => irc.destroy());
    return irc;
  }

  async function operator(nick = 'oper'): Promise<IrcClient> {
    const irc = await client(nick);
    await irc.oper();
    return irc;
  }

  async function adapter(
    options: { observe?: boolean; target?: string; log?: pino.Logger } = {},
  ): Promise<RunningAdapter> {
    const running = await startAdapter(
      adapterConfigAt(ircd, options.target ?? sidecar.target, {
        adapter: { observe: options.observe ?? false },
      }),
      {
        log: options.log ?? log,
      },
    );
    ends.push(() => running.stop());
    return running;
  }

  describe('the snapshot', () => {
    it('holds what the ircd shows', async () => {
      await startIrcd();
      const alice = await client('alice');
      await alice.join('#Lobby');
      await alice.ask(
        'MODE #Lobby +ilk 30 sesame',
        'MODE #Lobby +bb bad!*@* *!*@evil',
        'MODE #Lobby +eI good a!*@*',
      );
      await alice.ask('TOPIC #Lobby :first: "topic"', 'JOIN &local', 'JOIN #plain');
      const state = await alice.channelState('#Lobby');
      const plain = await alice.channelState('#plain');
      await adapter();
      const host = await sidecar.attached();
      expect(host.hello).toMatchObject({
        protocol_version: 1,
        server_name: 'a.test',
        casemapping: 'ascii',
        flags: [
          'invite-only',
          'moderated',
          'no-external',
          'private',
          'secret',
          'topic-protected',
          // It lacks these: the adapter hears of them, so as not to make a channel that has one.
          'tls-only',
          'oper-only',
        ],
        parameters: [],
        lists: ['ban', 'except', 'invite'],
        observe: false,
      });
      expect(host.hello!.software).toContain('InspIRCd-3');
      const { channels } = await host.snapshot();
      expect([...channels].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
        {
          name: '#Lobby',
          createdAt: state.createdAt,
          held: true,
          members: 1,
          fields: [
            '+ban *!*@evil',
            '+ban bad!*@*',
            '+except good!*@*',
            '+invite a!*@*',
            '+invite-only',
            '+no-external',
            '+topic-protected',
            'key sesame',
            'limit 30',
            `topic alice!alice@127.0.0.1 ${state.topic!.setAt} :first: "topic"`,
          ],
        },
        {
          name: '#plain',
          createdAt: plain.createdAt,
          held: true,
          members: 1,
          fields: ['+no-external', '+topic-protected'],
        },
      ]);
    });

    it('tells the casemapping of the ircd and only the lists that it has', async () => {
      await startIrcd({ casemapping: 'rfc1459', modules: [] });
      await adapter();
      const host = await sidecar.attached();
      expect(host.hello).toMatchObject({ casemapping: 'rfc1459', lists: ['ban'] });
    });

    it('comes with a warning of each list that the ircd lacks, once for a link', async () => {
      await startIrcd({ modules: ['permchannels', 'banexception'] });
      const lines: string[] = [];
      await adapter({ log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }) });
      const host = await sidecar.attached();
      await host.snapshot();
      host.end(grpc.status.UNAVAILABLE, 'stops');
      await (await sidecar.attached()).snapshot();
      const warnings = lines.filter((line) => line.includes('lists are kept'));
      expect(warnings).toHaveLength(1);
      expect(JSON.parse(warnings[0]!)).toMatchObject({
        msg: 'invite lists are kept by the sidecar and not shown on this ircd: it lacks the module inviteexception',
        next: expect.stringMatching(/inviteexception.*\/REHASH.*restart the adapter/),
      });
    });

    it('counts members that come in several lines, then and when a channel is read back', async () => {
      await startIrcd();
      const crowd = await Promise.all(
        Array.from({ length: 50 }, (_, i) => client(`somebody-with-a-name-${i}`)),
      );
      for (const irc of crowd) await irc.join('#crowd');
      await adapter();
      const host = await sidecar.attached();
      expect((await host.snapshot()).channels).toMatchObject([{ name: '#crowd', members: 50 }]);
      await host.update({ name: '#crowd', fields: [flag('moderated')] });
      await crowd[0]!.ask('PART #crowd');
      expect(await host.nextEvent()).toMatchObject({ kind: 'presence', members: 49, sequence: 1 });
    });

    it('begins anew when the first creation shows that new channels get other modes', async () => {
      await startIrcd({ defaultModes: 'nps' });
      const alice = await client('alice');
      const lines: string[] = [];
      await adapter({ log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }) });
      const first = await sidecar.attached();
      expect(first.hello!.defaults.map(({ flag: mode }) => mode!.name)).toEqual([
        'no-external',
        'topic-protected',
      ]);
      await alice.join('#x');
      const second = await sidecar.attached();
      const names = second.hello!.defaults.map(({ flag: mode }) => mode!.name);
      expect(names.sort()).toEqual(['no-external', 'private', 'secret']);
      expect((await second.snapshot()).channels).toMatchObject([
        { name: '#x', held: true, fields: ['+no-external', '+private', '+secret'] },
      ]);
      await alice.join('#y');
      expect(await second.nextEvent()).toMatchObject({ kind: 'created', name: '#y' });
      expect(lines.filter((line) => line.includes('default_modes = \\"nps\\"'))).toHaveLength(1);
    });

    it('does not begin anew where the configuration says what the ircd sets', async () => {
      await startIrcd({ defaultModes: 'opsl 50' });
      const alice = await client('alice');
      const config = adapterConfigAt(ircd, sidecar.target);
      const running = await startAdapter(
        { ...config, ircd: { ...config.ircd, defaultModes: 'opsl 50' } },
        { log },
      );
      ends.push(() => running.stop());
      const host = await sidecar.attached();
      await alice.join('#x');
      expect(await host.nextEvent()).toMatchObject({ kind: 'created', name: '#x', sequence: 1 });
      expect((await host.resync()).channels).toMatchObject([{ fields: ['+private', '+secret', 'limit 50'] }]);
    });

    it('is sent again when the sidecar asks for it, and again on a new stream', async () => {
      await startIrcd();
      const alice = await client('alice');
      await alice.join('#x');
      await adapter();
      const host = await sidecar.attached();
      await alice.ask('MODE #x +m');
      expect((await host.nextEvent()).kind).toBe('changed');
      const again = await host.resync();
      expect(again.channels[0]!.fields).toContain('+moderated');
      host.end(grpc.status.UNAVAILABLE, 'stops');
      const next = await sidecar.attached();
      expect(await next.snapshot()).toEqual(again);
    });
  });

  describe('live events', () => {
    let alice: IrcClient;
    let bob: IrcClient;

    beforeEach(async () => {
      await startIrcd({ modules: ['permchannels', 'banexception', 'inviteexception', 'samode'] });
      [alice, bob] = await Promise.all([client('alice'), client('bob')]);
    });

    it('tell all that local users do to a channel, in order', async () => {
      await adapter();
      const host = await sidecar.attached();
      await alice.join('#x');
      const { createdAt } = await alice.channelState('#x');
      expect(await host.nextEvent()).toEqual({
        sequence: 1,
        appliedUpdate: 0,
        name: '#x',
        kind: 'created',
        channel: {
          name: '#x',
          createdAt,
          held: true,
          members: 1,
          fields: ['+no-external', '+topic-protected'],
        },
      });
      const changes: [string, string[]][] = [
        ['MODE #x +lkm-n 5 kk', ['+moderated', '-no-external', 'key kk', 'limit 5']],
        ['MODE #x +be *!*@A b!*@*', ['+ban *!*@A', '+except b!*@*']],
        ['MODE #x -b+I *!*@A i', ['+invite i!*@*', '-ban *!*@A']],
        ['MODE #x -lk kk', ['no key', 'no limit']],
      ];
      for (const [line, fields] of changes) {
        await alice.ask(line);
        expect(await host.nextEvent()).toMatchObject({ kind: 'changed', fields });
      }
      await alice.ask('TOPIC #x :hello \x02world');
      const { topic } = await alice.channelState('#x');
      expect(await host.nextEvent()).toMatchObject({
        kind: 'changed',
        fields: [`topic alice!alice@127.0.0.1 ${topic!.setAt} :hello \x02world`],
      });
      // A second change within one second is refused.
      await untilTime(topic!.setAt + 1);
      await alice.barrier();
      await alice.ask('TOPIC #x :');
      expect(await host.nextEvent()).toMatchObject({ kind: 'changed', fields: ['no topic'] });
      await bob.join('#x');
      expect(await host.nextEvent()).toMatchObject({ kind: 'presence', held: true, members: 2 });
      await alice.ask('MODE #x +v bob', 'KICK #x bob :out');
      expect(await host.nextEvent()).toMatchObject({ kind: 'presence', held: true, members: 1 });
      await alice.ask('NICK alicia', 'PART #x :bye');
      expect(await host.nextEvent()).toMatchObject({ kind: 'dropped', name: '#x', sequence: 10 });
    });

    it('tell the end of a channel whatever ended its last member', async () => {
      const oper = await operator();
      await adapter();
      const host = await sidecar.attached();
      await alice.join('#quit');
      await bob.join('#kill');
      await alice.quit();
      expect(await host.eventThat(({ kind }) => kind === 'dropped')).toMatchObject({ name: '#quit' });
      await oper.ask('KILL bob :why');
      expect(await host.eventThat(({ kind }) => kind === 'dropped')).toMatchObject({ name: '#kill' });
    });

    it('keep a permanent channel as held, and end it with its mode', async () => {
      const oper = await operator();
      await adapter();
      const host = await sidecar.attached();
      await oper.ask('JOIN #perm', 'MODE #perm +P', 'PART #perm');
      const away = await host.eventThat((event) => event.kind === 'presence' && event.members === 0);
      expect(away).toMatchObject({ held: true, name: '#perm' });
      await oper.ask('SAMODE #perm -P');
      expect(await host.nextEvent()).toMatchObject({ kind: 'dropped', name: '#perm' });
    });

    it('name a setter as the ircd does when it keeps only nicks', async () => {
      await ircd.stop();
      await startIrcd({ hostInTopic: false });
      const carol = await client('carol');
      await carol.join('#x');
      await adapter();
      const host = await sidecar.attached();
      await carol.ask('TOPIC #x :one');
      const { topic } = await carol.channelState('#x');
      expect(topic!.setter).toBe('carol');
      const corrected = await host.eventThat(
        (event) => event.kind === 'changed' && event.fields[0]!.startsWith('topic carol '),
      );
      expect(corrected).toMatchObject({ fields: [`topic carol ${topic!.setAt} :one`] });
      await untilTime(topic!.setAt + 1);
      await carol.barrier();
      await carol.ask('TOPIC #x :two');
      expect(await host.nextEvent()).toMatchObject({
        fields: [expect.stringMatching(/^topic carol \d+ :two$/)],
      });
    });
  });

  describe('updates', () => {
    it('make a channel that nobody is in, seen in LIST, and end it without a trace', async () => {
      await startIrcd();
      const oper = await operator();
      await adapter();
      const host = await sidecar.attached();
      const fields = [
        flag('no-external'),
        flag('invite-only'),
        key('sesame'),
        limit(10),
        topic('far away', 'carol!c@host', 1_000_000_000),
        entry('ban', '*!*@bad'),
        entry('except', 'good!*@*'),
        entry('invite', 'i!*@*'),
      ];
      const [result] = await host.update({ name: '#far', fields });
      expect(result).toMatchObject({ status: 'applied', deviations: [] });
      expect(await oper.list()).toEqual(new Map([['#far', 0]]));
      expect(await oper.channelState('#far')).toMatchObject({
        modes: 'ikln',
        parameters: { l: '10' },
        createdAt: result!.createdAt,
        topic: { text: 'far away', setter: 'carol!c@host', setAt: 1_000_000_000 },
        bans: [{ mask: '*!*@bad' }],
        excepts: [{ mask: 'good!*@*' }],
        invites: [{ mask: 'i!*@*' }],
      });
      expect(await host.update({ name: '#far', fields: null })).toMatchObject([
        { status: 'applied', createdAt: 0, deviations: [] },
      ]);
      expect(await oper.list()).toEqual(new Map());
      expect(host.events).toEqual([]);
    });

    it('end an empty channel where the module permchannels is missing', async () => {
      await startIrcd({ modules: [] });
      const alice = await client('alice');
      await adapter();
      const host = await sidecar.attached();
      await host.update({ name: '#far', fields: [flag('secret')] }, { name: '#other', fields: [] });
      const results = await host.update({ name: '#far', fields: null }, { name: '#other', fields: null });
      expect(results).toMatchObject([{ createdAt: 0 }, { createdAt: 0, status: 'applied' }]);
      expect(await alice.list()).toEqual(new Map());
      expect(host.events).toEqual([]);
    });

    it('change only what differs, and leave operators and the timestamp alone', async () => {
      await startIrcd();
      const alice = await client('alice');
      await alice.join('#x');
      await alice.ask('MODE #x +ml 5', 'MODE #x +b old!*@*', 'TOPIC #x :mine');
      const before = await alice.channelState('#x');
      await adapter();
      const host = await sidecar.attached();
      const seen = alice.received.length;
      const wanted = [flag('no-external'), flag('moderated'), limit(50), key('k'), entry('ban', 'new!*@*')];
      const [result] = await host.update({ name: '#X', fields: wanted });
      expect(result).toMatchObject({ status: 'applied', deviations: [], createdAt: before.createdAt });
      const after = await alice.channelState('#x');
      expect(after).toMatchObject({
        modes: 'klmn',
        parameters: { k: 'k', l: '50' },
        topic: null,
        createdAt: before.createdAt,
        bans: [{ mask: 'new!*@*', setter: 'adapter.test' }],
      });
      expect(await alice.names('#x')).toEqual(['@alice']);
      const told = alice.received.slice(seen).filter(({ prefix }) => prefix === 'adapter.test');
      expect(told.map(({ command }) => command)).toEqual(['MODE', 'TOPIC']);
      const quiet = alice.received.length;
      await host.update({ name: '#x', fields: wanted });
      await alice.barrier();
      expect(alice.received.slice(quiet).filter(({ prefix }) => prefix === 'adapter.test')).toEqual([]);
      expect(host.events).toEqual([]);
    });

    it('overwrite a topic by a later time, and say so', async () => {
      await startIrcd();
      const alice = await client('alice');
      await alice.join('#x');
      await alice.ask('TOPIC #x :mine');
      const mine = (await alice.channelState('#x')).topic!;
      await adapter();
      const host = await sidecar.attached();
      const fields = [flag('no-external'), flag('topic-protected'), topic('theirs', 'bob!b@h', 1000)];
      const [result] = await host.update({ name: '#x', fields });
      const theirs = (await alice.channelState('#x')).topic!;
      expect(theirs).toEqual({ text: 'theirs', setter: 'bob!b@h', setAt: mine.setAt + 1 });
      expect(result).toMatchObject({
        status: 'truncated',
        deviations: [
          `topic bob!b@h 1000 :theirs -> topic bob!b@h ${theirs.setAt} :theirs (the ircd takes only later topics)`,
        ],
      });
      const seen = alice.received.length;
      const [again] = await host.update({ name: '#x', fields });
      expect(again).toMatchObject({ status: 'truncated', deviations: result!.deviations });
      await alice.barrier();
      expect(alice.received.slice(seen).some(({ command }) => command === 'TOPIC')).toBe(false);
      // Its time is not in the future: alice may set hers in the next second.
      await untilTime(theirs.setAt + 1);
      await alice.barrier();
      expect(await alice.ask('TOPIC #x :mine again')).toMatchObject([{ command: 'TOPIC' }]);
    });

    it('cut to the limits of the ircd, and do not write again what it showed otherwise', async () => {
      await startIrcd({ maxTopic: 50 });
      const oper = await operator();
      await adapter();
      const host = await sidecar.attached();
      const fields = [topic('t'.repeat(60), 'bob', 1000), key(`a,b${'k'.repeat(40)}`)];
      expect(await host.update({ name: '#x', fields })).toMatchObject([{ status: 'refused', createdAt: 0 }]);
      await host.update({ name: '#x', fields: [] });
      await oper.join('#x');
      const [result] = await host.update({ name: '#x', fields });
      const shownKey = `ab${'k'.repeat(30)}`;
      expect(await oper.channelState('#x')).toMatchObject({
        topic: { text: 't'.repeat(50) },
        parameters: { k: shownKey },
      });
      expect(result!.status).toBe('truncated');
      expect(result!.deviations).toEqual([
        `topic bob 1000 :${'t'.repeat(60)} -> topic bob 1000 :${'t'.repeat(50)} (topic cut to 50 bytes)`,
        `key a,b${'k'.repeat(40)} -> key ${shownKey} (key without commas and cut to 32 bytes)`,
      ]);
      const seen = oper.received.length;
      expect(await host.update({ name: '#x', fields })).toMatchObject([{ deviations: result!.deviations }]);
      await oper.barrier();
      expect(oper.received.slice(seen).filter(({ prefix }) => prefix === 'adapter.test')).toEqual([]);
    });

    it('remove every spelling of a mask: to the ircd they are as many entries', async () => {
      await startIrcd();
      const alice = await client('alice');
      await alice.join('#x');
      await alice.ask('MODE #x +bb *!*@BAD.example *!*@bad.EXAMPLE');
      await adapter();
      const host = await sidecar.attached();
      const [result] = await host.update({ name: '#x', fields: [] });
      expect(result).toMatchObject({ status: 'applied', deviations: [] });
      expect((await alice.channelState('#x')).bans).toEqual([]);
      expect(host.events).toEqual([]);
    });

    it('fill lists as far as users may, on each channel by its name, from the first one on', async () => {
      await startIrcd({ maxList: 5, maxLists: { '#small*': 2, '#large*': 7 } });
      const oper = await operator();
      await oper.join('#large1');
      await adapter();
      const host = await sidecar.attached();
      await oper.join('#small1');
      await host.eventThat(({ kind }) => kind === 'created');
      const bans = Array.from({ length: 8 }, (_, index) => entry('ban', `n${index}!*@*`));
      const caps = { '#small1': 2, '#small2': 2, '#large1': 7, '#large2': 7, '#other': 5 };
      const results = await host.update(...Object.keys(caps).map((name) => ({ name, fields: bans })));
      for (const [name, cap] of Object.entries(caps)) {
        const { deviations } = results.find((each) => each.name === name)!;
        expect(deviations, name).toEqual(
          bans
            .slice(cap)
            .map(
              ({ mask }) =>
                `+ban ${mask} -> nothing (no room: on this ircd the list b has at most ${cap} entries)`,
            ),
        );
        expect((await oper.channelState(name)).bans, name).toHaveLength(cap);
      }
    });

    it('make no channel of a name that operators forbade', async () => {
      await startIrcd({
        modules: ['permchannels', 'banexception', 'inviteexception', 'cban'],
        extraConfig: '<cban glob="yes">',
      });
      const oper = await operator();
      await oper.ask('CBAN #evil* 0 :before the link');
      await adapter();
      const host = await sidecar.attached();
      await oper.ask('CBAN #late 0 :after the link', 'CBAN #lifted 0 :for a while', 'CBAN #lifted');
      const fields = [flag('no-external')];
      const names = ['#evil1', '#late', '#lifted', '#good'];
      const results = await host.update(...names.map((name) => ({ name, fields })));
      expect(results.map(({ status }) => status)).toEqual(['refused', 'refused', 'applied', 'applied']);
      expect(results.slice(0, 2).map(({ deviations }) => deviations)).toEqual([
        ['+no-external -> nothing (operators of this ircd forbade the name: before the link)'],
        ['+no-external -> nothing (operators of this ircd forbade the name: after the link)'],
      ]);
      expect([...(await oper.list()).keys()].sort()).toEqual(['#good', '#lifted']);
    });

    it('refuse what the ircd cannot have', async () => {
      await startIrcd({ maxChannel: 20 });
      const oper = await operator();
      await adapter();
      const host = await sidecar.attached();
      const results = await host.update(
        { name: '+local', fields: [flag('secret')] },
        { name: `#${'n'.repeat(20)}`, fields: [flag('secret')] },
        { name: '#ok', fields: [flag('anonymous'), entry('quiet', '*!*@*'), limit(3)] },
      );
      expect(results.map(({ status, deviations }) => [status, ...deviations])).toEqual([
        ['refused', '+secret -> nothing (this ircd has only channels whose names start with #)'],
        ['refused', "+secret -> nothing (the channel's name is longer than 20 bytes)"],
        [
          'refused',
          '+anonymous -> nothing (this ircd has no such mode)',
          '+quiet *!*@* -> nothing (this ircd has no such mode)',
        ],
      ]);
      expect(await oper.list()).toEqual(new Map([['#ok', 0]]));
    });

    it('leave alone what a user changed since, and what a user made since', async () => {
      await startIrcd();
      const alice = await client('alice');
      await alice.join('#x');
      await adapter();
      const host = await sidecar.attached();
      await alice.ask('MODE #x +l 7');
      await host.nextEvent();
      await alice.join('#new');
      await host.nextEvent();
      const results = await host.update(
        { name: '#x', fields: [limit(99), flag('moderated')], hostSequence: 0 },
        { name: '#new', fields: [flag('moderated')], hostSequence: 1 },
      );
      expect(results.map(({ deviations }) => deviations)).toEqual([
        ['limit 99 -> limit 7 (changed on the ircd meanwhile)'],
        expect.arrayContaining([expect.stringContaining('+moderated -> nothing')]),
      ]);
      expect(await alice.channelState('#x')).toMatchObject({ modes: 'lm', parameters: { l: '7' } });
      expect(await alice.channelState('#new')).toMatchObject({ modes: 'nt' });
      await host.update({ name: '#x', fields: [limit(99), flag('moderated')] });
      expect(await alice.channelState('#x')).toMatchObject({ parameters: { l: '99' } });
      expect(host.events).toHaveLength(2);
    });

    it('leave a channel with local users or made permanent when it should go', async () => {
      await startIrcd();
      const oper = await operator();
      await oper.ask('JOIN #mine', 'JOIN #perm', 'MODE #perm +P', 'PART #perm');
      await adapter();
      const host = await sidecar.attached();
      const results = await host.update({ name: '#mine', fields: null }, { name: '#perm', fields: null });
      expect(results.map(({ status }) => status)).toEqual(['refused', 'refused']);
      expect(results.every(({ createdAt }) => createdAt > 0)).toBe(true);
      expect(await oper.list()).toEqual(
        new Map([
          ['#mine', 1],
          ['#perm', 0],
        ]),
      );
      expect((await oper.channelState('#perm')).modes).toContain('P');
    });

    it('tell of a local user in a channel that an update made, without making an operator', async () => {
      await startIrcd();
      const alice = await client('alice');
      await adapter();
      const host = await sidecar.attached();
      await host.update({ name: '#far', fields: [flag('no-external')] });
      await alice.join('#far');
      expect(await host.nextEvent()).toMatchObject({
        kind: 'presence',
        held: true,
        members: 1,
        appliedUpdate: 1,
      });
      expect(await alice.names('#far')).toEqual(['alice']);
      await alice.ask('PART #far');
      expect(await host.nextEvent()).toMatchObject({ kind: 'dropped' });
      expect(await alice.list()).toEqual(new Map());
    });

    it('come through in great number', async () => {
      await startIrcd();
      const oper = await operator();
      await adapter();
      const host = await sidecar.attached();
      const count = 300;
      const updates = Array.from({ length: count }, (_, i) => ({
        name: `#c${i}`,
        fields: [
          flag('no-external'),
          flag('topic-protected'),
          topic(`topic of ${i} ${'x'.repeat(200)}`, 'bob!b@host', 1000 + i),
          ...Array.from({ length: 30 }, (_, j) => entry('ban', `*!*@host-${i}-${j}.example`)),
        ],
      }));
      const results = await host.update(...updates);
      expect(results.filter(({ deviations }) => deviations.length > 0)).toEqual([]);
      expect((await oper.list()).size).toBe(count);
      expect((await oper.channelState('#c299')).bans).toHaveLength(30);
    });

    it('leave a true picture when users and updates race', async () => {
      await startIrcd();
      const users = await Promise.all(['alice', 'bob', 'carol'].map((nick) => client(nick)));
      await adapter();
      const host = await sidecar.attached();
      const channels = ['#a', '#b', '#c', '#d'];
      const random = seeded(7);
      const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
      const acts = [
        'MODE # +l 5',
        'MODE # -l',
        'MODE # +m',
        'MODE # -m',
        'MODE # +b a!*@*',
        'MODE # -b a!*@*',
      ];
      acts.push(
        'MODE # +b b!*@*',
        'MODE # +k kk',
        'MODE # -k kk',
        'JOIN #',
        'JOIN # kk',
        'PART #',
        'TOPIC # :mine',
      );
      const possible = [flag('moderated'), limit(7), key('kk'), entry('ban', 'a!*@*'), entry('ban', 'c!*@*')];
      for (let round = 0; round < 25; round++) {
        const updates = channels.map((name) => ({
          name,
          fields: random() < 0.2 ? null : possible.filter(() => random() < 0.5),
        }));
        const results = host.update(...updates);
        for (const user of users)
          user.send(...Array.from({ length: 5 }, () => pick(acts).replace('#', pick(channels))));
        await Promise.all([results, ...users.map((user) => user.barrier())]);
      }
      const oper = await operator();
      const shown = (await host.resync()).channels;
      expect(shown.map(({ name }) => name).sort()).toEqual([...(await oper.list()).keys()].sort());
      for (const { name, members, createdAt, fields } of shown) {
        const truth = await oper.channelState(name);
        expect({ name, members, createdAt }).toEqual({
          name,
          members: (await oper.list()).get(name),
          createdAt: truth.createdAt,
        });
        expect(fields.filter((field) => field.startsWith('+ban'))).toEqual(
          truth.bans.map(({ mask }) => `+ban ${mask}`),
        );
        const simple = fields
          .filter((field) => !field.startsWith('+ban') && !field.startsWith('topic'))
          .sort();
        const modes: Record<string, string> = {
          m: '+moderated',
          n: '+no-external',
          t: '+topic-protected',
          k: 'key kk',
        };
        expect(simple).toEqual(
          [...truth.modes].map((mode) => modes[mode] ?? `limit ${truth.parameters.l}`).sort(),
        );
        expect(fields.some((field) => field.startsWith('topic'))).toBe(truth.topic !== null);
      }
      expect(shown.length).toBeGreaterThan(0);
    });

    it('cannot smuggle lines, words or modes through any field', async () => {
      await startIrcd();
      const oper = await operator();
      await adapter();
      const host = await sidecar.attached();
      const hostile = 'x MODE #x +P :KEY y';
      const results = await host.update(
        { name: '#x', fields: [topic(`: :${hostile} "KEY" \x01`, 'a!b@c', 1000), entry('ban', '+k!*@*')] },
        { name: '#y', fields: [key('-ntk+P'), entry('ban', '*!*@#x,#y')] },
        { name: '#\x03z:KEY', fields: [entry('ban', '-:!*@"\\')] },
      );
      expect(results.flatMap(({ deviations }) => deviations)).toEqual([]);
      await oper.join('#y', '-ntk+P');
      expect(await oper.channelState('#x')).toMatchObject({
        modes: '',
        topic: { text: `: :${hostile} "KEY" \x01` },
        bans: [{ mask: '+k!*@*' }],
      });
      expect(await oper.channelState('#y')).toMatchObject({ modes: 'k', parameters: { k: '-ntk+P' } });
      expect(await oper.channelState('#\x03z:KEY')).toMatchObject({ bans: [{ mask: '-:!*@"\\' }] });
      expect((await oper.list()).size).toBe(3);
    });
  });

  describe('away and back', () => {
    it('knows the run of the ircd again: after its own restart, after a lost link, not after a restarted ircd', async () => {
      await startIrcd();
      const oper = await operator();
      await oper.join('#x');
      const first = await adapter();
      const { incarnation } = await (await sidecar.attached()).snapshot();
      await first.stop();
      await adapter();
      const second = await sidecar.attached();
      expect((await second.snapshot()).incarnation).toBe(incarnation);
      await oper.ask('SQUIT adapter.test :cut');
      await second.untilEnded();
      const third = await sidecar.attached();
      expect((await third.snapshot()).incarnation).toBe(incarnation);
      await ircd.restart();
      await third.untilEnded();
      const fourth = await (await sidecar.attached()).snapshot();
      expect(fourth.incarnation).not.toBe(incarnation);
      expect(fourth.channels).toEqual([]);
    });

    it('tells a channel made anew by its creation time', async () => {
      await startIrcd();
      const alice = await client('alice');
      await alice.join('#x');
      const old = await alice.channelState('#x');
      const running = await adapter();
      await sidecar.attached();
      await running.stop();
      await alice.ask('PART #x');
      // The ircd counts in seconds, and its own may lag by one while it has nothing to do.
      await untilTime(old.createdAt + 2);
      await alice.join('#x');
      const anew = await alice.channelState('#x');
      expect(anew.createdAt).toBeGreaterThan(old.createdAt);
      await adapter();
      const { channels } = await (await sidecar.attached()).snapshot();
      expect(channels).toMatchObject([{ name: '#x', createdAt: anew.createdAt }]);
    });

    it('keeps the link while the sidecar is away, and tells then what happened', async () => {
      await startIrcd();
      const oper = await operator();
      await oper.join('#x');
      await oper.ask('MODE #x +b gone!*@*');
      await adapter();
      const host = await sidecar.attached();
      const { incarnation } = await host.snapshot();
      sidecar.stop();
      await oper.ask('MODE #x -b gone!*@*');
      expect((await oper.ask('LINKS')).some(({ raw }) => raw.includes('adapter.test'))).toBe(true);
      sidecar = await ScriptedSidecar.start(sidecar.target);
      const back = await sidecar.attached();
      const again = await back.snapshot();
      expect(again.incarnation).toBe(incarnation);
      // The adapter may hear of it before or after it tells what there is.
      const shown = new Set(again.channels[0]!.fields);
      if (shown.delete('+ban gone!*@*'))
        expect(await back.nextEvent()).toMatchObject({ kind: 'changed', fields: ['-ban gone!*@*'] });
      expect([...shown]).toEqual(['+no-external', '+topic-protected']);
    });

    it('is not attached while the ircd is away', async () => {
      await startIrcd();
      await adapter();
      const host = await sidecar.attached();
      await ircd.stop('SIGKILL');
      expect(await host.untilEnded()).toBe('the host ended it');
      await ircd.start();
      expect((await sidecar.attached()).hello!.instance).toBe(host.hello!.instance);
    });
  });

  it('takes a native network of several servers for one host, through merge and split', async () => {
    const nativeLink = (name: string, port: number): string =>
      `<link name="${name}" ipaddr="127.0.0.1" port="${port}" allowmask="127.0.0.0/8" timeout="15s" sendpass="n" recvpass="n">`;
    await startIrcd({ extraConfig: nativeLink('b.test', 1) });
    const extraConfig = nativeLink('a.test', ircd.serverPort);
    const leaf = await startInspircd({
      name: 'b.test',
      sid: '0BB',
      dir,
      adapterName: 'nobody.test',
      extraConfig,
    });
    ends.push(() => leaf.stop());
    const bob = await connectIrc({ port: leaf.clientPort, nick: 'bob' });
    ends.push(() => bob.destroy());
    await bob.oper();
    await bob.ask('JOIN #both', 'MODE #both +lm 5', 'MODE #both +b fromb', 'TOPIC #both :older');
    await bob.ask('JOIN #leaf', 'MODE #leaf +k kk');
    const older = await bob.channelState('#both');
    const alice = await operator('alice');
    await untilTime(older.createdAt + 2);
    await alice.ask('JOIN #both', 'MODE #both +i', 'MODE #both +b froma');
    await adapter();
    const host = await sidecar.attached();
    bob.send('CONNECT a.test');
    const merged = await host.eventThat((event) => event.kind === 'created' && event.name === '#both');
    expect(merged).toMatchObject({ channel: { createdAt: older.createdAt, members: 2 } });
    const { channels } = await host.resync();
    const both = channels.find(({ name }) => name === '#both');
    expect(both).toEqual({
      name: '#both',
      createdAt: older.createdAt,
      held: true,
      members: 2,
      fields: [
        '+ban fromb!*@*',
        '+moderated',
        '+no-external',
        '+topic-protected',
        'limit 5',
        `topic bob!bob@127.0.0.1 ${older.topic!.setAt} :older`,
      ],
    });
    expect(channels.find(({ name }) => name === '#leaf')).toMatchObject({
      members: 1,
      fields: ['+no-external', '+topic-protected', 'key kk'],
    });
    await bob.ask('MODE #both +s', 'JOIN #new');
    await host.eventThat((event) => event.kind === 'changed' && event.fields.includes('+secret'));
    await alice.ask('SQUIT b.test :split');
    await host.eventThat((event) => event.kind === 'dropped' && event.name === '#new');
    expect((await host.resync()).channels).toMatchObject([{ name: '#both', members: 1, held: true }]);
  });

  it('links with the block that it prints', async () => {
    await startIrcd();
    const config = adapterConfigAt(ircd, sidecar.target);
    const strange = {
      ...config,
      link: { ...config.link, name: 'other.test' as ServerName, sendPassword: 'a"b<&>c' },
    };
    const block = /<link .*?>\n/s.exec(linkBlock(strange))![0];
    await ircd.stop();
    await startIrcd({ extraConfig: block });
    const running = await startAdapter(
      { ...strange, ircd: adapterConfigAt(ircd, sidecar.target).ircd },
      { log },
    );
    ends.push(() => running.stop());
    expect((await sidecar.attached()).hello!.server_name).toBe('a.test');
  });

  it('observes: reports everything, writes nothing', async () => {
    await startIrcd();
    const oper = await operator();
    await oper.ask('MODE oper +s +*', 'JOIN #x');
    await adapter({ observe: true });
    const host = await sidecar.attached();
    expect(host.hello!.observe).toBe(true);
    await oper.ask('MODE #x +m');
    expect(await host.nextEvent()).toMatchObject({ fields: ['+moderated'] });
    const before = await oper.channelState('#x');
    const seen = oper.received.length;
    const results = await host.update(
      { name: '#x', fields: [limit(5)] },
      { name: '#far', fields: [flag('secret')] },
      { name: '#gone', fields: null },
    );
    expect(results.map(({ status }) => status)).toEqual(['observed', 'observed', 'observed']);
    expect(results[0]!.deviations).toEqual([
      'limit 5 -> nothing (the adapter only observes)',
      '-no-external -> +no-external (the adapter only observes)',
      '-topic-protected -> +topic-protected (the adapter only observes)',
      '-moderated -> +moderated (the adapter only observes)',
    ]);
    expect(await oper.channelState('#x')).toEqual(before);
    expect(await oper.list()).toEqual(new Map([['#x', 1]]));
    expect(oper.received.slice(seen).filter(({ command }) => command === 'NOTICE')).toEqual([]);
    expect((await oper.ask('LUSERS')).find(({ command }) => command === '251')!.raw).toMatch(/1 users/);
  });

  it('keeps secrets out of its log and says what to do when the ircd refuses it', async () => {
    await startIrcd({ adapterSends: 'another' });
    const lines: string[] = [];
    const seen = Promise.withResolvers<void>();
    const listening = pino(
      { level: 'trace' },
      {
        write: (line: string) => {
          lines.push(line);
          if (line.includes('Mismatched')) seen.resolve();
        },
      },
    );
    const config = {
      ...adapterConfigAt(ircd, sidecar.target),
      link: { ...adapterConfigAt(ircd, sidecar.target).link, sendPassword: 'hunter2' },
    };
    const running = await startAdapter(config, { log: listening });
    ends.push(() => running.stop());
    await seen.promise;
    expect(lines.find((line) => line.includes('Mismatched'))).toContain('send_password');
    expect(lines.join('')).not.toContain('hunter2');
  });
});

/** Numbers from 0 to 1, the same ones for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function untilTime(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000 - Date.now()));
}
