import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { lineCounter } from './text-lines.ts';

/** A place in an ircd's configuration where it takes another file in, or each `*.conf` of a directory. */
export interface Include {
  readonly kind: 'file' | 'directory' | 'other';
  /** As it is written, relative to the directory of the ircd's configuration. */
  readonly name: string;
  /** Of the text that it stands for. */
  readonly start: number;
  readonly end: number;
  /** What it takes in follows at the end of the file, not here. */
  readonly isLast?: true;
  /** The ircd looks there by itself, and takes nothing for well. */
  readonly isOptional?: true;
}

/** An ircd's configuration as the ircd sees it: what it includes stands in its place. */
export interface IncludedText {
  readonly text: string;
  /** `file:line` of a line of the text, from 1; 0 is the file itself. */
  readonly place: (line: number) => string;
  /** By their names: what was not followed, and so still stands in the text, and why. */
  readonly notRead: ReadonlyMap<string, string>;
}

/** Why an include of another kind is not followed: nothing is run here. */
export const madeByProgram = 'it is made by a program';

/** As deep as ircd-hybrid goes, the only one that says. */
const DEPTH_MAX = 10;
/** Networks with a file for each server have some hundred. */
const FILES_MAX = 1000;
/** A thousand times what an ircd's own example comes to; a log or a device that is included by mistake has more. */
const BYTES_MAX = 16 * 1024 * 1024;

/** Reads `file` and what it includes, as `find` finds it. Throws what the file system says of `file` itself. */
export function readIncludedText(
  file: string,
  find: (text: string, depth: number) => readonly Include[],
): IncludedText {
  const rows: Row[] = [];
  const notRead = new Map<string, string>();
  const left = { files: FILES_MAX, bytes: BYTES_MAX };
  const add = (name: string, above: readonly string[]): void => {
    const text = readLimited(name, left);
    const inside = [...above, resolve(name)];
    const takeIn = (include: Include): boolean => {
      const problem = follow(include, inside);
      if (problem !== null) notRead.set(include.name, problem);
      return problem === null;
    };
    addRows(rows, name, text, find(text, above.length), takeIn);
  };
  const follow = ({ kind, name, isOptional }: Include, above: readonly string[]): string | null => {
    if (kind === 'other') return madeByProgram;
    try {
      const path = resolve(dirname(file), name);
      const files = kind === 'file' ? [path] : confFiles(path);
      if (files.some((each) => above.includes(each))) return 'it includes itself';
      if (files.length > 0 && above.length > DEPTH_MAX) return `it is more than ${DEPTH_MAX} files deep`;
      for (const each of files) add(each, above);
      return null;
    } catch (failure) {
      if (failure instanceof TooMuch) return failure.message;
      const { code, syscall } = failure as NodeJS.ErrnoException;
      if (syscall === undefined) throw failure;
      return isOptional && code === 'ENOENT' ? null : `it cannot be read (${code})`;
    }
  };
  add(file, []);
  const place = (line: number) => (line === 0 ? file : `${rows[line - 1]!.file}:${rows[line - 1]!.line}`);
  return { text: rows.map(({ text }) => text).join('\n'), place, notRead };
}

interface Row {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

class TooMuch extends Error {}

function readLimited(file: string, left: { files: number; bytes: number }): string {
  const stat = statSync(file);
  if (!stat.isFile()) throw new TooMuch('it is no file');
  if (left.files === 0) throw new TooMuch(`there are more than ${FILES_MAX} files`);
  if (stat.size > left.bytes) throw new TooMuch(`it all comes to more than ${BYTES_MAX} bytes`);
  left.files--;
  left.bytes -= stat.size;
  return readFileSync(file, 'latin1');
}

/** The rows of a text, with those of its includes between them. One that is not taken in stays as it is written. */
function addRows(
  rows: Row[],
  file: string,
  text: string,
  includes: readonly Include[],
  takeIn: (include: Include) => boolean,
): void {
  const lineOf = lineCounter(text);
  let from = 0;
  const addText = (to: number): void => {
    const line = lineOf(from);
    for (const [index, row] of text.slice(from, to).split('\n').entries())
      rows.push({ file, line: line + index, text: row });
    from = to;
  };
  for (const include of includes) {
    addText(include.isLast ? text.length : include.start);
    if (takeIn(include) && !include.isLast) from = include.end;
  }
  addText(text.length);
}

function confFiles(directory: string): string[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.conf'));
  return names.sort().map((name) => join(directory, name));
}
