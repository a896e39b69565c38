/** A place in a text: both count from 1, columns in UTF-16 units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A key's way from the root; numbers are elements of arrays. */
export type KeyPath = readonly (string | number)[];

/** Where the keys of a TOML text and their values begin. */
export interface KeyPositions {
  /** The key, the table's header, or the array's element. */
  key(path: KeyPath): Position | null;
  value(path: KeyPath): Position | null;
}

/**
 * Finds every key of `text`, which must be valid TOML: it is read before by a real parser, which keeps no positions. A
 * table that several headers and dotted keys extend is where it came up first.
 */
export function locateKeys(text: string): KeyPositions {
  // Some editors begin a file with the mark of its encoding. The parser passes over it, and no editor counts it as a column.
  const scanner = new Scanner(text.replace(/^\ufeff/, ''));
  scanner.document();
  return {
    key: (path) => scanner.positionOf(scanner.keys, path),
    value: (path) => scanner.positionOf(scanner.values, path),
  };
}

const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BLANKS = /[ \t]+/y;
const BLANKS_LINES_COMMENTS = /(?:[ \t\r\n]|#[^\n]*)+/y;
const SCALAR = /[^,\]}#\r\n]+/y;
const STRINGS: readonly RegExp[] = [
  /"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}/y,
  /'''(?:[^']|'{1,2}(?!'))*'{3,5}/y,
  /"(?:[^"\\\n]|\\.)*"/y,
  /'[^'\n]*'/y,
];

class Scanner {
  readonly keys = new Map<string, number>();
  readonly values = new Map<string, number>();
  private readonly text: string;
  private readonly lineStarts: number[] = [0];
  /** Elements seen of each array of tables. */
  private readonly tableCounts = new Map<string, number>();
  private offset = 0;

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
  }

  positionOf(map: ReadonlyMap<string, number>, path: KeyPath): Position | null {
    const offset = map.get(JSON.stringify(path));
    if (offset === undefined) return null;
    const line = this.lineStarts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - this.lineStarts[line]! + 1 };
  }

  document(): void {
    let table: KeyPath = [];
    for (this.skip(BLANKS_LINES_COMMENTS); this.offset < this.text.length; this.skip(BLANKS_LINES_COMMENTS)) {
      if (this.text[this.offset] === '[') table = this.header();
      else this.keyValue(table);
    }
  }

  /** `[a.b]` or `[[a.b]]`; returns the path of the table that it opens. */
  private header(): KeyPath {
    const isArray = this.text.startsWith('[[', this.offset);
    const start = this.offset;
    this.offset += isArray ? 2 : 1;
    const names = this.dottedKey([]).map(({ name }) => name);
    this.offset += isArray ? 2 : 1;
    let path: KeyPath = [];
    for (const [i, name] of names.entries()) {
      path = [...path, name];
      this.note(path, start, start);
      const id = JSON.stringify(path);
      const isNewElement = isArray && i === names.length - 1;
      const count = (this.tableCounts.get(id) ?? 0) + (isNewElement ? 1 : 0);
      if (count === 0) continue;
      this.tableCounts.set(id, count);
      path = [...path, count - 1];
      this.note(path, start, start);
    }
    return path;
  }

  /** `a.b = value` within `table`. */
  private keyValue(table: KeyPath): void {
    const parts = this.dottedKey(table);
    this.offset += 1;
    this.skip(BLANKS);
    for (const { path, offset } of parts) this.note(path, offset, this.offset);
    this.value(parts.at(-1)!.path);
  }

  private dottedKey(base: KeyPath): { name: string; path: KeyPath; offset: number }[] {
    const parts: { name: string; path: KeyPath; offset: number }[] = [];
    do {
      if (parts.length > 0) this.offset += 1;
      this.skip(BLANKS);
      const offset = this.offset;
      const raw = this.take(BARE_KEY) ?? this.takeString();
      const name = unquote(raw);
      parts.push({ name, path: [...(parts.at(-1)?.path ?? base), name], offset });
      this.skip(BLANKS);
    } while (this.text[this.offset] === '.');
    return parts;
  }

  private value(path: KeyPath): void {
    const first = this.text[this.offset];
    if (first === '[') this.array(path);
    else if (first === '{') this.inlineTable(path);
    else if (first === '"' || first === "'") this.takeString();
    else this.skip(SCALAR);
  }

  private array(path: KeyPath): void {
    this.items(']', (index) => {
      const element = [...path, index];
      this.note(element, this.offset, this.offset);
      this.value(element);
    });
  }

  private inlineTable(path: KeyPath): void {
    this.items('}', () => this.keyValue(path));
  }

  private items(end: string, item: (index: number) => void): void {
    this.offset += 1;
    for (let index = 0; ; index++) {
      this.skip(BLANKS_LINES_COMMENTS);
      if (this.text[this.offset] === end) break;
      item(index);
      this.skip(BLANKS_LINES_COMMENTS);
      if (this.text[this.offset] !== ',') break;
      this.offset += 1;
    }
    this.offset += 1;
  }

  private note(path: KeyPath, key: number, value: number): void {
    const id = JSON.stringify(path);
    if (this.keys.has(id)) return;
    this.keys.set(id, key);
    this.values.set(id, value);
  }

  private takeString(): string {
    for (const pattern of STRINGS) {
      const string = this.take(pattern);
      if (string !== null) return string;
    }
    throw new Error('locateKeys was given a text that is not TOML');
  }

  private skip(pattern: RegExp): void {
    this.take(pattern);
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.text);
    if (match === null) return null;
    this.offset = pattern.lastIndex;
    return match[0];
  }
}

/** The name behind a key as written. A basic string's escapes are JSON's but for `\U` and `\e`, which no key of ours has. */
function unquote(raw: string): string {
  if (raw.startsWith("'")) return raw.slice(1, -1);
  if (!raw.startsWith('"')) return raw;
  try {
    return JSON.parse(raw) as string;
  } catch {
    return raw.slice(1, -1);
  }
}
