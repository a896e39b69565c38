import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';

/** Writes `bundle` as gzipped JSON into a new file of mode 0600. Throws a CliError. */
export function writeBundle(file: string, bundle: object): void {
  const bytes = gzipSync(`${JSON.stringify(bundle, null, 2)}\n`);
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    try {
      writeSync(descriptor, bytes);
    } catch (error) {
      rmSync(file);
      throw error;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'it is there already' : code;
    throw new CliError(exitCodes.failure, `--out ${file} cannot be written: ${why}`, {
      cause: error,
      next: 'cburst debug-bundle --out FILE, with one that is not there yet',
    });
  }
}
