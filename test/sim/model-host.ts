import { type ChannelKey, channelKey } from '../../src/core/casemapping.ts';
import { type Field, type FieldKey, fieldKey, isSet, sameValue, unset } from '../../src/core/field.ts';
import type { HostChannelState, HostEvent, HostResult, HostUpdate } from '../../src/core/host-messages.ts';
import type { IrcText } from '../../src/core/irc-text.ts';

const casemapping = 'rfc1459';

export interface ModelHostOptions {
  /** Set by the ircd itself on a new channel. */
  readonly defaults: readonly Field[];
  /** The ircd's clock, Unix milliseconds; it counts in seconds. */
  readonly now: () => number;
  /** What the ircd shows of a field. */
  readonly fit?: (field: Field) => Field;
}

/** What a host says, in order. */
export type HostMessage =
  | { readonly snapshot: { readonly incarnation: string; readonly channels: readonly HostChannelState[] } }
  | { readonly event: HostEvent }
  | { readonly result: HostResult };

interface ModelChannel {
  readonly name: IrcText;
  createdAt: number;
  members: number;
  readonly fields: Map<FieldKey, Field>;
  /** The event that last told of a field. */
  readonly toldBy: Map<FieldKey, number>;
}

/** An ircd with users, as the host API sees it. Nobody reads what it says but the test: see `takeMessages`. */
export class ModelHost {
  readonly channels = new Map<ChannelKey, ModelChannel>();
  readonly #options: ModelHostOptions;
  /** Found out, not said yet. */
  readonly #results: HostResult[] = [];
  #run = 1;
  #attached = false;
  #sequence = 0;
  #messages: HostMessage[] = [];

  constructor(options: ModelHostOptions) {
    this.#options = options;
  }

  get attached(): boolean {
    return this.#attached;
  }

  get quiet(): boolean {
    return this.#messages.length === 0;
  }

  attach(): void {
    this.#attached = true;
    this.#sequence = 0;
    for (const { toldBy } of this.channels.values()) toldBy.clear();
    const channels = [...this.channels.values()].map(stateOf);
    this.#messages = [{ snapshot: { incarnation: `run ${this.#run}`, channels } }];
  }

  /** What was said and not read is lost. */
  detach(): void {
    this.#attached = false;
    this.#messages = [];
    this.#results.length = 0;
  }

  /** The ircd forgets everything; its users are gone. */
  restart(): void {
    this.detach();
    this.#run++;
    this.channels.clear();
  }

  takeMessages(max = Number.POSITIVE_INFINITY): HostMessage[] {
    return this.#messages.splice(0, max);
  }

  join(name: IrcText): void {
    const present = this.channels.get(keyOf(name));
    const channel = present ?? this.#create(name);
    channel.members++;
    if (present === undefined) this.#tell({ name, kind: 'created', state: stateOf(channel) });
    else this.#tellPresence(channel);
  }

  part(name: IrcText): void {
    const channel = this.channels.get(keyOf(name));
    if (channel === undefined || channel.members === 0) return;
    channel.members--;
    if (channel.members > 0) {
      this.#tellPresence(channel);
    } else {
      this.channels.delete(keyOf(name));
      this.#tell({ name, kind: 'dropped' });
    }
  }

  /** A user changes a field of a channel that is there. */
  change(name: IrcText, field: Field): void {
    const channel = this.channels.get(keyOf(name));
    if (channel === undefined) return;
    const key = keyOfField(field);
    setField(channel, key, field);
    this.#tell({ name, kind: 'changed', fields: [field] });
    channel.toldBy.set(key, this.#sequence);
  }

  /** Its result is said with `sayResult`: what users do in between is said before it, though it is not in it. */
  apply({ number, name, view, hostSequence }: HostUpdate): void {
    const channel = this.channels.get(keyOf(name));
    if (view === null) {
      const refused = channel !== undefined && channel.members > 0;
      if (!refused) this.channels.delete(keyOf(name));
      this.#results.push({ number, name, createdAt: refused ? channel.createdAt : 0, deviations: [] });
      return;
    }
    const shown = channel ?? this.#create(name);
    shown.createdAt = Math.floor(view.createdAt / 1000);
    const deviations = show(shown, view.fields, hostSequence, this.#options.fit);
    this.#results.push({ number, name, createdAt: shown.createdAt, deviations });
  }

  /** Says the oldest result that was not said. False: there is none. */
  sayResult(): boolean {
    const result = this.#results.shift();
    if (result !== undefined) this.#say({ result });
    return result !== undefined;
  }

  #create(name: IrcText): ModelChannel {
    const createdAt = Math.floor(this.#options.now() / 1000);
    const fields = new Map(this.#options.defaults.map((field) => [keyOfField(field), field]));
    const channel: ModelChannel = { name, createdAt, members: 0, fields, toldBy: new Map() };
    this.channels.set(keyOf(name), channel);
    return channel;
  }

  #tellPresence({ name, members }: ModelChannel): void {
    this.#tell({ name, kind: 'presence', held: members > 0, members });
  }

  #tell(event: DistributiveOmit<HostEvent, 'sequence'>): void {
    if (this.#attached) this.#say({ event: { ...event, sequence: ++this.#sequence } as HostEvent });
  }

  #say(message: HostMessage): void {
    if (this.#attached) this.#messages.push(message);
  }
}

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;

function keyOf(name: IrcText): ChannelKey {
  return channelKey(casemapping, name);
}

function stateOf({ name, createdAt, members, fields }: ModelChannel): HostChannelState {
  return { name, createdAt, held: members > 0, members, fields: [...fields.values()] };
}

/** Fields that a user changed after what the update takes into account keep the user's value. */
function show(
  channel: ModelChannel,
  wanted: ReadonlyMap<FieldKey, Field>,
  hostSequence: number,
  fit: ModelHostOptions['fit'] = (field) => field,
) {
  const given = [...wanted.values()].map((field) => ({ field, form: fit(field) }));
  const keys = new Set(given.map(({ form }) => keyOfField(form)));
  for (const [key, field] of channel.fields) {
    if (!keys.has(key)) given.push({ field: unset(field), form: unset(field) });
  }
  const deviations: { wanted: Field; shown: Field | null; reason: string }[] = [];
  for (const { field, form } of given) {
    const key = keyOfField(form);
    const isTold = (channel.toldBy.get(key) ?? 0) > hostSequence;
    if (!isTold) setField(channel, key, form);
    const present = channel.fields.get(key) ?? null;
    if (sameValue(field, present ?? unset(field))) continue;
    deviations.push({ wanted: field, shown: present, reason: isTold ? 'changed by a user since' : 'cut' });
  }
  return deviations;
}

function keyOfField(field: Field): FieldKey {
  return fieldKey(casemapping, field);
}

function setField(channel: ModelChannel, key: FieldKey, field: Field): void {
  if (isSet(field)) channel.fields.set(key, field);
  else channel.fields.delete(key);
}
