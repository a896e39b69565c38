import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Field__Output } from '../../src/proto-types/cburst/v1/Field.ts';
import type { PlannedChange__Output } from '../../src/proto-types/cburst/v1/PlannedChange.ts';
import { runCburst } from '../unit/cli/run-cburst.ts';
import { findInspircd } from './inspircd-process.ts';
import type { ChannelState, IrcClient } from './irc-client.ts';
import { LinkTap } from './link-tap.ts';
import { type IrcdKind, startNetwork, type TestNetwork, type TestNode, until } from './test-network.ts';

// Two networks that never met, linked as docs/operations.md leads through it: nothing is written to either before somebody
// has read what that would be, and what then comes is that, line by line.

if (findInspircd() === null && process.env.CBURST_REQUIRE_INSPIRCD)
  throw new Error('inspircd is not installed: apt-get install inspircd');
const kind: IrcdKind = findInspircd() === null ? 'mini' : 'inspircd';

let network: TestNetwork;
let a: TestNode;
let b: TestNode;
let alice: IrcClient;
let bob: IrcClient;
const taps: LinkTap[] = [];
let before: Map<IrcClient, Map<string, Shown>>;
let startedAt: string;

beforeAll(async () => {
  // A storm then takes a while to be written.
  const hosts = [{ adapterOptions: 'lines_per_second = 25' }];
  const sections = '[channels]\nstart_in = "observe"\n';
  network = await startNetwork([kind, kind], { linked: false, sections, hosts });
  [a, b] = network.nodes as [TestNode, TestNode];
  if (kind !== 'mini') for (const node of network.nodes) taps.push(await LinkTap.on(node));
  alice = await a.client('alice');
  bob = await b.client('bob');
  for (const name of ['#help', '#near']) await alice.join(name);
  await alice.ask('TOPIC #help :of alice', 'MODE #help +bb alice!*@* both!*@*', 'TOPIC #near :only here');
  // The older of two channels is the one of another second.
  const { createdAt } = await alice.channelState('#help');
  await until(async () => (Math.floor(Date.now() / 1000) > createdAt ? null : 'it is the same second'));
  for (const name of ['#help', '#far']) await bob.join(name);
  await bob.ask('TOPIC #help :of bob', 'MODE #help +bbk bob!*@* both!*@* sesame');
  await bob.ask('TOPIC #far :only there', 'MODE #far +b spam!*@*');
  before = await shownEverywhere();
}, 90_000);

afterAll(async () => {
  await network?.stop();
  for (const tap of taps) await tap.stop();
}, 60_000);

const at = async (node: TestNode, ...args: string[]) => {
  const run = await runCburst([...args, '--socket', join(node.directory, 'ops.sock')]);
  return run.exitCode === 0 ? run.stdout : `exit ${run.exitCode}: ${run.stderr}`;
};

/** What users see of a channel, as far as a plan can tell of it. */
interface Shown {
  readonly topic: string;
  readonly bans: readonly string[];
  readonly modes: string;
}

const shownOf = ({ topic, bans, modes }: ChannelState): Shown => ({
  topic: topic?.text ?? '',
  bans: bans.map(({ mask }) => mask).sort(),
  modes,
});

async function shownEverywhere(): Promise<Map<IrcClient, Map<string, Shown>>> {
  const all = new Map<IrcClient, Map<string, Shown>>();
  for (const client of [alice, bob]) {
    const channels = new Map<string, Shown>();
    for (const name of ['#help', '#near', '#far']) {
      const state = await client.channelState(name);
      if (state.exists) channels.set(name, shownOf(state));
    }
    all.set(client, channels);
  }
  return all;
}

async function linked(): Promise<void> {
  for (const { ops } of [a, b])
    await until(async () => {
      const [status, { peers }] = await Promise.all([ops.status(), ops.peers()]).catch((error) => [
        error,
        {},
      ]);
      if (!status.host?.attached) return 'no host';
      return peers[0].state === 'PEER_STATE_LINKED' && peers[0].waiting === 0 ? null : peers[0].last_error;
    });
}

async function planOf(node: TestNode, ...args: string[]): Promise<PlannedChange__Output[]> {
  const { changes } = JSON.parse(await at(node, 'plan', ...args, '--json'));
  return changes;
}

/** What users should see once the change was made. */
function applied(shown: Shown | undefined, change: PlannedChange__Output): Shown {
  const { topic = '', bans = [], modes = '' } = shown ?? {};
  const next = { topic, bans: new Set(bans), modes: new Set(modes) };
  const set = (field: Field__Output, isSet: boolean) => {
    if (field.topic) next.topic = isSet ? String(field.topic.value?.text) : '';
    const letter = field.join_key ? 'k' : field.flag ? LETTERS[field.flag.name] : undefined;
    if (letter !== undefined) next.modes[isSet ? 'add' : 'delete'](letter);
    if (field.entry) next.bans[isSet ? 'add' : 'delete'](String(field.entry.mask));
  };
  for (const field of change.lost) set(field, false);
  for (const field of [...change.gained, ...change.changed]) set(field, true);
  return { topic: next.topic, bans: [...next.bans].sort(), modes: [...next.modes].sort().join('') };
}

const LETTERS: Record<string, string> = { 'no-external': 'n', 'topic-protected': 't', permanent: 'P' };

describe('a first link', () => {
  it('begins with both only looking, and a link changes nothing on either side', async () => {
    startedAt = new Date().toISOString();
    expect(await at(a, 'status')).toContain('observing, as [channels] start_in says');
    b.uplink!.heal();
    await linked();
    expect(await at(a, 'conflicts')).toMatch(/#help +local/);
    expect(await at(b, 'channels')).toMatch(/#near/);
    expect(await shownEverywhere()).toEqual(before);
    expect(taps.flatMap(({ changes }) => changes)).toEqual([]);
  });

  it('is planned: what each side would see under each policy, and who would lose what', async () => {
    const asIs = await at(a, 'plan');
    expect(asIs).toContain('"cburst go" would write this to the ircd');
    expect(asIs).toMatch(/#far {2}no id → /);
    expect(asIs).toContain('  + ban spam!*@*: present');
    expect(asIs).not.toContain('#help');
    const oldest = await at(b, 'plan', 'oldest', '#help');
    expect(oldest).toContain('  - ban bob!*@*');
    expect(oldest).toMatch(/ {2}~ topic: of alice .*\(was: of bob /);
    expect(oldest).toContain('  - key: set (not shown)');
    const merged = await at(b, 'plan', 'merge', '#help');
    expect(merged).toContain('  + ban alice!*@*');
    expect(merged).not.toContain('  - ');
    expect(await at(a, 'go', '--dry-run')).toBe(asIs);
    expect(await at(a, 'freeze', '--reason', 'why not', '--dry-run')).toContain('Nothing was changed.');
    expect(await at(a, 'observe', '--dry-run')).toContain('It was so already.');
    expect(await at(a, 'status')).toContain('observing, as [channels] start_in says');
    expect(await at(b, 'plan', 'as-is', '#ne*')).toContain('#near');
  });

  it('keeps looking over a restart, with the policy that was chosen', async () => {
    for (const { directory, sidecar } of [a, b]) {
      const file = join(directory, 'sidecar.toml');
      const text = readFileSync(file, 'utf8').replace('[channels]', '[channels]\nconflict_policy = "oldest"');
      writeFileSync(file, text);
      await sidecar.restart();
    }
    await linked();
    expect(await at(b, 'status')).toContain('observing');
    await until(async () => {
      const [change] = await planOf(b, 'as-is', '#help');
      return change?.lost.length ? null : 'nobody moved';
    });
    expect(await shownEverywhere()).toEqual(before);
    expect(taps.flatMap(({ changes }) => changes)).toEqual([]);
  });

  it('brings with "go" what the plan said, line by line, and nothing else', async () => {
    const expected = new Map<IrcClient, Map<string, Shown>>();
    for (const [node, client] of [
      [a, alice],
      [b, bob],
    ] as const) {
      const channels = new Map(before.get(client));
      for (const change of await planOf(node)) {
        const name = String(change.channel);
        channels.set(name, applied(channels.get(name), change));
      }
      expected.set(client, channels);
    }
    for (const node of [a, b]) expect(await at(node, 'go', '--by', 'carol')).toContain('is written to');
    await network.settled();
    expect(await shownEverywhere()).toEqual(expected);
    for (const node of [a, b]) expect(await at(node, 'plan')).toContain('would write nothing');
    expect(await at(b, 'journal')).toMatch(/host-writes.*carol/);
  });

  it('is undone: everybody has what he had before', async () => {
    const restore = ['restore', '--all', '--before', startedAt] as const;
    expect(await at(b, ...restore, '--dry-run')).toContain('"--apart"');
    const look = await at(b, ...restore, '--apart', '--dry-run');
    expect(look).toContain('  + ban bob!*@*');
    expect(look).toContain('  - ban alice!*@*');
    await at(b, ...restore, '--apart');
    await bob.waitForState('#help', ({ topic }) => topic?.text === 'of bob');
    await network.settled();
    const after = await shownEverywhere();
    for (const [client, channels] of before)
      expect(after.get(client)!.get('#help')).toEqual(channels.get('#help'));
    expect(await at(b, 'conflicts')).toContain('yes: an operator decided so');
    expect(await at(b, 'journal')).toContain('undid decision');
  });

  it('is one channel again when an operator says so, and what it cost is back for all', async () => {
    const since = new Date().toISOString();
    await at(a, 'merge', '#help');
    await bob.waitForState('#help', ({ topic }) => topic?.text === 'of alice');
    await at(b, 'restore', '--all', '--before', since);
    const restored = await bob.waitForState('#help', ({ topic }) => topic?.text === 'of bob');
    expect(shownOf(restored).bans).toEqual(['alice!*@*', 'bob!*@*', 'both!*@*']);
    expect(restored.modes).toContain('k');
    await alice.waitForState('#help', ({ modes, bans }) => modes.includes('k') && bans.length === 3);
  });
});

describe('a join key', () => {
  it('is another one on both ircds, and stands in no log', async () => {
    expect(await at(a, 'rotate-key', '#help', '--dry-run')).toContain(
      'Would get another key: a.test, b.test',
    );
    const [key] = (await at(a, 'rotate-key', '#help', '--show-key')).split('\n') as [string];
    expect(key).toHaveLength(23);
    for (const client of [alice, bob])
      await client.waitForState('#help', ({ parameters }) => parameters.k === key);
    const file = join(a.directory, 'new.key');
    writeFileSync(file, 'open-the-door\n');
    expect(await at(b, 'rotate-key', '#help', '--key-file', file)).not.toContain('open-the-door');
    for (const client of [alice, bob])
      await client.waitForState('#help', ({ parameters }) => parameters.k === 'open-the-door');
    const logs = JSON.stringify([a, b].map(({ sidecar, adapter }) => [sidecar.log, adapter?.log]));
    for (const secret of [key, 'open-the-door', 'sesame']) expect(logs).not.toContain(secret);
    expect(await at(b, 'journal', '#help', '--json')).not.toContain('open-the-door');
    expect(await at(a, 'rotate-key', '#near')).toContain('the channel has no key');
    writeFileSync(file, 'a,b\n');
    expect(await at(a, 'rotate-key', '#help', '--key-file', file)).toContain('comma');
    for (const bundle of [await bundleOf(a, a.adapter!), await bundleOf(b, b.sidecar)])
      for (const secret of [key, 'open-the-door', 'sesame']) expect(bundle).not.toContain(secret);
  });
});

/** All that a debug-bundle holds that leaves in it whatever it may, with the log of one of the two programs. */
async function bundleOf(node: TestNode, { log }: Pick<TestNode['sidecar'], 'log'>): Promise<string> {
  const [config, adapter] = ['sidecar', 'adapter'].map((name) => join(node.directory, `${name}.toml`));
  const [out, logFile] = ['bundle.json.gz', 'bundle.log'].map((name) => join(node.directory, name));
  writeFileSync(logFile!, log.map((line) => `${JSON.stringify(line)}\n`).join(''));
  rmSync(out!, { force: true });
  const files = ['--config', config!, '--adapter-config', adapter!, '--log', logFile!, '--out', out!];
  expect((await runCburst(['debug-bundle', '--with-names', ...files])).exitCode).toBe(0);
  const bundle = gunzipSync(readFileSync(out!)).toString();
  const { events, log: lines } = JSON.parse(bundle);
  expect(events.map((event: { kind: string }) => event.kind)).toContain('channel.key_rotated');
  expect(lines.length).toBeGreaterThan(0);
  return bundle;
}

describe('a freeze', () => {
  it('stops what waits to be written at once; what users change counts, and go brings the rest', async () => {
    const names = Array.from({ length: 80 }, (_, n) => `#storm-${n}`);
    await bob.ask(...names.map((name) => `JOIN ${name}`));
    const written = taps[0]?.changes.length ?? 0;
    await bob.ask(...names.map((name) => `MODE ${name} +bbb one!*@* two!*@* three!*@*`));
    await until(async () => ((taps[0]?.changes.length ?? 1) > written ? null : 'nothing was written'));
    expect(await at(a, 'freeze', '--reason', 'spam wave', '--by', 'carol')).toContain('Frozen');
    expect(await at(a, 'status')).toContain('FROZEN by socket ops.sock (unverified: carol): spam wave');
    const atFreeze = taps[0]?.changes.length ?? 0;
    await bob.ask('TOPIC #storm-79 :after the freeze', 'TOPIC #near :of bob');
    await until(async () => {
      const [change] = await planOf(a, 'as-is', '#storm-79');
      return JSON.stringify(change ?? {}).includes('after the freeze') || kind === 'mini'
        ? null
        : 'not heard of';
    });
    await alice.ask('MODE #help +b during!*@*');
    await bob.waitForState('#help', ({ bans }) => bans.some(({ mask }) => mask === 'during!*@*'));
    expect(taps[0]?.changes.length ?? 0).toBe(atFreeze);
    expect((await alice.channelState('#storm-79')).topic).toBeNull();
    await at(a, 'go');
    await alice.waitForState('#storm-79', ({ topic }) => topic?.text === 'after the freeze');
    const seen = await alice.channelState('#help');
    expect(seen.bans.map(({ mask }) => mask)).toContain('during!*@*');
  });
});
