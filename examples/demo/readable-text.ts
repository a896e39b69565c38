/** Text of an ircd (one character for each byte) for a terminal: as UTF-8 where it is, control characters made visible. */
export function readableText(bytes: string): string {
  const utf8 = Buffer.from(bytes, 'latin1').toString('utf8');
  const text = utf8.includes('\ufffd') ? bytes : utf8;
  return text.replace(/[\0-\x1f\x7f-\x9f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
