import { readdirSync, readlinkSync, realpathSync } from 'node:fs';

/**
 * The processes that have `path` open, as far as this user may look; of systems without /proc none are known. Its own
 * process is not among them.
 */
export function fileUsers(path: string): number[] {
  const real = realpathSync(path);
  return listed('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => listed(`/proc/${name}/fd`).some((fd) => linkOf(`/proc/${name}/fd/${fd}`) === real))
    .map(Number);
}

/** Processes come and go, and those of others cannot be looked at. */
function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
