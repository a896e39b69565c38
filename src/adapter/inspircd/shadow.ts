import { type Casemapping, type ChannelKey, channelKey } from '../../core/casemapping.ts';
import { type Field, type FieldKey, fieldKey } from '../../core/field.ts';
import { parseChannelName } from '../../core/identity.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { IrcLine } from '../irc-line.ts';
import type { IrcdChange, IrcdEvent } from '../ircd-messages.ts';
import type { Capabilities } from './capabilities.ts';
import { CarriedFields, type UncarriedListener } from './carried-fields.ts';
import { ChannelLines } from './channel-lines.ts';
import { ResyncAnswer } from './resync-answer.ts';
import { channelState, isHeld, newShadowChannel, type ShadowChannel } from './shadow-channel.ts';
import { takeReadback } from './take-readback.ts';
import { Users } from './users.ts';

export interface ShadowOptions {
  readonly capabilities: Capabilities;
  /** Id of the server that the adapter is linked to. */
  readonly uplinkSid: string;
  readonly ownSid: string;
  /** A value is left on this ircd alone. */
  readonly onUncarried: UncarriedListener;
}

/** What was written to a channel and not read back yet. */
interface Expected {
  /** What each written field should have become. */
  readonly written: ReadonlyMap<FieldKey, Field>;
  /** The adapter made the channel; the sidecar hears of it by the result, so nothing before that is an event. */
  readonly creates: boolean;
  wasShown: boolean;
  /** What local users changed before the sidecar heard of the channel. */
  readonly early: Map<FieldKey, Field>;
  /** Wanted entries that the ircd shows under another mask: by the key of the wanted one. */
  altered: ReadonlyMap<FieldKey, Field>;
}

export interface ReadResult {
  /** Null: the ircd has no such channel. */
  readonly channel: ShadowChannel | null;
  readonly altered: ReadonlyMap<FieldKey, Field>;
  /** What happened to a channel that the adapter made before its result could be sent: to be told right after that. */
  readonly after: readonly IrcdEvent[];
}

/**
 * What the ircd shows. `apply` takes each line of the link and returns what happened.
 *
 * - What the adapter wrote is no event. InspIRCd echoes nothing; what it made of the writes is read back (`expect`, then
 *   RESYNC, then `read`), and a difference in a field that was not written is an event like any other.
 * - InspIRCd does not tell that a channel ceased: members are counted. Without members and `permanent` it is gone, except
 *   that an empty channel which the adapter made stays until somebody joined and left.
 * - Where other servers of the native network merge their channels into the uplink's, the rules who wins are the
 *   ircd's: the channel is named by `takeDoubtful`, to be read back.
 */
export class Shadow {
  readonly channels = new Map<ChannelKey, ShadowChannel>();
  readonly #options: ShadowOptions;
  readonly #users = new Users();
  readonly #expected = new Map<ChannelKey, Expected>();
  readonly #doubtful = new Set<ChannelKey>();
  readonly #carried: CarriedFields;
  readonly #lines: ChannelLines;
  #readback: ResyncAnswer | null = null;
  #synced = false;
  #creationDefaults: readonly Field[] | null = null;

  constructor(options: ShadowOptions) {
    this.#options = options;
    this.#carried = new CarriedFields(options.onUncarried);
    this.#lines = new ChannelLines(options.capabilities, this.#users, this.#carried);
    this.#users.addServer(options.uplinkSid, options.ownSid);
  }

  get capabilities(): Capabilities {
    return this.#options.capabilities;
  }

  get casemapping(): Casemapping {
    return this.#options.capabilities.casemapping;
  }

  /** The uplink has sent everything that it had. */
  get synced(): boolean {
    return this.#synced;
  }

  /** What the ircd set by itself on the first channel that one of its users created; null: none did yet. */
  get creationDefaults(): readonly Field[] | null {
    return this.#creationDefaults;
  }

  channel(name: string): ShadowChannel | null {
    return this.channels.get(this.key(name)) ?? null;
  }

  key(name: string): ChannelKey {
    return channelKey(this.casemapping, name);
  }

  fieldKey(field: Field): FieldKey {
    return fieldKey(this.casemapping, field);
  }

  /** Lines for the channel are being written and RESYNC follows them. `creates`: its name and timestamp, if they make it. */
  expect(name: IrcText, written: ReadonlyMap<FieldKey, Field>, creates: { createdAt: number } | null): void {
    const key = this.key(name);
    if (creates !== null) this.channels.set(key, newShadowChannel(key, name, creates.createdAt));
    const unread = { wasShown: false, early: new Map(), altered: new Map() };
    this.#expected.set(key, { written, creates: creates !== null, ...unread });
  }

  /** True between `expect` and `read`. */
  isExpecting(key: ChannelKey): boolean {
    return this.#expected.has(key);
  }

  /** The ircd has answered everything since `expect`, and the answers were applied. */
  read(name: IrcText): ReadResult {
    const key = this.key(name);
    const expected = this.#expected.get(key);
    this.#expected.delete(key);
    // RESYNC of a channel that does not exist is not answered.
    if (expected !== undefined && !expected.wasShown) this.#forget(key);
    const channel = this.channels.get(key) ?? null;
    const after: IrcdEvent[] = [];
    if (channel !== null && expected?.creates) {
      after.push(...this.#changed(channel, [...expected.early.values()]));
      if (isHeld(channel)) after.push(...this.#presence(channel));
    }
    return { channel, altered: expected?.altered ?? new Map(), after };
  }

  /** There are channels to be read back. */
  get isDoubtful(): boolean {
    return this.#doubtful.size > 0;
  }

  /** Channels to be read back, at most `max`. Call `expect` with nothing written and send RESYNC for each. */
  takeDoubtful(max: number): ShadowChannel[] {
    const taken: ShadowChannel[] = [];
    for (const key of this.#doubtful) {
      if (taken.length >= max) break;
      if (this.#expected.has(key)) continue;
      this.#doubtful.delete(key);
      const channel = this.channels.get(key);
      if (channel !== undefined) taken.push(channel);
    }
    return taken;
  }

  /** `now`: the ircd's time, Unix seconds. */
  apply(line: IrcLine, now: number): IrcdEvent[] {
    if (this.#continueReadback(line)) return [];
    return [...this.#closeReadback(), ...this.#handle(line, now)];
  }

  #handle(line: IrcLine, now: number): IrcdEvent[] {
    const { source, command, params } = line;
    switch (command) {
      case 'FJOIN':
        return this.#fjoin(source, params);
      case 'IJOIN':
        return this.#ijoin(source, params[0] ?? '');
      case 'PART':
        return (params[0] ?? '').split(',').flatMap((name) => this.#leave(source, this.key(name)));
      case 'KICK':
        return this.#leave(params[1] ?? '', this.key(params[0] ?? ''));
      case 'QUIT':
        return this.#quit(source);
      case 'KILL':
        return this.#quit(params[0] ?? '');
      case 'SQUIT':
        return this.#users.removeServer(params[0] ?? '').flatMap((uid) => this.#quit(uid));
      case 'FMODE':
        return this.#fmode(source, params, now);
      case 'FTOPIC':
        return this.#ftopic(source, params);
      case 'ENDBURST':
        if (source === this.#options.uplinkSid) this.#synced = true;
        return [];
      default:
        this.#users.apply(line);
        return [];
    }
  }

  /** The first channel line of a burst, a join that creates, a server that merges its channel, or the answer to RESYNC. */
  #fjoin(source: string, params: readonly string[]): IrcdEvent[] {
    const name = parseChannelName(params[0] ?? '');
    const createdAt = Number(params[1]);
    if (name === null || !Number.isSafeInteger(createdAt) || createdAt < 1) return [];
    const key = this.key(name);
    const known = this.channels.get(key);
    const next = newShadowChannel(key, known?.name ?? name, createdAt);
    this.#lines.members(next, params.at(-1)!);
    if (source === this.#options.uplinkSid) {
      if (this.#expected.has(key)) {
        this.#readback = new ResyncAnswer(this.#lines, next, params.slice(2, -1));
        return [];
      }
      if (known?.createdAt === createdAt && !this.#synced) return this.#joinMore(known, next);
    }
    if (known !== undefined) return this.#merge(known, next, source);
    const changes = this.#lines.modes(next, params.slice(2, -1), '', 0);
    this.channels.set(key, next);
    this.#noteMembers(next);
    // Another server of the native network may bring a channel with all that its users set.
    if (this.#synced && source === this.#options.uplinkSid) this.#creationDefaults ??= [...changes.values()];
    return [event(next, { kind: 'created', state: channelState(next) })];
  }

  /** A burst cuts many members into several lines. */
  #joinMore(channel: ShadowChannel, more: ShadowChannel): IrcdEvent[] {
    for (const uid of more.members) channel.members.add(uid);
    this.#noteMembers(channel);
    return more.members.size === 0 ? [] : this.#presence(channel);
  }

  /** Which side wins is for the ircd to say: only the members are certain now. */
  #merge(known: ShadowChannel, next: ShadowChannel, source: string): IrcdEvent[] {
    this.#doubtful.add(known.key);
    if (source === this.#options.uplinkSid) return [];
    for (const uid of next.members) known.members.add(uid);
    this.#noteMembers(known);
    return this.#presence(known);
  }

  #ijoin(uid: string, name: string): IrcdEvent[] {
    const channel = this.channel(name);
    if (channel === null || !this.#users.has(uid)) return [];
    channel.members.add(uid);
    this.#users.channels(uid)!.add(channel.key);
    return this.#presence(channel);
  }

  #leave(uid: string, key: ChannelKey): IrcdEvent[] {
    const channel = this.channels.get(key);
    this.#users.channels(uid)?.delete(key);
    if (channel === undefined || !channel.members.delete(uid)) return [];
    return this.#presence(channel);
  }

  #quit(uid: string): IrcdEvent[] {
    return [...this.#users.remove(uid)].flatMap((key) => {
      const channel = this.channels.get(key);
      return channel?.members.delete(uid) ? this.#presence(channel) : [];
    });
  }

  /** Members or `permanent` changed. */
  #presence(channel: ShadowChannel): IrcdEvent[] {
    const unheard = this.#isUnheardOf(channel.key);
    if (!isHeld(channel)) {
      this.#forget(channel.key);
      return unheard ? [] : [event(channel, { kind: 'dropped' })];
    }
    if (unheard) return [];
    return [event(channel, { kind: 'presence', held: true, members: channel.members.size })];
  }

  #fmode(source: string, params: readonly string[], now: number): IrcdEvent[] {
    const channel = this.channel(params[0] ?? '');
    if (channel === null) return [];
    const isMerging = this.#users.isServer(source) && source !== this.#options.uplinkSid;
    if (isMerging) {
      // A server's modes win, lose or merge by the ircd's rules.
      this.#doubtful.add(channel.key);
      return [];
    }
    const wasHeld = isHeld(channel);
    const setter = this.#users.mark(source, 'nick') ?? '';
    const changed = this.#lines.modes(channel, params.slice(2), setter, this.#synced ? now : 0);
    const events = this.#changed(channel, [...changed.values()]);
    return isHeld(channel) === wasHeld ? events : [...events, ...this.#presence(channel)];
  }

  #ftopic(source: string, params: readonly string[]): IrcdEvent[] {
    const channel = this.channel(params[0] ?? '');
    if (channel === null) return [];
    if (this.#users.isServer(source) && source !== this.#options.uplinkSid) {
      this.#doubtful.add(channel.key);
      return [];
    }
    const { field, isDoubtful } = this.#lines.topic(channel, source, params);
    if (isDoubtful) this.#doubtful.add(channel.key);
    return field === null ? [] : this.#changed(channel, [field]);
  }

  #changed(channel: ShadowChannel, fields: readonly Field[]): IrcdEvent[] {
    if (fields.length === 0) return [];
    const expected = this.#expected.get(channel.key);
    if (expected?.creates) {
      for (const field of fields) expected.early.set(this.fieldKey(field), field);
      return [];
    }
    return [event(channel, { kind: 'changed', fields })];
  }

  #noteMembers(channel: ShadowChannel): void {
    for (const uid of channel.members) this.#users.channels(uid)?.add(channel.key);
  }

  #continueReadback(line: IrcLine): boolean {
    const readback = this.#readback;
    if (readback === null || line.source !== this.#options.uplinkSid) return false;
    return this.key(line.params[0] ?? '') === readback.channel.key && readback.take(line);
  }

  /** Takes over what was read. */
  #closeReadback(): IrcdEvent[] {
    const readback = this.#readback;
    this.#readback = null;
    if (readback === null) return [];
    const { channel: truth, sawTopic } = readback;
    const { key } = truth;
    const expected = this.#expected.get(key)!;
    expected.wasShown = true;
    const known = this.channels.get(key);
    const isAnew = known?.createdAt !== truth.createdAt;
    const channel = known ?? newShadowChannel(key, truth.name, truth.createdAt);
    this.channels.set(key, channel);
    channel.createdAt = truth.createdAt;
    if (sawTopic) channel.topicSetAt = truth.topicSetAt;
    const { unexpected, altered } = takeReadback(channel, truth.fields, expected.written);
    expected.altered = altered;
    const presence = this.#takePresence(channel, truth);
    if (this.#isUnheardOf(key)) return [];
    if (isAnew) return [event(channel, { kind: 'created', state: channelState(channel) })];
    return [...this.#changed(channel, unexpected), ...presence];
  }

  #takePresence(channel: ShadowChannel, truth: ShadowChannel): IrcdEvent[] {
    const held = isHeld(channel);
    const count = channel.members.size;
    for (const uid of channel.members) {
      if (!truth.members.has(uid)) this.#users.channels(uid)?.delete(channel.key);
    }
    channel.members = truth.members;
    channel.permanent = truth.permanent;
    this.#noteMembers(channel);
    if (held === isHeld(channel) && count === channel.members.size) return [];
    return [event(channel, { kind: 'presence', held: isHeld(channel), members: channel.members.size })];
  }

  /** The adapter is making the channel and the sidecar has not heard of it: the result will tell its state. */
  #isUnheardOf(key: ChannelKey): boolean {
    return this.#expected.get(key)?.creates === true;
  }

  #forget(key: ChannelKey): void {
    for (const uid of this.channels.get(key)?.members ?? []) this.#users.channels(uid)?.delete(key);
    this.channels.delete(key);
    this.#doubtful.delete(key);
    this.#carried.forget(key);
  }
}

function event(channel: ShadowChannel, change: IrcdChange): IrcdEvent {
  return { name: channel.name, change };
}
