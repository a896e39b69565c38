import type { KeyPath } from './locate-keys.ts';

/** The value at `path` in a parsed TOML tree, undefined where there is none. */
export function lookUp(tree: unknown, path: KeyPath): unknown {
  let value: unknown = tree;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
