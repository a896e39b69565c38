import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { promtool, skipWithoutPromtool } from './promtool.ts';

const RULES = resolve('config/prometheus-rules.yml');
const directory = temporaryDirectory();
afterAll(() => directory.remove());

it('every alert has a paragraph in docs/operations.md, and every paragraph an alert', () => {
  const alerts = [...readFileSync(RULES, 'utf8').matchAll(/- alert: (\w+)/g)].map((match) => match[1]!);
  const manual = readFileSync('docs/operations.md', 'utf8');
  expect([...manual.matchAll(/^\*\*(Cburst\w+)\.\*\*/gm)].map((match) => match[1]!)).toEqual(alerts);
});

it.each([RULES, 'config/grafana-dashboard.json'])('%s uses figures that docs/operations.md has', (file) => {
  const manual = readFileSync('docs/operations.md', 'utf8');
  const names = readFileSync(file, 'utf8').match(/\bcburst_[a-z_]+/g)!;
  const used = new Set(names.map((name) => name.replace(/_bucket$/, '')));
  expect(used.size).toBeGreaterThan(4);
  expect([...used].filter((name) => !manual.includes(`\`${name}\``))).toEqual([]);
});

/** What an operator looks for first when something is slow, lost or apart. */
const ON_DASHBOARD = [
  ...['bursts_received_total', 'burst_failures_total', 'burst_duration_seconds_bucket'],
  ...['lines', 'bytes', 'pages'].map((size) => `burst_received_${size}_total`),
  ...['deltas_announced_total', 'delta_received_lines_total', 'rejected_lines_total'],
  ...['peer_up', 'peer_lag_changes', 'convergence_delay_seconds_bucket'],
  ...['channels', 'conflicts', 'quarantined_messages', 'host_attached', 'host_writes', 'host_updates'],
  ...['store_commit_duration_seconds_bucket', 'store_file_bytes', 'event_loop_delay_seconds', 'memory_bytes'],
];

it('the dashboard shows all that tells whether servers are the same', () => {
  const names = readFileSync('config/grafana-dashboard.json', 'utf8').match(/\bcburst_[a-z_]+/g)!;
  expect(ON_DASHBOARD.filter((name) => !names.includes(`cburst_${name}`))).toEqual([]);
});

it.skipIf(skipWithoutPromtool())('Prometheus takes what the dashboard asks', () => {
  const { panels } = JSON.parse(readFileSync('config/grafana-dashboard.json', 'utf8')) as {
    panels: { targets: { expr: string }[] }[];
  };
  const asked = panels.flatMap(({ targets }) =>
    targets.map(({ expr }) => expr.replace('$__rate_interval', '5m')),
  );
  const rules = asked.map((expr, index) => ({ record: `asked:${index}`, expr }));
  const file = join(directory.path, 'asked.yml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'asked', rules }] }));
  expect(promtool(['check', 'rules', file])).toBe('');
});

it.skipIf(skipWithoutPromtool())('Prometheus takes the rules, and each alert fires when it should', () => {
  expect(promtool(['check', 'rules', RULES])).toBe('');
  const cases = join(directory.path, 'cases.yml');
  writeFileSync(cases, readFileSync('test/e2e/prometheus-rules-cases.yml', 'utf8').replace('RULES', RULES));
  expect(promtool(['test', 'rules', cases])).toBe('');
});
