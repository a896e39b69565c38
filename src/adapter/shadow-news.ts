import type { Field } from '../core/field.ts';
import type { HostChannelState } from '../core/host-messages.ts';
import type { MemberChange } from '../core/member.ts';
import type { IrcdChange, IrcdEvent } from './ircd-messages.ts';
import { channelState, isHeld, isThere, type ShadowChannel } from './shadow-channel.ts';
import { distinctMembers, noMemberChange, toldMembers } from './shadow-members.ts';
import type { ShadowState } from './shadow-state.ts';

/** What the sidecar is told of changes in the shadow: nothing of channels that it has not heard of. */
export class ShadowNews {
  readonly #state: ShadowState;

  constructor(state: ShadowState) {
    this.#state = state;
  }

  /** The channel as a snapshot tells it. */
  state(channel: ShadowChannel): HostChannelState {
    const state = channelState(channel);
    const { tellsMembers, users, casemapping } = this.#state;
    if (!tellsMembers) return state;
    const members = toldMembers(users, channel, channel.members.keys());
    return { ...state, memberList: distinctMembers(casemapping, members) };
  }

  created(channel: ShadowChannel): IrcdEvent {
    this.#state.guestListener?.channelChanged(channel.key);
    return event(channel, { kind: 'created', state: this.state(channel) });
  }

  /** The fields have these values now. */
  changed(channel: ShadowChannel, fields: readonly Field[]): IrcdEvent[] {
    if (fields.length === 0) return [];
    const expected = this.#state.questions.expected(channel.key);
    for (const field of fields) expected?.touched.set(this.#state.fieldKey(field), field);
    if (this.#state.isUnheardOf(channel.key)) return [];
    return [event(channel, { kind: 'changed', fields })];
  }

  /** Members or what else keeps the channel there changed; `change`: the members. A channel that nothing keeps is forgotten. */
  presence(channel: ShadowChannel, change: MemberChange): IrcdEvent[] {
    const unheard = this.#state.isUnheardOf(channel.key);
    if (!isThere(channel)) {
      this.#state.forget(channel.key);
      return unheard ? [] : [event(channel, { kind: 'dropped' })];
    }
    return unheard ? [] : [this.presenceEvent(channel, change)];
  }

  presenceEvent(channel: ShadowChannel, change: MemberChange): IrcdEvent {
    const held = isHeld(channel);
    if (this.#state.tellsMembers) return event(channel, { kind: 'members', held, change });
    return event(channel, { kind: 'presence', held, members: channel.members.size });
  }

  /** Who is there is otherwise than before; how many are is not. */
  membersChanged(channel: ShadowChannel, change: MemberChange): IrcdEvent[] {
    if (!this.#state.tellsMembers || this.#state.isUnheardOf(channel.key)) return [];
    return [this.presenceEvent(channel, change)];
  }

  /** Those of `more` as members of the channel. */
  present(channel: ShadowChannel, { members }: ShadowChannel): MemberChange {
    return { ...noMemberChange, present: toldMembers(this.#state.users, channel, members.keys()) };
  }

  /** From now on the sidecar hears nothing of the channel; or everything. */
  withheldOrNot(channel: ShadowChannel): IrcdEvent[] {
    if (this.#state.questions.isNew(channel.key)) return [];
    this.#state.guestListener?.channelChanged(channel.key);
    return [channel.withheld ? event(channel, { kind: 'dropped' }) : this.created(channel)];
  }
}

function event(channel: ShadowChannel, change: IrcdChange): IrcdEvent {
  return { name: channel.name, change };
}
