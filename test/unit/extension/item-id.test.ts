import { expect, test } from 'vitest';
import { parseChannelId } from '../../../src/core/identity.ts';
import { itemIdFor } from '../../../src/extension/item-id.ts';

test('the id of a key is the same on every server, a UUID of version 8, and of one type', () => {
  expect(itemIdFor('URLS', '#general')).toBe(itemIdFor('URLS', '#general'));
  expect(itemIdFor('URLS', '#general')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  const ids = ['URLS', 'NOTES'].flatMap((type) => ['#a', '#b', ''].map((key) => itemIdFor(type, key)));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(parseChannelId(id)).toBe(id);
});
