import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkBlock, type RunningAdapter, startAdapter } from '../../src/adapter/adapter.ts';
import type { AdapterConfig } from '../../src/config/adapter-config.ts';
import type { Field } from '../../src/core/field.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { adapterConfig } from '../support/adapter-config.ts';
import { entry, flag } from '../support/field-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type Hybrid, type HybridOptions, startHybrid } from './hybrid-process.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import { hybridProgram, skipWithout } from './ircd-process.ts';
import { type AttachedHost, ScriptedSidecar } from './scripted-sidecar.ts';

const KEEPER = 'cburst-1AD';
const log = pino({ level: process.env.CBURST_TEST_LOG ?? 'silent' });

describe.skipIf(skipWithout(hybridProgram))('the adapter at a real ircd-hybrid', () => {
  let dir: ReturnType<typeof temporaryDirectory>;
  let ircd: Hybrid;
  let sidecar: ScriptedSidecar;
  const ends: (() => Promise<unknown> | unknown)[] = [];

  beforeEach(async () => {
    dir = temporaryDirectory();
    sidecar = await ScriptedSidecar.start(`unix:${dir.path}/host.sock`);
  });

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    sidecar.stop();
    await ircd.stop();
    dir.remove();
  });

  async function startIrcd(options: Partial<HybridOptions> = {}): Promise<void> {
    ircd = await startHybrid({
      name: 'a.test',
      sid: '0AA',
      dir: dir.path,
      adapterName: 'adapter.test',
      ...options,
    });
  }

  async function client(nick: string, user = nick): Promise<IrcClient> {
    const irc = await connectIrc({ port: ircd.clientPort, nick, user });
    ends.push(() => irc.destroy());
    return irc;
  }

  function configFor(keeper = true): AdapterConfig {
    const config = adapterConfig(ircd.serverPort, { type: 'hybrid', keeper });
    return { ...config, sidecar: { target: sidecar.target, tokenFile: null } };
  }

  async function attached(config = configFor(), adapterLog = log): Promise<AttachedHost> {
    const running: RunningAdapter = await startAdapter(config, { log: adapterLog });
    ends.push(() => running.stop());
    return sidecar.attached();
  }

  it('keeps a channel whose keeper is killed, by having it again', async () => {
    await startIrcd();
    const oper = await client('oper');
    await oper.oper();
    const host = await attached();
    const far = { name: '#far', fields: [flag('secret'), topic('t')] };
    await host.update(far);
    await oper.ask(`KILL ${KEEPER} :who are you`);
    expect(await host.nextEvent()).toMatchObject({ kind: 'dropped', name: '#far' });
    expect(await host.update(far)).toMatchObject([{ status: 'applied' }]);
    await oper.join('#far');
    expect((await oper.names('#far')).sort()).toEqual([KEEPER, 'oper']);
    expect(await oper.channelState('#far')).toMatchObject({ modes: 's', topic: { text: 't' } });
  });

  it('gives way to a user who has the nick of its keeper', async () => {
    await startIrcd();
    const user = await client(KEEPER, 'user');
    const host = await attached();
    expect(await host.update({ name: '#far', fields: [flag('no-external')] })).toMatchObject([
      { status: 'applied' },
    ]);
    await user.join('#far');
    expect((await user.names('#far')).sort()).toEqual(['1ADAAAAAA', KEEPER]);
  });

  it('leaves it to a channel operator to throw the keeper out', async () => {
    await startIrcd();
    const oper = await client('oper');
    await oper.oper();
    const host = await attached();
    await host.update({ name: '#far', fields: [flag('no-external')] });
    await oper.join('#far');
    await oper.becomeOp('#far');
    await oper.ask(`KICK #far ${KEEPER} :out`);
    expect(await host.eventThat(({ kind }) => kind === 'presence')).toMatchObject({ held: true, members: 1 });
    expect(await host.update({ name: '#far', fields: [flag('moderated')] })).toMatchObject([
      { status: 'applied' },
    ]);
    expect(await oper.names('#far')).toEqual(['@oper']);
    await oper.ask('PART #far');
    expect(await host.eventThat(({ kind }) => kind === 'dropped')).toMatchObject({ name: '#far' });
  });

  it('shows no channel without members where no keeper is wanted, and the rest as ever', async () => {
    await startIrcd();
    const alice = await client('alice');
    await alice.join('#here');
    const lines: string[] = [];
    const host = await attached(configFor(false), pino({}, { write: (line) => lines.push(line) }));
    const [far, here] = await host.update(
      { name: '#far', fields: [flag('secret')] },
      { name: '#here', fields: [flag('moderated')] },
    );
    expect(far).toMatchObject({ status: 'refused', createdAt: 0 });
    expect(far!.deviations[0]).toContain('keeper is off');
    const warnings = lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40);
    expect(warnings).toMatchObject([{ next: expect.stringContaining('keeper = true') }]);
    expect(here).toMatchObject({ status: 'applied', deviations: [] });
    expect([...(await alice.list()).keys()]).toEqual(['#here']);
    expect((await alice.ask('LUSERS')).find(({ command }) => command === '251')?.raw).toContain(
      '0 users and 1 invisible',
    );
  });

  it('counts z and S as one mode, and hides nothing by p', async () => {
    await startIrcd();
    const alice = await client('alice');
    await alice.join('#x');
    const host = await attached();
    await alice.ask('MODE #x +z');
    expect(await host.nextEvent()).toMatchObject({ fields: ['+tls-only'] });
    await alice.ask('MODE #x -S+p');
    expect(await host.nextEvent()).toMatchObject({ fields: ['+hybrid-paranoia', '-tls-only'] });
    const [result] = await host.update({ name: '#x', fields: [flag('tls-only')] });
    expect(result).toMatchObject({ status: 'applied', deviations: [] });
    expect((await alice.channelState('#x')).modes).toBe('Sz');
    expect(await host.update({ name: '#x', fields: [] })).toMatchObject([{ status: 'applied' }]);
    expect((await alice.channelState('#x')).modes).toBe('');
  });

  it('makes no channel of a name that is reserved, also since it was linked', async () => {
    await startIrcd({ extraConfig: 'resv { mask = "#evil*"; reason = "by configuration"; };' });
    const oper = await client('oper');
    await oper.oper();
    const host = await attached();
    await oper.ask('RESV #late :by an operator');
    const fields = [flag('no-external')];
    const results = await host.update(...['#evil1', '#late', '#good'].map((name) => ({ name, fields })));
    expect(results.map(({ status, deviations }) => [status, ...deviations])).toEqual([
      ['refused', '+no-external -> nothing (operators of this ircd forbade the name: by configuration)'],
      ['refused', '+no-external -> nothing (operators of this ircd forbade the name: by an operator)'],
      ['applied'],
    ]);
    expect([...(await oper.list()).keys()]).toEqual(['#good']);
  });

  it('fills the lists of a channel as far as its users may, longer ones where it has L', async () => {
    await startIrcd({ maxList: 3, maxListLarge: 5 });
    const oper = await client('oper');
    await oper.oper();
    for (const name of ['#small', '#large']) await oper.join(name);
    await oper.ask('MODE #large +L');
    const host = await attached();
    const bans = Array.from({ length: 6 }, (_, index) => entry('ban', `n${index}!*@*`));
    const results = await host.update(
      ...['#small', '#large', '#new'].map((name) => ({ name, fields: bans })),
    );
    const left = (from: number, max: number) =>
      bans
        .slice(from)
        .map(
          ({ mask }) =>
            `+ban ${mask} -> nothing (no room: on this ircd the lists beI together have at most ${max} entries)`,
        );
    expect(results.map(({ deviations }) => deviations)).toEqual([left(3, 3), left(5, 5), left(3, 3)]);
    expect((await oper.channelState('#large')).bans).toHaveLength(5);
    // As its users may: no more, and no less.
    const full = await oper.ask('MODE #large +b more!*@*', 'MODE #small +b more!*@*');
    expect(full.filter(({ command }) => command === '478')).toHaveLength(2);
  });

  it('gives a topic any setter and any time, also an earlier one', async () => {
    await startIrcd();
    const alice = await client('alice');
    await alice.join('#x');
    await alice.ask('TOPIC #x :mine');
    const host = await attached();
    const fields = [flag('no-external'), flag('topic-protected'), topic('theirs')];
    expect(await host.update({ name: '#x', fields })).toMatchObject([{ status: 'applied', deviations: [] }]);
    expect((await alice.channelState('#x')).topic).toEqual({
      text: 'theirs',
      setter: 'bob!b@h',
      setAt: 1000,
    });
  });

  it('takes the time of a topic from the ircd, and the members of a large channel in all its lines', async () => {
    await startIrcd();
    const clients = await Promise.all(Array.from({ length: 60 }, (_, index) => client(`user${index}`)));
    for (const one of clients) await one.join('#big');
    const host = await attached();
    expect((await host.snapshot()).channels).toMatchObject([{ name: '#big', members: 60 }]);
    await clients[0]!.ask('TOPIC #big :t');
    const { topic } = await clients[0]!.channelState('#big');
    const { channels } = await host.resync();
    expect(channels[0]).toMatchObject({ members: 60 });
    expect(channels[0]!.fields).toContain(`topic user0!~user0@127.0.0.1 ${topic!.setAt} :t`);
  });

  it('comes through in great number', async () => {
    await startIrcd();
    const oper = await client('oper');
    const config = configFor();
    const host = await attached({ ...config, adapter: { ...config.adapter, linesPerSecond: 100_000 } });
    const names = Array.from({ length: 1000 }, (_, index) => `#c${index}`);
    const results = await host.update(
      ...names.map((name) => ({ name, fields: [flag('no-external'), topic(`of ${name}`)] })),
    );
    expect(results.filter(({ status }) => status !== 'applied')).toEqual([]);
    expect((await oper.list()).size).toBe(1000);
    await host.update(...names.map((name) => ({ name, fields: null })));
    expect((await oper.list()).size).toBe(0);
    expect(host.events).toEqual([]);
  });

  it('sets and removes each of many short list entries, as its users see them', async () => {
    await startIrcd();
    const nicks = Array.from({ length: 25 }, (_, index) => `n${index}`);
    const bans = (of: readonly string[]) => of.map((nick) => entry('ban', `${nick}!*@*`));
    const listed = async () => (await alice.channelState('#far')).bans.map(({ mask }) => mask).sort();
    const masks = (of: readonly string[]) => of.map((nick) => `${nick}!*@*`).sort();
    const alice = await client('alice');
    const host = await attached();
    expect(await host.update({ name: '#far', fields: bans(nicks) })).toMatchObject([{ status: 'applied' }]);
    await alice.join('#far');
    expect(await listed()).toEqual(masks(nicks));
    await expect((await client('n13')).join('#far')).rejects.toThrow(' 474 ');
    const last = nicks.slice(-1);
    await host.update({ name: '#far', fields: bans(last) });
    expect(await listed()).toEqual(masks(last));
  });

  it('takes users behind another server for its own, through merge and split', async () => {
    const hub = `connect { name = "b.test"; host = "127.0.0.1"; port = 1; send_password = "x"; accept_password = "x"; encrypted = no; hub_mask = "*"; class = "server"; };`;
    await startIrcd({ extraConfig: hub });
    const far = await startHybrid({
      name: 'b.test',
      sid: '0BB',
      dir: dir.path,
      adapterName: 'none.test',
      extraConfig: `connect { name = "a.test"; host = "127.0.0.1"; port = ${ircd.serverPort}; send_password = "x"; accept_password = "x"; encrypted = no; hub_mask = "*"; class = "server"; };`,
    });
    ends.push(() => far.stop());
    const alice = await client('alice');
    await alice.join('#x');
    const bob = await connectIrc({ port: far.clientPort, nick: 'bob' });
    ends.push(() => bob.destroy());
    await bob.oper();
    await bob.join('#x');
    await bob.ask('MODE #x +b later!*@*');
    const host = await attached();
    await bob.ask('CONNECT a.test');
    const two = await host.eventThat((event) => event.kind === 'presence' && event.members === 2);
    expect(two).toMatchObject({ name: '#x', held: true });
    await bob.waitForState('#x', ({ createdAt }) => createdAt > 0);
    const { channels } = await host.resync();
    const state = await alice.channelState('#x');
    expect(channels[0]!.fields.filter((field) => field.startsWith('+ban'))).toEqual(
      state.bans.map(({ mask }) => `+ban ${mask}`),
    );
    expect(channels[0]!.createdAt).toBe(state.createdAt);
    await bob.ask('SQUIT a.test :split');
    await host.eventThat((event) => event.kind === 'presence' && event.members === 1);
  });

  it('links with the block that it prints', async () => {
    await startIrcd({ adapterName: 'other.test', extraConfig: '' });
    const config = configFor();
    const block = linkBlock(config).replace(/^listen .*$/m, '');
    await ircd.stop();
    dir.remove();
    dir = temporaryDirectory();
    sidecar.stop();
    sidecar = await ScriptedSidecar.start(`unix:${dir.path}/host.sock`);
    await startIrcd({ adapterName: 'other.test', extraConfig: block });
    const host = await attached();
    expect(host.hello!.software).toContain('ircd-hybrid-1:8.2.43');
  });

  it('keeps secrets out of its log and says what to do when the ircd refuses it', async () => {
    await startIrcd();
    const lines: string[] = [];
    const seen = Promise.withResolvers<void>();
    const config = configFor();
    const running = await startAdapter(
      { ...config, link: { ...config.link, sendPassword: 'hunter2' } },
      {
        log: pino(
          { level: 'trace' },
          {
            write: (line: string) => {
              lines.push(line);
              if (line.includes('Invalid password')) seen.resolve();
            },
          },
        ),
      },
    );
    ends.push(() => running.stop());
    await seen.promise;
    expect(lines.find((line) => line.includes('Invalid password'))).toContain('accept_password');
    expect(lines.join('')).not.toContain('hunter2');
  });
});

function topic(text: string): Field {
  return { kind: 'topic', value: { text: text as IrcText, setter: 'bob!b@h' as IrcText, setAt: 1000 } };
}
