import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { ownerBytesMax, readStoreFile, type StoreFile } from '../store/read-store-file.ts';
import type { ConfigPlaces } from './config-places.ts';
import { fileUsers } from './file-users.ts';
import { type Finding, findingsOf } from './finding.ts';

const { error, warning, ok } = findingsOf('store');

export interface FreeSpace {
  readonly bytes: number;
  /** Files that can still be made; null: this file system does not count them. */
  readonly files: number | null;
}

export interface StoreDependencies {
  /** Of the file system on which the directory is, for this user. */
  readonly freeSpace: (directory: string) => FreeSpace;
  /** As `access` for reading and writing: may this user do it? */
  readonly mayWrite: (path: string) => boolean;
}

export const systemStore: StoreDependencies = {
  freeSpace: (directory) => {
    const { bavail, bsize, files, ffree } = statfsSync(directory);
    return { bytes: bavail * bsize, files: files === 0 ? null : ffree };
  },
  mayWrite: (path) => {
    try {
      accessSync(path, constants.R_OK | constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },
};

/** A commit of a large burst and its log need so much at once. */
const BYTES_LEAST = 64 * 1024 * 1024;
/** Time to make room before that. */
const BYTES_ENOUGH = 512 * 1024 * 1024;
/** The log, a backup and its unfinished form. */
const FILES_LEAST = 8;

/** The store, without opening it. `running`: this configuration's sidecar runs, and has it open. */
export function checkStore(
  config: SidecarConfig,
  places: ConfigPlaces,
  running: boolean,
  dependencies: StoreDependencies = systemStore,
): Finding[] {
  const { path } = config.store;
  const directory = dirname(path);
  const place = places.of(['store', 'path']);
  if (!existsSync(directory))
    return [
      error(
        `the directory of the store, ${directory}, does not exist`,
        place,
        `run: mkdir -m 700 -p ${directory}`,
      ),
    ];
  const findings = [
    ...permissions(path, place, dependencies),
    ...openDirectory(directory, place),
    ...content(config, place, running),
    ...(running ? [] : users(path, place)),
    ...room(directory, place, dependencies.freeSpace(directory)),
  ];
  return findings.length > 0 ? findings : [ok(`${path} can be used, and the disk has room`, place)];
}

/** Whoever may write there may put another store in its place. In a directory as /tmp is only who made a file. */
function openDirectory(directory: string, place: string): Finding[] {
  const { mode } = statSync(directory);
  if ((mode & 0o002) === 0 || (mode & 0o1000) !== 0) return [];
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  return [
    warning(
      `others may write the directory of the store, ${directory}, and put another store there (its mode is ${shown})`,
      place,
      `run: chmod o-w ${directory}`,
    ),
  ];
}

function permissions(path: string, place: string, { mayWrite }: StoreDependencies): Finding[] {
  const user = process.getuid?.() ?? 'USER';
  const directory = dirname(path);
  if (!mayWrite(directory))
    return [
      error(
        `this user may not write the directory of the store, ${directory}, where its log is made`,
        place,
        `run: chown ${user} ${directory}, or run this as the user of the sidecar`,
      ),
    ];
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!mayWrite(path))
    return [
      error(
        `this user may not write the store ${path}`,
        place,
        `run: chown ${user} ${path}, or run this as the user of the sidecar`,
      ),
    ];
  if (!stat.isFile() || (stat.mode & 0o077) === 0) return [];
  const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
  return [
    warning(
      `others can read the store, and join keys are in it (its mode is ${mode})`,
      place,
      `run: chmod 600 ${path}`,
    ),
  ];
}

function content({ store: { path }, server }: SidecarConfig, place: string, running: boolean): Finding[] {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
    return [error(`the store ${path} is no file`, place, 'write path = "cburst.db"')];
  const file = readable(path);
  switch (file?.kind) {
    case 'no-database':
      return [error(`${path} is no database`, place, `run: mv ${path} ${path}.old, or write another path`)];
    case 'other-program':
      return [error(`${path} is the database of another program`, place, 'write another path')];
    case 'newer':
      return [
        error(
          `${path} was written by a newer program: its schema is version ${file.version}, this one knows ${file.known}`,
          place,
          `run the newer program, or: mv ${path}.v${file.known}.bak ${path}`,
        ),
      ];
    case 'large-store':
      return [notRead(path, place, running)];
    case 'store':
      return owner(file, path, place, server);
    default:
      return [];
  }
}

/** Null: it cannot be read, which was told before. */
function readable(path: string): StoreFile | null {
  try {
    return readStoreFile(path);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).syscall === undefined) throw failure;
    return null;
  }
}

function owner(
  { owner }: Extract<StoreFile, { kind: 'store' }>,
  path: string,
  place: string,
  server: SidecarConfig['server'],
): Finding[] {
  if (owner === null) return [];
  if (owner.server !== server.name)
    return [
      error(
        `${path} belongs to the server ${owner.server}, and [server] name is ${server.name}`,
        place,
        `write path of another file, or [server] name = "${owner.server}"`,
      ),
    ];
  if (owner.casemapping === server.casemapping) return [];
  return [
    error(
      `${path} was written under the casemapping ${owner.casemapping}, and [server] casemapping is ${server.casemapping}`,
      place,
      `write casemapping = "${owner.casemapping}", or start with an empty store: mv ${path} ${path}.old`,
    ),
  ];
}

/** A sidecar does not start with the store of another server: one that runs has its own. */
function notRead(path: string, place: string, running: boolean): Finding {
  const cause = `${path} has more than ${ownerBytesMax / (1024 * 1024)} MiB, so it was not read whose it is`;
  if (running) return ok(`${cause}: the sidecar runs with it`, place);
  return warning(
    cause,
    place,
    'start the sidecar: with the store of another server, or of another casemapping, it says so and does not start',
  );
}

function users(path: string, place: string): Finding[] {
  if (!existsSync(path)) return [];
  const [user] = fileUsers(path);
  if (user === undefined) return [];
  return [
    error(
      `process ${user} has the store ${path} open, and does not answer at [api] ops_socket`,
      place,
      `look at it: ps -fp ${user}; if it is an older sidecar, run: kill ${user}; else write another path`,
    ),
  ];
}

function room(directory: string, place: string, { bytes, files }: FreeSpace): Finding[] {
  const fix = `make room on the disk of ${directory}: df -h ${directory}`;
  const left = `${Math.floor(bytes / (1024 * 1024))} MiB`;
  if (bytes < BYTES_LEAST) return [error(`the disk of the store is full: ${left} are left`, place, fix)];
  if (files !== null && files < FILES_LEAST)
    return [error('the disk of the store has no room for more files', place, `${fix.replace('-h', '-i')}`)];
  if (bytes >= BYTES_ENOUGH) return [];
  return [warning(`the disk of the store is nearly full: ${left} are left`, place, fix)];
}
