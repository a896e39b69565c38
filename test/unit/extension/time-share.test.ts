import { expect, test } from 'vitest';
import { OVERDRAFT_MS_MAX, TIME_SHARE_MAX, TimeShare } from '../../../src/extension/time-share.ts';

function sharing() {
  let now = 0;
  const rests: number[] = [];
  const share = new TimeShare(() => now);
  return {
    share,
    rests,
    pass: (ms: number) => {
      now += ms;
    },
    take: (ms: number) =>
      share.spend(
        () => {
          now += ms;
        },
        (restMs) => rests.push(restMs),
      ),
  };
}

test('what keeps to its share never rests, however long it goes on', () => {
  const { share, take, pass, rests } = sharing();
  for (let times = 0; times < 1000; times++) {
    take(100);
    pass(100 / TIME_SHARE_MAX);
    expect(share.rests).toBe(false);
  }
  expect(rests).toEqual([]);
});

test('many short calls count as one long one does', () => {
  const { share, take, rests } = sharing();
  while (!share.rests) take(10);
  expect(rests).toHaveLength(1);
  expect(rests[0]! * TIME_SHARE_MAX).toBeGreaterThan(OVERDRAFT_MS_MAX);
});

test('it rests until the others have had their share, and is told of once', () => {
  const { share, take, pass, rests } = sharing();
  take(OVERDRAFT_MS_MAX + 1000);
  take(1000);
  expect(rests).toHaveLength(1);
  pass(rests[0]! - 1);
  expect(share.rests).toBe(true);
  pass(1000 / TIME_SHARE_MAX + 1);
  expect(share.rests).toBe(false);
});

test('what throws is counted too', () => {
  const { share, pass } = sharing();
  const fail = () => {
    pass(OVERDRAFT_MS_MAX + 1);
    throw new Error('no luck');
  };
  expect(() => share.spend(fail, () => {})).toThrow('no luck');
  expect(share.rests).toBe(true);
});
