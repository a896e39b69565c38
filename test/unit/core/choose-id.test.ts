import { expect, test } from 'vitest';
import { ChannelTable } from '../../../src/core/channel-table.ts';
import { type ConflictPolicy, chooseId } from '../../../src/core/choose-id.ts';
import { join, type Register } from '../../../src/core/document.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { pinField } from '../../../src/core/pin.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import { a, at, b, c, channelId, flag, name, part, register, t0 } from '../../support/replica-fixture.ts';

interface Claim {
  readonly createdAt?: number | null;
  readonly written?: boolean;
  readonly splitBorn?: boolean;
  readonly holders?: readonly ServerName[];
  readonly reachable?: boolean;
  readonly decisions?: readonly Register[];
}

/** Which of the claims `self` shows: its number, from 1, and why. */
function choice(
  self: ServerName,
  claims: readonly Claim[],
  policy: ConflictPolicy = 'local',
): [number, string] | null {
  const table = new ChannelTable('rfc1459');
  claims.forEach(
    (
      { createdAt = t0, written = true, splitBorn = false, holders = [b], reachable = true, decisions = [] },
      index,
    ) => {
      const identity = part(channelId(index + 1), [], { createdAt, splitBorn });
      const entry = table.create(identity, t0);
      const fields = [register(flag('secret'), written ? at(0, b) : floorStamp(b)), ...decisions];
      join(entry.document, part(identity.id, fields, { createdAt, splitBorn }));
      for (const holder of holders)
        table.hold(entry, holder, { members: 1, reachable, graceMs: null, said: null });
    },
  );
  const named = table.named(name as never);
  const chosen = chooseId(self, named, policy);
  return chosen && [named.indexOf(chosen.entry) + 1, chosen.reason];
}

const written = 'the oldest that was written to';

test('nobody reachable holds one: none is shown', () => {
  expect(choice(a, [])).toBeNull();
  expect(choice(a, [{ holders: [] }, { reachable: false }])).toBeNull();
});

test('the only one held is shown', () => {
  expect(choice(a, [{}, { reachable: false }])).toEqual([1, 'nobody in reach holds another id of this name']);
});

test('who holds none shows the oldest, then the smallest id; an unknown age is the youngest', () => {
  expect(choice(a, [{ createdAt: t0 + 1 }, {}])).toEqual([2, written]);
  expect(choice(a, [{}, {}])).toEqual([1, written]);
  expect(choice(a, [{ createdAt: null }, { createdAt: t0 + 99 }])).toEqual([2, written]);
  expect(choice(a, [{ createdAt: null }, { createdAt: null }])).toEqual([1, written]);
});

test('a written one beats one created during a split, and that one beats an unwritten one, whatever their age', () => {
  expect(choice(a, [{ splitBorn: true }, { createdAt: t0 + 1 }])).toEqual([2, written]);
  const splitBorn = [{ written: false }, { createdAt: t0 + 1, splitBorn: true }];
  expect(choice(a, splitBorn)).toEqual([2, 'the oldest of those created during a split']);
  expect(choice(a, [{ written: false, createdAt: t0 + 1 }, { written: false }])).toEqual([
    2,
    'the oldest; nobody has written to any',
  ]);
});

test('who holds one keeps it, if it was written to and not created during a split', () => {
  const older = { createdAt: t0 - 1 };
  expect(choice(a, [older, { holders: [a, c] }])).toEqual([2, 'this server holds it (policy local)']);
  expect(choice(a, [older, { holders: [a], splitBorn: true }])).toEqual([1, written]);
  expect(choice(a, [older, { holders: [a], written: false }])).toEqual([1, written]);
  expect(
    choice(a, [
      { ...older, written: false },
      { holders: [a], written: false },
    ])?.[0],
  ).toBe(1);
  expect(
    choice(a, [
      { ...older, reachable: false },
      { holders: [a], written: false },
    ])?.[0],
  ).toBe(2);
});

test.each(['oldest', 'merge'] as const)('under the policy %s nobody keeps a younger id', (policy) => {
  const claims = [{ createdAt: t0 + 1, holders: [a] }, {}];
  expect(choice(a, claims)).toEqual([1, 'this server holds it (policy local)']);
  expect(choice(a, claims, policy)).toEqual([2, written]);
});

test.each(['local', 'oldest', 'merge'] as const)(
  'under the policy %s a decision of an operator comes first',
  (policy) => {
    const decided = 'an operator decided so';
    const everybody = { createdAt: t0 + 5, decisions: [register(pinField(null), at(9, b))] };
    expect(choice(a, [{ holders: [a] }, everybody], policy)).toEqual([2, decided]);
    const later = { createdAt: t0 + 6, decisions: [register(pinField([a, c]), at(10, b))] };
    expect(choice(a, [{ holders: [a] }, everybody, later], policy)).toEqual([3, decided]);
    expect(choice(b, [{ holders: [a] }, everybody, later], policy)).toEqual([2, decided]);
  },
);

test('an id that nobody holds is given to those who held another when it was decided, and to nobody later', () => {
  const apart = { createdAt: t0 + 5, holders: [], decisions: [register(pinField([a]), at(9, b))] };
  expect(choice(a, [{ holders: [a] }, apart])?.[0]).toBe(2);
  expect(choice(a, [{ holders: [a], createdAt: t0 + 10 }, apart])?.[0]).toBe(1);
  expect(choice(a, [{ holders: [c] }, apart])?.[0]).toBe(1);
});

test('who gives way to an id that is older than a decision goes where that says at once, not at the next change', () => {
  const apart = { createdAt: t0 + 5, holders: [], decisions: [register(pinField([a]), at(9, b))] };
  const later = { createdAt: t0 + 99, splitBorn: true, holders: [a] };
  expect(choice(a, [{}, apart, later])?.[0]).toBe(2);
  expect(choice(a, [{ createdAt: t0 + 50 }, apart, later])?.[0]).toBe(1);
});
