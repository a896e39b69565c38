import { describe, expect, test } from 'vitest';
import { Scenario, serverOf } from './scenario.ts';

// The rules that a model showed to be needed: without each of them something gets lost, comes back, or never ends.

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
  const net = new Scenario('ab', { pageSize: 1 }).split('a', 'b');
  for (const channel of ['#one', '#two', '#three', '#four'])
    net.join('a', channel).ban('a', 'x!*@*', channel);
  net.rest();
  const point = 'after taking PAGE';
  net.act({ kind: 'die at', server: serverOf('b'), point, hits: 2, downMs: 500 });
  net.mend('a', 'b').heal();
  for (const channel of ['#one', '#two', '#three', '#four'])
    expect(net.everywhere(channel)?.bans).toEqual(['x!*@*']);
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

test('the id of a dead channel is not taken again: its bans stay dead', () => {
  const net = new Scenario('ab').join('a').ban('a', 'x!*@*').rest().part('a').rest();
  net.join('b').rest().heal();
  expect(net.everywhere()?.bans).toEqual([]);
});

test('a channel is created on all servers at the same time: one id is left while nobody wrote to the others', () => {
  const net = new Scenario('abc').join('a').join('b').join('c').heal();
  expect(new Set([net.id('a'), net.id('b'), net.id('c')]).size).toBe(1);
});

test('who rides a split does not take over: its id gives way to the one that it knew of', () => {
  const net = new Scenario('ab').join('a').ban('a', 'x!*@*').rest().split('a', 'b').rest();
  net.join('b').topic('b', 'mine').wait(60_000).heal();
  expect(net.everywhere()).toMatchObject({ bans: ['x!*@*'], topic: null });
});

test('three ids are merged, whichever two meet first', () => {
  for (const [first, second] of [
    ['a', 'bc'],
    ['c', 'ab'],
    ['b', 'ac'],
  ] as const) {
    const net = new Scenario('abc', { policy: 'merge' }).split('a', 'bc').split('b', 'c');
    for (const at of ['a', 'b', 'c'] as const)
      net.join(at).ban(at, `${at}!*@*`).topic(at, `of ${at}`).wait(2000);
    net.mend(second[0]!, second[1]!).rest().wait(40_000).mend(first, second).heal();
    expect(net.everywhere()).toMatchObject({ bans: ['a!*@*', 'b!*@*', 'c!*@*'], topic: 'of a' });
  }
});

test('under oldest one id is left where two were created within the same second', () => {
  const net = new Scenario('ab', { policy: 'oldest' }).split('a', 'b');
  net.join('b').topic('b', 't').wait(5).join('a').topic('a', 'u').heal();
  expect(net.id('a')).toBe(net.id('b'));
});

describe('what a host shows when it attaches', () => {
  const detach = { kind: 'detach', server: serverOf('a'), forMs: 20_000 } as const;
  const restart = { kind: 'restart ircd', server: serverOf('a') } as const;

  test('what users did while nobody listened is written', () => {
    const net = new Scenario('ab').join('a').join('b').ban('a', 'x!*@*').rest().act(detach);
    net.unban('a', 'x!*@*').ban('a', 'y!*@*').heal();
    expect(net.everywhere()?.bans).toEqual(['y!*@*']);
  });

  test('what the network did meanwhile is not undone', () => {
    const net = new Scenario('ab').join('a').join('b').ban('a', 'x!*@*').rest().act(detach);
    net.unban('b', 'x!*@*').ban('b', 'y!*@*').topic('b', 't').heal();
    expect(net.everywhere()).toMatchObject({ bans: ['y!*@*'], topic: 't' });
  });

  test('an ircd that restarted has forgotten, it has not removed', () => {
    const net = new Scenario('ab').join('a').join('b').ban('a', 'x!*@*').wish('a', { key: 'k' }).rest();
    net.act(restart).join('a').rest().heal();
    expect(net.everywhere()).toMatchObject({ bans: ['x!*@*'], key: 'k' });
  });

  test('a flag that the ircd sets by itself and the network removed does not come back', () => {
    const net = new Scenario('ab').join('a').join('b').wish('b', { flag: 'no-external', set: false }).rest();
    net.act(restart).join('a').rest().heal();
    expect(net.everywhere()?.flags).toEqual([]);
  });

  test('after a restart of the ircd the channel keeps its id for its users', () => {
    const net = new Scenario('ab').join('a').ban('a', 'x!*@*').rest();
    const id = net.id('a');
    net.act(restart).wait(2000).join('a').heal();
    expect(net.id('a')).toBe(id);
    expect(net.everywhere()?.bans).toEqual(['x!*@*']);
  });

  test('a value that was cut to fit is not a change', () => {
    const net = new Scenario('ab', { traits: { a: { topicBytesMax: 4 } } }).join('a').join('b');
    net.topic('b', 'a long topic').rest().act(detach).heal();
    expect(net.shown('a')?.topic).toBe('a lo');
    expect(net.shown('b')?.topic).toBe('a long topic');
  });
});

test('a user and an update that cross end in the same state', () => {
  for (let waitMs = 0; waitMs < 24; waitMs++) {
    const net = new Scenario('ab').join('a').join('b').rest();
    net
      .topic('a', 'of a')
      .wait(waitMs)
      .topic('b', 'of b')
      .wish('b', { key: 'k' })
      .wish('a', { key: null })
      .heal();
    expect(net.everywhere()?.topic).not.toBeNull();
  }
});

test('events that are said twice count once', () => {
  const net = new Scenario('ab')
    .join('a')
    .join('b')
    .rest()
    .ban('a', 'x!*@*')
    .rest()
    .unban('b', 'x!*@*')
    .rest();
  net.act({ kind: 'repeat events', server: serverOf('a') }).heal();
  expect(net.everywhere()?.bans).toEqual([]);
});

describe('a clock that was a day ahead', () => {
  test('holds up nobody: whoever has seen its writes writes above them', () => {
    const net = new Scenario('ab').join('a').join('b').rest();
    net
      .act({ kind: 'clock', server: serverOf('a'), offMs: 24 * 3600 * 1000 })
      .topic('a', 'tomorrow')
      .rest();
    net
      .act({ kind: 'clock', server: serverOf('a'), offMs: 0 })
      .topic('b', 'today')
      .rest()
      .heal();
    expect(net.everywhere()?.topic).toBe('today');
  });
});

describe('a link that carries only one way', () => {
  test('ends, and what was said into the void is said again', () => {
    const net = new Scenario('ab').join('a').join('b').rest();
    net.act({ kind: 'block', from: serverOf('a'), to: serverOf('b') });
    net.topic('a', 'unheard').ban('b', 'x!*@*').wait(200_000);
    expect(net.shown('b')?.topic ?? null).toBeNull();
    net.heal();
    expect(net.everywhere()).toMatchObject({ topic: 'unheard', bans: ['x!*@*'] });
  });
});

test('a machine that loses power without a word is missed', () => {
  const net = new Scenario('ab').join('a').ban('a', 'x!*@*').rest();
  net.act({ kind: 'power', server: serverOf('a'), downMs: 1_000_000, lost: 0 }).wait(200_000);
  expect(net.shown('b')).toBeNull();
  net.heal();
  expect(net.everywhere()?.bans).toEqual(['x!*@*']);
});
