import { createConnection } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { channelId } from '../support/replica-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { freePorts } from './free-port.ts';
import { promtool, skipWithoutPromtool } from './promtool.ts';
import { bytes, heldChannel, RawHost, topic } from './raw-host.ts';
import { RawPeer } from './raw-peer.ts';
import { NOBODY, type SidecarPeer, SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const directory = temporaryDirectory();
let a: SidecarProcess;
let port: number;
/** Nothing listens there. */
let nowhere: number;

const withPeers = (...peers: SidecarPeer[]) => ({
  ...{ name: 'a.test', peers },
  sections: `[metrics]\nlisten = "127.0.0.1:${port}"\n`,
});

beforeAll(async () => {
  [port, nowhere] = (await freePorts(2)) as [number, number];
  a = await SidecarProcess.start(
    directory.path,
    withPeers({ name: 'b.test', port: nowhere }, { name: 'c.test' }),
  );
});
afterAll(async () => {
  await a.stop();
  directory.remove();
});

const ask = (path = '/metrics', init: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${path}`, init);
const scrape = async () => (await ask()).text();

/** By series, labels included. */
async function figures(): Promise<Map<string, number>> {
  const lines = (await scrape()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** Waits until these series are as they should. */
function shows(expected: Readonly<Record<string, number>>): Promise<void> {
  return until(async () => {
    const now = await figures();
    const wrong = Object.entries(expected).filter(([series, value]) => now.get(`cburst_${series}`) !== value);
    return wrong.length === 0
      ? null
      : wrong.map(([series, value]) => `${series}: ${now.get(`cburst_${series}`)}, not ${value}`).join('\n');
  });
}

it('tells where it listens, and is told to GET /metrics alone', async () => {
  expect((await a.logged('sidecar.started', '')).metricsPort).toBe(port);
  const answer = await ask();
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect((await ask('/')).status).toBe(404);
  expect((await ask('/metrics/x')).status).toBe(404);
  const posted = await ask('/metrics', { method: 'POST', body: 'x' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
});

it('follows a host, its channels and a peer', async () => {
  await shows({
    host_attached: 0,
    'channels{state="local"}': 0,
    'peer_up{peer="b.test"}': 0,
    'peer_links_total{peer="b.test"}': 0,
  });
  const host = await RawHost.attach(a.hostTarget, {
    channels: [heldChannel('#secret-name', [])],
  });
  await shows({
    host_attached: 1,
    host_attached_total: 1,
    'channels{state="local"}': 1,
    documents: 1,
    'channels{state="remote"}': 0,
    'deltas_announced_total{burst_type="CBURST"}': 1,
  });

  const peer = await RawPeer.link(a.port, 'b.test');
  const created = '2024-01-01T12:00:00Z';
  const line = `CBURST #far ${channelId(1)} b.test ${created} NOTOPIC +k KEY sesame MEMBERS 1`;
  await peer.burst(line);
  await shows({
    'peer_up{peer="b.test"}': 1,
    'peer_links_total{peer="b.test"}': 1,
    'channels{state="remote"}': 1,
    'bursts_prepared_total{peer="b.test",mode="full"}': 1,
    'bursts_received_total{peer="b.test",mode="full"}': 1,
    'burst_received_pages_total{peer="b.test"}': 2,
    'burst_received_lines_total{peer="b.test"}': 1,
    'burst_duration_seconds_count{mode="full"}': 1,
  });
  const { bytes: logged, ...ended } = await a.logged('peer.burst_ended', 'b.test');
  expect(ended).toMatchObject({ channels: 1, mode: 'full', pages: 1, lines: 1 });
  expect(ended.durationMs).toBeTypeOf('number');
  expect(logged).toBe(line.length);
  const after = await figures();
  expect(after.get('cburst_peer_dial_failures_total{peer="b.test"}')).toBeGreaterThan(0);
  expect(after.get('cburst_peer_dial_failures_total{peer="c.test"}')).toBe(0);
  expect(after.get('cburst_link_sent_bytes_total{peer="b.test"}')).toBeGreaterThan(line.length);
  expect(after.get('cburst_burst_received_bytes_total{peer="b.test"}')).toBeGreaterThan(line.length);
  expect(after.get('cburst_store_commit_duration_seconds_count')).toBeGreaterThan(0);
  expect(after.get('cburst_store_file_bytes{file="database"}')).toBeGreaterThan(0);
  expect(after.get('cburst_memory_bytes{kind="resident"}')).toBeGreaterThan(1e6);

  const text = await scrape();
  for (const secret of ['secret-name', 'far', 'sesame', channelId(1)]) expect(text).not.toContain(secret);

  peer.destroy();
  host.cancel();
  await shows({
    host_attached: 0,
    host_detached_total: 1,
    'peer_up{peer="b.test"}': 0,
    'peer_link_ends_total{peer="b.test",reason="connection"}': 1,
  });
});

it('measures how long it takes that what a host does elsewhere is here', async () => {
  const c = await SidecarProcess.start(directory.path, {
    name: 'c.test',
    peers: [{ name: 'a.test', port: a.port }],
  });
  const host = await RawHost.attach(c.hostTarget, { hello: { server_name: 'c.test' } });
  await shows({ 'peer_up{peer="c.test"}': 1 });
  await host.tell({ channel: bytes('#new'), created: heldChannel('#new', [topic('hello')]) });
  await shows({ 'channels{state="remote"}': 1 });
  // It is known, and nobody sees it.
  expect((await figures()).has('cburst_convergence_delay_seconds_count{origin="c.test"}')).toBe(false);
  const shown = await RawHost.attach(a.hostTarget);
  await shows({ 'convergence_delay_seconds_count{origin="c.test"}': 1 });
  shown.cancel();
  host.cancel();
  await c.stop();
  await shows({ 'peer_link_ends_total{peer="c.test",reason="shutdown"}': 1 });
});

it('tells nothing of a peer that a reload takes away, and of a new one at once', async () => {
  expect(await scrape()).toContain('c.test');
  const options = withPeers({ name: 'b.test', port: nowhere }, { name: 'd.test' });
  (await SidecarProcess.prepare(directory.path, options, a.port)).ops.close();
  await a.ops.reload(NOBODY);
  const told = await scrape();
  expect(told).not.toContain('c.test');
  expect(told).toContain('cburst_peer_links_total{peer="d.test"} 0');
  expect(told).toContain('cburst_peer_links_total{peer="b.test"} 1');
});

it.skipIf(skipWithoutPromtool())('speaks as Prometheus wants it', async () => {
  expect(promtool(['check', 'metrics'], await scrape())).toBe('');
});

it('ends connections that ask nothing', async () => {
  const silent = createConnection(port, '127.0.0.1');
  let heard = '';
  for await (const bytes of silent) heard += bytes;
  expect(heard).toMatch(/^HTTP\/1.1 408 /);
});

it('ends with the sidecar', async () => {
  await ask();
  await a.process.stop();
  await expect(ask()).rejects.toThrow('fetch failed');
});
