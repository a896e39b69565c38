/** One line of an ircd's link. Text is bytes, one character each. */
export interface IrcLine {
  /** Without its colon; empty: the line had none. */
  readonly source: string;
  readonly command: string;
  readonly params: readonly string[];
}

export interface OutgoingLine {
  readonly source?: string;
  readonly command: string;
  /** Middle parameters: not empty, no blank, no leading colon. */
  readonly params?: readonly string[];
  /** The last parameter, after a colon: any text, also empty. */
  readonly trailing?: string;
}

/** A line that must not be written. Its text names the part and never quotes it: it may be a key. */
export class IrcLineError extends Error {
  override readonly name = 'IrcLineError';
}

/** More than any ircd's line that is meant: a longer one is a mistake here. */
const LINE_BYTES_MAX = 8192;

const FORBIDDEN = /[\0\r\n]|[^\u0001-\u00ff]/;
const COMMAND = /^[A-Z0-9]+$/;

/**
 * The only place where lines to an ircd are made. Whatever the callers checked, nothing leaves that could be read as
 * another line or as other parameters than were meant: throws `IrcLineError`. `bytesMax` includes CR LF.
 */
export function formatIrcLine(line: OutgoingLine, bytesMax = LINE_BYTES_MAX): string {
  if (!COMMAND.test(line.command)) throw new IrcLineError('the command is not upper-case letters and digits');
  const words = [...(line.source === undefined ? [] : [line.source]), ...(line.params ?? [])];
  words.forEach((word, index) => {
    const problem = middleProblem(word);
    if (problem !== null) throw new IrcLineError(`${line.command}: word ${index + 1} ${problem}`);
  });
  if (line.trailing !== undefined && FORBIDDEN.test(line.trailing)) {
    throw new IrcLineError(`${line.command}: the text contains NUL, CR or LF`);
  }
  const source = line.source === undefined ? '' : `:${line.source} `;
  const params = (line.params ?? []).map((param) => ` ${param}`).join('');
  const trailing = line.trailing === undefined ? '' : ` :${line.trailing}`;
  const text = `${source}${line.command}${params}${trailing}`;
  if (text.length + 2 > bytesMax)
    throw new IrcLineError(`${line.command}: ${text.length + 2} bytes are too long`);
  return text;
}

/** What is wrong with `text` as a middle parameter, or null. */
export function middleProblem(text: string): string | null {
  if (text === '') return 'is empty';
  if (text.startsWith(':')) return 'starts with a colon';
  if (text.includes(' ')) return 'contains a blank';
  return FORBIDDEN.test(text) ? 'contains NUL, CR or LF' : null;
}

/** The line's parts; message tags are passed over. Total: an empty line has an empty command. */
export function parseIrcLine(text: string): IrcLine {
  let rest = text.startsWith('@') ? afterWord(text) : text;
  let source = '';
  if (rest.startsWith(':')) {
    const end = rest.indexOf(' ');
    source = end < 0 ? rest.slice(1) : rest.slice(1, end);
    rest = end < 0 ? '' : afterWord(rest);
  }
  const trailing = / +:/.exec(rest);
  const words = (trailing === null ? rest : rest.slice(0, trailing.index)).split(/ +/);
  const [command = '', ...params] = words.filter((word) => word !== '');
  if (trailing !== null) params.push(rest.slice(trailing.index + trailing[0].length));
  return { source, command, params };
}

function afterWord(text: string): string {
  const end = text.indexOf(' ');
  return end < 0 ? '' : text.slice(end).trimStart();
}
