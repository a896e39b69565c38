import { expect, test } from 'vitest';
import { includesRole } from '../../../src/access/caller.ts';

test.each([
  ['host', ['host']],
  ['ops-read', ['ops-read']],
  ['ops-admin', ['ops-read', 'ops-admin']],
] as const)('%s may make the calls of %j and no others', (role, may) => {
  const all = ['host', 'ops-read', 'ops-admin'] as const;
  expect(all.filter((needed) => includesRole(role, needed))).toEqual(may);
});
