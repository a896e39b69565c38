import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { applyLog } from './apply-log.ts';
import { applicationId, latestVersion, migrations } from './migrations.ts';
import { decodePage } from './record-page-codec.ts';
import { decodeServerRecord, SERVER_KEY, SERVER_SPACE } from './server-record.ts';

/** What a store's file is. */
export type StoreFile =
  | { readonly kind: 'missing' | 'empty' | 'no-database' | 'other-program' }
  /** Of which it was not read whose it is: with its log it has more than `ownerBytesMax`. */
  | { readonly kind: 'large-store' }
  | { readonly kind: 'newer'; readonly version: number; readonly known: number }
  | { readonly kind: 'store'; readonly owner: StoreOwner | null };

export interface StoreOwner {
  readonly server: string;
  readonly casemapping: string;
}

/** Larger stores, with their log, are not read to learn whose they are: a sidecar does so at its start. */
export const ownerBytesMax = 256 * 1024 * 1024;

/**
 * What is at `path`, from the bytes of the file and its log alone: no database is opened, no lock is taken, nothing is written, so
 * it may be looked at while a sidecar has it. `owner` is null where nothing was stored yet, or it is damaged. Throws what the
 * file system says.
 */
export function readStoreFile(path: string): StoreFile {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return { kind: 'missing' };
  const log = `${path}-wal`;
  const logSize = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return { kind: 'empty' };
  const header = headerOf(path);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return { kind: 'no-database' };
  if (size + logSize > ownerBytesMax) {
    const file = judged(header, logSize > 0, () => null);
    return file.kind === 'store' ? { kind: 'large-store' } : file;
  }
  if (logSize === 0) return judged(header, false, () => ownerOf(readFileSync(path)));
  // What a new store says of itself may be in its log only.
  const bytes = applyLog(readFileSync(path), readFileSync(log));
  return judged(bytes.length < HEADER_BYTES ? header : bytes, true, () => ownerOf(bytes));
}

/** `hasLog`: a first start may have gone no further than that. */
function judged(header: Buffer, hasLog: boolean, owner: () => StoreOwner | null): StoreFile {
  const version = header.readUInt32BE(VERSION_OFFSET);
  const id = header.readUInt32BE(APPLICATION_OFFSET);
  if (id === 0 && version === 0) {
    if (hasLog) return { kind: 'store', owner: null };
    if (header.readUInt16BE(TABLES_OFFSET) === 0) return { kind: 'empty' };
  }
  if (id !== applicationId) return { kind: 'other-program' };
  const known = latestVersion(migrations);
  if (version > known) return { kind: 'newer', version, known };
  return { kind: 'store', owner: owner() };
}

/** SQLite's file format, sections 1.3 and 1.6: the head of the file, and of the list of its tables behind it. */
const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 108;
const VERSION_OFFSET = 60;
const APPLICATION_OFFSET = 68;
const TABLES_OFFSET = 103;
const JOURNAL_OFFSETS = [18, 19];

function headerOf(path: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  return header;
}

/** Newer pages have greater ids, and the record is never deleted: the first that is found is the one that counts. */
function ownerOf(bytes: Buffer): StoreOwner | null {
  // A database in memory can have no log.
  for (const offset of JOURNAL_OFFSETS) bytes[offset] = 1;
  let database: Database.Database | null = null;
  try {
    database = new Database(bytes, { readonly: true });
    const pages = database.prepare<[], Buffer>('SELECT body FROM page ORDER BY id DESC').pluck();
    for (const body of pages.iterate()) {
      const found = decodePage(body).records.findLast(
        ({ space, key }) => space === SERVER_SPACE && key === SERVER_KEY,
      );
      if (found !== undefined) return decodeServerRecord(found.value);
    }
    return null;
  } catch (error) {
    // Damage is told, and mended, at the start of a sidecar.
    if (error instanceof Database.SqliteError) return null;
    throw error;
  } finally {
    database?.close();
  }
}
