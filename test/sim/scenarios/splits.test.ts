import { describe, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';

// What today's native links get wrong.

/** #x, with users on both sides. */
function shared(letters = 'ab') {
  const net = new Scenario(letters);
  for (const letter of letters) net.join(letter as 'a').rest();
  return net;
}

test('a ban removed during a split stays removed', () => {
  const net = shared().ban('a', 'x!*@*').ban('a', 'y!*@*').rest();
  net.split('a', 'b').unban('b', 'x!*@*').rest().heal();
  expect(net.everywhere()?.bans).toEqual(['y!*@*']);
});

test('a mode removed during a split stays removed', () => {
  const net = shared().wish('a', { flag: 'moderated', set: true }).rest();
  net.split('a', 'b').wish('b', { flag: 'moderated', set: false }).rest().heal();
  expect(net.everywhere()?.flags).toEqual(['no-external']);
});

test('topic, limit and key changed on both sides of a split: the later of each is everywhere', () => {
  const net = shared().split('a', 'b');
  net.topic('a', 'early').rest().topic('b', 'late').wish('b', { limit: 5 }).rest();
  net.wish('a', { limit: 7 }).wish('b', { key: 'early' }).rest().wish('a', { key: 'late' }).heal();
  expect(net.everywhere()).toMatchObject({ topic: 'late', limit: 7, key: 'late' });
});

test('a key removed on one side and the limit on the other stay removed', () => {
  const net = shared().wish('a', { key: 'k' }).wish('a', { limit: 9 }).rest().split('a', 'b');
  net.wish('a', { key: null }).wish('b', { limit: null }).heal();
  expect(net.everywhere()).toMatchObject({ key: null, limit: null });
});

test('topics set on both sides at the same moment: one of them is everywhere', () => {
  const net = shared();
  for (let round = 0; round < 20; round++) {
    net.topic('a', `${round} of a`).topic('b', `${round} of b`).rest();
    expect([`${round} of a`, `${round} of b`]).toContain(net.everywhere()?.topic);
  }
  net.heal();
});

test('of two topics in the same second the later one is everywhere', () => {
  for (const [first, second] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const net = shared('abc');
    net.topic(first, 'zzz first').wait(300).topic(second, 'aaa second').heal();
    expect(net.everywhere()?.topic).toBe('aaa second');
  }
});

test('a channel that is emptied on one side during a split goes on there as it is', () => {
  const net = shared().ban('a', 'x!*@*').rest().split('a', 'b').part('a').rest();
  expect(net.shown('a')).toBeNull();
  net.topic('b', 'still here').heal();
  expect(net.everywhere()).toMatchObject({ bans: ['x!*@*'], topic: 'still here' });
  net.join('a').heal();
  expect(net.everywhere()?.bans).toEqual(['x!*@*']);
  expect(net.id('a')).toBe(net.id('b'));
});

test('a channel that is emptied and joined anew on one side during a split brings nothing of its own', () => {
  const net = shared().ban('a', 'x!*@*').rest().split('a', 'b').part('a').rest();
  net.join('a').ban('a', 'new!*@*').rest().heal();
  expect(net.id('a')).toBe(net.id('b'));
  expect(net.everywhere()?.bans).toEqual(['x!*@*']);
});

describe('a channel that is created apart on both sides', () => {
  const createdApart = (policy: 'local' | 'oldest' | 'merge') => {
    const net = new Scenario('abc', { policy }).split('a', 'bc');
    net.join('a').ban('a', 'x!*@*').topic('a', 'of a').wait(5000);
    return net.join('b').ban('b', 'y!*@*').wish('b', { key: 'of-b' }).rest().heal();
  };

  test('local: each holder keeps its own, and who holds none shows the oldest', () => {
    const net = createdApart('local');
    expect(net.shown('a')).toMatchObject({ bans: ['x!*@*'], topic: 'of a' });
    expect(net.shown('b')).toMatchObject({ bans: ['y!*@*'], key: 'of-b' });
    expect(net.id('c')).toBe(net.id('a'));
  });

  test('oldest: all move to the oldest as it is', () => {
    const net = createdApart('oldest');
    expect(net.everywhere()).toMatchObject({ bans: ['x!*@*'], topic: 'of a', key: null });
    expect(net.id('b')).toBe(net.id('a'));
  });

  test('merge: all move to the oldest, and nothing is lost', () => {
    const net = createdApart('merge');
    expect(net.everywhere()).toMatchObject({ bans: ['x!*@*', 'y!*@*'], topic: 'of a', key: 'of-b' });
    net.unban('b', 'y!*@*').unban('b', 'x!*@*').heal();
    expect(net.everywhere()?.bans).toEqual([]);
  });
});
