import { ircBytes } from '../core/irc-text.ts';

/**
 * `value` as JSON in which each character is one byte, as ircd text is; `JSON.parse` of `ircText` is the inverse. Text that
 * is no ircd text (names and reasons for people) may hold wider characters: they are escaped.
 */
export function encodeJson(value: unknown): Buffer {
  const json = JSON.stringify(value);
  return ircBytes(
    json.replace(/[\u0100-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
