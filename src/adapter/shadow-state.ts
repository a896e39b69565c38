import { type Casemapping, type ChannelKey, channelKey } from '../core/casemapping.ts';
import { type Field, type FieldKey, fieldKey, type Topic } from '../core/field.ts';
import { CarriedFields, type UncarriedListener } from './carried-fields.ts';
import type { LinkedIrcd } from './dialect.ts';
import type { IrcdFact, JoinedUser } from './ircd-facts.ts';
import type { IrcdEvent } from './ircd-messages.ts';
import type { IrcdTraits } from './ircd-traits.ts';
import { fieldOfChange, type ModeChange } from './mode-changes.ts';
import { closingFlags } from './mode-table.ts';
import type { ServiceNicks } from './service-nicks.ts';
import { type ShadowChannel, setField } from './shadow-channel.ts';
import { prefixModesOf } from './shadow-members.ts';
import { ShadowQuestions } from './shadow-questions.ts';
import { Users } from './users.ts';

export interface ShadowOptions {
  readonly ircd: Pick<LinkedIrcd, 'id' | 'ownId' | 'traits' | 'read'>;
  /** Names of the servers whose clients are services. */
  readonly services?: readonly string[];
  /** What those were called on earlier links. */
  readonly serviceNicks?: ServiceNicks;
  /** A value is left on this ircd alone. */
  readonly onUncarried: UncarriedListener;
}

export interface GuestListener {
  /** Takes what concerns guests only, with what follows from it; null: it does not. */
  heard(fact: IrcdFact): readonly IrcdEvent[] | null;
  /** There may be a channel of that name now, or none any more. */
  channelChanged(key: ChannelKey): void;
}

/** What is known of the ircd's channels and users, and how what its lines say is written into that. */
export class ShadowState {
  readonly channels = new Map<ChannelKey, ShadowChannel>();
  readonly users: Users;
  readonly questions = new ShadowQuestions();
  readonly carried: CarriedFields;
  /** The uplink has sent everything that it had. */
  synced = false;
  /** Events and states also say who is in a channel. */
  tellsMembers = false;
  guestListener: GuestListener | null = null;
  readonly #ircd: ShadowOptions['ircd'];

  constructor({ ircd, services, serviceNicks, onUncarried }: ShadowOptions) {
    this.#ircd = ircd;
    this.carried = new CarriedFields(onUncarried);
    this.users = new Users(services, serviceNicks);
    this.users.addServer({ id: ircd.id, uplink: ircd.ownId, name: '', description: '' });
  }

  get traits(): IrcdTraits {
    return this.#ircd.traits;
  }

  get casemapping(): Casemapping {
    return this.traits.casemapping;
  }

  key(name: string): ChannelKey {
    return channelKey(this.casemapping, name);
  }

  channel(name: string): ShadowChannel | null {
    return this.channels.get(this.key(name)) ?? null;
  }

  fieldKey(field: Field): FieldKey {
    return fieldKey(this.casemapping, field);
  }

  isUplink(source: string): boolean {
    return source === this.#ircd.id;
  }

  /** What another server says of its channel wins, loses or merges by the ircd's rules. */
  isMerging(source: string): boolean {
    return !this.isUplink(source) && this.users.isServer(source);
  }

  /** The sidecar has not heard of the channel: it is being made, was not read yet or is withheld. */
  isUnheardOf(key: ChannelKey): boolean {
    return this.channels.get(key)?.withheld === true || this.questions.isNew(key);
  }

  /** Returns the fields that were named, by key. */
  setModes(
    channel: ShadowChannel,
    changes: readonly ModeChange[],
    setter: string,
    now: number,
  ): Map<FieldKey, Field> {
    const changed = new Map<FieldKey, Field>();
    for (const change of changes) {
      const { letter, kind, name } = change.mode;
      if (letter === this.traits.permanent) channel.permanent = change.adding;
      if (kind === 'unmanaged' && closingFlags.has(name)) channel.withheld = change.adding;
      if (name === 'large-lists') channel.hasLargeLists = change.adding;
      const named = fieldOfChange(change, setter, now);
      const field = named && this.carried.carry(channel, named);
      if (field === null) continue;
      const key = this.fieldKey(field);
      setField(channel, key, field);
      changed.set(key, field);
    }
    return changed;
  }

  /** Null: it cannot be carried. */
  setTopic(channel: ShadowChannel, topic: Topic | null, setAt: number): Field | null {
    const value = topic === null || topic.text === '' ? null : topic;
    const field = this.carried.carry(channel, { kind: 'topic', value });
    if (field === null) return null;
    channel.topicSetAt = setAt;
    setField(channel, this.fieldKey(field), field);
    return field;
  }

  addMembers(channel: ShadowChannel, joined: readonly JoinedUser[], joinedAt: number): void {
    for (const { id, letters } of joined) {
      const modes = prefixModesOf(this.traits, letters);
      if (this.users.isService(id)) channel.services.add(id);
      else if (this.users.has(id)) channel.members.set(id, { modes, joinedAt });
    }
  }

  /** Writes down with the users in which channels they are; without it they would stay there when they quit. */
  noteMembers(channel: ShadowChannel): void {
    for (const id of everybody(channel)) this.users.channels(id)?.add(channel.key);
  }

  unnoteMembers(channel: ShadowChannel): void {
    for (const id of everybody(channel)) this.users.channels(id)?.delete(channel.key);
  }

  /** There is no such channel any more. */
  forget(key: ChannelKey): void {
    const channel = this.channels.get(key);
    if (channel !== undefined) this.unnoteMembers(channel);
    this.channels.delete(key);
    this.questions.forget(key);
    this.carried.forget(key);
    this.guestListener?.channelChanged(key);
  }
}

/** Gives the first channel all who are in the second one. */
export function takeMembers(channel: ShadowChannel, { members, services }: ShadowChannel): void {
  for (const [id, membership] of members) channel.members.set(id, membership);
  for (const id of services) channel.services.add(id);
}

function everybody({ members, services }: ShadowChannel): string[] {
  return [...members.keys(), ...services];
}
