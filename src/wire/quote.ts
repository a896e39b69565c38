const NOT_BARE = /[ "\\]/;
const ESCAPED = /[\\"]/;
const ESCAPED_IN_LIST = /[\\",]/;

/** `text` as a quoted word. `text` holds no NUL, CR or LF. */
export function quoteText(text: string): string {
  return ESCAPED.test(text) ? `"${text.replace(/[\\"]/g, '\\$&')}"` : `"${text}"`;
}

/** `text` as a word: bare where it can be, else quoted. */
export function quoteWord(text: string): string {
  return text === '' || NOT_BARE.test(text) ? quoteText(text) : text;
}

/** `items` as one quoted word. A single empty item cannot be told from no items: callers never have one. */
export function quoteList(items: readonly string[]): string {
  return `"${items.map(escapeItem).join(',')}"`;
}

/** `item` as it stands in a quoted list. */
export function escapeItem(item: string): string {
  return ESCAPED_IN_LIST.test(item) ? item.replace(/[\\",]/g, '\\$&') : item;
}

/**
 * Text for people as a quoted word, at most `bytesMax` bytes of it. It may come from anywhere, exceptions included: what no
 * line can hold must not break the line that says why, and is replaced by `?`.
 */
export function quoteProse(text: string, bytesMax: number): string {
  return quoteText(text.slice(0, bytesMax).replace(/[^ -~\u0080-\u00ff]/g, '?'));
}
