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

it('the alerts use figures that docs/operations.md has', () => {
  const manual = readFileSync('docs/operations.md', 'utf8');
  const used = new Set(
    readFileSync(RULES, 'utf8')
      .match(/\bcburst_[a-z_]+/g)!
      .map((name) => name.replace(/_bucket$/, '')),
  );
  expect(used.size).toBeGreaterThan(4);
  expect([...used].filter((name) => !manual.includes(`\`${name}\``))).toEqual([]);
});

it.skipIf(skipWithoutPromtool())('Prometheus takes the rules, and each alert fires when it should', () => {
  expect(promtool(['check', 'rules', RULES])).toBe('');
  const cases = join(directory.path, 'cases.yml');
  writeFileSync(cases, readFileSync('test/e2e/prometheus-rules-cases.yml', 'utf8').replace('RULES', RULES));
  expect(promtool(['test', 'rules', cases])).toBe('');
});
