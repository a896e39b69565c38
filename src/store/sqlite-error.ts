import Database from 'better-sqlite3';
import { StoreError } from './store.ts';

type SqliteCode = 'locked' | 'not-a-store' | 'full' | 'corrupt' | 'io';

/** What to do, for people. */
export const ADVICE: Readonly<Record<SqliteCode, string>> = {
  locked: 'another process has it open; stop that one, or give this one a store of its own',
  'not-a-store': 'the file is no SQLite database; move it away or name another path',
  full: 'the disk is full; make room and start again, nothing that was acknowledged is lost',
  corrupt:
    "the file is damaged; move it away, start the sidecar with an empty one, and start the ircd's adapter only once `cburst peers` shows the peers linked: the channels come back from them",
  io: 'reading or writing failed; check the disk, quotas and limits on the size of files, and who may write to the file and its directory',
};

/** What went wrong with the store at `path` as one of our codes; a defect of ours is passed on as it is. */
export function storeErrorFrom(error: unknown, path: string): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  if (error instanceof Database.SqliteError) {
    const code = codeOf(error.code);
    return new StoreError(code, `store ${path}: ${ADVICE[code]} (${error.code}: ${error.message})`, {
      cause: error,
    });
  }
  if ('syscall' in error) {
    const code = (error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'full' : 'io';
    return new StoreError(code, `store ${path}: ${ADVICE[code]} (${error.message})`, { cause: error });
  }
  return error;
}

function codeOf(sqliteCode: string): SqliteCode {
  if (/^SQLITE_(BUSY|LOCKED)/.test(sqliteCode)) return 'locked';
  if (sqliteCode === 'SQLITE_NOTADB') return 'not-a-store';
  if (sqliteCode === 'SQLITE_FULL') return 'full';
  return sqliteCode.startsWith('SQLITE_CORRUPT') ? 'corrupt' : 'io';
}
