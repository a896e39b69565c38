import { type ChannelId, parseChannelId, parseServerName, type ServerName } from '../core/identity.ts';
import { ircBytes } from '../core/irc-text.ts';
import { type Failure, failure, type LineProblemCode } from './line-problem.ts';

/** The largest number on the wire. */
export const WHOLE_MAX = Number.MAX_SAFE_INTEGER;

const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;
const BACKSLASH = 0x5c;
/** What one kept word of a line may keep of it. */
const VIEWED_BYTES_MAX = 1024;

const WHOLE_DIGITS_MAX = 16;
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
  #at = 0;
  /** Where the next quote and the next backslash are, from `#at` on; at the end of the line when there is none. */
  #quote: number;
  #backslash: number;
  readonly #line: string;
  readonly #bytes: Buffer | null;

  constructor(line: string) {
    this.#line = line;
    this.#bytes = bytesOfLong(line);
    this.#quote = this.#find('"', 0);
    this.#backslash = this.#find('\\', 0);
  }

  /** Where the next word begins; beyond the end of the line when there is none. */
  get position(): number {
    return this.#at;
  }

  fail(code: LineProblemCode, reason: string): void {
    this.failure ??= failure(code, reason);
  }

  /** Moves to the next word. False at the end of the line and after a failure. */
  next(): boolean {
    if (this.failure !== null || this.#at > this.#line.length) return false;
    return this.#quote === this.#at && this.#at < this.#line.length ? this.#nextQuoted() : this.#nextBare();
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
    return this.#escaped ? splitEscaped(this.raw) : splitPlain(this.raw);
  }

  /** Moves to the next word and returns it as a list; `what` names its items should it be missing. */
  listWord(what: string): string[] {
    if (this.next()) return this.items();
    this.fail('missing-parameter', `${what} are missing`);
    return [];
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

  /** The present word as a whole number. */
  presentWhole(what: string): number {
    return this.#wholeOf(this.text(), what, WHOLE_MAX);
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
    const number = parseWhole(text);
    if (number <= max) return number;
    this.fail('bad-value', `${what} is not a whole number from 0 to ${max}`);
    return 0;
  }

  #nextBare(): boolean {
    const start = this.#at;
    const end = this.#find(' ', start);
    this.raw = cut(this.#line, this.#bytes, start, end);
    this.quoted = false;
    this.#escaped = false;
    this.#at = end + 1;
    if (end === start) this.fail('bad-blank', 'words are parted by one blank and nothing follows the last');
    else if (this.#quote < end || this.#backslash < end)
      this.fail('bad-quote', 'a word with a quote or backslash in it is not quoted');
    return this.failure === null;
  }

  #nextQuoted(): boolean {
    const open = this.#at + 1;
    let close = this.#line.indexOf('"', open);
    this.#escaped = this.#backslash < close;
    if (this.#escaped) close = this.#endOfEscaped(this.#backslash);
    if (close < 0) this.fail('bad-quote', 'a quoted word does not end');
    if (this.failure !== null) return false;
    this.raw = cut(this.#line, this.#bytes, open, close);
    this.quoted = true;
    this.#at = close + 2;
    this.#quote = this.#find('"', close + 1);
    if (this.#escaped) this.#backslash = this.#find('\\', close + 1);
    if (close + 1 < this.#line.length && this.#line.charCodeAt(close + 1) !== BLANK)
      this.fail('bad-quote', 'a quoted word is not followed by a blank');
    return this.failure === null;
  }

  #find(byte: string, from: number): number {
    const at = this.#line.indexOf(byte, from);
    return at < 0 ? this.#line.length : at;
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

/** The bytes of a long text, null for a short one: what `cut` takes its pieces from. */
function bytesOfLong(text: string): Buffer | null {
  return text.length > VIEWED_BYTES_MAX ? ircBytes(text) : null;
}

/**
 * A piece of `text`. Of a short text it may be a view, which keeps the whole as long as it lives; of a long one it is a copy,
 * else a mask that is all that is left of a line would keep the line.
 */
function cut(text: string, bytes: Buffer | null, start: number, end: number): string {
  return bytes === null ? text.slice(start, end) : bytes.toString('latin1', start, end);
}

function isEscapable(byte: number): boolean {
  return byte === BACKSLASH || byte === QUOTE || byte === COMMA;
}

/** NaN when it is none. What is above 2^53 comes out inexactly, and above every limit. */
function parseWhole(text: string): number {
  if (text.length === 0 || text.length > WHOLE_DIGITS_MAX) return Number.NaN;
  let number = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return text.length > 1 && text.charCodeAt(0) === ZERO ? Number.NaN : number;
}

/** Half the cost of `split`. */
function splitPlain(raw: string): string[] {
  const items: string[] = [];
  const bytes = bytesOfLong(raw);
  let start = 0;
  for (let comma = raw.indexOf(','); comma >= 0; comma = raw.indexOf(',', start)) {
    items.push(cut(raw, bytes, start, comma));
    start = comma + 1;
  }
  items.push(cut(raw, bytes, start, raw.length));
  return items;
}

function splitEscaped(raw: string): string[] {
  const items: string[] = [];
  const bytes = bytesOfLong(raw);
  let start = 0;
  for (let at = 0; at <= raw.length; at++) {
    const byte = at < raw.length ? raw.charCodeAt(at) : COMMA;
    if (byte === BACKSLASH) at++;
    if (byte !== COMMA) continue;
    items.push(cut(raw, bytes, start, at).replace(ESCAPE, '$1'));
    start = at + 1;
  }
  return items;
}
