import { describe, expect, test } from 'vitest';
import { ABSORBED_MAX, type DocumentPart, type Register } from '../../../src/core/document.ts';
import type { Suspicion } from '../../../src/core/guard.ts';
import type { ChannelId, ServerName } from '../../../src/core/identity.ts';
import {
  QUARANTINE_BYTES_MAX,
  QUARANTINED_MAX,
  Quarantine,
  type QuarantinedMessage,
  quarantinedBytes,
} from '../../../src/core/quarantine.ts';
import {
  a,
  at,
  b,
  ban,
  channelId,
  flag,
  noBan,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const id = channelId(1);
const rate: Suspicion = { code: 'create-rate', text: 'too many' };
const takeover: Suspicion = { code: 'takeover', text: 'too old' };

test('what is kept can be listed, looked up and taken out', () => {
  const quarantine = new Quarantine();
  const first = add(quarantine, a, id, [register(topic('t'), at(1))]);
  const second = add(quarantine, b, id, []);
  expect(first).toEqual({
    number: 1,
    peer: a,
    part: part(id, [register(topic('t'), at(1))]),
    members: 3,
    code: 'create-rate',
    text: 'too many',
    since: t0,
  });
  expect(quarantine.list()).toEqual([first, second]);
  expect(quarantine.about(id)).toEqual([first, second]);
  expect(quarantine.get(2)).toBe(second);
  expect(quarantine.find(b, id)).toBe(second);
  expect(quarantine.take(1)).toBe(first);
  expect(quarantine.take(1)).toBeUndefined();
  expect(quarantine.get(1)).toBeUndefined();
  expect(quarantine.find(a, id)).toBeUndefined();
  expect(quarantine.list()).toEqual([second]);
  expect(add(quarantine, a, id, []).number).toBe(3);
});

test('nothing is known of what was never kept', () => {
  const quarantine = new Quarantine();
  expect([quarantine.list(), quarantine.about(id)]).toEqual([[], []]);
  expect([quarantine.get(1), quarantine.find(a, id)]).toEqual([undefined, undefined]);
});

describe('what the peer says of the id meanwhile', () => {
  const early = part(id, [register(ban('x!*@*'), at(1)), register(topic('t'), at(5))], { createdAt: t0 - 9 });

  test('is joined to it; of the origin, the age and the members the last counts', () => {
    const quarantine = new Quarantine();
    const message = { peer: a, part: early, members: 3 };
    quarantine.add(message, rate, t0);
    const later = part(id, [register(noBan('x!*@*'), at(2)), register(topic('u'), at(4))], { origin: b });
    const result = quarantine.add({ peer: a, part: later, members: null }, rate, t0 + 99);
    const held = quarantine.get(1)!;
    expect(result).toEqual({ held });
    expect([...held.part.registers.values()].map(({ field }) => field)).toEqual([noBan('x!*@*'), topic('t')]);
    expect(held).toMatchObject({ number: 1, since: t0, members: null });
    expect(held.part).toMatchObject({ origin: b, createdAt: t0 });
    expect(quarantine.list()).toEqual([held]);
    expect(early.registers.size).toBe(2);
  });

  test('does not take back an age', () => {
    const quarantine = new Quarantine();
    quarantine.add({ peer: a, part: early, members: 3 }, rate, t0);
    quarantine.add({ peer: a, part: part(id, [], { createdAt: null }), members: 3 }, rate, t0);
    expect(quarantine.get(1)!.part.createdAt).toBe(t0 - 9);
  });

  test.each([
    ['graver', rate, takeover, takeover],
    ['less grave', takeover, rate, takeover],
    ['as grave', rate, { ...rate, text: 'even more' }, { ...rate, text: 'even more' }],
  ])('gives its reason when that is %s', (_name, first, second, told) => {
    const quarantine = new Quarantine();
    quarantine.add({ peer: a, part: early, members: 3 }, first as Suspicion, t0);
    quarantine.add({ peer: a, part: early, members: 3 }, second as Suspicion, t0);
    expect(quarantine.get(1)).toMatchObject(told);
  });
});

describe('what has no room is a problem, and changes nothing', () => {
  test('one more message', () => {
    const quarantine = new Quarantine();
    for (let n = 1; n <= QUARANTINED_MAX; n++) add(quarantine, a, channelId(n), []);
    const before = quarantine.list();
    expect(quarantine.add(message(b, id, []), rate, t0)).toHaveProperty('problem');
    expect(quarantine.list()).toEqual(before);
    // The one that is there may change.
    expect(add(quarantine, a, id, [register(flag('secret'), at(1))]).number).toBe(1);
    quarantine.take(7);
    expect(add(quarantine, b, id, []).number).toBe(QUARANTINED_MAX + 1);
  });

  test('more bytes', () => {
    const quarantine = new Quarantine();
    const long = Array.from({ length: 3000 }, (_, n) => register(ban(`${'x'.repeat(400)}${n}!*@*`), at(1)));
    const longBytes = quarantinedBytes(add(quarantine, a, id, long));
    let n = 1;
    while (quarantine.bytes + longBytes <= QUARANTINE_BYTES_MAX) add(quarantine, a, channelId(++n), long);
    expect(quarantine.bytes).toBe(n * longBytes);
    const room = (QUARANTINE_BYTES_MAX - quarantine.bytes) / longBytes;
    const fitting = long.slice(0, Math.floor(room * long.length) - 1);
    const last = channelId(++n);
    add(quarantine, a, last, fitting);
    const before = quarantine.get(n);
    expect(quarantine.add(message(a, last, long), rate, t0)).toHaveProperty('problem');
    expect(quarantine.add(message(b, last, long), rate, t0)).toHaveProperty('problem');
    expect(quarantine.get(n)).toBe(before);
    // What makes it smaller has room.
    const [first] = fitting;
    const removal = register({ ...first!.field, value: null } as Register['field'], at(2));
    expect(quarantine.add(message(a, last, [removal]), rate, t0)).toHaveProperty('held');
    quarantine.take(1);
    expect(quarantine.add(message(b, last, long), rate, t0)).toHaveProperty('held');
  });

  test('all of a part that has no fixed size counts', () => {
    const counted = (more: Partial<DocumentPart>, registers: Register[] = []) =>
      quarantinedBytes({ part: part(id, registers, more) } as QuarantinedMessage) -
      quarantinedBytes({ part: part(id, []) } as QuarantinedMessage);
    expect(counted({}, [register(topic('x'.repeat(400)), at(1))])).toBe(48 + 400 + 2);
    expect(counted({ unknown: new Map([['XNEW', 'y'.repeat(900)]]) })).toBe(904);
    const absorbed = new Set(Array.from({ length: ABSORBED_MAX }, (_, n) => channelId(n)));
    expect(counted({ absorbed })).toBe(36 * ABSORBED_MAX);
  });
});

test('what was listed and restored is the same, and new ones are numbered on', () => {
  const quarantine = new Quarantine();
  for (const n of [1, 2, 3]) add(quarantine, a, channelId(n), [register(topic('t'), at(n))]);
  quarantine.take(2);
  const restored = new Quarantine();
  for (const held of quarantine.list().reverse()) restored.restore(held);
  expect(restored.list()).toEqual(quarantine.list());
  expect(restored.bytes).toBe(quarantine.bytes);
  expect(restored.find(a, channelId(3))?.number).toBe(3);
  expect(add(restored, a, channelId(2), []).number).toBe(4);
});

test('taken out, all of it is gone', () => {
  const quarantine = new Quarantine();
  for (const peer of [a, b]) add(quarantine, peer, id, [register(topic('t'), at(1))]);
  for (const { number } of quarantine.list()) quarantine.take(number);
  expect([quarantine.size, quarantine.bytes, quarantine.about(id)]).toEqual([0, 0, []]);
});

function message(peer: ServerName, of: ChannelId, registers: readonly Register[]) {
  return { peer, part: part(of, registers), members: 3 };
}

function add(quarantine: Quarantine, peer: ServerName, of: ChannelId, registers: readonly Register[]) {
  const result = quarantine.add(message(peer, of, registers), rate, t0);
  if ('problem' in result) throw new Error(result.problem);
  return result.held;
}
