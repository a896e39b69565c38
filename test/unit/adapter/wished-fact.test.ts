import { describe, expect, it } from 'vitest';
import type { ShadowView } from '../../../src/adapter/dialect.ts';
import { Users } from '../../../src/adapter/users.ts';
import { wishedFact } from '../../../src/adapter/wished-fact.ts';

describe('wishedFact', () => {
  const users = new Users();
  users.add({ kind: 'user', id: 'native', server: '0IN', nick: 'alice', user: 'a', host: 'h' });
  const view = { users } as Pick<ShadowView, 'users'> as ShadowView;

  it('is a fact of a user that is not the native network’s, and of no other', () => {
    expect(wishedFact({ kind: 'leave', user: 'guest', name: '#x' }, view)).toEqual([
      { kind: 'leave', user: 'guest', name: '#x', isWish: true },
    ]);
    expect(wishedFact({ kind: 'user-gone', id: 'native' }, view)).toEqual([]);
    expect(wishedFact({ kind: 'leave', user: 'native', name: '#x' }, view)).toEqual([]);
    expect(wishedFact(null, view)).toEqual([]);
  });
});
