import { describe, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { serverOf } from './scenario-options.ts';

// Clocks that jump by a day and are right again later.

const DAY_MS = 24 * 3600 * 1000;

/** #x, with users on all sides. */
function shared() {
  return new Scenario('abc').join('a').rest().join('b').join('c').rest();
}

describe('a clock that is a day ahead', () => {
  test('what is written there counts at once, and whoever has seen it writes above it', () => {
    const net = shared().clock('a', DAY_MS).topic('a', 'tomorrow').ban('a', 'x!*@*').rest();
    expect(net.everywhere()).toMatchObject({ topic: 'tomorrow', bans: ['x!*@*'] });
    net.topic('b', 'today').unban('c', 'x!*@*').rest();
    expect(net.everywhere()).toMatchObject({ topic: 'today', bans: [] });
    expect(net.sidecar('b').replica.quarantine.size).toBe(0);
    net.heal();
    expect(net.everywhere()).toMatchObject({ topic: 'today', bans: [] });
  });

  test('holds up nobody when it is right again', () => {
    const net = shared().clock('a', DAY_MS).topic('a', 'tomorrow').rest();
    net.clock('a', 0).topic('b', 'today').heal();
    expect(net.everywhere()?.topic).toBe('today');
  });

  test('does not hold up its own server when it is right again, not even after a crash', () => {
    const net = shared().clock('a', DAY_MS).topic('a', 'tomorrow').ban('a', 'x!*@*').rest();
    net.clock('a', 0).topic('a', 'today').rest().kill('a', 500).wait(40_000).unban('a', 'x!*@*').heal();
    expect(net.everywhere()).toMatchObject({ topic: 'today', bans: [] });
  });

  test('a link comes up though the clocks differ, and what was written apart is joined', () => {
    const net = shared().split('a', 'bc').clock('a', DAY_MS).ban('a', 'x!*@*').ban('b', 'y!*@*').rest();
    net.relink('a', 'bc');
    expect(net.everywhere()?.bans).toEqual(['x!*@*', 'y!*@*']);
    net.heal();
  });
});

describe('a clock that is a day behind', () => {
  test('what is written there is above what was seen there', () => {
    const net = shared().topic('a', 'first').ban('a', 'x!*@*').rest().clock('b', -DAY_MS);
    net.topic('b', 'second').unban('b', 'x!*@*').rest();
    expect(net.everywhere()).toMatchObject({ topic: 'second', bans: [] });
    net.heal();
    expect(net.everywhere()).toMatchObject({ topic: 'second', bans: [] });
  });
});

describe("an ircd's clock that is a day off", () => {
  const clock = (offMs: number) => ({ kind: 'ircd clock', server: serverOf('a'), offMs }) as const;

  test('ahead: what its users did while nobody listened holds up nobody', () => {
    const net = shared().detach('a', 20_000).act(clock(DAY_MS)).topic('a', 'tomorrow').wait(40_000);
    expect(net.everywhere()?.topic).toBe('tomorrow');
    expect(net.sidecar('b').replica.clock.last().ms).toBeLessThanOrEqual(net.world.agenda.nowMs);
    net.topic('b', 'today').heal();
    expect(net.everywhere()?.topic).toBe('today');
  });

  test('behind: what its users did while nobody listened counts', () => {
    const net = shared().topic('b', 'first').rest().detach('a', 20_000).act(clock(-DAY_MS));
    net.topic('a', 'second').wait(40_000);
    expect(net.everywhere()?.topic).toBe('second');
    net.heal();
  });
});
