import { expect, test } from 'vitest';
import { ChannelTable } from '../../../src/core/channel-table.ts';
import { chooseId } from '../../../src/core/choose-id.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import { a, at, b, c, channelId, flag, name, part, t0 } from '../../support/replica-fixture.ts';

interface Claim {
  readonly createdAt?: number | null;
  readonly written?: boolean;
  readonly splitBorn?: boolean;
  readonly holders?: readonly ServerName[];
  readonly reachable?: boolean;
}

/** Which of the claims `self` shows: its number, from 1, and why. */
function choice(self: ServerName, claims: readonly Claim[]): [number, string] | null {
  const table = new ChannelTable('rfc1459');
  claims.forEach(
    ({ createdAt = t0, written = true, splitBorn = false, holders = [b], reachable = true }, index) => {
      const entry = table.create(part(channelId(index + 1), [], { createdAt, splitBorn }));
      const stamp = written ? at(0, b) : floorStamp(b);
      entry.document.registers.set('flag:secret' as never, { field: flag('secret'), stamp });
      for (const holder of holders) entry.holders.set(holder, { members: 1, reachable, graceUntil: null });
    },
  );
  const named = table.named(name as never);
  const chosen = chooseId(self, named);
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
