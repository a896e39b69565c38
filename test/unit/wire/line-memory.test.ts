import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Register } from '../../../src/core/document.ts';
import { decodeDocument } from '../../../src/wire/document-line.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const LINES = 100;
const head = 'CBURST #c 123e4567-e89b-12d3-a456-426614174000 a.example 2024-01-01T12:00:00Z';
const stale = Array.from({ length: 2000 }, (_, index) => `stale${index}!*@host.example.org`).join(',');

test.each([
  ['a mask', (n: number) => `BANMASKS "${stale},new${n}!*@somewhere.example.org"`],
  ['a mask in a list with escapes', (n: number) => `BANMASKS "\\,,${stale},new${n}!*@somewhere.example.org"`],
  ['a setter', (n: number) => `UNBANMASKS "${stale}" TOPIC "x" setter${n}!somebody@somewhere.example.org -`],
])('%s that is all that is kept of a long line does not keep the line', (_, parametersOf) => {
  const kept: Register[] = [];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < LINES; n++) kept.push(lastRegister(`${head} ${parametersOf(n)}`));
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / kept.length;
  expect(kept).toHaveLength(LINES);
  expect(bytes).toBeLessThan(4096);
});

function lastRegister(text: string): Register {
  // As it comes from a link: one piece of memory.
  const decoded = decodeDocument(Buffer.from(text, 'latin1').toString('latin1'), 'rfc1459');
  if ('problem' in decoded) throw new Error(decoded.problem.reason);
  return [...decoded.message.part.registers.values()].at(-1)!;
}
