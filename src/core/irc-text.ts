/**
 * Text as ircds carry it: bytes in no known encoding. Inside it is a string in which each character is one byte
 * (U+0001 to U+00FF), so it is compared, cut and measured bytewise and every byte survives.
 */
export type IrcText = string & { readonly ircText: true };

/** Longest value of each kind in bytes. Documented in docs/protocol.md; checked at every entry. */
export const limits = {
  channelNameBytes: 200,
  topicBytes: 4096,
  setterBytes: 512,
  maskBytes: 512,
  joinKeyBytes: 256,
  parameterBytes: 512,
  metadataBytes: 1024,
  modeNameBytes: 64,
  serverNameBytes: 128,
} as const;

const COLON = 0x3a;
// One class each: that is searched many bytes at a time.
const FORBIDDEN_BYTE = /[\0\r\n\u0100-\uffff]/;
const BLANK_OR_FORBIDDEN = /[\0\r\n \u0100-\uffff]/;

/** What is wrong with `text` as free text of at most `maxBytes` bytes, or null. */
export function textProblem(text: string, maxBytes: number): string | null {
  if (text.length > maxBytes) return `is ${text.length} bytes long, at most ${maxBytes} are allowed`;
  return FORBIDDEN_BYTE.test(text) ? 'contains NUL, CR or LF' : null;
}

/** What is wrong with `text` as one word (no blank, no leading colon, not empty), or null. */
export function wordProblem(text: string, maxBytes: number): string | null {
  if (text === '') return 'is empty';
  if (text.length > maxBytes) return `is ${text.length} bytes long, at most ${maxBytes} are allowed`;
  if (text.charCodeAt(0) === COLON) return 'starts with a colon';
  return BLANK_OR_FORBIDDEN.test(text) ? 'contains a blank, NUL, CR or LF' : null;
}

/** The bytes as text. Total: checks are the callers' business (`textProblem`). */
export function ircText(bytes: Uint8Array): IrcText {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') as IrcText;
}

const BEYOND_PRINTABLE = /[^ -~]/;

/** A JavaScript string as ircd text, encoded as UTF-8. */
export function ircTextFromUtf8(text: string): IrcText {
  // Most text is the same in both.
  if (!BEYOND_PRINTABLE.test(text)) return text as IrcText;
  return ircText(Buffer.from(text, 'utf8'));
}

/** The bytes of `text`. */
export function ircBytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** `text` in memory of its own: what was cut out of a longer string keeps that alive. */
export function ownText<Text extends string>(text: Text): Text {
  if (text.length > scratch.length) return ircBytes(text).toString('latin1') as Text;
  return scratch.toString('latin1', 0, scratch.write(text, 0, 'latin1')) as Text;
}

/** What is copied passes here, a buffer of its own would cost more than the copy. Names and ids fit. */
const scratch = Buffer.alloc(256);

/** `text` for people: as UTF-8 where it is, else byte by byte; control characters are made visible. */
export function displayText(text: string): string {
  // Nearly every name and mask: what is said of each line of a burst passes here.
  if (!BEYOND_PRINTABLE.test(text)) return text;
  const utf8 = ircBytes(text).toString('utf8');
  const readable = utf8.includes('\ufffd') ? text : utf8;
  return readable.replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
