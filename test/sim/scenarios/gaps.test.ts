import { describe, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';

/** How long it takes until what one end wrote has gone from one comparison to the next, in milliseconds. */
const COMPARED_MS = 60_000;

// Nobody configured the link between a and c. What they write reaches the other through b, at comparisons.

function gap(policy: 'local' | 'oldest' | 'merge' = 'local') {
  return new Scenario('abc', { policy, digests: true, gaps: [['a', 'c']] });
}

describe.each(['local', 'oldest', 'merge'] as const)('a link that was never there, %s', (policy) => {
  test('what one end writes to a channel that all hold reaches the other', () => {
    const net = gap(policy).join('b').rest().join('a').join('c').rest();
    net.ban('a', 'a!*@*').topic('c', 'of c').wait(COMPARED_MS);
    expect(net.everywhere()).toMatchObject({ bans: ['a!*@*'], topic: 'of c' });
    net.unban('c', 'a!*@*').wait(COMPARED_MS);
    expect(net.everywhere()?.bans).toEqual([]);
    net.heal();
  });

  test('it reaches also who only shows the channel', () => {
    const net = gap(policy).join('b').rest().join('a').rest();
    net.ban('a', 'a!*@*').wait(COMPARED_MS);
    expect(net.shown('c')?.bans).toEqual(['a!*@*']);
    net.heal();
  });

  test('nothing goes back and forth: after a while nothing is said but that all are equal', () => {
    const net = gap(policy).join('b').rest().join('a').join('c').ban('a', 'a!*@*').ban('c', 'c!*@*');
    net.wait(4 * COMPARED_MS);
    const lines = ['REQUEST', 'SUMS', 'CBURST'].map((verb) => net.said(verb));
    net.wait(10 * COMPARED_MS);
    expect(['REQUEST', 'SUMS', 'CBURST'].map((verb) => net.said(verb))).toEqual(lines);
  });
});

test('a channel created at both ends of a gap: all move to the older id as soon as the one between holds it', () => {
  const net = gap('oldest').join('c').ban('c', 'c!*@*').wait(5000).join('a').ban('a', 'a!*@*').rest();
  expect(net.id('a')).not.toBe(net.id('c'));
  net.join('b').wait(COMPARED_MS);
  expect(net.id('a')).toBe(net.id('c'));
  expect(net.everywhere()?.bans).toEqual(['c!*@*']);
  net.heal();
});

test('the one between says that a link is missing', () => {
  const net = gap().wait(200_000);
  expect(net.counted('told of mesh.link_missing')).toBe(1);
  net.heal();
});
