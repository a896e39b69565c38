import { describe, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { type Letter, type ScenarioOptions, serverOf } from './scenario-options.ts';

// What was removed is forgotten once nobody can bring it back, and not a moment before.

const FORGET_MIN_MS = 150_000;
/** Far beyond what age alone would forget, in milliseconds. */
const LONG_MS = 20 * FORGET_MIN_MS;
const options = { forgetMinMs: FORGET_MIN_MS };

/** #x with a ban, and users on all sides. */
function shared(letters: string, more: ScenarioOptions = options) {
  const net = new Scenario(letters, more);
  for (const letter of letters) net.join(letter as Letter).rest();
  return net.ban('a', 'x!*@*').rest();
}

test('a removal is kept for a peer that is away, however long', () => {
  const net = shared('ab');
  net.split('a', 'b').unban('a', 'x!*@*').wait(LONG_MS);
  expect(net.counted('something was forgotten')).toBe(0);
  net.heal();
  expect(net.everywhere()?.bans).toEqual([]);
});

test('a removal is kept for a peer that is away from somebody else', () => {
  const net = shared('abc');
  net.split('b', 'c').unban('b', 'x!*@*').wait(LONG_MS);
  expect(net.counted('something was forgotten')).toBe(0);
  net.heal();
  expect(net.everywhere()?.bans).toEqual([]);
});

test('a removal is kept until the peer that came back has acknowledged it', () => {
  // What a tells after the end of its burst gets lost, and at any moment then it looks for what it may forget.
  for (let laterMs = 0; laterMs < 40_000; laterMs += 2500) {
    const net = shared('ab');
    net
      .split('a', 'b')
      .unban('a', 'x!*@*')
      .rest()
      .part('a')
      .wait(LONG_MS + laterMs);
    const { peers } = net.sidecar('b').table;
    net.mend('a', 'b').until(() => peers.get(serverOf('a'))!.session?.live === true);
    net.act({ kind: 'block', from: serverOf('a'), to: serverOf('b') }).wait(18_000);
    net.act({ kind: 'reset', pair: [serverOf('a'), serverOf('b')] }).heal();
    expect(net.everywhere()?.bans).toEqual([]);
  }
});

test('a removal is kept while it may be on its way from its author to somebody else', () => {
  for (let laterMs = 0; laterMs < 40_000; laterMs += 5000) {
    const net = shared('abc', { ...options, digests: true }).wait(laterMs);
    net
      .act({ kind: 'block', from: serverOf('b'), to: serverOf('c') })
      .unban('b', 'x!*@*')
      .wait(15_000);
    net.kill('b', LONG_MS).wait(200_000);
    expect([net.shown('a')?.bans, net.shown('c')?.bans]).toEqual([[], []]);
  }
});

test('what everybody has is forgotten, and stays gone', () => {
  const net = shared('abc').unban('b', 'x!*@*');
  net.join('c', '#y').ban('c', 'y!*@*', '#y').rest().part('c', '#y').wait(LONG_MS);
  for (const at of ['a', 'b', 'c'] as const) {
    expect(removals(net, at)).toBe(0);
    expect(net.ids(at, '#y')).toBe(0);
  }
  net.kill('a', 500).kill('b', 500).heal();
  expect(net.everywhere()?.bans).toEqual([]);
  expect(net.everywhere('#y')).toBeNull();
});

test('a dead channel is kept for a peer that is away: its last word was that it is empty', () => {
  const net = shared('abc').part('c').rest().split('c', 'ab');
  net.part('b').part('a').wait(LONG_MS);
  expect(net.ids('a')).toBe(1);
  net.heal();
  expect(net.everywhere()).toBeNull();
});

describe('a peer that was silent for too long', () => {
  const expelling = { ...options, digests: true, forgetAfterMs: 1_200_000 };

  /** While c was silent a ban that it knew was lifted, and a channel that it knew died. It has one of its own. */
  function silent() {
    const net = shared('abc', expelling).join('a', '#died').ban('a', 'died!*@*', '#died').join('c', '#own');
    return net.rest().split('c', 'ab').unban('a', 'x!*@*').part('a', '#died').wait(LONG_MS);
  }

  /** All who were expelled are let in, on both sides. */
  function readmit(net: Scenario) {
    for (const [at, peer] of ['ac', 'bc', 'ca', 'cb'] as unknown as [Letter, Letter][]) {
      net.sidecar(at).operate((replica) => replica.remember(serverOf(peer), { silentMs: 0 }));
    }
    return net.settle();
  }

  test('holds up nothing any more', () => {
    const net = silent();
    expect([removals(net, 'a'), net.ids('a', '#died')]).toEqual([0, 0]);
    expect([removals(net, 'b'), net.ids('b', '#died')]).toEqual([0, 0]);
  });

  test('brings nothing back: it is refused until an operator lets it in', () => {
    const net = silent().relink('c', 'ab');
    expect(net.counted('an expelled peer was refused')).toBeGreaterThan(0);
    expect([net.shown('a')?.bans, net.shown('b')?.bans]).toEqual([[], []]);
  });

  test('is let in with what it has: the lifted ban is back, on all servers', () => {
    expect(readmit(silent()).everywhere()?.bans).toEqual(['x!*@*']);
  });

  test('brings nothing back with an empty store and an ircd that has started anew', () => {
    const net = silent().stop('c', 1000);
    net.world.server(serverOf('c')).disk.erase();
    net.restartIrcd('c').wait(5000);
    readmit(net).join('c').heal();
    expect(net.everywhere()?.bans).toEqual([]);
  });

  test('learns that a channel died and was forgotten while it was silent', () => {
    expect(readmit(silent()).everywhere('#died')).toBeNull();
  });

  test('still holds what it held: its channels are not forgotten', () => {
    const net = silent();
    const id = net.id('c', '#own');
    expect(net.ids('a', '#own')).toBe(1);
    expect(readmit(net).id('a', '#own')).toBe(id);
  });
});

/** Removals that are still known there. */
function removals(net: Scenario, at: Letter): number {
  const { table } = net.sidecar(at).replica;
  return [...table.values()].reduce((sum, { removed }) => sum + (removed?.size ?? 0), 0);
}
