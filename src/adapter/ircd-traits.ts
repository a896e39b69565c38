import type { Casemapping } from '../core/casemapping.ts';
import type { Field } from '../core/field.ts';

/** A channel mode of an ircd. */
export interface IrcdMode {
  readonly letter: string;
  /** What it is to us; `prefix`: a member's status; `unmanaged`: not our business. */
  readonly kind: 'flag' | 'parameter' | 'join-key' | 'limit' | 'list' | 'prefix' | 'unmanaged';
  /** Our name; of a prefix the `PrefixMode`. Empty for join key, limit, other prefixes, and unmanaged modes that are in no table. */
  readonly name: string;
  /** When the letter takes a parameter. */
  readonly takes: 'always' | 'on-set' | 'never';
}

/** What an ircd said of itself when it linked. */
export interface IrcdTraits {
  readonly casemapping: Casemapping;
  /** By letter. */
  readonly modes: ReadonlyMap<string, IrcdMode>;
  /** The letter of the mode that keeps a channel without members; null: there is none. */
  readonly permanent: string | null;
  readonly topicBytesMax: number;
  /** Of a channel's name, with its prefix. */
  readonly channelBytesMax: number;
  /** Of a nick. */
  readonly nickBytesMax: number;
  /** Mode changes in one line. */
  readonly modesMax: number;
}

/** The mode that shows such a field; null: the ircd has none. */
export function modeFor({ modes }: IrcdTraits, field: Field): IrcdMode | null {
  const kind = field.kind === 'entry' ? 'list' : field.kind;
  const name = field.kind === 'entry' ? field.list : 'name' in field ? field.name : '';
  for (const mode of modes.values()) if (mode.kind === kind && mode.name === name) return mode;
  return null;
}
