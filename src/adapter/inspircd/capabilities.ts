import { parseCasemapping } from '../../core/casemapping.ts';
import { isModeName } from '../../core/identity.ts';
import type { IrcdMode, IrcdTraits } from '../ircd-traits.ts';
import { flagMeaning, prefixMode, sharedLists, sharedName } from '../mode-table.ts';

export interface InspircdTraits extends IrcdTraits {
  /** Letters of the extended bans that its modules can evaluate, before a `:`. */
  readonly extendedBans: string;
  /** Of a user's name and host: longer ones would be cut anew for each user who sees them. */
  readonly userBytesMax: number;
  readonly hostBytesMax: number;
}

/** Takes the parameters of `CAPAB CHANMODES` and `CAPAB CAPABILITIES`; returns a problem for people when they make no sense. */
export function parseCapabilities(
  chanmodes: string,
  capabilities: string,
  carried: readonly string[] = [],
): { traits: InspircdTraits } | { problem: string } {
  const values = new Map(capabilities.split(' ').map((word) => split(word, '=')));
  const token = values.get('CASEMAPPING') ?? 'rfc1459';
  const casemapping = parseCasemapping(token);
  if (casemapping === null) {
    return { problem: `its casemapping "${token}" is none of ascii, rfc1459, rfc1459-strict` };
  }
  const modes = new Map<string, IrcdMode>();
  let permanent: string | null = null;
  for (const word of chanmodes.split(' ')) {
    const parsed = parseMode(word, carried);
    if (parsed === null) continue;
    modes.set(parsed.mode.letter, parsed.mode);
    if (parsed.inspircdName === 'permanent') permanent = parsed.mode.letter;
  }
  const number = (name: string, fallback: number): number => {
    const value = Number(values.get(name));
    return Number.isSafeInteger(value) && value > 0 ? value : fallback;
  };
  return {
    traits: {
      casemapping,
      modes: withUniqueNames(modes),
      permanent,
      topicBytesMax: number('MAXTOPIC', 307),
      channelBytesMax: number('CHANMAX', 60),
      nickBytesMax: number('NICKMAX', 30),
      userBytesMax: number('IDENTMAX', 10),
      hostBytesMax: number('MAXHOST', 64),
      modesMax: number('MAXMODES', 20),
      extendedBans: values.get('EXTBANS') ?? '',
    },
  };
}

const TAKES: Readonly<Record<string, IrcdMode['takes']>> = {
  list: 'always',
  param: 'always',
  prefix: 'always',
  'param-set': 'on-set',
  simple: 'never',
};

/** `simple:inviteonly=i`, `list:ban=b`, `prefix:30000:op=@o`. */
function parseMode(
  word: string,
  carried: readonly string[],
): { inspircdName: string; mode: IrcdMode } | null {
  const [definition, letters] = split(word, '=');
  const parts = definition.split(':');
  const takes = TAKES[parts[0]!];
  const letter = letters.at(-1);
  const inspircdName = parts.at(-1)!;
  if (takes === undefined || letter === undefined) return null;
  return { inspircdName, mode: { ...meaning(parts[0]!, inspircdName, carried), letter, takes } };
}

function meaning(
  type: string,
  inspircdName: string,
  carried: readonly string[],
): Pick<IrcdMode, 'kind' | 'name'> {
  if (type === 'prefix') return prefixMode('inspircd', '', inspircdName);
  if (inspircdName === 'key') return { kind: 'join-key', name: '' };
  if (inspircdName === 'limit') return { kind: 'limit', name: '' };
  if (type === 'list') {
    const name = sharedName(sharedLists, 'inspircd', inspircdName);
    return name === undefined ? { kind: 'unmanaged', name: '' } : { kind: 'list', name };
  }
  const known = flagMeaning('inspircd', inspircdName, carried);
  if (known?.kind === 'unmanaged') return known;
  const name = known?.name ?? ownName(inspircdName);
  if (!isModeName(name)) return { kind: 'unmanaged', name: '' };
  return { kind: type === 'simple' ? 'flag' : 'parameter', name };
}

/** Two modes that would be one to us cannot be told apart when they come back: the second is left alone. */
function withUniqueNames(modes: ReadonlyMap<string, IrcdMode>): Map<string, IrcdMode> {
  const taken = new Set<string>();
  return new Map(
    [...modes].map(([letter, mode]) => {
      const id = `${mode.kind}:${mode.name}`;
      if (mode.name === '' || !taken.has(id)) {
        taken.add(id);
        return [letter, mode];
      }
      return [letter, { ...mode, kind: 'unmanaged', name: '' }];
    }),
  );
}

/** Our name of a mode that no other ircd has. */
function ownName(inspircdName: string): string {
  return `inspircd-${inspircdName.toLowerCase().replaceAll('_', '-')}`;
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
