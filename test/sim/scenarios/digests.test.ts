import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { type Letter, serverOf } from './scenario-options.ts';

// What only a comparison brings to light. No link comes up in between: a resume would tell it too.

/** How long it takes until two servers have compared what they have, in milliseconds. */
const COMPARED_MS = 60_000;
/** How long somebody is away who does not come back while it matters, in milliseconds. */
const LONG_MS = 3_600_000;

test('what only one peer heard of a server that then died reaches the others', () => {
  const net = new Scenario('abc', { digests: true }).join('a').join('b').join('c').rest();
  net.split('c', 'a').ban('a', 'x!*@*').rest().kill('a', LONG_MS).wait(COMPARED_MS);
  expect(net.shown('c')?.bans).toEqual(['x!*@*']);
  net.heal();
});

test('it reaches also who only shows the channel and does not hold it', () => {
  const net = new Scenario('abc', { digests: true }).join('a').join('b').rest();
  net.split('c', 'a').ban('a', 'x!*@*').rest().kill('a', LONG_MS).wait(COMPARED_MS);
  expect(net.shown('c')?.bans).toEqual(['x!*@*']);
  net.heal();
});

test('and it may come from somebody who only shows the channel', () => {
  const net = new Scenario('abc', { digests: true }).join('a').join('b').rest();
  net.split('b', 'a').ban('a', 'x!*@*').rest().kill('a', LONG_MS).wait(COMPARED_MS);
  expect(net.shown('b')?.bans).toEqual(['x!*@*']);
  net.heal();
});

test('a removal reaches them as well, though it is nothing that one could compare', () => {
  const net = new Scenario('abc', { digests: true }).join('a').join('b').join('c').ban('b', 'x!*@*').rest();
  net.split('c', 'a').unban('a', 'x!*@*').rest().kill('a', LONG_MS).wait(COMPARED_MS);
  expect(net.shown('c')?.bans).toEqual([]);
  net.heal();
});

test('what was written late to a merged id, which nobody holds any more, reaches whoever shows it', () => {
  const net = new Scenario('abc', { policy: 'merge', digests: true }).split('a', 'bc');
  net.join('a').topic('a', 'of a').wait(5000).join('b').rest().join('c').topic('b', 'of b').rest();
  net.split('b', 'c').relink('a', 'b').ban('c', 'late!*@*').rest();
  net.relink('b', 'c').kill('c', LONG_MS).wait(COMPARED_MS);
  expect(net.shown('b')?.bans).toEqual(['late!*@*']);
  expect(net.shown('a')?.bans).toEqual(['late!*@*']);
  net.heal();
});

test('a removal reaches whoever has what waits here, though the difference is an old one by then', () => {
  // a hears of nothing but what c tells it, and b was expelled by c.
  const forgets = { forgetMinMs: 150_000, forgetAfterMs: 1_200_000 };
  for (const [waits, other] of ['cb', 'bc'] as unknown as [Letter, Letter][]) {
    const net = new Scenario('abc', { digests: true, unlinked: [['a', other]], ...forgets });
    for (const at of ['a', 'b', 'c'] as const) net.join(at).rest();
    net
      .topic(waits, 'known to all')
      .rest()
      .split('b', 'c')
      .ban(other, 'x!*@*')
      .wait(1_300_000)
      .relink('b', 'c');
    net.sidecar(waits).readmit(serverOf(other), true);
    net.sidecar(other).readmit(serverOf(waits), false);
    net.wait(150_000);
    expect([net.shown(waits)?.bans, net.shown(other)?.bans]).toEqual([[], ['x!*@*']]);
    net.ban('a', 'x!*@*').rest().unban('a', 'x!*@*').rest();
    expect(net.heal().everywhere()?.bans).toEqual([]);
  }
});

test('servers that are equal say so in two lines, however much they have', () => {
  const net = new Scenario('ab', { digests: true });
  for (let number = 0; number < 30; number++) {
    const channel = `#number-${number}`;
    net.join(number % 2 === 0 ? 'a' : 'b', channel).ban(number % 2 === 0 ? 'a' : 'b', 'x!*@*', channel);
  }
  net.heal();
  const before = { sums: net.said('SUMS'), lines: net.said('CBURST'), rounds: net.said('DIGEST') };
  net.wait(600_000);
  expect(net.said('DIGEST')).toBeGreaterThan(before.rounds);
  expect(net.said('SUMS')).toBe(before.sums);
  expect(net.said('CBURST')).toBe(before.lines);
});
