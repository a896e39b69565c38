import type { PageIndex, PageUse } from './page-index.ts';
import { decodePage } from './record-page-codec.ts';
import { DAMAGED_SPACE, type SetAsideRecord, type StoreRecord } from './store.ts';

/** Says that the frame there is deleted, or was replaced. */
export interface Mark {
  readonly page: number;
  readonly frameOffset: number;
}

/** What a commit does beside its changes. */
export interface Repairs {
  readonly setAside?: readonly SetAsideRecord[];
  /** Pages that are written anew, without what is damaged in them. */
  readonly rewrite?: ReadonlySet<PageUse>;
  /** The marks that there are from now on; null: they stay as they are. */
  readonly marks?: readonly Mark[] | null;
}

export interface Recovered {
  /** Null: there is nothing to repair. */
  readonly repairs: Repairs | null;
  /** The live records, where there is nothing to repair. Their values are views into the pages. */
  readonly records: readonly StoreRecord[];
}

/**
 * Fills an empty index from stored pages, the oldest first. Of two copies of a record the newer one counts. A page with
 * damage is rewritten without it. A mark that fits no frame was another one: what that deleted may be back.
 */
export function recoverPages(
  index: PageIndex,
  pages: Iterable<{ readonly id: number; readonly body: Uint8Array }>,
  marks: readonly Mark[],
): Recovered {
  const unused = byPage(marks);
  const live: StoreRecord[] = [];
  const rewrite = new Set<PageUse>();
  const setAside: SetAsideRecord[] = [];
  for (const { id, body } of pages) {
    const page: PageUse = { id, bytes: body.length, deadBytes: 0 };
    const { records, damage } = decodePage(body);
    const dead = unused.get(id);
    for (const record of records) {
      if (dead?.delete(record.offset)) {
        page.deadBytes += record.bytes;
        continue;
      }
      const { space, key, value } = record;
      live.push({ space, key, value });
      const older = index.add(record, page, record);
      if (older !== null) rewrite.add(older);
    }
    for (const { offset, value } of damage) {
      setAside.push(damaged(placeOf(id, offset), value, 'wrong checksum'));
      rewrite.add(page);
    }
  }
  const stray = strayMarks(marks, unused, rewrite);
  for (const { page, frameOffset } of stray) {
    const reason = 'what it marks as deleted is no record: one that was deleted may be back';
    setAside.push(damaged(`mark of ${placeOf(page, frameOffset)}`, new Uint8Array(0), reason));
  }
  if (setAside.length + rewrite.size === 0) return { repairs: null, records: live };
  const kept = stray.size === 0 ? null : marks.filter((mark) => !stray.has(mark));
  return { repairs: { setAside, rewrite, marks: kept }, records: [] };
}

/** Page by page: most have none, and a record of such a one is not looked for. */
function byPage(marks: readonly Mark[]): Map<number, Set<number>> {
  const pages = new Map<number, Set<number>>();
  for (const { page, frameOffset } of marks) {
    const offsets = pages.get(page);
    if (offsets === undefined) pages.set(page, new Set([frameOffset]));
    else offsets.add(frameOffset);
  }
  return pages;
}

/** The marks of a page that is rewritten go with it. */
function strayMarks(
  marks: readonly Mark[],
  unused: ReadonlyMap<number, ReadonlySet<number>>,
  rewrite: ReadonlySet<PageUse>,
): Set<Mark> {
  const pages = new Set(Array.from(rewrite, ({ id }) => id));
  const isUnused = ({ page, frameOffset }: Mark) => unused.get(page)?.has(frameOffset) ?? false;
  return new Set(marks.filter((mark) => isUnused(mark) && !pages.has(mark.page)));
}

function placeOf(page: number, offset: number): string {
  return `page ${page} byte ${offset}`;
}

function damaged(key: string, value: Uint8Array, reason: string): SetAsideRecord {
  return { space: DAMAGED_SPACE, key, value, reason };
}
