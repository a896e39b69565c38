/** `text` with what stands between the two marks, each on a line of its own, replaced. Throws when it has not both. */
export function replaceBetween(text: string, begin: string, end: string, content: string): string {
  const from = text.indexOf(`${begin}\n`);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`no ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${content.trimEnd()}\n\n${text.slice(to)}`;
}
