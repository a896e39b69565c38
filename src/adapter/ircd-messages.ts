import type { Field } from '../core/field.ts';
import type { HostChannelState, HostProfile, HostResult } from '../core/host-messages.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { MemberChange } from '../core/member.ts';

/** What happened to a channel on the ircd. */
export type IrcdChange =
  | { readonly kind: 'created'; readonly state: HostChannelState }
  | { readonly kind: 'changed'; readonly fields: readonly Field[] }
  | { readonly kind: 'presence'; readonly held: boolean; readonly members: number; readonly lost?: boolean }
  /** Instead of `presence`, where the sidecar wants to know who the members are. */
  | {
      readonly kind: 'members';
      readonly held: boolean;
      readonly change: MemberChange;
      readonly lost?: boolean;
    }
  /** `lost`, here and above: the last members went with a part of the native network, which may be back. */
  | { readonly kind: 'dropped'; readonly lost?: boolean };

/** A HostEvent before it has its number. */
export interface IrcdEvent {
  readonly name: IrcText;
  readonly change: IrcdChange;
}

/** What the ircd should show for a name; `fields` null: nothing. */
export interface IrcdUpdate {
  readonly number: number;
  /** The last event that it takes into account. */
  readonly hostSequence: number;
  readonly name: IrcText;
  readonly fields: readonly Field[] | null;
}

/** Reasons are for people and never hold a key. */
export interface IrcdResult extends HostResult {
  readonly status: 'applied' | 'truncated' | 'refused' | 'observed';
}

/** What the ircd can represent and how it names things. */
export interface IrcdProfile extends Omit<HostProfile, 'observe'> {
  readonly casemapping: string;
}
