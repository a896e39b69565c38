import { describe, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { serverOf } from './scenario-options.ts';

describe('a link that carries only one way', () => {
  test('ends, and what was said into the void is said again', () => {
    const net = new Scenario('ab').join('a').join('b').rest();
    net.act({ kind: 'block', from: serverOf('a'), to: serverOf('b') });
    net.topic('a', 'unheard').ban('b', 'x!*@*').wait(200_000);
    expect(net.counted('a link timed out')).toBeGreaterThan(0);
    expect(net.shown('b')?.topic).toBeNull();
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
