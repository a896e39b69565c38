import { type ChannelId, parseChannelId, parseServerName, type ServerName } from '../core/identity.ts';
import { type Failure, failure, type LineProblemCode } from './line-problem.ts';

/** The largest number on the wire. */
export const WHOLE_MAX = Number.MAX_SAFE_INTEGER;

const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const WHOLE = /^(?:0|[1-9][0-9]{0,15})$/;
const ESCAPE = /\\([\\",])/g;

/**
 * Reads the words of a line from left to right, in time linear in the line's length.
 *
 * A word is bare (no blank, quote or backslash in it) or quoted; one blank parts two words. The first failure sticks: from
 * then on there is no next word and the typed readers return values that mean nothing, so a caller reads on and looks at
 * `failure` once, at its end.
 */
export class LineCursor {
  failure: Failure | null = null;
  /** The present word, without its quotes but with its escapes. */
  raw = '';
  quoted = false;
  #escaped = false;
  #start = 0;
  #at = 0;
  readonly #line: string;

  constructor(line: string) {
    this.#line = line;
  }

  fail(code: LineProblemCode, reason: string): void {
    this.failure ??= failure(code, reason);
  }

  /** Moves to the next word. False at the end of the line and after a failure. */
  next(): boolean {
    if (this.failure !== null || this.#at > this.#line.length) return false;
    this.#start = this.#at;
    return this.#line.charCodeAt(this.#at) === QUOTE ? this.#nextQuoted() : this.#nextBare();
  }

  /** The present word exactly as it stands in the line. */
  token(): string {
    return this.quoted ? `"${this.raw}"` : this.raw;
  }

  /** The present word with its escapes undone. */
  text(): string {
    return this.#escaped ? this.raw.replace(ESCAPE, '$1') : this.raw;
  }

  /** The present word as a list: its items are parted by commas that no backslash precedes. */
  items(): string[] {
    if (this.raw === '') return [];
    return this.#escaped ? splitEscaped(this.raw) : this.raw.split(',');
  }

  /** Moves to the next word and returns its text; `what` names it should it be missing. */
  word(what: string): string {
    if (this.next()) return this.text();
    this.fail('missing-parameter', `${what} is missing`);
    return '';
  }

  /** The next word as a whole number from 0 to `max`. */
  whole(what: string, max: number = WHOLE_MAX): number {
    return this.#wholeOf(this.word(what), what, max);
  }

  /** As `whole`; null for `-`. */
  wholeOrNone(what: string): number | null {
    const text = this.word(what);
    return text === '-' ? null : this.#wholeOf(text, what, WHOLE_MAX);
  }

  serverName(what: string): ServerName {
    const name = parseServerName(this.word(what));
    if (name === null) this.fail('bad-server', `${what} is not a server name`);
    return name ?? ('' as ServerName);
  }

  channelId(): ChannelId | null {
    const id = parseChannelId(this.word('channel id'));
    if (id === null) this.fail('bad-id', 'channel id is not a UUID');
    return id;
  }

  #wholeOf(text: string, what: string, max: number): number {
    const number = WHOLE.test(text) ? Number(text) : Number.NaN;
    if (number <= max) return number;
    this.fail('bad-value', `${what} is not a whole number from 0 to ${max}`);
    return 0;
  }

  #nextBare(): boolean {
    const blank = this.#line.indexOf(' ', this.#start);
    const end = blank < 0 ? this.#line.length : blank;
    this.raw = this.#line.slice(this.#start, end);
    this.quoted = false;
    this.#escaped = false;
    this.#at = end + 1;
    if (this.raw === '') this.fail('bad-blank', 'words are parted by one blank and nothing follows the last');
    else if (this.raw.includes('"') || this.raw.includes('\\'))
      this.fail('bad-quote', 'a word with a quote or backslash in it is not quoted');
    return this.failure === null;
  }

  #nextQuoted(): boolean {
    const open = this.#start + 1;
    let close = this.#line.indexOf('"', open);
    const backslash = close < 0 ? -1 : this.#line.slice(open, close).indexOf('\\');
    this.#escaped = backslash >= 0;
    if (this.#escaped) close = this.#endOfEscaped(open + backslash);
    if (close < 0) this.fail('bad-quote', 'a quoted word does not end');
    if (this.failure !== null) return false;
    this.raw = this.#line.slice(open, close);
    this.quoted = true;
    this.#at = close + 2;
    if (close + 1 < this.#line.length && this.#line.charCodeAt(close + 1) !== BLANK)
      this.fail('bad-quote', 'a quoted word is not followed by a blank');
    return this.failure === null;
  }

  /** Where the quote is that ends the word, looking from `from` on; -1 when there is none. */
  #endOfEscaped(from: number): number {
    for (let at = from; at < this.#line.length; at++) {
      const byte = this.#line.charCodeAt(at);
      if (byte === QUOTE) return at;
      if (byte !== BACKSLASH) continue;
      at++;
      if (at < this.#line.length && !isEscapable(this.#line.charCodeAt(at)))
        this.fail('bad-escape', 'a backslash stands before something other than a backslash, quote or comma');
    }
    return -1;
  }
}

function isEscapable(byte: number): boolean {
  return byte === BACKSLASH || byte === QUOTE || byte === COMMA;
}

function splitEscaped(raw: string): string[] {
  const items: string[] = [];
  let start = 0;
  for (let at = 0; at <= raw.length; at++) {
    const byte = at < raw.length ? raw.charCodeAt(at) : COMMA;
    if (byte === BACKSLASH) at++;
    if (byte !== COMMA) continue;
    items.push(raw.slice(start, at).replace(ESCAPE, '$1'));
    start = at + 1;
  }
  return items;
}
