import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { isSecretKey } from './bundle-redactor.ts';

/** A secret file is a line or a key; whatever is larger is none. */
const SECRET_FILE_BYTES_MAX = 64 * 1024;

export interface ReadConfig {
  /** As it is written, without comments; null: it cannot be read. Not redacted. */
  readonly content: Record<string, unknown> | null;
  /** What may stand nowhere else: its secrets, and those in the files that it names. */
  readonly secrets: readonly string[];
  /** Why it cannot be read; null: it was. */
  readonly problem: string | null;
}

export function readConfigForBundle(file: string): ReadConfig {
  let content: Record<string, unknown>;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // What the parser says quotes the line, and a secret may stand in it.
    const { code } = error as NodeJS.ErrnoException;
    return { content: null, secrets: [], problem: code ?? 'it is not TOML: cburst check says where' };
  }
  const secrets = [...strings(content)].flatMap(([key, text]) => {
    if (isSecretKey(key)) return [text];
    return namesSecretFile(key) ? secretsIn(resolve(dirname(file), text)) : [];
  });
  return { content, secrets, problem: null };
}

/** What a secret file holds: all of it, and each line of a key. None if it cannot be read: then it is nowhere else either. */
export function secretsIn(file: string): string[] {
  try {
    if (statSync(file).size > SECRET_FILE_BYTES_MAX) return [];
    const text = readFileSync(file, 'utf8').trim();
    const isLongLine = (line: string) => line.length >= 16 && !line.startsWith('-----');
    return [text, ...text.split(/\r?\n/).filter(isLongLine)];
  } catch {
    return [];
  }
}

function namesSecretFile(key: string): boolean {
  return key === 'key' || key.endsWith('_key') || key.endsWith('_file');
}

function* strings(value: unknown, key = ''): Generator<[string, string]> {
  if (typeof value === 'string') yield [key, value];
  else if (Array.isArray(value)) for (const item of value) yield* strings(item, key);
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) yield* strings(item, name);
}
