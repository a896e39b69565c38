import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { applicationId, latestVersion } from './migrations.ts';
import { ADVICE } from './sqlite-error.ts';
import { StoreError } from './store.ts';

/**
 * Opens or creates the store file at the absolute `path` as its only owner, brings its schema up to date and returns it.
 * The lock is the kernel's: it goes with the process, however that ends. Join keys are inside, so the file, its
 * write-ahead log and its backups are never readable by others, not even while they are being made.
 *
 * Throws a StoreError for a file that is not ours or too new, which is left as it is; SQLite's and the file system's
 * errors pass through.
 */
export function openDatabase(path: string, steps: Readonly<Record<number, string>>): Database.Database {
  createIfMissing(path);
  const database = new Database(path, { fileMustExist: true, timeout: 0 });
  try {
    // Before the first access: SQLite then needs no shared memory file, and holds its lock from that access on.
    database.pragma('locking_mode = EXCLUSIVE');
    const version = checkedVersion(database, path, latestVersion(steps));
    // One that was copied here by hand may have any mode.
    for (const file of [path, `${path}-wal`]) if (existsSync(file)) chmodSync(file, OWNER_ONLY);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma(`journal_size_limit = ${LOG_BYTES_KEPT}`);
    if (version > 0 && version < latestVersion(steps)) backUp(database, path, version);
    migrate(database, version, steps);
    checkStructure(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The write-ahead log is cut back to this after a large transaction. */
const LOG_BYTES_KEPT = 16 * 1024 * 1024;
const OWNER_ONLY = 0o600;

/** SQLite gives its log the mode of the file, so the file's mode decides for both. */
function createIfMissing(path: string): void {
  if (!existsSync(dirname(path))) {
    throw new StoreError(
      'no-directory',
      `store ${path}: the directory ${dirname(path)} does not exist; create it, owned by the user of the sidecar`,
    );
  }
  try {
    closeSync(openSync(path, 'wx', OWNER_ONLY));
    syncDirectory(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** The schema version, 0 for an empty file. Writes nothing. */
function checkedVersion(database: Database.Database, path: string, latest: number): number {
  const id = database.pragma('application_id', { simple: true });
  const version = database.pragma('user_version', { simple: true }) as number;
  if (id === applicationId) {
    if (version <= latest) return version;
    throw new StoreError(
      'newer-schema',
      `store ${path}: its schema is version ${version}, this program knows versions up to ${latest}; ` +
        'run the newer program, or restore the backup that it made beside the store',
    );
  }
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (id === 0 && version === 0 && tables === 0) return 0;
  throw new StoreError(
    'not-a-store',
    `store ${path}: the file is a database of another program; move it away or name another path`,
  );
}

/** `<path>.v<version>.bak`: complete or not there at all. */
function backUp(database: Database.Database, path: string, version: number): void {
  const unfinished = `${path}.v${version}.bak.tmp`;
  rmSync(unfinished, { force: true });
  // SQLite would create the file by the umask; it fills an empty one as it is.
  closeSync(openSync(unfinished, 'wx', OWNER_ONLY));
  database.prepare('VACUUM INTO ?').run(unfinished);
  syncFile(unfinished);
  renameSync(unfinished, `${path}.v${version}.bak`);
  syncDirectory(path);
}

function migrate(database: Database.Database, from: number, steps: Readonly<Record<number, string>>): void {
  const latest = latestVersion(steps);
  if (from === latest) return;
  database.transaction(() => {
    for (let version = from + 1; version <= latest; version++) database.exec(steps[version]!);
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${latest}`);
  })();
}

/**
 * Damage to the tables themselves can make rows vanish without an error. What is in the rows proves itself and is not read
 * here: a hundred thousand channels take a tenth of a second.
 */
function checkStructure(database: Database.Database, path: string): void {
  const [first] = database.pragma('quick_check(1)') as { quick_check: string }[];
  if (first?.quick_check === 'ok') return;
  throw new StoreError('corrupt', `store ${path}: ${ADVICE.corrupt} (${first?.quick_check})`);
}

/** A new name in a directory is safe only once the directory is. */
function syncDirectory(path: string): void {
  syncFile(dirname(path));
}

function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
