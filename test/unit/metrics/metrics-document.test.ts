import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { roles } from '../../../src/config/api-roles.ts';
import { writeModes } from '../../../src/core/host-writes.ts';
import { lineProblemCodes } from '../../../src/wire/line-problem.ts';
import { byeCodes } from '../../../src/wire/session-message.ts';
import { a, b, c } from '../../support/replica-fixture.ts';
import { happen, sidecarFigures, typed, version } from './every-figure.ts';

/** What Prometheus is told by a sidecar to which everything happened once. */
let text: string;
/** Names of what an operator is told. */
let names: string[];
beforeAll(async () => {
  const sidecar = await sidecarFigures();
  happen(sidecar, b);
  text = await sidecar.scrape();
  names = (await sidecar.metrics.figures(() => true)).map(({ name }) => name);
  await sidecar.stop();
});

interface Kind {
  readonly type: string;
  readonly labels: readonly string[];
}

test('docs/operations.md has every figure with its type and its labels, and no other', () => {
  expect(documented()).toEqual(told());
});

test('an operator is told of the same figures, but for one that a look would begin anew', () => {
  const scraped = new Set(samples().map(({ name }) => name.slice('cburst_'.length)));
  const figures = [...scraped].filter(
    (name) => !name.endsWith('_bucket') && name !== 'event_loop_delay_seconds',
  );
  expect([...new Set(names)].sort()).toEqual([...figures, 'event_loop_delay_since_start_seconds'].sort());
  expect(readFileSync('docs/operations.md', 'utf8')).toContain('`event_loop_delay_since_start_seconds`');
});

test('figures are named as Prometheus does it: counters _total, times _seconds, sizes _bytes', () => {
  const figures = Object.entries(told());
  const wrong = figures.filter(([name, { type }]) => {
    if (!/^cburst_[a-z_]+$/.test(name)) return true;
    if (/_(?:ms|millis\w*|kb|mb|size|time|duration|delay|latency|count|sum|bucket)(?:_total)?$/.test(name))
      return true;
    if (type === 'counter') return !name.endsWith('_total');
    return name.endsWith('_total') || (type === 'histogram' && !/_(?:seconds|bytes)$/.test(name));
  });
  expect(wrong).toEqual([]);
  expect(figures.length).toBeGreaterThan(40);
});

const servers = [a, b, c];
/** Whatever a label can say. What is not made here is bounded by what is configured. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  peer: [b, c],
  server: servers,
  origin: [b, c],
  version: [version],
  role: [...roles, 'none'],
  reason: [...byeCodes, 'connection', ...lineProblemCodes, 'grant'],
  mode: [...writeModes, 'full', 'resume'],
  state: ['local', 'remote', 'shadowed', 'waiting', 'in_flight'],
  outcome: ['failed'],
  burst_type: ['CBURST', 'MBURST'],
  task: ['apply'],
  file: ['database', 'log'],
  figure: ['mean', 'p99', 'p999', 'max'],
  kind: ['resident', 'heap_used', 'heap_total', 'external'],
};

test('labels say configured names and codes, and nothing is told that somebody typed', () => {
  const values = samples().flatMap(({ labels }) => Object.entries(labels));
  expect(values.filter(([label, value]) => label !== 'le' && !VALUES[label]?.includes(value))).toEqual([]);
  expect(Object.keys(VALUES).filter((label) => !values.some(([each]) => each === label))).toEqual([]);
  expect(text).not.toContain(typed);
});

/** What Prometheus puts to every series that it scrapes, and what a bucket has. */
const ANYWHERE = ['instance', 'job', 'le'];

test('the dashboard and the alerts ask for figures that there are, by labels that those have', () => {
  const kinds = told();
  const wrong = asked().flatMap(({ expression, shown }) => {
    const figures = (expression.match(/cburst_[a-z_]+/g) ?? []).map((name) => name.replace(/_bucket$/, ''));
    const has = [...ANYWHERE, ...figures.flatMap((name) => kinds[name]?.labels ?? [])];
    const by = [...expression.matchAll(/by \((.*?)\)/g)].flatMap((match) => match[1]!.split(', '));
    const selected = [...expression.matchAll(/[{,](\w+)=/g)].map((match) => match[1]!);
    const labels = [...shown, ...by, ...selected].filter((label) => !has.includes(label));
    return [...figures.filter((name) => kinds[name] === undefined), ...labels];
  });
  expect(wrong).toEqual([]);
});

interface Question {
  readonly expression: string;
  /** Labels in what is shown of an answer. */
  readonly shown: readonly string[];
}

function asked(): Question[] {
  const dashboard = JSON.parse(readFileSync('config/grafana-dashboard.json', 'utf8')) as {
    panels: { targets: { expr: string; legendFormat: string }[] }[];
  };
  const panels = dashboard.panels.flatMap(({ targets }) => targets);
  const alerts = readFileSync('config/prometheus-rules.yml', 'utf8').split('- alert: ').slice(1);
  return [
    ...panels.map(({ expr, legendFormat }) => ({ expression: expr, shown: inBraces(legendFormat) })),
    ...alerts.map((alert) => ({ expression: /expr: (.*)/.exec(alert)![1]!, shown: inBraces(alert) })),
  ];
}

/** `{{label}}` of the dashboard, `{{ $labels.label }}` of the rules. */
function inBraces(template: string): string[] {
  return [...template.matchAll(/\{\{ ?(?:\$labels\.)?(\w+) ?\}\}/g)].map((match) => match[1]!);
}

/** By name. */
function told(): Record<string, Kind> {
  const all = samples();
  return Object.fromEntries(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) => {
      const names =
        type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name];
      const labels = all
        .filter((each) => names.includes(each.name))
        .flatMap((each) => Object.keys(each.labels));
      return [name, { type, labels: [...new Set(labels)].filter((label) => label !== 'le').sort() }];
    }),
  );
}

function documented(): Record<string, Kind> {
  const manual = readFileSync('docs/operations.md', 'utf8');
  const rows = [...manual.matchAll(/^\| (`cburst_.+?) \| (\w+) \| ?(.*?) \| .+ \|$/gm)];
  return Object.fromEntries(
    rows.flatMap(([, names, type, labels]) =>
      quoted(names!).map((name) => [name, { type, labels: quoted(labels!).sort() }]),
    ),
  ) as Record<string, Kind>;
}

function samples(): { readonly name: string; readonly labels: Readonly<Record<string, string>> }[] {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)].map(([, name, labels]) => ({
    name: name!,
    labels: Object.fromEntries(
      [...(labels ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, of, is]) => [of, is]),
    ),
  }));
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
}
