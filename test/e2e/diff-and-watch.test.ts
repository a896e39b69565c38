import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toJson } from '../../src/cli/json-output.ts';
import { loadSidecarConfig } from '../../src/config/load-sidecar-config.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { Replica } from '../../src/core/replica.ts';
import { createLogger } from '../../src/log/logger.ts';
import type { BurstExtension, Sidecar } from '../../src/sidecar/public-api.ts';
import { startSidecar } from '../../src/sidecar/sidecar.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runCburst, startCburst } from '../unit/cli/run-cburst.ts';
import { bytes, heldChannel, joinKey, RawHost, topic } from './raw-host.ts';
import { NOBODY, SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

// Server b runs in this process, so that something can be changed in its memory that it tells nobody of.

const directory = temporaryDirectory();
let a: SidecarProcess;
let b: SidecarProcess;
let sidecarB: Sidecar;
let replicaB: Replica;
const hosts: RawHost[] = [];

beforeAll(async () => {
  a = await SidecarProcess.start(directory.path, {
    name: 'a.test',
    peers: [{ name: 'b.test', rules: 'export = { except = ["#staff*"] }' }],
  });
  b = await SidecarProcess.prepare(directory.path, {
    name: 'b.test',
    peers: [{ name: 'a.test', port: a.port, rules: 'import = { fields = ["topic", "modes", "lists"] }' }],
  });
  const config = loadSidecarConfig(join(b.directory, 'sidecar.toml'));
  const log = createLogger({ ...config.logging, level: 'silent' as never }, 'b');
  const extensions = [
    (replica: unknown) => {
      replicaB = replica as Replica;
      return QUIET;
    },
  ];
  sidecarB = await startSidecar(config, { log, extensions });
  hosts.push(
    await RawHost.attach(a.hostTarget, {
      channels: [
        heldChannel('#shared', [topic('of a'), joinKey('sesame')]),
        heldChannel('#staff', [topic('among us')]),
      ],
    }),
    await RawHost.attach(b.hostTarget, {
      hello: { server_name: 'b.test' },
      channels: [heldChannel('#mine', [])],
    }),
  );
  await hosts[0]!.showing('#mine');
  await hosts[1]!.showing('#shared');
});
afterAll(async () => {
  for (const host of hosts) host.cancel();
  await sidecarB.stop();
  await a.stop();
  b.ops.close();
  directory.remove();
});

/** No peer has what it requires: it bursts nothing. What it is told of it cannot take, which is nobody else's trouble. */
const QUIET: BurstExtension = {
  burstType: 'XQUIET',
  capabilities: ['quiet-test'],
  requires: 'quiet-test',
  linked: () => {
    throw new Error('nobody has this');
  },
  unlinked: () => {},
  committed: () => {
    throw new Error('not my concern');
  },
};

const at = (node: SidecarProcess, ...args: string[]) =>
  runCburst([...args, '--socket', join(node.directory, 'ops.sock')]);
const compared = async (node: SidecarProcess, peer: string) =>
  toJson(await node.ops.compare(peer, 'carol')) as Comparison;

interface Comparison {
  readonly digest: string;
  readonly differences: readonly { readonly fields: readonly { readonly now: { topic: object } }[] }[];
}

describe('cburst diff', () => {
  it('proves two servers equal, and both tell the same of what they have', async () => {
    const here = await at(a, 'diff', 'b.test');
    expect(here).toMatchObject({ exitCode: 0, stderr: '' });
    expect(here.stdout).toMatch(/^Equal with b\.test: 2 channels, digest [0-9a-f]{12}\n/);
    expect(here.stdout).toContain('do not exchange it: key, limit, parameters, metadata, pins\n');
    expect(here.stdout).toContain('do not exchange them: #staff\n');
    const [one, other] = [await compared(a, 'b.test'), await compared(b, 'a.test')];
    expect((await a.logged('peer.comparison_asked', 'unverified: carol')).server).toBe('b.test');
    expect(one).toMatchObject({ equal: true, equal_now: true, documents: 2, excluded_channels: ['#staff'] });
    expect(other).toMatchObject({ equal: true, digest: one.digest, excluded_count: 0 });
  });

  it.each([
    ['the side that lacks it', () => a, 'b.test', 'first'],
    ['the side that has it', () => b, 'a.test', 'second'],
  ] as const)(
    'finds what a server told nobody of, asked at %s, and heals it',
    async (_, asked, peer, text) => {
      const entry = replicaB.table.named(replicaB.key('#shared'))[0]!;
      const value = { text: text as IrcText, setter: 'op' as IrcText, setAt: 1 };
      const stamp = { ms: Date.now(), counter: 0, server: replicaB.server };
      replicaB.write(entry, [{ kind: 'topic', value }], () => stamp);
      replicaB.takeChanges();
      const found = await compared(asked(), peer);
      expect(found).toMatchObject({
        equal: false,
        equal_now: true,
        differences: [{ channel: '#shared', side: 'DIFFERENCE_SIDE_BOTH', state: 'DIFFERENCE_STATE_HEALED' }],
      });
      const told = found.differences[0]!.fields.map(({ now }) => now.topic);
      expect(told).toMatchObject(asked() === a ? [{ value: { text } }] : []);
      expect((await hosts[0]!.showing('#shared')).channel).toEqual(Buffer.from('#shared'));
      expect(await compared(asked(), peer)).toMatchObject({ equal: true });
    },
  );

  it('tells what a rule keeps apart, however often it is asked', async () => {
    const name = '#ancient';
    await hosts[0]!.tell({ channel: bytes(name), created: heldChannel(name, [topic('old')], 86_400) });
    await until(async () => ((await b.ops.quarantine(10)).messages.length === 1 ? null : 'nothing waits'));
    await b.ops.reject(1, NOBODY);
    for (const [node, peer] of [
      [a, 'b.test'],
      [b, 'a.test'],
    ] as const) {
      const found = await at(node, 'diff', peer);
      expect(found.exitCode).toBe(4);
      expect(found.stdout).toContain(node === a ? '#ancient' : '1 or more channels of a.test are not here');
      expect(await compared(node, peer)).toMatchObject({ equal: false, equal_now: false });
    }
  });

  it('says why nothing is compared', async () => {
    const unknown = await at(a, 'diff', 'x.test');
    expect(unknown.exitCode).toBe(4);
    expect(unknown.stderr).toContain('no peer x.test is configured');
  });
});

describe('what the network is, and what was counted', () => {
  it('is a map with what each server holds', async () => {
    const { stdout } = await at(a, 'map');
    expect(stdout).toMatch(
      /^a\.test +[23] channels, [23] members\n└─ b\.test +linked \d+s [\d.]+ms +1 channels, 1 members\n/,
    );
  });

  it('is told although nobody scrapes', async () => {
    const { figures } = await a.ops.stats('');
    const number = (name: string, labels: object = {}) =>
      figures.find(
        (each) => each.name === name && Object.entries(labels).every(([k, v]) => each.labels[k] === v),
      )?.value;
    const peer = { peer: 'b.test' };
    expect(number('bursts_received_total', peer)).toBe(1);
    expect(number('delta_received_lines_total', peer)).toBeGreaterThan(0);
    expect(number('burst_last_duration_seconds', peer)).toBeGreaterThan(0);
    expect(number('host_attached')).toBe(1);
    expect(number('store_commit_duration_seconds_count')).toBeGreaterThan(0);
    expect(number('memory_bytes', { kind: 'resident' })).toBeGreaterThan(1e6);
    expect(number('event_loop_delay_since_start_seconds', { figure: 'max' })).toBeGreaterThan(0);
    expect(JSON.stringify(figures)).not.toMatch(/#shared|sesame/);
    const failed = (await b.ops.stats('extension_failures_total')).figures;
    expect(failed.map(({ labels }) => labels)).toEqual([{ burst_type: 'XQUIET', task: 'committed' }]);
    const chosen = await at(a, 'stats', 'comparisons_*');
    expect(chosen.stdout).toMatch(/comparisons_total +b\.test equal +\d+/);
  });
});

describe('cburst watch', () => {
  it('goes on where it was, over a kill of the sidecar', async () => {
    const child = startCburst(['watch', '--json', '--socket', join(a.directory, 'ops.sock')]);
    const lines: Record<string, never>[] = [];
    let rest = '';
    child.stdout.on('data', (chunk) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop()!;
      for (const part of parts) lines.push(JSON.parse(part));
    });
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    const seen = (what: (line: Record<string, never>) => boolean) =>
      until(async () => (lines.some(what) ? null : `told: ${told} ${JSON.stringify(lines.slice(-3))}`));
    await once(child.stderr, 'data');
    await hosts[0]!.tell({ channel: bytes('#new'), created: heldChannel('#new', []) });
    await seen(({ kind }) => kind === 'channel.created');
    const { run, number } = lines.at(-1)! as never as { run: string; number: number };
    const earlier = await watchFor(1, ['watch', '#new', '--after', `${run}:0`]);
    expect(earlier[0]).toMatchObject({ run });
    expect(earlier[0]!.number).toBeLessThanOrEqual(number);
    await a.process.restart('SIGKILL');
    await seen(({ start }) => (start as { restarted?: boolean } | undefined)?.restarted === true);
    await seen(({ kind, run: next }) => kind === 'peer.linked' && next !== run);
    expect(told).toContain('the connection broke');
    expect(told).toContain('watching again');
    const events = lines.filter(({ start }) => start === undefined);
    const ofNewRun = events.filter(({ run: next }) => next !== run).map((event) => Number(event.number));
    expect(ofNewRun).toEqual(ofNewRun.map((_, nth) => nth + 1));
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([0, null]);
  });
});

/** The first lines of a command that goes on. */
async function watchFor(count: number, args: readonly string[]): Promise<Record<string, number>[]> {
  const child = startCburst([...args, '--json', '--socket', join(a.directory, 'ops.sock')]);
  let out = '';
  while (out.split('\n').length <= count) out += (await once(child.stdout, 'data'))[0];
  child.kill('SIGINT');
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
