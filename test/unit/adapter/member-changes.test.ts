import { expect, test } from 'vitest';
import { CHANGE_ITEMS_MAX, mergedChange, splitChange } from '../../../src/adapter/member-changes.ts';
import type { MemberChange } from '../../../src/core/member.ts';
import { MemberList } from '../../../src/core/member-list.ts';
import { change, member, members } from '../../support/member-fixture.ts';

const crowd = Array.from({ length: CHANGE_ITEMS_MAX }, (_, n) => `n${n}`);

/** Who is there after the changes, as the sidecar takes them. */
function after(...changes: readonly MemberChange[]): string[] {
  const list = new MemberList('ascii');
  for (const one of members('Ann', 'Bob')) list.set(one);
  for (const { renamed, gone, present } of changes) {
    for (const each of renamed) list.rename(each);
    for (const nick of gone) list.delete(list.key(nick));
    for (const each of present) list.set(each);
  }
  return [...list.texts()].sort();
}

test.each<[string, MemberChange, MemberChange]>([
  ['who came went again', change({ present: members('Cy') }), change({ gone: ['Cy'] })],
  ['who went came again', change({ gone: ['Ann'] }), change({ present: members('Ann') })],
  [
    'a mode twice',
    change({ present: [member('Ann', { modes: ['op'] })] }),
    change({ present: members('Ann') }),
  ],
  ['nicks one after the other', change({ renamed: ['Ann Anna'] }), change({ renamed: ['Anna Anne'] })],
  [
    'a nick, then gone',
    change({ renamed: ['Ann Anna'] }),
    change({ gone: ['Anna'], present: members('Ann') }),
  ],
])('%s: as one change it says the same', (_what, first, second) => {
  const merged = mergedChange(first, second);
  expect(merged).not.toBeNull();
  expect(after(merged!)).toEqual(after(first, second));
});

test('a nick change of who came before it cannot be told in one', () => {
  expect(mergedChange(change({ present: members('Cy') }), change({ renamed: ['Cy Cyd'] }))).toBeNull();
  expect(mergedChange(change({ gone: ['Ann'] }), change({ renamed: ['Bob Ann'] }))).toBeNull();
});

test('one that would be too long is told in pieces that say the same', () => {
  expect(mergedChange(change({ gone: crowd }), change({ gone: ['Ann'] }))).toBeNull();
  const long = change({ gone: [...crowd, 'Ann', 'Bob'], present: members(...crowd, 'Bob') });
  const pieces = splitChange(long);
  expect(pieces).toHaveLength(4);
  expect(after(...pieces)).toEqual(after(long));
  expect(splitChange(change({}))).toEqual([change({})]);
});
