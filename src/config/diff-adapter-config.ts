import { isDeepStrictEqual } from 'node:util';
import type { AdapterConfig } from './adapter-config.ts';

/** Keys whose values are told to nobody: a default mode may be a key with its text. */
const SECRETS: ReadonlySet<string> = new Set(['sendPassword', 'receivePassword', 'defaultModes']);

/** What `after` says differently than `before`: a line for each key, as the file spells it. */
export function diffAdapterConfig(before: AdapterConfig, after: AdapterConfig): string[] {
  return Object.keys(before).flatMap((section) => {
    const [old, now] = [before, after].map((config) => config[section as keyof AdapterConfig] as Values);
    const changed = Object.keys(old!).filter((key) => !isDeepStrictEqual(old![key], now![key]));
    return changed.map((key) => `[${section}] ${snakeCase(key)}: ${change(key, old![key], now![key])}`);
  });
}

type Values = Readonly<Record<string, unknown>>;

function change(key: string, before: unknown, after: unknown): string {
  return SECRETS.has(key) ? 'another one' : `${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
