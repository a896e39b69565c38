import { describe, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { serverOf } from './scenario-options.ts';

test('a move announces the new id before it drops the old one: nowhere the channel is gone for a moment', () => {
  // c learns of the move from nobody but b, and slowly, line by line.
  const net = new Scenario('abc', { policy: 'oldest', pageSize: 1, gaps: [['a', 'c']] }).split('a', 'b');
  net.join('a').topic('a', 'of a').wait(5000).join('b').topic('b', 'of b').rest();
  expect(net.shown('c')?.topic).toBe('of b');
  net.world.gone.clear();
  const slow = { delayMsMax: 2000, windowBytes: 1 << 20 };
  net.act({ kind: 'slow', from: serverOf('b'), to: serverOf('c'), ...slow }).relink('a', 'b');
  expect(net.id('b')).toBe(net.id('a'));
  expect(net.id('c')).toBe(net.id('a'));
  expect([...net.world.gone]).toEqual([]);
});

test('under oldest one id is left where two were created within the same second', () => {
  for (const [first, second] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const net = new Scenario('ab', { policy: 'oldest' }).split('a', 'b');
    // An ircd that is ahead is not believed: the time is then the sidecar's, which counts in milliseconds.
    for (const letter of 'ab') net.act({ kind: 'ircd clock', server: serverOf(letter), offMs: 5000 });
    net.join(first).topic(first, 't').wait(300).join(second).topic(second, 'u').heal();
    expect(net.id('a')).toBe(net.id('b'));
    expect(net.everywhere()?.topic).toBe('t');
  }
});

test('under oldest one id is left where two were created within the same millisecond', () => {
  const net = new Scenario('ab', { policy: 'oldest' }).split('a', 'b');
  net.join('b').topic('b', 't').join('a').topic('a', 'u').heal();
  expect(net.id('a')).toBe(net.id('b'));
});

describe('merge', () => {
  test('three ids are merged, whichever two meet first', () => {
    for (const [first, second] of [
      ['a', 'bc'],
      ['c', 'ab'],
      ['b', 'ac'],
    ] as const) {
      const net = new Scenario('abc', { policy: 'merge' }).split('a', 'bc').split('b', 'c');
      for (const at of ['a', 'b', 'c'] as const)
        net.join(at).ban(at, `${at}!*@*`).topic(at, `of ${at}`).wait(2000);
      net.relink(second[0]!, second[1]!).mend(first, second).heal();
      expect(net.everywhere()).toMatchObject({ bans: ['a!*@*', 'b!*@*', 'c!*@*'], topic: 'of a' });
    }
  });

  test('a field of the winner beats a later one of an id that was merged into it', () => {
    const net = new Scenario('ab', { policy: 'merge' }).split('a', 'b');
    net.join('a').topic('a', 'early').wait(5000).join('b').topic('b', 'late').heal();
    expect(net.everywhere()?.topic).toBe('early');
  });

  test('of two ids that were merged the older one is inherited from, not the later write', () => {
    const net = new Scenario('abc', { policy: 'merge' }).split('a', 'bc').split('b', 'c');
    net.join('a').ban('a', 'a!*@*').wait(2000).join('b').topic('b', 'of b').wait(2000);
    net.join('c').topic('c', 'of c').heal();
    expect(net.everywhere()?.topic).toBe('of b');
  });

  test('a removal on the winner hides what a merged id has', () => {
    const net = new Scenario('ab', { policy: 'merge' }).split('a', 'b');
    net.join('a').ban('a', 'x!*@*').wait(2000).unban('a', 'x!*@*');
    net.join('b').ban('b', 'x!*@*').ban('b', 'y!*@*').heal();
    expect(net.everywhere()?.bans).toEqual(['y!*@*']);
  });

  test('a late write to an id that was merged reaches the winner', () => {
    const net = new Scenario('abc', { policy: 'merge' }).split('a', 'bc');
    net.join('a').ban('a', 'a!*@*').wait(5000).join('b').rest().join('c').ban('b', 'b!*@*').rest();
    net.split('c', 'b').relink('a', 'b');
    expect(net.id('b')).toBe(net.id('a'));
    net.ban('c', 'late!*@*').unban('c', 'b!*@*').heal();
    expect(net.everywhere()?.bans).toEqual(['a!*@*', 'late!*@*']);
  });

  test('it reaches the winner also if the id was merged into one that was merged itself', () => {
    const net = new Scenario('abcd', { policy: 'merge' }).split('a', 'bcd').split('b', 'cd');
    net.join('a').ban('a', 'a!*@*').wait(5000).join('b').ban('b', 'b!*@*').wait(5000);
    net.join('c').rest().join('d').ban('c', 'c!*@*').rest().split('d', 'c');
    net.relink('b', 'c').relink('a', 'bc');
    expect(new Set([net.id('a'), net.id('b'), net.id('c')]).size).toBe(1);
    net.ban('d', 'late!*@*').rest().heal();
    expect(net.everywhere()?.bans).toEqual(['a!*@*', 'b!*@*', 'c!*@*', 'late!*@*']);
  });
});
