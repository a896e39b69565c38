import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { serverOf } from './scenario-options.ts';

const FORGET_MIN_MS = 150_000;
const FORGET_AFTER_MS = 1_200_000;

test('a channel that died and was forgotten while a server was silent is asked for when it is known again', () => {
  // Each of both begins the comparison once, and what came may take a while.
  for (const [silent, other, commitMsMax] of [
    ['a', 'b', 0],
    ['b', 'a', 0],
    ['a', 'b', 300],
  ] as const) {
    const options = { digests: true, forgetMinMs: FORGET_MIN_MS, forgetAfterMs: FORGET_AFTER_MS };
    const net = new Scenario('ab', { ...options, commitMsMax });
    net
      .join(other)
      .rest()
      .kill(silent, 2 * FORGET_AFTER_MS)
      .part(other);
    net.wait(2 * FORGET_AFTER_MS + 5000);
    expect([net.ids(other), net.ids(silent)]).toEqual([0, 1]);
    // Whoever let it in by `readmit` tells it everything, and then there is nothing to ask for.
    net.sidecar(other).operate((replica) => replica.remember(serverOf(silent), { silentMs: 0 }));
    expect(net.heal().everywhere()).toBeNull();
  }
});

test('a channel that died and was forgotten while a server was silent is gone there, though operators reject what it says of it', () => {
  const net = new Scenario('ab', {
    digests: true,
    forgetMinMs: FORGET_MIN_MS,
    forgetAfterMs: FORGET_AFTER_MS,
  });
  net
    .join('a')
    .rest()
    .kill('b', 2 * FORGET_AFTER_MS)
    .part('a')
    .wait(2 * FORGET_AFTER_MS + 5000);
  expect([net.ids('a'), net.shown('b')]).toEqual([0, expect.anything()]);
  net.sidecar('a').readmit(serverOf('b'), true);
  net.wait(120_000).act({ kind: 'reject what waits', server: serverOf('a') });
  expect(net.heal().everywhere()).toBeNull();
});
