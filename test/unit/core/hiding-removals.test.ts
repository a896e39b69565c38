import { expect, test } from 'vitest';
import type { Register } from '../../../src/core/document.ts';
import { HidingRemovals } from '../../../src/core/hiding-removals.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import type { Replica } from '../../../src/core/replica.ts';
import {
  at,
  b,
  ban,
  channelId,
  createReplica,
  flag,
  metadata,
  noBan,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';

const nine = channelId(9);
const removed = [register(noBan('x!*@*'), at(5, b)), register(flag('secret', false), at(5, b))];
const set = [register(ban('x!*@*'), at(1, b)), register(flag('secret'), at(1, b))];

test('a removal hides nothing where nothing could show through', () => {
  expect(hiding(withDocuments([9, removed], [8, set]))).toEqual([]);
  expect(hiding(withDocuments([9, [...removed, parent('#above')]], [8, removed, '#above']))).toEqual([]);
});

test('on what was merged it hides what was set on any of those, either way', () => {
  const all = ['entry:ban:x!*@*', 'flag:secret'];
  const replica = withDocuments([8, set]);
  receive(replica, 9, removed, undefined, [8]);
  expect(hiding(replica)).toEqual(all);
  const merged = withDocuments([9, removed]);
  receive(merged, 7, set, undefined, [9]);
  expect(hiding(merged)).toEqual(all);
  const beside = withDocuments([9, removed], [8, set]);
  receive(beside, 7, [], undefined, [8, 9]);
  expect(hiding(beside)).toEqual(all);
});

test('below a channel it hides bans of any id of that name, and of those above it', () => {
  const below: Row = [9, [...removed, parent('#above')]];
  expect(hiding(withDocuments(below, [8, set, '#above']))).toEqual(['entry:ban:x!*@*']);
  expect(hiding(withDocuments(below, [7, [], '#above'], [8, set, '#above']))).toEqual(['entry:ban:x!*@*']);
  expect(hiding(withDocuments(below, [7, [parent('#top')], '#above'], [8, set, '#top']))).toEqual([
    'entry:ban:x!*@*',
  ]);
  expect(hiding(withDocuments(below, [8, [...set, parent('#x')], '#above']))).toEqual(['entry:ban:x!*@*']);
});

test('what does not count hides behind nothing', () => {
  const replica = withDocuments([9, [...removed, parent('#above')]], [8, set, '#above']);
  const entry = replica.table.get(nine)!;
  const sizes = [true, false].map((counts) => new HidingRemovals(replica, () => counts).of(entry).size);
  expect(sizes).toEqual([1, 0]);
});

type Row = [number: number, registers: Register[], name?: string];

function withDocuments(...rows: Row[]): Replica {
  const replica = createReplica();
  for (const [number, registers, name] of rows) receive(replica, number, registers, name);
  return replica;
}

function receive(
  replica: Replica,
  number: number,
  registers: Register[],
  name?: string,
  absorbed: number[] = [],
): void {
  const named = name === undefined ? {} : { name: name as IrcText };
  const ids = new Set(absorbed.map(channelId));
  replica.receive(b, part(channelId(number), registers, { ...named, absorbed: ids }), 1, t0);
}

function parent(name: string): Register {
  return register(metadata('parent', name), at(2, b));
}

function hiding(replica: Replica): string[] {
  return [...new HidingRemovals(replica).of(replica.table.get(nine)!)].sort();
}
