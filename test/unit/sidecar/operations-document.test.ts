import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quarantineCodes } from '../../../src/core/guard.ts';

const text = readFileSync('docs/operations.md', 'utf8');

/** Where what happens is named. */
const FOLDERS = ['access', 'core', 'extension', 'host', 'log', 'ops', 'peer', 'sidecar', 'store'];
const SUBJECTS =
  'api|channel|clock|config|conflict|digest|extension|field|hierarchy|host|log|mesh|metadata|peer|policy|quarantine|sidecar|stamp|state|store';

test('the table of events names every event that the code names, and no other', () => {
  const code = FOLDERS.flatMap((folder) =>
    readdirSync(join('src', folder)).map((file) => readFileSync(join('src', folder, file), 'utf8')),
  ).join('\n');
  // A step of a session is told as `sync.<step>`.
  const kinds = new RegExp(`(?<!step\\((?:this, )?)'((?:${SUBJECTS})\\.[a-z_]+)'`, 'g');
  const named = new Set([...code.matchAll(kinds)].map((match) => match[1]!));
  // Made of what a comparison came to.
  for (const kind of ['digest.equal', 'digest.failed']) named.add(kind);
  expect([...firstCells('## Log events')].filter((kind) => !kind.startsWith('sync.')).sort()).toEqual(
    [...named].sort(),
  );
});

test('the table of what waits for an operator has every code', () => {
  expect([...firstCells('## What waits for an operator')]).toEqual([...quarantineCodes]);
});

function firstCells(heading: string): Set<string> {
  const section = text.slice(text.indexOf(heading)).split('\n## ')[0]!;
  const cells = [...section.matchAll(/^\| (`[^|]+`) \|/gm)].map((match) => match[1]!);
  return new Set(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)));
}
