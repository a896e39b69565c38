import type { Member, MemberChange } from '../core/member.ts';
import { noMemberChange } from './shadow-members.ts';

/** Most nicks and members that one event tells: with the longest texts some 330 KB, of the 1 MiB that a message has. */
export const CHANGE_ITEMS_MAX = 500;

/** Both changes as one; null: as one they would say something else, or be too long. */
export function mergedChange(first: MemberChange, second: MemberChange): MemberChange | null {
  if (sizeOf(first) + sizeOf(second) > CHANGE_ITEMS_MAX) return null;
  const isRenamed = second.renamed.length > 0;
  if (isRenamed && first.gone.length + first.present.length > 0) return null;
  const later = new Set([...second.gone, ...second.present.map(({ nick }) => nick)]);
  return {
    renamed: [...first.renamed, ...second.renamed],
    gone: [...first.gone, ...second.gone],
    present: [...first.present.filter(({ nick }) => !later.has(nick)), ...second.present],
  };
}

/** The same in pieces that are not too long, in order. */
export function splitChange(change: MemberChange): MemberChange[] {
  if (sizeOf(change) <= CHANGE_ITEMS_MAX) return [change];
  const { renamed, gone, present } = change;
  return [
    ...pieces(renamed).map((piece) => ({ ...noMemberChange, renamed: piece })),
    ...pieces(gone).map((piece) => ({ ...noMemberChange, gone: piece })),
    ...splitMembers(present).map((piece) => ({ ...noMemberChange, present: piece })),
  ];
}

/** Members in pieces that one message has room for. */
export function splitMembers(members: readonly Member[]): Member[][] {
  return pieces(members);
}

function sizeOf({ renamed, gone, present }: MemberChange): number {
  return renamed.length + gone.length + present.length;
}

function pieces<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / CHANGE_ITEMS_MAX);
  return Array.from({ length: count }, (_, n) =>
    items.slice(n * CHANGE_ITEMS_MAX, (n + 1) * CHANGE_ITEMS_MAX),
  );
}
