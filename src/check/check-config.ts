import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from '../config/config-error.ts';
import { ConfigPlaces } from './config-places.ts';
import { type CheckArea, type Finding, findingsOf } from './finding.ts';

export interface LoadedConfig<C> {
  /** Null: it cannot be used, and `findings` say why. */
  readonly loaded: { readonly config: C; readonly places: ConfigPlaces } | null;
  readonly findings: readonly Finding[];
}

/** A configuration by `load`, each of its mistakes a finding of `area`. */
export function checkConfig<C>(file: string, area: CheckArea, load: (file: string) => C): LoadedConfig<C> {
  try {
    const config = load(file);
    const places = new ConfigPlaces(file, readFileSync(file, 'utf8'));
    return { loaded: { config, places }, findings: fileFindings(file, area) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { loaded: null, findings: mistakeFindings(error, area) };
  }
}

function mistakeFindings({ file, mistakes }: ConfigError, area: CheckArea): Finding[] {
  return mistakes.map(({ line, column, what, why, instead }) => {
    const place = line === null ? file : `${file}:${line}:${column}`;
    return findingsOf(area).error(`${what}: ${why}`, place, instead);
  });
}

function fileFindings(file: string, area: CheckArea): Finding[] {
  const { ok, warning } = findingsOf(area);
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o022) === 0) return [ok('can be read and has no mistake', file)];
  const shown = mode.toString(8).padStart(4, '0');
  const cause = `others may write it (its mode is ${shown}): who can change a pin decides who is a peer`;
  return [warning(cause, file, `run: chmod go-w ${file}`)];
}
