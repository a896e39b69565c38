import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { expect, test } from 'vitest';

/**
 * The layers of src, upper ones first, with the folders that each may import. What is not named here is not allowed: a
 * new folder has to find its place first. `rpc`, `reconnect`, `config` and `log` stand
 * beside the layers.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  main: ['cli'],
  cli: [
    'sidecar',
    'check',
    'access',
    'adapter',
    'peer',
    'core',
    'rpc',
    'proto-types',
    'reconnect',
    'config',
    'log',
  ],
  // Looks at what a sidecar would use, without one.
  check: ['access', 'peer', 'store', 'wire', 'core', 'rpc', 'proto-types', 'config'],
  sidecar: [
    'access',
    'metrics',
    'host',
    'ops',
    'peer',
    'store',
    'extension',
    'wire',
    'core',
    'rpc',
    'config',
    'log',
  ],
  // They report on those beside them.
  metrics: ['access', 'host', 'peer', 'store', 'extension', 'wire', 'core', 'config'],
  ops: ['access', 'host', 'peer', 'store', 'extension', 'core', 'rpc', 'proto-types', 'config', 'log'],
  host: ['store', 'extension', 'core', 'rpc', 'proto-types', 'config', 'log'],
  peer: ['store', 'extension', 'wire', 'core', 'reconnect', 'config', 'log'],
  // A client of the gRPC API and nothing else.
  adapter: ['core', 'rpc', 'proto-types', 'reconnect', 'config', 'log'],
  store: ['extension', 'wire', 'core', 'log'],
  extension: ['wire', 'core'],
  wire: ['core'],
  core: [],
  rpc: ['core', 'proto-types'],
  // When to try again, for whoever keeps a connection.
  reconnect: [],
  config: ['core'],
  // Who may call the API.
  access: ['peer', 'core', 'rpc', 'config'],
  log: ['config'],
  'proto-types': [],
};

/** No input or output, no clock, no randomness, no logging: equal input gives equal output. */
const pureFolders = ['core', 'wire'];
/** Run under a simulated clock: what time it is, and what is random, is told to them. */
const clocklessFolders = [...pureFolders, 'extension', 'store', 'reconnect'];
/** Node's own modules that neither read nor change anything outside. */
const pureModules = ['node:assert', 'node:assert/strict'];
/** And single functions of others: equal input gives equal output. */
const pureImports = /\bimport \{ hash \} from 'node:crypto';/g;
const impureName =
  /\b(?:process\s*\.|console\s*\.|fetch\s*\(|require\s*\(|setTimeout|setInterval|setImmediate|queueMicrotask)/;
const clockOrChance =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\b|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b/;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))
  .map((path) => ({ path, code: withoutComments(readFileSync(join('src', path), 'utf8')) }));
const ownFiles = files.filter(({ path }) => !path.startsWith('proto-types/'));

test('every folder has a place among the layers', () => {
  expect(files.length).toBeGreaterThan(50);
  const folders = new Set(files.map(({ path }) => folderOf(path)));
  expect([...folders].filter((folder) => !(folder in mayImport))).toEqual([]);
});

test('the layers have no cycle', () => {
  const reach = (folder: string): string[] => mayImport[folder]!.flatMap((next) => [next, ...reach(next)]);
  expect(Object.keys(mayImport).filter((folder) => reach(folder).includes(folder))).toEqual([]);
});

test.each(Object.entries(mayImport))('%s imports only %j', (folder, allowed) => {
  const wrong = files
    .filter(({ path }) => folderOf(path) === folder)
    .flatMap(({ path, code }) => importsOf(code).map((name) => ({ path, name })))
    .filter(({ name }) => name.startsWith('.'))
    .filter(({ path, name }) => {
      const target = folderOf(posix.join(posix.dirname(path), name));
      return target !== folder && !allowed.includes(target);
    });
  expect(wrong).toEqual([]);
});

test.each(pureFolders)('%s is pure', (folder) => {
  const wrong = files
    .filter(({ path }) => folderOf(path) === folder)
    .flatMap(({ path, code }) => impurities(code).map((what) => `${path}: ${what}`));
  expect(wrong).toEqual([]);
});

test('the dialects are pure', () => {
  const dialects = ownFiles.filter(({ path }) => /^adapter\/[^/]+\//.test(path));
  expect(dialects.length).toBeGreaterThan(5);
  const wrong = dialects.flatMap(({ path, code }) => [
    ...impurities(code).map((what) => `${path}: ${what}`),
    ...(clockOrChance.test(code) ? [`${path}: clock or chance`] : []),
  ]);
  expect(wrong).toEqual([]);
});

test.each(clocklessFolders)('%s reads no clock and no chance', (folder) => {
  const wrong = files.filter(({ path, code }) => folderOf(path) === folder && clockOrChance.test(code));
  expect(wrong.map(({ path, code }) => `${path}: ${clockOrChance.exec(code)![0]}`)).toEqual([]);
});

test('files are imported by their names, and export names', () => {
  const wrong = ownFiles.flatMap(({ path, code }) => [
    ...importsOf(code)
      .filter((name) => name.startsWith('.') && !name.endsWith('.ts'))
      .map((name) => `${path} imports ${name}`),
    ...(/^export default\b/m.test(code) ? [`${path} has a default export`] : []),
    ...(/^export \*/m.test(code) ? [`${path} passes on all of another file`] : []),
  ]);
  expect(wrong).toEqual([]);
});

test('files are called by what they hold, in kebab case', () => {
  const vague = ['index', 'utils', 'util', 'helpers', 'helper', 'common', 'types', 'misc'];
  const wrong = ownFiles
    .map(({ path }) => basename(path, '.ts'))
    .filter((name) => vague.includes(name) || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name));
  expect(wrong).toEqual([]);
});

test('every form of import is seen', () => {
  const code = withoutComments(`
    import a from './a.ts';
    import { type B,
      c } from "./b.ts";
    import './c.ts';
    export { d } from './d.ts';
    const e = await import('./e.ts');
    let f: import('./f.ts').F;
    // import x from './comment.ts';
    /* import y from './block.ts'; */
    const url = 'http://example.net/'; import g from './g.ts';`);
  expect(importsOf(code).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `./${name}.ts`));
});

test.each([
  ["import { readFileSync } from 'node:fs';", 'node:fs'],
  ["import fs from 'fs';", 'fs'],
  ["import { pino } from 'pino';", 'pino'],
  ["import { v4 } from 'uuid';", 'uuid'],
  ["import { hash, randomBytes } from 'node:crypto';", 'node:crypto'],
  ['if (process.env.X) x();', 'process.'],
  ["console.log('x');", 'console.'],
  ['setTimeout(x, 1);', 'setTimeout'],
])('%s is impure', (code, what) => {
  expect(impurities(code)).toEqual([what]);
});

test.each(['Date.now()', 'new Date()', 'Math.random()', 'performance.now()', 'crypto.randomUUID()'])(
  '%s is clock or chance',
  (code) => {
    expect(clockOrChance.test(code)).toBe(true);
    expect(clockOrChance.test('new Date(ms).toISOString()')).toBe(false);
  },
);

/** `main` for files directly in src. */
function folderOf(path: string): string {
  const [first, ...rest] = path.split('/');
  return rest.length === 0 ? 'main' : first!;
}

function importsOf(code: string): string[] {
  const statements = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g;
  return [...code.matchAll(statements)].map((match) => match[2]!);
}

function impurities(code: string): string[] {
  const modules = importsOf(code.replace(pureImports, '')).filter(
    (name) => !name.startsWith('.') && !pureModules.includes(name),
  );
  const name = impureName.exec(code);
  return name === null ? modules : [...modules, name[0]];
}

/** Strings stay: what begins like a comment inside one is part of it. */
function withoutComments(code: string): string {
  const stringOrComment =
    /(['"])(?:\\.|(?!\1)[^\\\n])*\1|`(?:\\[\s\S]|[^\\`])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return code.replace(stringOrComment, (match) => (match.startsWith('/') ? '' : match));
}
