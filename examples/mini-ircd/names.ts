/** How names are compared: what the ircd tells its clients in CASEMAPPING. All ircds of a network use the same one. */
export type Casemapping = 'ascii' | 'rfc1459' | 'rfc1459-strict';

const UPPER = { ascii: /[A-Z]/g, 'rfc1459-strict': /[A-Z[\\\]]/g, rfc1459: /[A-Z[\\\]^]/g } as const;

/** The name as maps key it: two spellings of one name fold to the same text. */
export function fold(casemapping: Casemapping, name: string): string {
  return name.replace(UPPER[casemapping], (c) => String.fromCharCode(c.charCodeAt(0) + 32));
}

export function isCasemapping(name: string): name is Casemapping {
  return name in UPPER;
}

export const NICK_BYTES_MAX = 20;
export const CHANNEL_BYTES_MAX = 64;

export function isNick(name: string): boolean {
  return (
    name.length <= NICK_BYTES_MAX && /^[A-Za-z[\]\\`_^{|}\x80-\xff][\w[\]\\`^{|}\x80-\xff-]*$/.test(name)
  );
}

export function isChannelName(name: string): boolean {
  return name.length <= CHANNEL_BYTES_MAX && /^#[^\0\r\n ,\x07]*$/.test(name);
}

/** `nick` is `nick!*@*` and `user@host` is `*!user@host`. */
export function completeMask(mask: string): string {
  const bang = mask.indexOf('!');
  const at = mask.indexOf('@', bang + 1);
  if (bang >= 0) return at >= 0 ? mask : `${mask}@*`;
  return at >= 0 ? `*!${mask}` : `${mask}!*@*`;
}

/** True when `text` fits the mask, in which `*` is any text and `?` any character. Takes time in proportion to their product. */
export function matchMask(casemapping: Casemapping, mask: string, text: string): boolean {
  const pattern = fold(casemapping, mask);
  const subject = fold(casemapping, text);
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let s = 0; s < subject.length; ) {
    if (pattern[p] === '*') {
      star = p++;
      resume = s;
    } else if (pattern[p] === '?' || pattern[p] === subject[s]) {
      p++;
      s++;
    } else if (star >= 0) {
      p = star + 1;
      s = ++resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}
