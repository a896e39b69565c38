/** "cbst": marks the file as a store of this program in its SQLite header. */
export const applicationId = 0x63627374;

/**
 * The steps that bring a store's schema to version N, run in order in one transaction. A step that was released is never
 * edited: a change is a new step, and test/unit/store/frozen-schema.test.ts opens a file of every version.
 *
 * 1. `page` holds the records (record-page-codec.ts). `dead` marks the frames of a page that were deleted or replaced
 *    since; the frames that are not marked are the live records. `set_aside` is for manual review.
 * 2. The tables stay. There are kinds of records that the program of version 1 does not know and would set aside: it is kept
 *    from that.
 */
export const migrations: Readonly<Record<number, string>> = {
  1: `
    CREATE TABLE page (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
    CREATE TABLE dead (
      page INTEGER NOT NULL,
      frame_offset INTEGER NOT NULL,
      PRIMARY KEY (page, frame_offset)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE set_aside (
      id INTEGER PRIMARY KEY,
      space TEXT NOT NULL,
      key TEXT NOT NULL,
      value BLOB NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
  `,
  2: '',
};

/** The version that a set of migrations leads to. */
export function latestVersion(steps: Readonly<Record<number, string>>): number {
  return Math.max(...Object.keys(steps).map(Number));
}
