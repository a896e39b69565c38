import { type Field, type FieldKey, isSet } from '../core/field.ts';
import type { IrcdTraits } from './ircd-traits.ts';
import type { Isupport } from './isupport.ts';
import { type Reason, refused } from './plan.ts';

/** How many entries an ircd lets its users have on the lists of these modes, counted together. */
export interface ListCap {
  readonly letters: string;
  readonly entriesMax: number;
}

/** What 005 says: `MAXLIST=beI:50`, `MAXLIST=b:60,e:40`. What makes no sense is left out. */
export function maxlistCaps(isupport: Isupport): ListCap[] {
  const caps = (isupport.get('MAXLIST') ?? '').split(',').map((word) => word.split(':'));
  return caps.flatMap(([letters = '', max = '']) => listCap(letters, max));
}

/** The cap that an ircd words like this, or none. */
export function listCap(letters: string, max: string): ListCap[] {
  const entriesMax = Number(max);
  const isCap = letters !== '' && Number.isSafeInteger(entriesMax) && entriesMax > 0;
  return isCap ? [{ letters, entriesMax }] : [];
}

/**
 * Which entries of `written` there is no room for beside those that are `shown`, whoever set them. An ircd takes them from a
 * server, but its operators could then add none before they have removed as many as are too much.
 */
export function withoutRoom(
  traits: IrcdTraits,
  caps: readonly ListCap[],
  shown: ReadonlyMap<FieldKey, Field>,
  written: ReadonlyMap<FieldKey, Field>,
): Map<FieldKey, Reason> {
  const found = new Map<FieldKey, Reason>();
  for (const cap of caps) {
    const lists = listsOf(traits, cap);
    const changes = [...written].filter(([, field]) => field.kind === 'entry' && lists.has(field.list));
    let room = cap.entriesMax;
    for (const field of shown.values()) if (field.kind === 'entry' && lists.has(field.list)) room--;
    room += changes.filter(([key, field]) => !isSet(field) && shown.has(key)).length;
    for (const [key] of changes.filter(([key, field]) => isSet(field) && !shown.has(key))) {
      if (room <= 0) found.set(key, noRoom(cap));
      room--;
    }
  }
  return found;
}

function listsOf({ modes }: IrcdTraits, { letters }: ListCap): Set<string> {
  const lists = [...modes.values()].filter(({ kind, letter }) => kind === 'list' && letters.includes(letter));
  return new Set(lists.map(({ name }) => name));
}

function noRoom({ letters, entriesMax }: ListCap): Reason {
  const lists = letters.length === 1 ? `list ${letters} has` : `lists ${letters} together have`;
  return refused(`no room: on this ircd the ${lists} at most ${entriesMax} entries`);
}
