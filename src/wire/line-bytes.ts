import { type Failure, failure } from './line-problem.ts';

/** Longest line in bytes, without its line ending. A longer document travels as several lines. */
export const lineBytesMax = 65536;

const FORBIDDEN_BYTE = /[\0\r\n\u0100-\uffff]/;

/** What keeps `line` from being read at all, or null. */
export function lineFailure(line: string): Failure | null {
  if (line.length > lineBytesMax) return failure('too-long', `line is longer than ${lineBytesMax} bytes`);
  return FORBIDDEN_BYTE.test(line) ? failure('bad-byte', 'line contains NUL, CR or LF') : null;
}
