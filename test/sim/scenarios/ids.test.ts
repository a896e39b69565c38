import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';

// Which id a name has.

test.each(['a', 'b'] as const)(
  'the id of a dead channel is not taken again: its bans stay dead (%s joins)',
  (at) => {
    const net = new Scenario('ab').join('a').ban('a', 'x!*@*').rest().part('a').rest();
    net.join(at).rest().heal();
    expect(net.everywhere()?.bans).toEqual([]);
  },
);

test('a channel is created on all servers at the same time: one id is left while nobody wrote to the others', () => {
  const net = new Scenario('abc').join('a').join('b').join('c').heal();
  expect(new Set([net.id('a'), net.id('b'), net.id('c')]).size).toBe(1);
});

test('who rides a split does not take over: its id gives way to the one that it knew of', () => {
  const net = new Scenario('ab').join('a').ban('a', 'x!*@*').rest().split('a', 'b').rest();
  net.join('b').topic('b', 'mine').wait(60_000).heal();
  expect(net.everywhere()).toMatchObject({ bans: ['x!*@*'], topic: null });
});

test('the id of a holder that is out of reach is not taken: who rides a split would win by later writes', () => {
  const net = new Scenario('ab').join('a').ban('a', 'x!*@*').rest().split('a', 'b').rest();
  net.join('b').rest();
  expect(net.id('b')).not.toBe(net.id('a'));
  expect(net.shown('b')?.bans).toEqual([]);
  net.unban('b', 'x!*@*').ban('b', 'y!*@*').heal();
  expect(net.everywhere()?.bans).toEqual(['x!*@*']);
});

test('a name that nobody wrote to but one has one id, though three created it at once and were apart at once', () => {
  const net = new Scenario('abc').join('a').join('b').join('c').split('a', 'bc').split('b', 'c').rest();
  net.ban('c', 'x!*@*').rest().heal();
  expect(new Set([net.id('a'), net.id('b'), net.id('c')]).size).toBe(1);
  expect(net.everywhere()?.bans).toEqual(['x!*@*']);
});
