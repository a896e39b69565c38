import { expect, test } from 'vitest';
import { HostAbsence } from '../../../src/sidecar/host-absence.ts';

function createAbsence() {
  let isAttached = true;
  let losses = 0;
  const work: (() => void)[] = [];
  const absence = new HostAbsence({
    replica: { loseOwnMembers: () => void losses++ },
    isAttached: () => isAttached,
    submit: (run) => void work.push(run),
  });
  const attach = (is: boolean) => {
    isAttached = is;
  };
  const tick = (ms: number) => absence.tick(ms);
  const commit = () => {
    for (const run of work.splice(0)) run();
    return losses;
  };
  return { attach, tick, commit };
}

test('members are lost once when the host is away for ten seconds, and again the next time', () => {
  const { attach, tick, commit } = createAbsence();
  tick(60_000);
  attach(false);
  for (let second = 0; second < 9; second++) tick(1000);
  expect(commit()).toBe(0);
  tick(1000);
  expect(commit()).toBe(1);
  tick(60_000);
  expect(commit()).toBe(1);
  attach(true);
  tick(1000);
  attach(false);
  tick(10_000);
  expect(commit()).toBe(2);
});

test('a host that is back in time, or before the work is done, keeps them', () => {
  const { attach, tick, commit } = createAbsence();
  attach(false);
  tick(9999);
  attach(true);
  tick(1);
  attach(false);
  tick(9999);
  expect(commit()).toBe(0);
  tick(1);
  attach(true);
  expect(commit()).toBe(0);
});
