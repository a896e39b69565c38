import type { PageIndex, PageUse } from './page-index.ts';
import { decodePage } from './record-page-codec.ts';
import { DAMAGED_SPACE, type SetAsideRecord } from './store.ts';

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

/**
 * Fills an empty index from stored pages, the oldest first, and returns what there is to repair; null: nothing. Of two
 * copies of a record the newer one counts. A page with damage is rewritten without it. A mark that fits no frame was another
 * one: what that deleted may be back.
 */
export function recoverPages(
  index: PageIndex,
  pages: Iterable<{ readonly id: number; readonly body: Uint8Array }>,
  marks: readonly Mark[],
): Repairs | null {
  const unused = new Map(marks.map((mark) => [placeOf(mark.page, mark.frameOffset), mark]));
  const rewrite = new Set<PageUse>();
  const setAside: SetAsideRecord[] = [];
  for (const { id, body } of pages) {
    const page: PageUse = { id, bytes: body.length, deadBytes: 0 };
    const { records, damage } = decodePage(body);
    for (const record of records) {
      if (unused.delete(placeOf(id, record.offset))) {
        page.deadBytes += record.bytes;
        continue;
      }
      const older = index.add(record, page, record);
      if (older !== null) rewrite.add(older);
    }
    for (const { offset, value } of damage) {
      setAside.push(damaged(placeOf(id, offset), value, 'wrong checksum'));
      rewrite.add(page);
    }
  }
  const stray = strayMarks(unused.values(), rewrite);
  for (const { page, frameOffset } of stray) {
    const reason = 'what it marks as deleted is no record: one that was deleted may be back';
    setAside.push(damaged(`mark of ${placeOf(page, frameOffset)}`, new Uint8Array(0), reason));
  }
  if (setAside.length + rewrite.size === 0) return null;
  return { setAside, rewrite, marks: stray.size === 0 ? null : marks.filter((mark) => !stray.has(mark)) };
}

/** The marks of a page that is rewritten go with it. */
function strayMarks(unused: Iterable<Mark>, rewrite: ReadonlySet<PageUse>): Set<Mark> {
  const pages = new Set(Array.from(rewrite, ({ id }) => id));
  return new Set([...unused].filter(({ page }) => !pages.has(page)));
}

function placeOf(page: number, offset: number): string {
  return `page ${page} byte ${offset}`;
}

function damaged(key: string, value: Uint8Array, reason: string): SetAsideRecord {
  return { space: DAMAGED_SPACE, key, value, reason };
}
