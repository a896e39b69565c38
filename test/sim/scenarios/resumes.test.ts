import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { serverOf } from './scenario-options.ts';

// What a link brings after it was down, and what it must not.

test('presence is kept while a link is down: after a resume the channel is there under its id', () => {
  const net = new Scenario('ab').join('a').ban('a', 'x!*@*').rest();
  const id = net.id('b');
  net.split('a', 'b').wait(2000);
  expect(net.shown('b')).toBeNull();
  const lines = net.said('CBURST');
  net.heal();
  expect(net.id('b')).toBe(id);
  expect(net.shown('b')?.bans).toEqual(['x!*@*']);
  expect(net.said('CBURST')).toBe(lines);
});

test('a burst that is interrupted is not taken for a complete one', () => {
  const channels = Array.from({ length: 6 }, (_, number) => `#number-${number}`);
  for (let hits = 1; hits <= channels.length; hits++) {
    const net = new Scenario('ab', { pageSize: 1, commitMsMax: 0 }).split('a', 'b');
    for (const channel of channels) net.join('a', channel).ban('a', 'x!*@*', channel);
    net.rest().act({ kind: 'die at', server: serverOf('b'), point: 'after sending ACK', hits, downMs: 500 });
    net.relink('a', 'b').heal();
    for (const channel of channels) expect(net.everywhere(channel)?.bans).toEqual(['x!*@*']);
  }
});

test('what changes while a burst is under way is told after it, though it was presented already', () => {
  const net = new Scenario('ab', { pageSize: 1 }).split('a', 'b');
  for (let number = 0; number < 30; number++) net.join('a', `#number-${number}`);
  net.rest();
  const lines = net.said('CBURST');
  net.mend('a', 'b').until(() => net.said('CBURST') > lines + 4);
  net.ban('a', 'x!*@*', '#number-0').rest().heal();
  expect(net.everywhere('#number-0')?.bans).toEqual(['x!*@*']);
});

test('what a server wrote reaches others through whoever got it, though it is gone itself', () => {
  const net = new Scenario('abc').join('a').join('b').rest().split('c', 'ab').ban('a', 'x!*@*').rest();
  net.act({ kind: 'kill', server: serverOf('a'), downMs: 3_600_000 }).rest();
  net.join('c').rest().mend('c', 'b').wait(60_000);
  expect(net.shown('b')?.bans).toEqual(['x!*@*']);
  expect(net.shown('c')?.bans).toEqual(['x!*@*']);
});

test('what was written just before leaving is not lost', () => {
  const net = new Scenario('ab').join('a').join('b').ban('a', 'x!*@*').rest().split('a', 'b');
  net.unban('a', 'x!*@*').part('a').rest().heal();
  expect(net.everywhere()?.bans).toEqual([]);
});

test('the last unban of a leaver that crashed is not lost', () => {
  const net = new Scenario('abc').join('a').join('b').ban('a', 'x!*@*').rest().split('a', 'b');
  net.unban('a', 'x!*@*').part('a').rest();
  net.act({ kind: 'kill', server: serverOf('a'), downMs: 500 }).heal();
  expect(net.everywhere()?.bans).toEqual([]);
});

test('a server that adopted a channel bursts it in the name of its origin', () => {
  const net = new Scenario('abc').split('c', 'ab').join('a').rest().join('b').ban('b', 'x!*@*').rest();
  net.part('a').rest().heal();
  expect(net.id('c')).toBe(net.id('b'));
  expect(net.everywhere()?.bans).toEqual(['x!*@*']);
});

test('a peer that comes back with nothing is no ghost: what it does not burst it holds no more', () => {
  const net = new Scenario('ab').join('a').ban('a', 'x!*@*').rest().stop('a', 1000);
  net.world.server(serverOf('a')).disk.erase();
  net.act({ kind: 'restart ircd', server: serverOf('a') }).wait(40_000);
  expect(net.shown('b')).toBeNull();
  net.heal();
});

test.each(['unreadable', 'bad value'] as const)('what came as a line that is %s comes again', (how) => {
  const net = new Scenario('ab')
    .join('a')
    .ban('a', 'x!*@*')
    .rest()
    .split('a', 'b')
    .unban('a', 'x!*@*')
    .rest();
  net.act({ kind: 'garble', from: serverOf('a'), to: serverOf('b'), how }).relink('a', 'b');
  expect(net.said('NAK')).toBeGreaterThan(0);
  expect(net.shown('b')?.bans).toEqual([]);
  net.heal();
});

test('a link that ends before a rejected line came again does not move the resume point past it', () => {
  const net = new Scenario('ab')
    .join('a')
    .ban('a', 'x!*@*')
    .rest()
    .split('a', 'b')
    .unban('a', 'x!*@*')
    .rest();
  net.act({ kind: 'garble', from: serverOf('a'), to: serverOf('b'), how: 'bad value' });
  net
    .mend('a', 'b')
    .until(() => net.said('NAK') > 0)
    .act({ kind: 'block', from: serverOf('a'), to: serverOf('b') });
  net
    .wait(10_000)
    .act({ kind: 'reset', pair: [serverOf('a'), serverOf('b')] })
    .heal();
  expect(net.everywhere()?.bans).toEqual([]);
});
