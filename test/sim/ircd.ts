import { type ChannelKey, channelKey } from '../../src/core/casemapping.ts';
import { type Field, type FieldKey, fieldKey, isSet, sameValue, unset } from '../../src/core/field.ts';
import type { HostChannelState, HostResult } from '../../src/core/host-messages.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { type NickKey, nickKey } from '../../src/core/member.ts';
import type { WantedChannel } from './host-wire.ts';
import type { User } from './user.ts';

const CASEMAPPING = 'rfc1459';

/** In what an ircd differs from one that shows everything as it is given. */
export interface IrcdTraits {
  /** Set by the ircd itself on a new channel. */
  readonly defaults: readonly Field[];
  /** Longer topics are cut. */
  readonly topicBytesMax: number;
  /** Longer masks are cut and end in `*`. */
  readonly nickBytesMax: number;
  /** Entries on one list; it refuses more. */
  readonly listMax: number;
  /** Flags that it knows and never sets. */
  readonly refused: ReadonlySet<string>;
  /** It lists entries in upper case. */
  readonly shouts: boolean;
}

export const PLAIN_IRCD: IrcdTraits = {
  defaults: [{ kind: 'flag', name: 'no-external', set: true }],
  topicBytesMax: 300,
  nickBytesMax: 100,
  listMax: 100,
  refused: new Set(),
  shouts: false,
};

export interface IrcdChannel {
  readonly name: IrcText;
  createdAt: number;
  /** How many users are in it. */
  readonly members: number;
  readonly users: Map<NickKey, User>;
  readonly fields: Map<FieldKey, Field>;
}

type Deviation = HostResult['deviations'][number];

/** An ircd with users: what its channels are, how users change them, and what it makes of updates. */
export class Ircd {
  readonly channels = new Map<ChannelKey, IrcdChannel>();
  readonly traits: IrcdTraits;
  run = 1;
  readonly #now: () => number;

  /** `now`: the ircd's clock, Unix milliseconds; it counts in seconds. */
  constructor(traits: IrcdTraits, now: () => number) {
    this.traits = traits;
    this.#now = now;
  }

  get incarnation(): string {
    return `run ${this.run}`;
  }

  /** It forgets everything; its users are gone. */
  restart(): void {
    this.run++;
    this.channels.clear();
  }

  get(name: IrcText): IrcdChannel | undefined {
    return this.channels.get(keyOf(name));
  }

  create(name: IrcText): IrcdChannel {
    const createdAt = this.seconds();
    const fields = new Map(this.traits.defaults.map((field) => [keyOfField(field), field]));
    const users = new Map<NickKey, User>();
    const channel: IrcdChannel = {
      ...{ name, createdAt, users, fields },
      get members() {
        return users.size;
      },
    };
    this.channels.set(keyOf(name), channel);
    return channel;
  }

  seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  /** What the ircd makes of a user's wish, or null. */
  accept(channel: IrcdChannel, wish: Field): Field | null {
    const field = this.fit(wish);
    if (field === null) return null;
    const present = channel.fields.get(keyOfField(field));
    const isFull = field.kind === 'entry' && this.#count(channel.fields, field.list) >= this.traits.listMax;
    if (present === undefined && isSet(field) && isFull) return null;
    // As the real ones do: what is on a list stays there as it was set.
    if (field.kind === 'entry' && isSet(present ?? unset(field)) === isSet(field)) return null;
    if (field.kind !== 'topic' && sameValue(present ?? unset(field), field)) return null;
    return field;
  }

  /**
   * Shows the channel as wanted, but for fields that a user changed after what the update takes into account. Returns in what
   * it differs from what was wanted then.
   */
  show(
    channel: IrcdChannel,
    wanted: readonly Field[],
    changedSince: (key: FieldKey) => boolean,
  ): Deviation[] {
    const deviations: Deviation[] = [];
    const shown = new Map<FieldKey, Field>();
    const handled = new Set<FieldKey>();
    const fitted = wanted.map((field) => this.fit(field));
    for (const index of this.#order(channel, fitted)) {
      const field = wanted[index]!;
      const fit = this.#roomFor(shown, fitted[index]!);
      const key = keyOfField(fit ?? field);
      handled.add(key);
      if (changedSince(key)) {
        const present = channel.fields.get(key) ?? null;
        if (present !== null) shown.set(key, present);
        if (present === null || !sameValue(present, field))
          deviations.push({ wanted: field, shown: present, reason: CHANGED });
      } else {
        if (fit !== null) shown.set(key, fit);
        if (fit === null || !sameValue(fit, field))
          deviations.push({ wanted: field, shown: fit, reason: 'does not fit' });
      }
    }
    for (const [key, field] of channel.fields) {
      if (handled.has(key) || !changedSince(key)) continue;
      shown.set(key, field);
      deviations.push({ wanted: unset(field), shown: field, reason: CHANGED });
    }
    channel.fields.clear();
    for (const [key, field] of shown) channel.fields.set(key, field);
    return deviations;
  }

  /** Entries of `masks` that the ircd shows as the same one. */
  alike(field: Field, masks: readonly string[]): Field[] {
    if (field.kind !== 'entry') return [field];
    const others = masks.map((mask): Field => ({ ...field, mask: mask as IrcText }));
    return [field, ...others.filter((other) => keyOfField(this.fit(other)!) === keyOfField(field))];
  }

  /** What is shown of a field when there is room for it. */
  fit(field: Field): Field | null {
    const { topicBytesMax, nickBytesMax, refused, shouts } = this.traits;
    if (field.kind === 'flag') return refused.has(field.name) ? null : field;
    if (field.kind === 'topic' && field.value !== null) {
      return {
        ...field,
        value: { ...field.value, text: field.value.text.slice(0, topicBytesMax) as IrcText },
      };
    }
    if (field.kind !== 'entry') return field;
    const nick = field.mask.slice(0, field.mask.indexOf('!'));
    const cut = nick.length <= nickBytesMax ? field.mask : `${nick.slice(0, nickBytesMax - 1)}*!*@*`;
    return { ...field, mask: (shouts ? cut.toUpperCase() : cut) as IrcText };
  }

  /** Entries that are there already keep their place on a list that is full. */
  #order(channel: IrcdChannel, fitted: readonly (Field | null)[]): number[] {
    const isThere = (field: Field | null) => Number(field !== null && channel.fields.has(keyOfField(field)));
    return [...fitted.keys()].sort((a, b) => isThere(fitted[b]!) - isThere(fitted[a]!) || a - b);
  }

  #roomFor(shown: ReadonlyMap<FieldKey, Field>, field: Field | null): Field | null {
    if (field?.kind !== 'entry' || shown.has(keyOfField(field))) return field;
    return this.#count(shown, field.list) < this.traits.listMax ? field : null;
  }

  #count(fields: ReadonlyMap<FieldKey, Field>, list: string): number {
    let count = 0;
    for (const field of fields.values()) if (field.kind === 'entry' && field.list === list) count++;
    return count;
  }
}

const CHANGED = 'changed by a user since';

export function stateOf({ name, createdAt, members, users, fields }: IrcdChannel): HostChannelState {
  const memberList = [...users.values()];
  return { name, createdAt, held: members > 0, members, memberList, fields: [...fields.values()] };
}

export function keyOf(name: IrcText): ChannelKey {
  return channelKey(CASEMAPPING, name);
}

export function keyOfNick(nick: string): NickKey {
  return nickKey(CASEMAPPING, nick);
}

export function keyOfField(field: Field): FieldKey {
  return fieldKey(CASEMAPPING, field);
}

/** The creation time that an update gives, Unix seconds. */
export function createdAtOf(update: WantedChannel, ircd: Ircd): number {
  return update.createdAt > 0 ? Math.floor(update.createdAt / 1000) : ircd.seconds();
}
