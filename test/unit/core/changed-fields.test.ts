import { expect, test } from 'vitest';
import { CHANGED_FIELDS_MAX, ChangedFields } from '../../../src/core/changed-fields.ts';
import type { FieldKey } from '../../../src/core/field.ts';
import { channelId } from '../../support/replica-fixture.ts';

const one = channelId(1);
const two = channelId(2);
const keys = (...names: string[]) => names as FieldKey[];

test('tells which fields changed after a sequence, of every change since the first that it knows', () => {
  const changes = new ChangedFields();
  changes.note(one, 3, 7, keys('topic', 'limit'));
  changes.note(one, 7, 9, keys('limit'));
  changes.note(one, 9, 12, []);
  expect(changes.since(one, 3)).toEqual(new Set(keys('topic', 'limit')));
  expect(changes.since(one, 7)).toEqual(new Set(keys('limit')));
  expect(changes.since(one, 9)).toEqual(new Set());
});

test('does not know what changed before, nor of another document', () => {
  const changes = new ChangedFields();
  changes.note(one, 3, 7, keys('topic'));
  expect(changes.since(one, 2)).toBeNull();
  expect(changes.since(two, 7)).toBeNull();
});

test('knows nothing from before a change of which it is not known what changed', () => {
  const changes = new ChangedFields();
  changes.note(one, 3, 7, keys('topic'));
  changes.forget(one);
  changes.note(one, 8, 9, keys('limit'));
  expect(changes.since(one, 7)).toBeNull();
  expect(changes.since(one, 8)).toEqual(new Set(keys('limit')));
});

test('gives up the documents that changed the longest ago, whole, when there is no room', () => {
  const changes = new ChangedFields();
  const many = Array.from({ length: CHANGED_FIELDS_MAX / 2 - 1 }, (_, number) => `entry:ban:${number}`);
  changes.note(one, 0, 1, keys(...many));
  changes.note(two, 0, 2, keys(...many));
  changes.note(one, 1, 3, keys('topic'));
  expect(changes.since(two, 1)).toBeNull();
  expect(changes.since(one, 1)).toEqual(new Set(keys('topic')));
});

test('a document with more fields than there is room for is not remembered', () => {
  const changes = new ChangedFields();
  const many = Array.from({ length: CHANGED_FIELDS_MAX }, (_, number) => `entry:ban:${number}`);
  changes.note(one, 0, 1, keys(...many));
  expect(changes.since(one, 0)).toBeNull();
});
