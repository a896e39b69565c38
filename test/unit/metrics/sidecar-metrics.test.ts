import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { a, b, c } from '../../support/replica-fixture.ts';
import { happen, sidecarFigures } from './every-figure.ts';
import { seriesOf } from './figures.ts';

async function prepared() {
  const sidecar = await sidecarFigures();
  onTestFinished(() => sidecar.stop());
  return { ...sidecar, figures: async () => seriesOf(await sidecar.scrape()) };
}

test('what happens reaches the figure that is about it', async () => {
  const sidecar = await prepared();
  happen(sidecar, b);
  expect(await sidecar.figures()).toMatchObject({
    [`link_received_bytes_total{peer="${b}"}`]: 38,
    [`link_sent_bytes_total{peer="${b}"}`]: 6,
    [`peer_links_total{peer="${b}"}`]: 1,
    [`bursts_prepared_total{peer="${b}",mode="full"}`]: 1,
    [`bursts_received_total{peer="${b}",mode="full"}`]: 1,
    [`burst_received_bytes_total{peer="${b}"}`]: 21,
    [`burst_last_duration_seconds{peer="${b}"}`]: 2,
    [`burst_failures_total{peer="${b}",reason="timeout"}`]: 1,
    [`convergence_delay_seconds_sum{origin="${b}"}`]: 0.5,
    'deltas_announced_total{burst_type="CBURST"}': 2,
    'extension_failures_total{burst_type="MBURST",task="apply"}': 1,
    'api_refused_calls_total{reason="grant",role="ops-read"}': 1,
    store_written_records_total: 1,
    'store_file_bytes{file="database"}': 21,
    'build_info{version="1.2.3"}': 1,
  });
});

test('what is there is looked at when somebody asks', async () => {
  const sidecar = await prepared();
  const look = {
    'channels{state="remote"}': 0,
    [`server_channels{server="${a}"}`]: 0,
    [`server_members{server="${b}"}`]: 0,
    [`peer_up{peer="${c}"}`]: 0,
    quarantined_messages: 0,
    host_attached: 0,
    'host_writes{mode="go"}': 1,
  };
  expect(await sidecar.figures()).toMatchObject(look);
  happen(sidecar, b);
  sidecar.replica.host.setWrites({ mode: 'observe', reason: 'x', by: 'alice', since: 1 });
  expect(await sidecar.figures()).toMatchObject({
    ...look,
    'channels{state="remote"}': 1,
    [`server_members{server="${b}"}`]: 3,
    quarantined_messages: 1,
    'host_writes{mode="go"}': 0,
  });
});

test('of a peer that is removed no series stays, and one that is added is there at once', async () => {
  const sidecar = await prepared();
  sidecar.configure([b]);
  happen(sidecar, b);
  const ofC = () =>
    sidecar.figures().then((told) => Object.keys(told).filter((series) => series.includes(c)));
  expect(await ofC()).toEqual([]);
  sidecar.configure([c]);
  // What its link still says, before it is closed.
  happen(sidecar, b);
  expect(await sidecar.scrape()).not.toContain(b);
  expect(await ofC()).toEqual(
    expect.arrayContaining(
      [`peer_links_total{peer="${c}"}`, `link_sent_bytes_total{peer="${c}"}`, `peer_up{peer="${c}"}`].concat(
        `server_channels{server="${c}"}`,
      ),
    ),
  );
  happen(sidecar, c);
  expect(await sidecar.figures()).toMatchObject({
    [`burst_received_bytes_total{peer="${c}"}`]: 21,
    [`convergence_delay_seconds_count{origin="${c}"}`]: 1,
  });
});

test('figures are those that are wanted, with the delay of the event loop since the start, which no scrape begins anew', async () => {
  const { metrics, scrape } = await prepared();
  const since = async () => {
    const figures = await metrics.figures((name) => name.startsWith('event_loop') || name === 'build_info');
    expect(figures.map(({ name, labels }) => [name, ...Object.values(labels)])).toEqual([
      ['build_info', '1.2.3'],
      ...['mean', 'p99', 'p999', 'max'].map((figure) => ['event_loop_delay_since_start_seconds', figure]),
    ]);
    return figures.at(-1)!.value;
  };
  let max = await since();
  while (max === 0) {
    await setTimeout(20);
    max = await since();
  }
  await scrape();
  expect(await since()).toBeGreaterThanOrEqual(max);
  expect(await metrics.figures(() => false)).toEqual([]);
});
