import { RecordMap, type RecordName } from './record-map.ts';
import type { Frame, PageRecord } from './record-page-codec.ts';

/** A stored page and how much of it is in use. */
export interface PageUse {
  readonly id: number;
  readonly bytes: number;
  deadBytes: number;
}

interface Place extends Frame {
  readonly page: PageUse;
}

/** What a commit takes away from one page. */
export interface Retirement {
  readonly page: PageUse;
  readonly offsets: number[];
  bytes: number;
}

/**
 * Where each live record is. Kept in memory (about 150 bytes a record) so that a commit finds what it replaces without
 * reading. Planning (`retirements`) and changing (`remove`, `add`) are apart: the index changes only after the database.
 */
export class PageIndex {
  readonly #places = new RecordMap<Place>();

  /** Number of live records. */
  get size(): number {
    return this.#places.size;
  }

  /** What the removal of the records takes away, page by page. */
  retirements(records: Iterable<RecordName>): Map<PageUse, Retirement> {
    const retirements = new Map<PageUse, Retirement>();
    for (const record of records) {
      const place = this.#places.get(record);
      if (place === undefined) continue;
      let retirement = retirements.get(place.page);
      if (retirement === undefined) {
        retirement = { page: place.page, offsets: [], bytes: 0 };
        retirements.set(place.page, retirement);
      }
      retirement.offsets.push(place.offset);
      retirement.bytes += place.bytes;
    }
    return retirements;
  }

  /** True when the record as found in this page is the live one. */
  isLive(pageId: number, record: PageRecord): boolean {
    const place = this.#places.get(record);
    return place !== undefined && place.page.id === pageId && place.offset === record.offset;
  }

  remove(record: RecordName): void {
    const place = this.#places.get(record);
    if (place === undefined) return;
    place.page.deadBytes += place.bytes;
    this.#places.delete(record);
  }

  /** Enters a record; returns the page that holds an older copy of it, if one does. */
  add(record: RecordName, page: PageUse, { offset, bytes }: Frame): PageUse | null {
    const older = this.#places.get(record);
    if (older !== undefined) older.page.deadBytes += older.bytes;
    this.#places.set(record, { page, offset, bytes });
    return older?.page ?? null;
  }
}
