import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningAdapter, startAdapter } from '../../src/adapter/adapter.ts';
import type { After } from '../../src/adapter/after.ts';
import type { IrcdType } from '../../src/config/ircd-kinds.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { memberToProto } from '../../src/rpc/member-proto.ts';
import { adapterConfigAt } from '../support/adapter-config.ts';
import { ManualTimers } from '../support/manual-timers.ts';
import { member } from '../support/member-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import type { Ircd, IrcdOptions } from './ircd-process.ts';
import type { RawServer } from './raw-server.ts';
import { type AttachedHost, ScriptedSidecar } from './scripted-sidecar.ts';
import { secondServers } from './second-server.ts';
import { until } from './test-network.ts';

/** Where ircds differ in what users see of members on other servers. */
export interface GuestIrcd {
  readonly type: IrcdType;
  start(options: IrcdOptions): Promise<Ircd>;
  /** Guests have the suffix in any case. */
  readonly isSuffixDue: boolean;
  /** Users of the adapter that NAMES shows beside guests. */
  readonly keepers: readonly string[];
  /** User and account of alice and of a user with two prefix modes, as the adapter tells them. */
  readonly alice: string;
  /** A nick suffix that no user can have, or just one. */
  readonly suffix: string;
  /** Operators can split off a server that is behind another one. */
  readonly canSplitOff: boolean;
}

/** The name and the id that the guests' server of `adapter.test` has where they are free. */
const TWIN = 'guests.adapter.test';
const SERVICES = 'services.test';
const IDS = { [TWIN]: '6SE', [SERVICES]: '5SV' } as const;

const log = pino({ level: process.env.CBURST_TEST_LOG ?? 'silent' });

/** What every adapter promises about members, at the real ircd. */
export function guestSuite(title: string, kind: GuestIrcd): void {
  describe(title, () => {
    const second = secondServers[kind.type];
    let dir: ReturnType<typeof temporaryDirectory>;
    let ircd: Ircd;
    let sidecar: ScriptedSidecar;
    const ends: (() => Promise<unknown> | unknown)[] = [];

    beforeEach(async () => {
      dir = temporaryDirectory();
      const extraConfig = `${second.block(TWIN)}\n${second.servicesBlock(SERVICES)}`;
      ircd = await kind.start({ name: 'a.test', dir: dir.path, adapterName: 'adapter.test', extraConfig });
      sidecar = await ScriptedSidecar.start(`unix:${dir.path}/host.sock`);
      sidecar.asksMembers = true;
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

    async function attached(
      more: { readonly showMembersMax?: number } = {},
      timers: { readonly after?: After } = {},
    ): Promise<AttachedHost> {
      const adapter: RunningAdapter = await startAdapter(
        adapterConfigAt(ircd, sidecar.target, {
          ircd: { type: kind.type, defaultModes: kind.type === 'ngircd' ? '' : 'nt' },
          adapter: { showMembers: true, nickSuffix: kind.suffix, ...more },
        }),
        { log, ...timers },
      );
      ends.push(() => adapter.stop());
      return sidecar.attached();
    }

    /** Links another server: `TWIN` is called as the guests' server would be. */
    async function linked(name: typeof TWIN | typeof SERVICES): Promise<RawServer> {
      const server = await second.link(ircd, name, IDS[name]);
      ends.push(() => server.destroy());
      return server;
    }

    const shown = (nick: string) => (kind.isSuffixDue ? `${nick}${kind.suffix}` : nick);
    const suffixed = (nick: string) => `${nick}${kind.suffix}`;
    const told = (nick: string, modes: readonly 'op'[] | readonly 'voice'[] | readonly [] = []) =>
      memberToProto(member(nick, { user: 'far' as IrcText, host: 'far.host' as IrcText, modes }));
    const change = (
      channel: string,
      { present = [] as object[], gone = [] as string[], reset = false, server = 'far.test' },
    ) => ({
      channel: Buffer.from(channel),
      server,
      reset,
      gone: gone.map((nick) => Buffer.from(nick)),
      present,
    });
    const namesAre = (irc: IrcClient, channel: string, names: readonly string[]) =>
      until(async () => {
        const seen = (await irc.names(channel)).filter((name) => !kind.keepers.includes(name)).sort();
        return seen.join() === [...names].sort().join()
          ? null
          : `${names.join()} in ${channel}: ${seen.join()}`;
      });

    it('tells who is in channels, in its snapshot and as it happens', async () => {
      const alice = await client('alice');
      const bob = await client('bob');
      await alice.join('#x');
      await bob.join('#x');
      await alice.ask('MODE #x +v bob');
      const host = await attached();
      const [x] = (await host.snapshot()).channels;
      const [a, b] = x!.memberList!;
      expect(a!.replace(/ \d+ /, ' T ')).toBe(`${kind.alice} T o`);
      expect(b).toMatch(/^bob!.*@127\.0\.0\.1 \d+ v$/);
      await bob.ask('NICK bobby');
      expect(await host.nextEvent()).toMatchObject({ kind: 'members', change: ['bob>bobby'] });
      await alice.ask('MODE #x +o bobby');
      const opped = (await host.nextEvent()) as { change: readonly string[] };
      expect(opped.change).toEqual([expect.stringMatching(/^\+bobby!.* ov$/)]);
      await bob.ask('PART #x');
      expect(await host.nextEvent()).toMatchObject({ kind: 'members', held: true, change: ['-bobby'] });
      await bob.join('#x');
      const joined = (await host.nextEvent()) as { change: readonly string[] };
      expect(joined.change).toEqual([expect.stringMatching(/^\+bobby!.*@127\.0\.0\.1 \d{10}$/)]);
      host.grant({ channel: Buffer.from('#x'), nick: Buffer.from('bobby'), modes: ['PREFIX_MODE_OP'] });
      const granted = (await host.nextEvent()) as { change: readonly string[] };
      expect(granted.change).toEqual([expect.stringMatching(/^\+bobby!.* o$/)]);
      await holds(async () => (await alice.names('#x')).includes('@bobby'), 'bobby is an operator');
    });

    it('shows members of other servers, with their modes, and as nobody of its own', async () => {
      const alice = await client('alice');
      const host = await attached();
      await alice.join('#x');
      await host.nextEvent();
      host.tellMembers({
        changes: [change('#x', { reset: true, present: [told('carol', ['op']), told('dave', ['voice'])] })],
        complete: true,
      });
      await namesAre(alice, '#x', ['@alice', `@${shown('carol')}`, `+${shown('dave')}`]);
      const whois = await alice.ask(`WHOIS ${shown('carol')}`);
      expect(whois.find(({ command }) => command === '311')?.params.slice(2)).toEqual([
        'far',
        'far.host',
        '*',
        'on far.test',
      ]);
      host.tellMembers({
        renamed: [{ server: 'far.test', from: Buffer.from('dave'), to: Buffer.from('david') }],
        changes: [change('#x', { gone: ['dave', 'carol'], present: [told('david')] })],
      });
      await namesAre(alice, '#x', ['@alice', shown('david')]);
      expect(
        alice.received.some(({ command, params }) => command === 'NICK' && params[0] === shown('david')),
      ).toBe(true);
      const [x] = (await host.resync()).channels;
      expect(x).toMatchObject({ members: 1, held: true, memberList: [expect.stringMatching(/^alice!/)] });
      expect(host.events).toHaveLength(1);
      host.tellMembers({ changes: [change('#x', { reset: true })] });
      await namesAre(alice, '#x', ['@alice']);
    });

    it('keeps a channel that only others are in, and ends it with them', async () => {
      const oper = await client('oper');
      await oper.oper();
      const host = await attached();
      await host.update({ name: '#far', fields: [{ kind: 'flag', name: 'moderated', set: true }] });
      host.tellMembers({
        changes: [change('#far', { reset: true, present: [told('carol')] })],
        complete: true,
      });
      await namesAre(oper, '#far', [shown('carol')]);
      await oper.join('#far');
      expect(await host.nextEvent()).toMatchObject({ kind: 'members', held: true });
      await oper.ask('PART #far');
      expect(await host.nextEvent()).toMatchObject({ kind: 'members', held: false, change: ['-oper'] });
      expect((await oper.channelState('#far')).modes).toContain('m');
      await namesAre(oper, '#far', [shown('carol')]);
      host.send({ name: '#far', fields: null });
      host.tellMembers({ changes: [change('#far', { reset: true })] });
      await holds(async () => !(await oper.list()).has('#far'), 'the end of #far');
      await holds(async () => {
        const whois = await oper.ask(`WHOIS ${shown('carol')}`);
        return whois.some(({ command }) => command === '401');
      }, 'the end of carol');
    });

    it('gives a guest whose nick is taken the suffix, and leaves the user alone', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      const both = [told('ALICE'), told('NickServ')];
      host.tellMembers({
        changes: [
          change('#x', { reset: true, present: both }),
          change('#x', { reset: true, present: [told('alice')], server: 'third.test' }),
        ],
        complete: true,
      });
      await holds(
        async () => (await alice.names('#x')).filter((name) => !kind.keepers.includes(name)).length === 4,
        'four',
      );
      const names = await alice.names('#x');
      expect(names).toEqual(expect.arrayContaining(['@alice', suffixed('ALICE'), suffixed('NickServ')]));
      expect(names.filter((name) => name.endsWith(kind.suffix))).toHaveLength(3);
      expect(alice.closed).toBe(false);
    });

    it('does not bring back who was killed or kicked, before something new is told', async () => {
      const oper = await client('oper');
      await oper.oper();
      await oper.join('#x');
      const host = await attached();
      const present = [told('carol'), told('dave')];
      host.tellMembers({ changes: [change('#x', { reset: true, present })], complete: true });
      await namesAre(oper, '#x', ['@oper', shown('carol'), shown('dave')]);
      await oper.ask(`KILL ${shown('carol')} :go`, `KICK #x ${shown('dave')} :go`);
      await namesAre(oper, '#x', ['@oper']);
      host.tellMembers({ changes: [change('#x', { present })] });
      host.tellMembers({ changes: [change('#x', { present: [told('erin')] })] });
      await namesAre(oper, '#x', ['@oper', shown('erin')]);
      host.tellMembers({ changes: [change('#x', { gone: ['carol', 'dave'] })] });
      host.tellMembers({ changes: [change('#x', { present })] });
      await namesAre(oper, '#x', ['@oper', shown('carol'), shown('dave'), shown('erin')]);
      expect((await host.resync()).channels[0]).toMatchObject({ members: 1 });
    });

    it('shows two thousand at once, up to its limit, and stays linked', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached({ showMembersMax: 1990 });
      for (let n = 0; n < 4; n++) {
        const present = Array.from({ length: 500 }, (_, m) => told(`n${n * 500 + m}`));
        host.tellMembers({ changes: [change('#x', { reset: n === 0, present })], complete: n === 3 });
      }
      await holds(async () => (await alice.names('#x')).length >= 1991, 'everybody');
      await holds(
        () => Promise.resolve(host.shown?.missing === 10),
        'the number of those that are not shown',
      );
      expect(host.shown).toMatchObject({ shown: 1990, reason: expect.stringContaining('show_members_max') });
      host.tellMembers({ changes: [change('#x', { reset: true })] });
      await namesAre(alice, '#x', ['@alice']);
      expect(host.ended).toBeNull();
      expect(alice.closed).toBe(false);
    });

    it('ends a WHOIS that asks how long somebody elsewhere is idle', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      host.tellMembers({
        changes: [change('#x', { reset: true, present: [told('carol')] })],
        complete: true,
      });
      await namesAre(alice, '#x', ['@alice', shown('carol')]);
      for (const who of [shown('carol'), ...kind.keepers]) {
        const from = alice.received.length;
        alice.send(`WHOIS ${who} ${who}`);
        await alice.waitFor(
          ({ command, params }) => command === '318' && params[1] === who,
          'the end of WHOIS',
        );
        const answers = new Map(alice.received.slice(from).map(({ command, params }) => [command, params]));
        expect(answers.get('311')?.slice(0, 2)).toEqual(['alice', who]);
        const [, , idle, since] = answers.get('317')!.map(Number);
        expect(idle).toBeGreaterThanOrEqual(0);
        expect(Math.abs(since! + idle! - Date.now() / 1000)).toBeLessThan(60);
      }
    });

    it('lets services give a guest another nick', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      host.tellMembers({
        changes: [change('#x', { reset: true, present: [told('carol')] })],
        complete: true,
      });
      await namesAre(alice, '#x', ['@alice', shown('carol')]);
      const services = await linked(SERVICES);
      const carol = await services.line(/ (UID|NICK) .*\bcarol\b/);
      const id = kind.type === 'ngircd' ? SERVICES : IDS[SERVICES];
      services.send(second.svsnick(id, carol, 'Guest1'));
      await namesAre(alice, '#x', ['@alice', 'Guest1']);
      host.tellMembers({ changes: [change('#x', { present: [told('carol', ['voice'])] })] });
      await namesAre(alice, '#x', ['@alice', '+Guest1']);
      const caroline = { server: 'far.test', from: Buffer.from('carol'), to: Buffer.from('caroline') };
      host.tellMembers({ renamed: [caroline] });
      await namesAre(alice, '#x', ['@alice', `+${shown('caroline')}`]);
    });

    it('has guests on a server of their own, that nobody has', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      await linked(TWIN);
      const host = await attached();
      host.tellMembers({
        changes: [change('#x', { reset: true, present: [told('carol')] })],
        complete: true,
      });
      await namesAre(alice, '#x', ['@alice', shown('carol')]);
      const whois = await alice.ask(`WHOIS ${shown('carol')}`);
      const server = whois.find(({ command }) => command === '312')!.params;
      expect(server.slice(2)).toEqual(['guests-2.adapter.test', 'members of other servers']);
      expect(host.ended).toBeNull();
    });

    if (kind.canSplitOff)
      it('shows nobody any more when operators split off their server', async () => {
        const oper = await client('oper');
        await oper.oper();
        await oper.join('#x');
        const host = await attached();
        const present = [told('carol'), told('dave')];
        host.tellMembers({ changes: [change('#x', { reset: true, present })], complete: true });
        await namesAre(oper, '#x', ['@oper', shown('carol'), shown('dave')]);
        await oper.ask(`SQUIT ${TWIN} :unwanted`);
        await namesAre(oper, '#x', ['@oper']);
        host.tellMembers({ changes: [change('#x', { present: [told('erin')] })] });
        await holds(() => Promise.resolve(host.shown?.missing === 3), 'three that are not shown');
        expect(host.shown).toMatchObject({ shown: 0, reason: expect.stringContaining('split off') });
        expect((await host.resync()).channels[0]).toMatchObject({ members: 1 });
        await namesAre(oper, '#x', ['@oper']);
      });

    it('shows nobody any more when the sidecar is away for a minute', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const clock = new ManualTimers();
      const after: After = (delayMs, callback) => clock.after(delayMs, callback);
      const first = await attached({}, { after });
      const all = { changes: [change('#x', { reset: true, present: [told('carol')] })], complete: true };
      first.tellMembers(all);
      await namesAre(alice, '#x', ['@alice', shown('carol')]);
      const graceOf = (delays: readonly number[]) =>
        until(async () =>
          clock.delays.join() === delays.join() ? null : `grace of ${clock.delays.join()} ms`,
        );
      sidecar.stop();
      await graceOf([60_000]);
      clock.advance(59_999);
      sidecar = await ScriptedSidecar.start(sidecar.target);
      sidecar.asksMembers = true;
      const second = await sidecar.attached();
      expect(clock.delays).toEqual([]);
      second.tellMembers(all);
      await namesAre(alice, '#x', ['@alice', shown('carol')]);
      expect(alice.received.filter(({ command }) => command === 'QUIT')).toEqual([]);
      sidecar.stop();
      await graceOf([60_000]);
      clock.advance(60_000);
      await namesAre(alice, '#x', ['@alice']);
    });

    it('leaves no ghosts: a new stream tells all anew, and with the adapter all go', async () => {
      const alice = await client('alice');
      await alice.join('#x');
      const host = await attached();
      const present = [told('carol'), told('dave')];
      host.tellMembers({ changes: [change('#x', { reset: true, present })], complete: true });
      await namesAre(alice, '#x', ['@alice', shown('carol'), shown('dave')]);
      host.end(14, 'the sidecar stops');
      const next = await sidecar.attached();
      const before = alice.received.length;
      next.tellMembers({ changes: [change('#x', { reset: true, present: [told('dave')] })], complete: true });
      await namesAre(alice, '#x', ['@alice', shown('dave')]);
      const seen = alice.received
        .slice(before)
        .filter(({ command }) => command === 'JOIN' || command === 'QUIT');
      expect(seen.map(({ prefix }) => prefix.split('!')[0])).toEqual([shown('carol')]);
      await ends.splice(1, 1)[0]!();
      await namesAre(alice, '#x', ['@alice']);
    });
  });
}

/** Asks again and again until it is so. */
function holds(question: () => Promise<boolean>, what: string): Promise<void> {
  return until(async () => ((await question()) ? null : what));
}
