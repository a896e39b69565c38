import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ConfigError } from '../../../src/config/config-error.ts';

/** A directory with these files (mode 0600) that is gone after the test. */
export function configDirectory(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'cburst-config-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(directory, name), content, { mode: 0o600 });
  return directory;
}

/** The lines of the `ConfigError` that `load` throws, without the directory. */
export function mistakesOf(directory: string, load: () => unknown): string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(`${directory}/`, '').split('\n');
    throw error;
  }
  return [];
}
