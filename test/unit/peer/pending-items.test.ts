import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PARTS_MAX, PendingItems } from '../../../src/peer/pending-items.ts';
import { channelId } from '../../support/replica-fixture.ts';

const one = { burstType: 'CBURST', id: channelId(1) };
const two = { burstType: 'CBURST', id: channelId(2) };

test('an item waits once, with all of its parts, where it came first', () => {
  const pending = new PendingItems();
  pending.add(one, new Set(['a']));
  pending.add(two, null);
  pending.add(one, new Set(['b']));
  pending.add(two, new Set(['c']));
  expect(pending.size).toBe(2);
  expect(pending.shift()).toMatchObject({ item: one, parts: new Set(['a', 'b']) });
  expect(pending.shift()).toMatchObject({ item: two, parts: null });
  expect(pending.shift()).toBeUndefined();
});

test('items leave in the order in which they came, whatever comes and goes in between', () => {
  const steps = fc.record({ act: fc.constantFrom('add', 'delete', 'shift', 'empty'), n: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 200 }), (acts) => {
      const pending = new PendingItems();
      const waiting = new Set<number>();
      const shift = () => {
        const [first] = waiting;
        if (first !== undefined) waiting.delete(first);
        const item = first === undefined ? undefined : itemOf(first);
        expect(pending.shift()?.item).toEqual(item);
      };
      for (const { act, n } of acts) {
        if (act === 'add') pending.add(itemOf(n), null);
        if (act === 'add') waiting.add(n);
        if (act === 'delete') pending.delete(itemOf(n));
        if (act === 'delete') waiting.delete(n);
        if (act === 'shift') shift();
        while (act === 'empty' && waiting.size > 0) shift();
        expect(pending.size).toBe(waiting.size);
      }
    }),
  );
});

test('an item with more parts than are kept is told as a whole', () => {
  const pending = new PendingItems();
  for (const item of [one, two])
    for (let n = 0; n < PARTS_MAX; n++) pending.add(item, new Set([`part ${n}`]));
  pending.add(two, new Set(['one more']));
  expect(pending.shift()!.parts!.size).toBe(PARTS_MAX);
  expect(pending.shift()!.parts).toBeNull();
});

function itemOf(n: number) {
  return { burstType: 'CBURST', id: channelId(n) };
}
