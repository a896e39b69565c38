import { expect, test } from 'vitest';
import { REFUSALS_MAX, RefusedContent } from '../../../src/core/refused-content.ts';
import { a, b, channelId, name } from '../../support/replica-fixture.ts';

const id = channelId(1);

test('the same content of the same peer and id is refused', () => {
  const refused = new RefusedContent();
  expect(refused.add({ peer: a, id, digest: 'x', channel: name, number: 7 })).toBeNull();
  expect(refused.has({ peer: a, id, digest: 'x' })).toBe(true);
  expect(refused.has({ peer: a, id, digest: 'y' })).toBe(false);
  expect(refused.has({ peer: b, id, digest: 'x' })).toBe(false);
  expect(refused.has({ peer: a, id: channelId(2), digest: 'x' })).toBe(false);
});

test('the last refused content counts', () => {
  const refused = new RefusedContent();
  refused.add({ peer: a, id, digest: 'x', channel: name, number: 7 });
  refused.add({ peer: a, id, digest: 'y', channel: name, number: 8 });
  expect(refused.has({ peer: a, id, digest: 'x' })).toBe(false);
  expect(refused.list()).toEqual([{ peer: a, id, digest: 'y', channel: name, number: 8 }]);
});

test('what was refused is found by its number, if that is known', () => {
  const refused = new RefusedContent();
  refused.add({ peer: a, id, digest: 'x', channel: name, number: 0 });
  refused.add({ peer: b, id, digest: 'y', channel: name, number: 8 });
  expect(refused.numbered(8)).toMatchObject({ peer: b, id });
  expect([0, 7].map((number) => refused.numbered(number))).toEqual([undefined, undefined]);
});

test('what is taken back is not refused', () => {
  const refused = new RefusedContent();
  refused.add({ peer: a, id, digest: 'x', channel: name, number: 7 });
  expect(refused.delete(b, id)).toBe(false);
  expect(refused.delete(a, id)).toBe(true);
  expect(refused.list()).toEqual([]);
});

test('beyond the bound the oldest goes; refused again it is young', () => {
  const refused = new RefusedContent();
  for (let n = 1; n <= REFUSALS_MAX; n++) {
    expect(refused.add({ peer: a, id: channelId(n), digest: 'x', channel: name, number: 7 })).toBeNull();
  }
  expect(refused.add({ peer: a, id: channelId(1), digest: 'y', channel: name, number: 8 })).toBeNull();
  const gone = refused.add({ peer: b, id: channelId(1), digest: 'z', channel: name, number: 9 });
  expect(gone).toEqual({ peer: a, id: channelId(2), digest: 'x', channel: name, number: 7 });
  expect(refused.has(gone!)).toBe(false);
  expect(refused.list()).toHaveLength(REFUSALS_MAX);
  expect(refused.has({ peer: a, id: channelId(1), digest: 'y' })).toBe(true);
});

test('what was listed and added again is the same', () => {
  const refused = new RefusedContent();
  for (const [n, peer] of [a, b, a, b].entries())
    refused.add({ peer, id: channelId(n), digest: `${n}`, channel: name, number: n });
  refused.add({ peer: a, id: channelId(0), digest: 'again', channel: name, number: 5 });
  const restored = new RefusedContent();
  for (const refusal of refused.list()) restored.add(refusal);
  expect(restored.list()).toEqual(refused.list());
});
