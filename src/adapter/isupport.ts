/** The tokens of `005` lines, each with its value: `CHANMODES=beI,k,l,imnst` (ISUPPORT). */
export type Isupport = ReadonlyMap<string, string>;

/** The tokens of one 005 line's parameters: without the client's name before and the text after them. */
export function parseIsupport(params: readonly string[]): [string, string][] {
  return params.slice(1, -1).map((token) => {
    const at = token.indexOf('=');
    return at < 0 ? [token, ''] : [token.slice(0, at), token.slice(at + 1)];
  });
}

/** A token that is a number above zero; `fallback` where it is missing or none. */
export function isupportNumber(isupport: Isupport, name: string, fallback: number): number {
  const value = Number(isupport.get(name));
  return Number.isSafeInteger(value) && value > 0 ? value : fallback;
}

/** The letters of the channel modes, with what they take: lists, then key-like ones, then limit-like ones, then flags. */
export function isupportModes(
  isupport: Isupport,
): { letter: string; group: 'list' | 'key' | 'limit' | 'flag' | 'prefix' }[] {
  const groups = (isupport.get('CHANMODES') ?? '').split(',');
  const prefixes = /^\(([A-Za-z]*)\)/.exec(isupport.get('PREFIX') ?? '')?.[1] ?? '';
  const names = ['list', 'key', 'limit', 'flag'] as const;
  return [
    ...names.flatMap((group, index) => [...(groups[index] ?? '')].map((letter) => ({ letter, group }))),
    ...[...prefixes].map((letter) => ({ letter, group: 'prefix' as const })),
  ];
}
