import { type Field, type FieldKey, fieldKey } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { Capabilities } from './capabilities.ts';
import type { CarriedFields } from './carried-fields.ts';
import { fieldOfChange, parseModeChanges } from './mode-changes.ts';
import { SetterForm } from './setter-form.ts';
import { type ShadowChannel, setField } from './shadow-channel.ts';
import type { Users } from './users.ts';

/** Reads into a channel what lines of the ircd say of its modes, its topic and its members. */
export class ChannelLines {
  readonly #capabilities: Capabilities;
  readonly #users: Users;
  readonly #carried: CarriedFields;
  readonly #setterForm = new SetterForm();

  constructor(capabilities: Capabilities, users: Users, carried: CarriedFields) {
    this.#capabilities = capabilities;
    this.#users = users;
    this.#carried = carried;
  }

  /** `words`: the letters and their parameters. Returns the fields that were named, by key. */
  modes(channel: ShadowChannel, words: readonly string[], setter: string, now: number): Map<FieldKey, Field> {
    const changed = new Map<FieldKey, Field>();
    for (const change of parseModeChanges(this.#capabilities, words)) {
      if (change.mode.letter === this.#capabilities.permanent) channel.permanent = change.adding;
      const named = fieldOfChange(change, setter, now);
      const field = named && this.#carried.carry(channel, named);
      if (field === null) continue;
      const key = this.#fieldKey(field);
      setField(channel, key, field);
      changed.set(key, field);
    }
    return changed;
  }

  /**
   * Live from a user: `chan chanTS topicTS :text`. In a burst and from a server: with the setter before the text. `isDoubtful`:
   * how the ircd names the setter is to be read back.
   */
  topic(
    channel: ShadowChannel,
    source: string,
    params: readonly string[],
  ): { field: Field | null; isDoubtful: boolean } {
    const setAt = Number(params[2]);
    if (!Number.isSafeInteger(setAt) || params.length < 4) return { field: null, isDoubtful: false };
    const text = params.at(-1)!;
    const told = params.length > 4 ? params[3]! : null;
    const setter = told ?? this.#setterForm.setter(this.#users, source);
    if (told !== null) this.#setterForm.learn(channel.key, told);
    const isDoubtful = told === null && this.#setterForm.ask(channel.key, this.#users, source);
    const value = text === '' ? null : { text: text as IrcText, setter: setter as IrcText, setAt };
    const field = this.#carried.carry(channel, { kind: 'topic', value });
    if (field !== null) {
      channel.topicSetAt = setAt;
      setField(channel, this.#fieldKey(field), field);
    }
    return { field, isDoubtful };
  }

  /** `modes,UID:id modes,UID:id`; users that are not known are passed over. */
  members(channel: ShadowChannel, text: string): void {
    for (const member of text.split(' ')) {
      const uid = /,([^,:]+)/.exec(member)?.[1];
      if (uid !== undefined && this.#users.has(uid)) channel.members.add(uid);
    }
  }

  #fieldKey(field: Field): FieldKey {
    return fieldKey(this.#capabilities.casemapping, field);
  }
}
