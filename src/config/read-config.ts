import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { ConfigError, type ConfigMistake } from './config-error.ts';
import { type KeyPath, type KeyPositions, locateKeys } from './locate-keys.ts';
import { lookUp } from './look-up.ts';
import { placeOf, schemaMistakes } from './schema-mistakes.ts';

/** A mistake at a key that no schema of a single value sees. */
export interface PathMistake {
  readonly path: KeyPath;
  readonly what: string;
  readonly why: string;
  readonly instead: string;
}

/** What is told to who named a file that cannot be read. */
export interface Unreadable {
  readonly why: string;
  readonly instead: string;
}

export interface ConfigKind<S extends z.ZodType> {
  readonly schema: S;
  /** Finds what only several values together show. Called with any tree, right or wrong. */
  readonly crossCheck: (tree: unknown) => PathMistake[];
  readonly unreadable: Unreadable;
  /** The table by which a configuration of another program is known, and what that is. */
  readonly other?: {
    readonly table: string;
    readonly own: string;
    readonly what: string;
    readonly instead: string;
  };
}

/** The directory from which relative paths of a configuration file start. */
export function configDirectory(file: string): string {
  return dirname(resolve(file));
}

/** Reads and checks a TOML file. Throws a `ConfigError` with all mistakes at once; a syntax error hides later ones. */
export function readConfig<S extends z.ZodType>(file: string, kind: ConfigKind<S>): z.output<S> {
  const text = readText(file, kind.unreadable);
  const tree = parseToml(file, text);
  const positions = locateKeys(text);
  refuseOther(file, tree, positions, kind);
  const result = kind.schema.safeParse(tree);
  const mistakes: ConfigMistake[] = result.success
    ? []
    : schemaMistakes(kind.schema, result.error.issues, tree, positions);
  for (const { path, ...mistake } of kind.crossCheck(tree))
    mistakes.push({ ...placeOf(positions, path), ...mistake });
  if (!result.success || mistakes.length > 0) throw new ConfigError(file, mistakes);
  return result.data;
}

/** Everything that is known here would be missing, and everything that is there unknown. */
function refuseOther(
  file: string,
  tree: unknown,
  positions: KeyPositions,
  { other }: Pick<ConfigKind<z.ZodType>, 'other'>,
): void {
  if (
    other === undefined ||
    lookUp(tree, [other.table]) === undefined ||
    lookUp(tree, [other.own]) !== undefined
  )
    return;
  const { what, instead } = other;
  const why = 'each program has a configuration of its own';
  throw new ConfigError(file, [{ ...placeOf(positions, [other.table]), what, why, instead }]);
}

/** For what is about to start. `example`: path of a commented one in the package. */
export function cannotStartWithout(example: string): Unreadable {
  return {
    why: 'nothing can start without its configuration',
    instead: `copy ${example} from the package, adapt it, and name it with --config`,
  };
}

/** What helps where the file is there. */
const INSTEAD: Readonly<Record<string, string>> = {
  EACCES: 'let this user read it, or run as the user whose it is',
  EISDIR: 'name the file in this directory',
};

function readText(file: string, unreadable: Unreadable): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const { why, instead } = unreadable;
    const what = `cannot be read (${code ?? error})`;
    throw new ConfigError(file, [
      { line: null, column: null, what, why, instead: (code && INSTEAD[code]) || instead },
    ]);
  }
}

function parseToml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new ConfigError(file, [
      {
        line: error.line,
        column: error.column,
        // Only the first line: the others quote the file, and with it perhaps a password.
        what: error.message.split('\n')[0]!.replace('Invalid TOML document: ', ''),
        why: 'the file is not TOML here',
        instead: 'write key = value, with strings in double quotes (https://toml.io)',
      },
    ]);
  }
}
