import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quarantineCodes } from '../../../src/core/guard.ts';
import { whyKept } from '../../../src/core/kept-changes.ts';
import { logEvents, watchedEvents } from '../../../src/log/log-events.ts';

const text = readFileSync('docs/operations.md', 'utf8');

/** Where what happens is named. */
const FOLDERS = ['access', 'core', 'extension', 'host', 'ops', 'peer', 'sidecar', 'store'];
const SUBJECTS =
  'api|channel|clock|config|conflict|digest|extension|field|hierarchy|host|log|mesh|metadata|peer|policy|quarantine|sidecar|stamp|state|store';

test('the events of the log are those that the code names, and no others', () => {
  const code = FOLDERS.flatMap((folder) =>
    readdirSync(join('src', folder)).map((file) => readFileSync(join('src', folder, file), 'utf8')),
  ).join('\n');
  const kinds = new RegExp(`(?<!step\\((?:this, )?)'((?:${SUBJECTS})\\.[a-z_]+)'`, 'g');
  const named = new Set([...code.matchAll(kinds)].map((match) => match[1]!));
  // Made of what a comparison came to. A step of a session is told as `sync.<step>`.
  const events = Object.keys(logEvents).filter((event) => !event.startsWith('sync.'));
  expect(events.sort()).toEqual([...named].sort());
});

test('the table of events says of each event its level and its fields', () => {
  const rows = [...section('## Log events').matchAll(/^\| (`.+?) \| (.+?) \| ?(.*?) \| .*\|$/gm)];
  const told = rows.flatMap(([, cell, levels, fields]) => {
    const events = quoted(cell!);
    const all = levels!.split(', ');
    const names = [...fields!.matchAll(/(\()?`([^`]+)`/g)].map(([, some, name]) => name + (some ? '?' : ''));
    return events.map((event, n) => [
      event,
      { levels: events.length > 1 ? [all[n] ?? all[0]] : all, fields: names },
    ]);
  });
  expect(told.map(([event]) => event).sort()).toEqual(Object.keys(logEvents).sort());
  expect(Object.fromEntries(told)).toEqual(logEvents);
});

test('the events that whoever watches is told are those that can be', () => {
  const [, list] = /^`cburst watch` shows as they happen, all of them: (.*?)\. The others/ms.exec(text)!;
  const told = quoted(list!).flatMap((name) =>
    name.endsWith('.*')
      ? Object.keys(logEvents).filter((event) => event.startsWith(name.slice(0, -1)))
      : [name],
  );
  expect(told.sort()).toEqual([...watchedEvents].sort());
});

test('the table of what waits for an operator has every code', () => {
  expect([...firstCells('## What waits for an operator')]).toEqual([...quarantineCodes]);
});

test('the table of what is not written has every reason', () => {
  expect([...firstCells('### Why a change on the ircd is not written')]).toEqual([...whyKept]);
});

function firstCells(heading: string): Set<string> {
  return new Set([...section(heading).matchAll(/^\| (`[^|]+`) \|/gm)].flatMap((match) => quoted(match[1]!)));
}

function section(heading: string): string {
  return text.slice(text.indexOf(heading)).split('\n## ')[0]!;
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
}
