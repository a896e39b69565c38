import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lineProblemCodes } from '../../../src/wire/line-problem.ts';
import { byeCodes } from '../../../src/wire/session-message.ts';

const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
const files = ['document-lines', 'session-lines', 'digest-lines', 'member-lines'].map(readVectors);
const vectors = files.flat();
const valid = vectors.filter(({ means }) => means !== undefined).map(({ line }) => line);
const invalid = vectors.filter(({ problem }) => problem !== undefined);

test('there are enough of them, each with a name and a line of its own', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(300);
  expect(vectors).toHaveLength(valid.length + invalid.length);
  expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  for (const file of files) expect(new Set(file.map(({ line }) => line)).size).toBe(file.length);
});

test('every documented verb has a valid and an invalid line', () => {
  const cells = [...section('### 7.1', '### 7.2').matchAll(/^\| (`[^|]*) \|/gm)].map((match) => match[1]!);
  const names = new Set(cells.flatMap((cell) => [...cell.matchAll(/`([A-Z]+)/g)].map((match) => match[1]!)));
  expect([...names]).toEqual(expect.arrayContaining(['HELLO', 'CBURST', 'NAK', 'PONG', 'MESH', 'DIFFER']));
  for (const name of names) {
    expect(
      valid.some((line) => line.startsWith(`${name} `)),
      `valid ${name}`,
    ).toBe(true);
    expect(
      invalid.some(({ line }) => `${line} `.startsWith(`${name} `)),
      `invalid ${name}`,
    ).toBe(true);
  }
});

test('every documented parameter is in a valid line', () => {
  const cells = [...section('### 4.2', '### 4.3').matchAll(/^\| (`[^|]*) \|/gm)].map((match) => match[1]!);
  const names = cells.flatMap((cell) => [...cell.matchAll(/\b[A-Z]{3,}\b/g)].map((match) => match[0]));
  expect(names).toEqual(expect.arrayContaining(['TOPIC', 'UNLISTMASKS', 'META', 'ABSORBED']));
  for (const name of new Set(names).difference(new Set(['NAME'])))
    expect(
      valid.some((line) => ` ${line} `.includes(` ${name} `)),
      name,
    ).toBe(true);
});

test('every code of NAK is a reason to reject a line, and is sent; every code of BYE is sent', () => {
  const reasons = new Set(invalid.map(({ problem }) => problem));
  // `other` stands for a code of a later version: nothing is wrong with a line because of it.
  for (const code of lineProblemCodes) if (code !== 'other') expect(reasons, code).toContain(code);
  for (const code of lineProblemCodes)
    expect(
      valid.some((line) => isNak(line, code)),
      code,
    ).toBe(true);
  for (const code of byeCodes)
    expect(
      valid.some((line) => line.startsWith(`BYE ${code} `)),
      code,
    ).toBe(true);
});

function section(from: string, to: string): string {
  return text.slice(text.indexOf(from), text.indexOf(to));
}

function isNak(line: string, code: string): boolean {
  return line.startsWith('NAK ') && line.split(' ')[3] === code;
}

interface Vector {
  readonly name: string;
  readonly line: string;
  readonly means?: unknown;
  readonly problem?: string;
}

function readVectors(file: string): Vector[] {
  return JSON.parse(readFileSync(new URL(`../../vectors/${file}.json`, import.meta.url), 'utf8'));
}
