import { describe, expect, test } from 'vitest';
import { setFields } from '../../../src/core/document.ts';
import { claimOf, confirmAge, plainWrites } from '../../../src/core/peer-claim.ts';
import {
  a,
  at,
  b,
  c,
  channelId,
  createReplica,
  flag,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';

const nine = channelId(9);
const said = { ...part(nine, [register(flag('secret'), at(0, b))]), origin: b };

function known() {
  const replica = createReplica();
  replica.receive(b, said, 1, t0);
  return replica.table.get(nine)!;
}

describe('what a peer claims of a channel', () => {
  test('counts as it is where the channel is new, or the peer’s own', () => {
    const split = { ...said, splitBorn: true, createdAt: 5 };
    expect(claimOf(c, split, undefined)).toBe(split);
    expect(claimOf(b, split, known())).toBe(split);
  });

  test('of another origin changes neither its age nor that it was not made during a split', () => {
    const claim = claimOf(c, { ...said, splitBorn: true, createdAt: 5 }, known());
    expect(claim).toMatchObject({ splitBorn: false, createdAt: said.createdAt });
  });
});

test('an age is confirmed by the origin alone, and once', () => {
  const entry = known();
  entry.confirmed = false;
  const older = { ...said, createdAt: 5 };
  expect(confirmAge(c, older, entry)).toBe(false);
  expect(confirmAge(b, { ...said, createdAt: null }, entry)).toBe(false);
  expect(confirmAge(b, older, entry)).toBe(true);
  expect(entry.document.createdAt).toBe(5);
  expect(confirmAge(b, { ...said, createdAt: 7 }, entry)).toBe(false);
});

test('a line without stamps writes what differs from the line before, absence included', () => {
  const before = setFields(
    part(nine, [register(flag('secret'), at(0, b)), register(flag('moderated'), at(0, b))]),
  );
  const now = part(nine, [register(flag('secret'), at(0, b)), register(flag('no-external'), at(0, b))]);
  const stamp = at(7, a);
  expect([...plainWrites(now, before, stamp).registers.values()]).toEqual([
    register(flag('no-external'), stamp),
    register(flag('moderated', false), stamp),
  ]);
});
