import { strict as assert } from 'node:assert';
import { LineSplitter } from '../../src/peer/line-splitter.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { growBytes, mutateBytes } from './mutate-bytes.ts';

const lineBytesMax = [16, 100, 1024, 65536];
const skippedBytesMax = 300;
const bytesMax = 4096;
const pieces = [
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  '\r\r\n',
  '\0',
  'abc',
  'x'.repeat(17),
  'y'.repeat(101),
  'z'.repeat(400),
];

/** An input: which bound a line has, how long the chunks are, and the bytes. Every way to cut them gives the same lines. */
export const target: FuzzTarget = {
  seeds: [
    '\0\x01a\nb\r\n\nc',
    '\x01\x05first line\r\nsecond\nthe rest',
    '\x02\xffPING 1\nPONG 1\n',
    `\0\x03${'z'.repeat(40)}`,
  ],
  mutate: (input, other, random) => mutateBytes(input, other, pieces, bytesMax, random),
  grow: (input, random) => growBytes(input, random),
  run(input) {
    const max = lineBytesMax[input.charCodeAt(0) & 3]!;
    const chunkBytes = (input.charCodeAt(1) & 0xff) + 1;
    const bytes = Buffer.from(input.slice(2), 'latin1');
    const splitter = new LineSplitter(max, skippedBytesMax);
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      splitter.add(bytes.subarray(at, at + chunkBytes));
      for (let line = splitter.next(); line !== null; line = splitter.next()) lines.push(line);
    }
    assertLines(input.slice(2), max, lines, splitter);
  },
};

/** As the shortest program that cuts lines has it. */
function assertLines(text: string, max: number, lines: readonly string[], splitter: LineSplitter): void {
  const parts = text.split('\n');
  const rest = parts.pop()!;
  const floods = [...parts, rest].findIndex((part) => part.length > max + 1 + skippedBytesMax);
  assert(!splitter.overlong || floods >= 0, 'a line that may be skipped ended everything');
  if (!splitter.overlong) {
    assert(lines.length === parts.length, `${lines.length} lines came out of ${parts.length}`);
    assert(rest.length <= max + 1 + skippedBytesMax, 'more was skipped than may be');
    assert(splitter.inLine === rest.length > 0, 'it does not know whether a line is unfinished');
  }
  for (const [index, line] of lines.entries())
    assert(line === cut(parts[index]!, max), 'another line came out');
}

/** The line without its ending, and of one that is too long what shows that it is. */
function cut(line: string, max: number): string {
  return line.length <= max + 1 && line.endsWith('\r') ? line.slice(0, -1) : line.slice(0, max + 1);
}
