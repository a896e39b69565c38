import { resolve } from 'node:path';
import type { KeyPath } from './locate-keys.ts';
import { lookUp } from './look-up.ts';
import type { PathMistake } from './read-config.ts';

type Path = readonly [table: string, key: string, fallback?: string];

const STORE: Path = ['store', 'path', 'cburst.db'];
const SOCKETS: readonly Path[] = [
  ['api', 'host_socket', 'host.sock'],
  ['api', 'ops_socket', 'ops.sock'],
  ['api', 'read_socket'],
];
/** One key and its certificate may serve for peers and the API. */
const KEYS: readonly Path[] = [
  ['peers', 'key', 'peer.key'],
  ['peers', 'certificate', 'peer.crt'],
  ['api', 'tls_key'],
  ['api', 'tls_certificate'],
];

/** Where the sidecar is to make something, and something else of it is already: a key that was moved away for that is lost. */
export function sharedPaths(tree: unknown): PathMistake[] {
  return [
    ...shared(
      tree,
      STORE,
      [...KEYS, ...SOCKETS],
      'the store is a file of its own',
      'write path = "cburst.db"',
    ),
    ...SOCKETS.flatMap((socket) =>
      shared(tree, socket, KEYS, 'a socket is no file', `write ${socket[1]} = "${socket[2] ?? 'read.sock'}"`),
    ),
  ];
}

function shared(
  tree: unknown,
  path: Path,
  others: readonly Path[],
  why: string,
  instead: string,
): PathMistake[] {
  const named = pathAt(tree, path);
  const other = others.find((each) => named !== null && pathAt(tree, each) === named);
  if (other === undefined) return [];
  const [[table, key], [otherTable, otherKey]] = [path, other];
  const at: KeyPath = [table, key];
  return [
    { path: at, what: `${table}.${key} and ${otherTable}.${otherKey} are the same path`, why, instead },
  ];
}

function pathAt(tree: unknown, [table, key, fallback]: Path): string | null {
  const value = lookUp(tree, [table, key]) ?? fallback;
  return typeof value === 'string' ? resolve(value) : null;
}
