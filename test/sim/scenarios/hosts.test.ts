import { describe, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { serverOf } from './scenario-options.ts';

describe('what a host shows when it attaches', () => {
  const detach = { kind: 'detach', server: serverOf('a'), forMs: 20_000 } as const;
  const restart = { kind: 'restart ircd', server: serverOf('a') } as const;

  test('what users did while nobody listened is written', () => {
    // Last seen after the second in which the channel was created: else it might have been created anew.
    const net = new Scenario('ab').join('a').join('b').ban('a', 'x!*@*').rest();
    net.wait(1000).topic('a', 't').rest().act(detach);
    net.unban('a', 'x!*@*').ban('a', 'y!*@*').heal();
    expect(net.everywhere()?.bans).toEqual(['y!*@*']);
  });

  test('what the network did meanwhile is not undone', () => {
    const net = new Scenario('ab').join('a').join('b').ban('a', 'x!*@*').rest().act(detach);
    net.unban('b', 'x!*@*').ban('b', 'y!*@*').topic('b', 't').rest().heal();
    expect(net.everywhere()).toMatchObject({ bans: ['y!*@*'], topic: 't' });
  });

  test('what users did while the sidecar was down is written: what they saw before outlives it', () => {
    const net = new Scenario('ab').join('a').rest().join('b').ban('b', 'x!*@*').topic('b', 't').rest();
    net.kill('a', 20_000).wait(2000).unban('a', 'x!*@*').heal();
    expect(net.everywhere()).toMatchObject({ bans: [], topic: 't' });
  });

  test('what was on its way to the host when it went is not undone', () => {
    for (let waitMs = 0; waitMs < 40; waitMs++) {
      const net = new Scenario('ab').join('a').rest().join('b').join('a', '#y').rest();
      // What a user does elsewhere proves that the host has seen everything up to then, which it has not.
      net.ban('b', 'x!*@*').wait(waitMs).topic('a', 't', '#y').wait(2).act(detach).heal();
      expect(net.everywhere()?.bans).toEqual(['x!*@*']);
    }
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
    net.act(restart).wait(10_000).join('a').heal();
    expect(net.id('a')).toBe(id);
    expect(net.everywhere()?.bans).toEqual(['x!*@*']);
  });

  test('a value that was cut to fit is not a change', () => {
    const net = new Scenario('ab', { traits: { a: { topicBytesMax: 4 } } }).join('a').join('b');
    net.topic('b', 'a long topic').rest().act(detach).heal();
    expect(net.shown('a')?.topic).toBe('a lo');
    expect(net.shown('b')?.topic).toBe('a long topic');
  });

  test('a mask that was cut to fit is not a change, and stands for what it was made of', () => {
    const net = new Scenario('ab', { traits: { a: { nickBytesMax: 5 } } }).join('a').rest().join('b').rest();
    net.ban('b', 'long-nick!*@*').rest().act(detach).wait(25_000);
    expect(net.shown('a')?.bans).toEqual(['long*!*@*']);
    expect(net.shown('b')?.bans).toEqual(['long-nick!*@*']);
    net.unban('a', 'long*!*@*').heal();
    expect(net.everywhere()?.bans).toEqual([]);
  });

  test('what users did on an ircd that restarted, before its adapter was back, is written', () => {
    const net = new Scenario('ab')
      .join('a')
      .rest()
      .join('b')
      .ban('a', 'x!*@*')
      .rest()
      .act(detach)
      .act(restart);
    net.wait(2000).join('a').ban('a', 'y!*@*').wish('a', { key: 'k' }).heal();
    expect(net.everywhere()).toMatchObject({ bans: ['x!*@*', 'y!*@*'], key: 'k' });
  });

  test('a channel that ended and began anew while nobody listened has forgotten too', () => {
    const net = new Scenario('ab')
      .join('a')
      .rest()
      .join('b')
      .ban('a', 'x!*@*')
      .wish('b', { limit: 5 })
      .rest();
    net.act(detach).part('a').wait(2000).join('a').ban('a', 'y!*@*').heal();
    expect(net.everywhere()).toMatchObject({ bans: ['x!*@*', 'y!*@*'], limit: 5 });
  });
});

test('a user and an update that cross end in the same state', () => {
  for (let waitMs = 0; waitMs < 60; waitMs++) {
    const net = new Scenario('ab').join('a').rest().join('b').rest();
    // The ircd may tell of what the user did before it tells that it had applied the update.
    net.topic('b', 'of b').wait(waitMs).topic('a', 'of a').topic('b', 'of b').heal();
    expect(net.everywhere()?.topic).not.toBeNull();
  }
});

test('slow ircds, a crash and a split at once: all end in the same state', () => {
  const net = new Scenario('abc', { hostDelayMsMax: 300, commitMsMax: 50 })
    .join('a')
    .join('b')
    .join('c')
    .rest();
  for (let round = 0; round < 12; round++) {
    const [one, other] = round % 2 === 0 ? (['a', 'b'] as const) : (['b', 'c'] as const);
    net
      .topic(one, `round ${round}`)
      .wish(other, { limit: round })
      .ban(one, `${round % 3}!*@*`)
      .wait(110);
    net
      .unban(other, `${round % 3}!*@*`)
      .topic(other, `answer ${round}`)
      .wait(round * 20);
    if (round === 4) net.kill('b', 700);
    if (round === 7) net.split('a', 'c');
  }
  net.heal();
  expect(net.everywhere()?.topic).not.toBeNull();
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

test('what was acknowledged to a host outlives a crash of its sidecar and of its ircd', () => {
  const net = new Scenario('ab', { commitMsMax: 30 }).join('a').rest().join('b').rest();
  net.act({
    kind: 'die at',
    server: serverOf('a'),
    point: 'before a commit with channel',
    hits: 1,
    downMs: 500,
  });
  net
    .ban('a', 'x!*@*')
    .wait(200)
    .act({ kind: 'restart ircd', server: serverOf('a') })
    .rest();
  net.heal();
});
