import { isUtf8 } from 'node:buffer';
import { type IrcText, ircBytes } from '../core/irc-text.ts';

/** At most `max` bytes of the text; text that is UTF-8 stays so. */
export function cutText(text: IrcText, max: number): IrcText {
  if (text.length <= max) return text;
  if (!isUtf8(ircBytes(text))) return text.slice(0, max) as IrcText;
  let end = max;
  while (end > 0 && (text.charCodeAt(end) & 0xc0) === 0x80) end--;
  return text.slice(0, end) as IrcText;
}
