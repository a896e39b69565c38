import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HOST_WORK_MAX, UPDATES_IN_FLIGHT_MAX } from '../../src/host/host-stream.ts';
import { PAGES_IN_FLIGHT_MAX } from '../../src/peer/session-sender.ts';
import { STATED } from './checks/bounds.ts';
import { ALL_FAULTS } from './faults.ts';
import { planOf } from './plan.ts';
import { HAPPENINGS, POINTS, VERBS } from './points.ts';
import { newSummary, survived, unreached } from './report.ts';
import { runPlan, runSeed } from './run-seed.ts';
import { shrinkPlan } from './shrink.ts';

test('a seed replays a run exactly', () => {
  for (const seed of [3, 14, 159]) {
    const hashes = [1, 2].map(() => runSeed(seed, ALL_FAULTS).hash);
    expect(hashes[0]).toBe(hashes[1]);
  }
  expect(runSeed(3, ALL_FAULTS).hash).not.toBe(runSeed(4, ALL_FAULTS).hash);
});

test('there are at least 40 points at which a process may die', () => {
  expect(new Set(POINTS).size).toBe(POINTS.length);
  expect(POINTS.length).toBeGreaterThanOrEqual(40);
});

test('a run that reaches no point, and in which nothing happens, lacks all of them', () => {
  const summary = newSummary();
  expect(unreached(summary)).toEqual([...POINTS, ...HAPPENINGS]);
  for (const point of POINTS) summary.reached.set(point, 1);
  expect(survived(summary)).toEqual(POINTS);
  for (const point of POINTS.slice(1)) summary.died.set(point, 1);
  expect(survived(summary)).toEqual([POINTS[0]]);
  for (const name of HAPPENINGS.slice(1)) summary.faults.set(name, 1);
  expect(unreached(summary)).toEqual([HAPPENINGS[0]]);
});

test('the bounds that runs are held to are those of the sources', () => {
  expect(STATED).toMatchObject({
    pagesInFlight: PAGES_IN_FLIGHT_MAX,
    updatesInFlight: UPDATES_IN_FLIGHT_MAX,
    hostWork: HOST_WORK_MAX,
  });
});

test('every verb of the protocol has its points', () => {
  const section = /### 7\.1 Verbs(.*?)\n### /s.exec(readFileSync('docs/protocol.md', 'utf8'))![1]!;
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const documented = rows.flatMap((row) =>
    [...row.split('|')[1]!.matchAll(/`([A-Z]+)/g)].map(([, verb]) => verb),
  );
  expect(documented.length).toBeGreaterThan(10);
  const known: readonly unknown[] = VERBS;
  expect(documented.filter((verb) => !known.includes(verb))).toEqual([]);
});

test('shrinking leaves only the acts that a failure needs', () => {
  const plan = planOf(5, ALL_FAULTS);
  const [first] = plan.troubles;
  const { server } = plan.options.servers[0]!;
  // A deed that the checks cannot know of looks like an entry that came by itself.
  const join = { atMs: 0, act: { kind: 'join', server, channel: '#x' } } as const;
  const hidden = { atMs: 5000, act: { kind: 'secretly ban', server, channel: '#x' } } as const;
  const broken = { ...plan, troubles: [[join, hidden, ...first!.slice(0, 12)]] };
  expect(runPlan(broken).problems.map(({ check }) => check)).toContain('entries');
  const { plan: shrunk } = shrinkPlan(broken, 'entries');
  expect(shrunk.troubles.flat().map(({ act }) => act.kind)).toEqual(['join', 'secretly ban']);
});
