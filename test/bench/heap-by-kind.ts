import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a heap holds, in bytes. */
export type HeapByKind = ReadonlyMap<string, number>;

interface HeapSnapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } };
  readonly nodes: number[];
  readonly strings: string[];
}

/** Reads the one heap snapshot that lies in `directory`, and deletes it: it holds keys and is large. */
export function takeHeapByKind(directory: string): HeapByKind {
  const file = readdirSync(directory).find((name) => name.endsWith('.heapsnapshot'))!;
  const snapshot = JSON.parse(readFileSync(join(directory, file), 'utf8')) as HeapSnapshot;
  rmSync(join(directory, file));
  return heapByKind(snapshot);
}

/** What came to `before`, for each of `count`. */
export function growthOf(before: HeapByKind, after: HeapByKind, count: number): Map<string, number> {
  return new Map([...after].map(([kind, bytes]) => [kind, (bytes - (before.get(kind) ?? 0)) / count]));
}

function heapByKind({ snapshot: { meta }, nodes, strings }: HeapSnapshot): Map<string, number> {
  const { node_fields: fields, node_types } = meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const kinds = new Map(
    ['all', 'strings', 'plain objects', 'maps and sets', 'their tables, arrays', 'other'].map((kind) => [
      kind,
      0,
    ]),
  );
  for (let node = 0; node < nodes.length; node += fields.length) {
    const bytes = nodes[node + size!]!;
    const kind = kindOf(node_types[0][nodes[node + type!]!]!, strings[nodes[node + name!]!]!);
    kinds.set(kind, kinds.get(kind)! + bytes);
    kinds.set('all', kinds.get('all')! + bytes);
  }
  return kinds;
}

function kindOf(type: string, name: string): string {
  if (type.endsWith('string')) return 'strings';
  if (type === 'array') return 'their tables, arrays';
  if (type !== 'object') return 'other';
  if (name === 'Object') return 'plain objects';
  if (name === 'Array') return 'their tables, arrays';
  return name === 'Map' || name === 'Set' ? 'maps and sets' : 'other';
}
