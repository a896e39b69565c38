import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { freePorts } from './free-port.ts';
import { PrometheusProcess, skipWithoutPrometheus } from './prometheus-process.ts';
import { bytes, heldChannel, RawHost, topic } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const TIMEOUT_MS = 90_000;

describe.skipIf(skipWithoutPrometheus())('a real Prometheus', { timeout: TIMEOUT_MS }, () => {
  const directory = temporaryDirectory();
  let a: SidecarProcess;
  let b: SidecarProcess;
  let prometheus: PrometheusProcess;
  let targets: string[];
  beforeAll(async () => {
    targets = (await freePorts(2)).map((port) => `127.0.0.1:${port}`);
    const sections = targets.map((target) => `[metrics]\nlisten = "${target}"\n`);
    a = await SidecarProcess.start(directory.path, {
      name: 'a.test',
      peers: [{ name: 'b.test' }],
      sections: sections[0]!,
    });
    b = await SidecarProcess.start(directory.path, {
      name: 'b.test',
      peers: [{ name: 'a.test', port: a.port }],
      sections: sections[1]!,
    });
    prometheus = await PrometheusProcess.start(`${directory.path}/prometheus`, targets);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await prometheus?.stop();
    await Promise.all([a, b].map((sidecar) => sidecar?.stop()));
    directory.remove();
  });

  /** Waits until a query finds these values, by the instance of each. */
  const tells = (query: string, expected: readonly (readonly [string, number])[]) =>
    until(async () => {
      const found = (await prometheus.query(query)) ?? [];
      const values = found.map(({ labels, value }) => [labels.instance, value]).sort();
      return JSON.stringify(values) === JSON.stringify(expected.toSorted())
        ? null
        : `${query}: ${JSON.stringify(values)}`;
    });
  const bothTell = (query: string, value: number) =>
    tells(
      query,
      targets.map((target) => [target, value] as const),
    );
  /** Waits until an alert fires at these. */
  const fires = (name: string, instances: readonly string[]) =>
    until(async () => {
      const alerts = (await prometheus.alerts()) ?? [];
      const firing = alerts.filter(({ labels, state }) => labels.alertname === name && state === 'firing');
      const where = firing.map(({ labels }) => labels.instance).sort();
      return JSON.stringify(where) === JSON.stringify(instances.toSorted())
        ? null
        : `${name}: ${JSON.stringify(alerts)}`;
    });

  it('scrapes two sidecars and is told of links, hosts and how fast a write gets through', async () => {
    await bothTell('up{job="cburst"}', 1);
    await bothTell('cburst_peer_up', 1);
    const [hostA] = await Promise.all([
      RawHost.attach(a.hostTarget),
      RawHost.attach(b.hostTarget, { hello: { server_name: 'b.test' } }),
    ]);
    await bothTell('cburst_host_attached', 1);
    await hostA.tell({ channel: bytes('#new'), created: heldChannel('#new', [topic('hello')]) });
    await bothTell('sum by (instance) (cburst_channels{state=~"local|remote"})', 1);
    await tells('cburst_convergence_delay_seconds_count{origin="a.test"}', [[targets[1]!, 1]]);
    await bothTell('sum by (instance) (cburst_bursts_received_total) > bool 0', 1);
    await bothTell('cburst_store_commit_duration_seconds_count > bool 0', 1);
    await bothTell('cburst_build_info', 1);
  });

  it('has an alert fire where a peer is gone, and one for the sidecar that is', async () => {
    await fires('CburstPeerDown', []);
    await b.process.stop();
    await fires('CburstPeerDown', [targets[0]!]);
    await fires('CburstSidecarGone', [targets[1]!]);
    expect(await prometheus.alerts()).toContainEqual(
      expect.objectContaining({
        labels: expect.objectContaining({ alertname: 'CburstPeerDown', peer: 'b.test', severity: 'warning' }),
        annotations: expect.objectContaining({ summary: `${targets[0]} has no link to b.test` }),
      }),
    );
    await b.process.start();
    await fires('CburstPeerDown', []);
  });
});
