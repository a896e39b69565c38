import type { DocumentPart } from './document.ts';
import { type Field, type FieldKey, isSet } from './field.ts';
import type { IrcText } from './irc-text.ts';
import type { Member, MemberChange } from './member.ts';
import type { ChannelView } from './replica.ts';

/** What a host can represent. Fields outside are neither sent to it nor missed when it does not show them. */
export interface HostProfile {
  readonly software: string;
  readonly observe: boolean;
  readonly flags: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  /** What the ircd sets by itself on a new channel. */
  readonly defaults: readonly Field[];
}

/** A channel as the host shows it. */
export interface HostChannelState {
  readonly name: IrcText;
  /** Unix seconds, 0: unknown. */
  readonly createdAt: number;
  readonly held: boolean;
  /** How many local members it has. What `memberList` says counts more. */
  readonly members: number;
  /** They themselves, each nick once; left out or null: the host does not tell them. */
  readonly memberList?: readonly Member[] | null;
  readonly fields: readonly Field[];
}

export type HostEvent = { readonly sequence: number; readonly name: IrcText } & (
  | { readonly kind: 'created'; readonly state: HostChannelState }
  | { readonly kind: 'changed'; readonly fields: readonly Field[] }
  | { readonly kind: 'presence'; readonly held: boolean; readonly members: number; readonly lost?: boolean }
  /** Who is in there, of a host that tells `memberList` for every channel; a number with it is not needed. */
  | {
      readonly kind: 'members';
      readonly held: boolean;
      readonly lost?: boolean;
      readonly change: MemberChange;
    }
  /** `lost`, here and where nothing is held any more: nobody left, but the last members are out of the host's reach and may be back. */
  | { readonly kind: 'dropped'; readonly lost?: boolean }
);

/** What the host should show for a name from now on; `view` null: nothing. */
export interface HostUpdate {
  readonly number: number;
  /** The last event taken into account. */
  readonly hostSequence: number;
  readonly name: IrcText;
  readonly view: ChannelView | null;
}

export interface HostResult {
  readonly number: number;
  readonly name: IrcText;
  /** As HostChannelState.createdAt; 0 after a removal that was carried out. */
  readonly createdAt: number;
  readonly deviations: readonly {
    readonly wanted: Field;
    readonly shown: Field | null;
    readonly reason: string;
  }[];
  /** Why the host does not have the channel that it was to show; left out: it has it, or was not to. */
  readonly missing?: string;
  /** The host only looked: what it shows otherwise is not what it made of the update. */
  readonly observed?: boolean;
}

/** Those of the fields that the host can represent. */
export function showable(
  profile: Pick<HostProfile, 'flags' | 'parameters' | 'lists'>,
  fields: ReadonlyMap<FieldKey, Field>,
): Map<FieldKey, Field> {
  return new Map([...fields].filter(([, field]) => canShow(profile, field)));
}

/** True when the host can represent each of the fields that is set. */
export function canShowAll(
  profile: Pick<HostProfile, 'flags' | 'parameters' | 'lists'>,
  { registers }: Pick<DocumentPart, 'registers'>,
): boolean {
  for (const { field } of registers.values()) if (isSet(field) && !canShow(profile, field)) return false;
  return true;
}

/** The profile as one string: another one says that the host may now take what it did not. */
export function profileText(profile: HostProfile): string {
  const sorted = (names: ReadonlySet<string>) => [...names].sort().join(',');
  return [
    profile.software,
    profile.observe,
    sorted(profile.flags),
    sorted(profile.parameters),
    sorted(profile.lists),
  ].join('|');
}

function canShow(profile: Pick<HostProfile, 'flags' | 'parameters' | 'lists'>, field: Field): boolean {
  switch (field.kind) {
    case 'flag':
      return profile.flags.has(field.name);
    case 'parameter':
      return profile.parameters.has(field.name);
    case 'entry':
      return profile.lists.has(field.list);
    case 'metadata':
      return false;
    default:
      return true;
  }
}
