import { describe, expect, test } from 'vitest';
import type { FieldKey } from '../../../src/core/field.ts';
import { runCopy } from './run-copy.ts';
import { Scenario } from './scenario.ts';
import { type Letter, serverOf } from './scenario-options.ts';

// A disk that was put back to an older state, or copied.

const DAY_MS = 24 * 3600 * 1000;
const backup = { kind: 'backup', server: serverOf('b') } as const;
const restore = { kind: 'restore', server: serverOf('b') } as const;

describe('a store that was put back', () => {
  test('copied while it ran: in a new epoch its peers tell it what it lost', () => {
    const net = shared().act(backup);
    net.ban('a', 'x!*@*').ban('b', 'y!*@*').rest().act(restore).wait(5000).heal();
    expect(net.everywhere()?.bans).toEqual(['x!*@*', 'y!*@*']);
  });

  test('copied after an orderly stop: a peer knows more of its epoch than was issued, so it takes a new one', () => {
    const net = stopped().ban('a', 'x!*@*').ban('b', 'y!*@*').rest();
    const before = net.sidecar('b').store.epoch;
    net.stop('b', 1000).wait(500).act(restore).wait(5000);
    expect(net.sidecar('b').store.epoch).not.toBe(before);
    net.heal();
    expect(net.everywhere()?.bans).toEqual(['x!*@*', 'y!*@*']);
  });

  test('what it wrote before anybody heard of it is told, though its peers had those numbers of it already', () => {
    const net = stopped().ban('b', 'y!*@*').topic('b', 'before').wish('b', { limit: 5 }).rest();
    net.split('a', 'b').stop('b', 1000).wait(500).act(restore).wait(5000).topic('b', 'after').heal();
    expect(net.everywhere()).toMatchObject({ bans: ['y!*@*'], topic: 'after' });
  });

  test('it wrote as much as it had lost before anybody heard of it: a comparison finds that', () => {
    const net = stopped({ digests: true }).ban('b', 'x!*@*').ban('b', 'y!*@*').topic('b', 'before').rest();
    const issued = net.sidecar('b').replica.sequence;
    net.split('a', 'b').stop('b', 1000).wait(500).act(restore).wait(5000);
    for (let number = 0; net.sidecar('b').replica.sequence < issued + 5; number++)
      net.wish('b', { limit: 10 + number }).wait(500);
    const last = net.shown('b')?.limit;
    net.heal();
    expect(net.everywhere()).toMatchObject({ bans: ['x!*@*', 'y!*@*'], limit: last });
  });

  test('a removal that it lost does not come back: its peers have it', () => {
    const net = shared().ban('a', 'x!*@*').rest().act(backup);
    net.unban('a', 'x!*@*').rest().act(restore).wait(5000).heal();
    expect(net.everywhere()?.bans).toEqual([]);
  });
});

test('no stamp is given again where the clock is behind the last one', () => {
  // Far behind a peer's writes it counts stamps up by one.
  const net = shared().clock('b', -DAY_MS).topic('a', 't').rest().act(backup);
  net.wish('b', { limit: 5 }).rest().split('a', 'b').detach('b', 60_000).wish('b', { limit: 9 }).act(restore);
  net.wait(70_000);
  expect([net.shown('a')?.limit, net.shown('b')?.limit]).toEqual([5, 9]);
  expect(limitStamp(net, 'b')).not.toEqual(limitStamp(net, 'a'));
  net.heal();
});

test('a stamp with two values, as a broken server gives it: all show the same of the two', () => {
  const net = shared().wish('b', { limit: 5 }).rest().split('a', 'b').rest();
  const stamp = limitStamp(net, 'a')!;
  const field = { kind: 'limit', value: 9 } as const;
  net.sidecar('a').operate((replica, { now }) => {
    const { document } = replica.view(replica.key('#x'))!.entry;
    const registers = new Map([[replica.fieldKey(field), { field, stamp }]]);
    replica.take(serverOf('b'), { ...document, registers }, 1, now);
  });
  net.wait(1000).settle();
  expect([limitStamp(net, 'a'), limitStamp(net, 'b')]).toEqual([stamp, stamp]);
  expect(net.everywhere()?.limit).toBe(9);
});

describe('a copy of a server that runs beside it', () => {
  test('is kept out and reported, and nothing that happens there counts', () => {
    const net = shared().ban('b', 'x!*@*').rest();
    const copy = runCopy(net.world, serverOf('b'));
    net.wait(60_000);
    expect(net.counted('told of peer.cloned')).toBeGreaterThan(0);
    expect(copy.sidecar!.table.linked()).toEqual([]);
    copy.kill();
    net.unban('b', 'x!*@*').heal();
    expect(net.everywhere()?.bans).toEqual([]);
  });
});

/** #x, with users on both sides. */
function shared(options: { digests?: boolean } = {}) {
  return new Scenario('ab', options).join('a').rest().join('b').rest();
}

/** The same, with a copy of b's disk after an orderly stop. */
function stopped(options: { digests?: boolean } = {}) {
  return shared(options).stop('b', 1000).wait(500).act(backup).wait(40_000);
}

function limitStamp(net: Scenario, at: Letter) {
  const { replica } = net.sidecar(at);
  return replica.view(replica.key('#x'))?.entry.document.registers.get('limit' as FieldKey)?.stamp;
}
