import type { ChannelKey } from './casemapping.ts';
import type { ChannelEntry } from './channel-table.ts';
import { DOCUMENT_BYTES_MAX } from './document-room.ts';
import { canonicalValue, type Field, type FieldKey, fieldsBytes, isSet, unset } from './field.ts';
import { type HostChannel, showsSame, substitutesAt } from './host-channel.ts';
import {
  type HostChannelState,
  type HostEvent,
  type HostProfile,
  type HostResult,
  type HostUpdate,
  profileText,
} from './host-messages.ts';
import {
  createdAtMs,
  HostStatements,
  noteUnwritten,
  remembers,
  type ShownChannel,
  type SnapshotKind,
} from './host-statements.ts';
import { HostUpdates } from './host-updates.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { displayText, type IrcText } from './irc-text.ts';
import { type KeptChanges, type KeptListener, keptChanges } from './kept-changes.ts';
import { leftSubstitutes } from './left-fields.ts';
import type { Member } from './member.ts';
import type { Replica } from './replica.ts';
import type { Stamp } from './stamp.ts';

interface Snapshot extends SnapshotKind {
  readonly seen: Set<ChannelKey>;
  /** When its last channel came, milliseconds since the epoch. */
  lastMs: number;
}

/**
 * One attachment of a host: turns what the host shows and does into writes, and has the state sent to it.
 *
 * The rule for a snapshot: it is compared with what the host last showed, never with the document; a difference is a write,
 * absence included. Where the host forgot (the ircd restarted, or the channel was created anew), it is compared with the
 * ircd's defaults instead, so that absence is no write and the document is applied again.
 *
 * What of it is whose doing is judged in `statements`; what the host is given is the business of `updates`.
 */
export class HostAttachment {
  readonly profile: HostProfile;
  readonly #replica: Replica;
  readonly #defaults: Map<FieldKey, Field>;
  readonly #statements: HostStatements;
  readonly #updates: HostUpdates;
  readonly #listener: KeptListener | undefined;
  #snapshot: Snapshot | null = null;
  #ready = false;
  #lastEvent = 0;

  constructor(replica: Replica, profile: HostProfile, listener?: KeptListener) {
    this.#replica = replica;
    this.#listener = listener;
    this.profile = profile;
    this.#defaults = this.#keyed(profile.defaults);
    this.#statements = new HostStatements(replica, profile, this.#defaults);
    this.#updates = new HostUpdates(replica, profile, this.#defaults, () => this.#lastEvent);
  }

  /** The snapshot has been taken; updates may flow. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The host may need updates. */
  get wantsToSend(): boolean {
    return this.#ready && this.#updates.counts.waiting > 0;
  }

  get lastEvent(): number {
    return this.#lastEvent;
  }

  get counts(): HostUpdates['counts'] {
    return this.#updates.counts;
  }

  beginSnapshot(incarnation: string): void {
    const { host } = this.#replica;
    const first = host.seen === null;
    // A host that cannot tell whether its ircd restarted leaves that to the creation times.
    const told = incarnation !== '' && host.incarnation !== '';
    const forgot = first || !told || host.incarnation !== incarnation;
    this.#ready = false;
    this.#snapshot = { forgot, told, first, seen: new Set(), lastMs: 0 };
    host.incarnation = incarnation;
  }

  /** Returns what is wrong, or null. */
  snapshotChannel(state: HostChannelState, now: number): string | null {
    const snapshot = this.#snapshot;
    if (snapshot === null) return 'a snapshot batch came before snapshot_begin';
    const key = this.#replica.key(state.name);
    if (snapshot.seen.has(key)) return 'the snapshot names a channel twice';
    snapshot.seen.add(key);
    snapshot.lastMs = now;
    const notes = keptChanges(this.#listener);
    const problem = this.#replica.setOwnMembers(key, state.memberList ?? null, notes);
    if (problem !== null) return problem;
    const channel = this.#shownChannel(snapshot, key, state);
    const { remembered, entry } = channel;
    const { changes, cut } = this.#statements.ofSnapshot(snapshot, channel, notes);
    const stamp = (field: Field) => this.#statements.gapStamp(snapshot, field, state, now);
    this.#takeIn(key, state, entry, changes, now, stamp, notes);
    notes?.tell(this.#listener!, state.name);
    if (!state.held) this.#leave(key, snapshot.forgot);
    this.#remember(key, state, remembered, cut);
    return null;
  }

  endSnapshot(): void {
    const { forgot, seen, lastMs } = this.#snapshot!;
    this.#snapshot = null;
    for (const key of [...this.#replica.host.channels.keys()]) {
      if (!seen.has(key)) this.#replica.host.remember(key, null);
    }
    for (const key of this.#replica.ownMembers.keys()) if (!seen.has(key)) this.#replica.noOwnMembers(key);
    this.#leaveUnseen(seen, forgot);
    this.#retryIfProfileChanged();
    this.#replica.host.hasSeenAll(lastMs);
    this.#replica.host.channels.hasTold();
    this.#ready = true;
    for (const key of this.#replica.table.keys()) this.#updates.add(key);
    for (const key of this.#replica.host.channels.keys()) this.#updates.add(key);
  }

  /** Takes in what happened. A repeated event is not applied again. Returns what is wrong, or null. */
  event(event: HostEvent, now: number): string | null {
    if (event.sequence <= this.#lastEvent) return this.#repeated(event);
    if (event.sequence !== this.#lastEvent + 1) {
      return `event ${event.sequence} follows event ${this.#lastEvent}: numbers go up by one`;
    }
    if (!this.#ready && this.#snapshot === null) return 'an event came before the snapshot';
    const problem = this.#apply(event, now);
    if (problem !== null) return problem;
    this.#lastEvent = event.sequence;
    this.#replica.host.hasSeenAll(now);
    return null;
  }

  /** What became of an update. */
  result(result: HostResult): void {
    this.#updates.result(result);
  }

  /** As `HostUpdates.writesShown`. */
  writesShown(result: HostResult): Stamp[] {
    return this.#updates.writesShown(result);
  }

  /** As `HostUpdates.hold`. */
  hold(): void {
    this.#updates.hold();
  }

  /** As `HostUpdates.takeBack`. */
  takeBack(updates: readonly HostUpdate[]): void {
    this.#updates.takeBack(updates);
  }

  viewsChanged(keys: Iterable<ChannelKey>): void {
    for (const key of keys) this.#updates.add(key);
  }

  /** At most `max` updates that the host needs now. That they are under way has to be durable before they are sent. */
  nextUpdates(max: number): HostUpdate[] {
    return this.#ready ? this.#updates.next(max) : [];
  }

  #repeated(event: HostEvent): null {
    if (this.#listener?.listens) this.#listener.kept(event.name, 'repeated', []);
    return null;
  }

  #shownChannel(snapshot: Snapshot, key: ChannelKey, state: HostChannelState): ShownChannel {
    const { channels } = this.#replica.host;
    channels.offerStored(key);
    const known = this.#withDefaults(channels.get(key));
    const remembered = known !== undefined && remembers(snapshot, known, state.createdAt) ? known : null;
    const entry = this.#entryOf(key, state, givenId(remembered), snapshot.first);
    return { state, shown: this.#keyed(state.fields), known, remembered, entry };
  }

  /** Of a channel that is new it was not known what its ircd sets by itself: the offer took away what it does not name of that. */
  #withDefaults(known: HostChannel | undefined): HostChannel | undefined {
    if (!known?.isNew) return known;
    const removals = [...this.#defaults].map(([key, field]) => [key, unset(field)] as const);
    const offered = known.offered && {
      ...known.offered,
      fields: new Map([...removals, ...known.offered.fields]),
    };
    return { ...known, shown: new Map(this.#defaults), offered };
  }

  #apply(event: HostEvent, now: number): string | null {
    const key = this.#replica.key(event.name);
    const host = this.#replica.host.channels.get(key);
    if (event.kind === 'created') {
      if (this.#replica.key(event.state.name) !== key)
        return 'the created channel has another name than its event';
      const problem = this.#created(key, event.state.memberList ?? null);
      if (problem !== null) return problem;
      this.#updates.touched(key, null);
      const stamp = this.#replica.clock.issue(now);
      const notes = keptChanges(this.#listener);
      const changes = this.#statements.ofCreated(this.#keyed(event.state.fields), notes);
      this.#takeIn(key, event.state, this.#entryOf(key, event.state), changes, now, () => stamp, notes);
      notes?.tell(this.#listener!, event.name);
      this.#remember(key, event.state, null, new Map());
      return null;
    }
    if (event.kind === 'dropped') {
      this.#dropped(key, event.lost === true);
      return null;
    }
    if (host === undefined)
      return 'the channel was neither in the snapshot nor created nor given to the host';
    if (event.kind === 'changed') return this.#changed(key, host, event.fields, now);
    if (event.kind === 'members') return this.#members(key, host, event, now);
    this.#presence(key, host, event, now);
    return null;
  }

  /** Who creates a channel has joined it just now. */
  #created(key: ChannelKey, members: readonly Member[] | null): string | null {
    const problem = this.#replica.setOwnMembers(key, members && []);
    if (problem !== null || members === null) return problem;
    return this.#replica.changeOwnMembers(key, { renamed: [], gone: [], present: members });
  }

  #members(
    key: ChannelKey,
    host: HostChannel,
    { name, held, lost = false, change }: Extract<HostEvent, { kind: 'members' }>,
    now: number,
  ): string | null {
    const notes = keptChanges(this.#listener);
    const problem = this.#replica.changeOwnMembers(key, change, notes);
    if (problem !== null) return problem;
    notes?.tell(this.#listener!, name);
    // Counted by the list; without member sync, by nobody.
    this.#presence(key, host, { held, members: change.present.length, name, lost }, now);
    return null;
  }

  /** Writes the host's changes to the channel that stands behind its own; null: a new one. */
  #takeIn(
    key: ChannelKey,
    state: HostChannelState,
    known: ChannelEntry | null,
    changes: Map<FieldKey, Field>,
    now: number,
    stamp: (field: Field) => Stamp,
    notes: KeptChanges | null,
  ): void {
    if (known === null && !state.held) {
      notes?.note('not-held', ...changes.keys());
      return;
    }
    const writes = this.#statements.writes(key, changes, known, now, notes);
    const entry = known ?? this.#create(state, writes, now);
    // Written first: an id that nobody has written to would give way.
    this.#write(entry, writes, stamp, notes);
    if (state.held) this.#replica.setOwnPresence(entry, state.members);
  }

  #write(
    entry: ChannelEntry,
    writes: ReadonlyMap<FieldKey, Field>,
    stamp: (field: Field) => Stamp,
    notes: KeptChanges | null,
  ): void {
    const written = this.#replica.write(entry, writes.values(), stamp);
    if (notes !== null) noteUnwritten(notes, entry.document, writes, written, stamp);
  }

  /** What the host shows without it being anybody's write are defaults. */
  #create(state: HostChannelState, writes: ReadonlyMap<FieldKey, Field>, now: number): ChannelEntry {
    const floor = [...this.#keyed(state.fields)]
      .filter(([key]) => !writes.has(key))
      .map(([, field]) => field);
    const createdAt = createdAtMs(state.createdAt, now);
    return this.#replica.createChannel(state.name, createdAt, floor, this.#snapshot?.first === true);
  }

  /**
   * The channel that stands behind the host's. `given`: the id that the host was given and still shows. It counts for one
   * that is only shown; and whoever joined it there holds it, though its other holders left or are out of reach by now: the
   * news of the join was on its way. `apart`: host and network never met, so an id of the
   * network's is not the host's, unless it carries traces of this server: then the store was lost.
   */
  #entryOf(
    key: ChannelKey,
    { held }: { held: boolean },
    given: ChannelId | null = null,
    apart = false,
  ): ChannelEntry | null {
    const own = this.#replica.heldEntry(key);
    if (own !== undefined) return own;
    this.#replica.confirmName(key);
    const chosen = this.#replica.choose(key)?.entry ?? null;
    if (held && apart) return chosen !== null && knows(chosen, this.#replica.server) ? chosen : null;
    const shown = given === null ? null : (this.#replica.table.get(given) ?? null);
    return held ? (chosen ?? shown) : (shown ?? chosen);
  }

  #changed(key: ChannelKey, host: HostChannel, fields: readonly Field[], now: number): string | null {
    const changed = this.#keyed(fields);
    const shown = shownAfter(host, changed);
    if (fieldsBytes(shown.values()) > DOCUMENT_BYTES_MAX)
      return `the channel shows more than ${DOCUMENT_BYTES_MAX} bytes of fields`;
    this.#updates.touched(key, changed.keys());
    const entry =
      this.#replica.heldEntry(key) ?? (host.id === null ? undefined : this.#replica.table.get(host.id));
    const settled = substitutesAt(host, shown);
    const notes = keptChanges(this.#listener);
    if (entry === undefined) {
      this.#replica.host.remember(key, { ...host, shown, substitutes: settled });
      notes?.note('no-id', ...changed.keys());
    } else {
      this.#noteFights(key, entry, changed, now);
      const writes = this.#statements.writes(key, changed, entry, now, notes);
      const stamp = this.#replica.clock.issue(now);
      this.#write(entry, writes, () => stamp, notes);
      const left = leftSubstitutes(this.#replica.flaps, key, now, entry.document, shown);
      const substitutes = left.size === 0 ? settled : new Map([...settled, ...left]);
      this.#replica.host.remember(key, { ...host, shown, substitutes });
    }
    notes?.tell(this.#listener!, host.name);
    this.#updates.offerAgain(key);
    this.#updates.add(key);
    return null;
  }

  #presence(
    key: ChannelKey,
    host: HostChannel,
    event: { held: boolean; members: number; name: IrcText; lost?: boolean },
    now: number,
  ): void {
    const own = this.#replica.heldEntry(key);
    if (!event.held) {
      this.#leave(key, event.lost === true);
    } else if (own !== undefined) {
      this.#replica.setOwnPresence(own, event.members);
    } else {
      const state = { ...event, createdAt: host.createdAt, fields: [...host.shown.values()] };
      const stamp = this.#replica.clock.last();
      this.#takeIn(key, state, this.#entryOf(key, state, givenId(host)), new Map(), now, () => stamp, null);
    }
    this.#updates.add(key);
  }

  #dropped(key: ChannelKey, lost: boolean): void {
    this.#updates.touched(key, null);
    this.#replica.noOwnMembers(key);
    this.#leave(key, lost);
    if (this.#replica.host.channels.has(key)) this.#replica.host.remember(key, null);
    this.#updates.offerAgain(key);
    this.#updates.add(key);
  }

  #leaveUnseen(seen: ReadonlySet<ChannelKey>, forgot: boolean): void {
    for (const entry of this.#replica.table.values()) {
      if (entry.holders.has(this.#replica.server) && !seen.has(entry.key)) this.#leave(entry.key, forgot);
    }
  }

  /**
   * The host has no members in the channel now. One that restarted, or whose native network split, may soon have them back: kept
   * for a while.
   */
  #leave(key: ChannelKey, mayReturn: boolean): void {
    const own = this.#replica.heldEntry(key);
    if (own === undefined || own.holders.get(this.#replica.server)!.graceMs !== null) return;
    if (mayReturn) this.#replica.setOwnPresence(own, 0, this.#replica.restartGraceMs);
    else this.#replica.setOwnPresence(own, null);
  }

  /** A host that now can show more, or writes where it only observed, is given again what it did not take. */
  #retryIfProfileChanged(): void {
    const { host } = this.#replica;
    const profile = profileText(this.profile);
    if (host.profile === profile) return;
    host.profile = profile;
    for (const [key, channel] of host.channels) {
      if (channel.substitutes.size === 0 && !channel.keepsShowing) continue;
      this.#replica.host.remember(key, { ...channel, substitutes: new Map(), keepsShowing: false });
    }
  }

  #remember(
    key: ChannelKey,
    state: HostChannelState,
    known: HostChannel | null,
    cut: HostChannel['substitutes'],
  ): void {
    const id = this.#entryOf(key, state, known?.id)?.document.id ?? null;
    const { name, createdAt } = state;
    const shown = this.#keyed(state.fields);
    const settled = known === null ? [] : substitutesAt(known, shown);
    const substitutes = new Map([...settled, ...cut]);
    const channel = { name, id, createdAt, shown, substitutes, keepsShowing: false, offered: null };
    this.#replica.host.remember(key, channel);
    this.#updates.offerAgain(key);
    if (cut.size > 0) this.#updates.makeSure(key);
    this.#updates.add(key);
  }

  /** Notes what the host undid of what other servers wrote. */
  #noteFights(key: ChannelKey, { document }: ChannelEntry, changed: Map<FieldKey, Field>, now: number): void {
    const { server, flaps } = this.#replica;
    for (const [fieldKey, field] of changed) {
      const register = document.registers.get(fieldKey);
      if (register === undefined || register.stamp.server === server) continue;
      if (showsSame(register.field, field) || !flaps.undone(key, fieldKey, shownValue(field), now)) continue;
      this.#replica.report(
        'field.left_to_host',
        document.name,
        server,
        `${displayText(fieldKey)}: ${flaps.reason}`,
      );
    }
  }

  #keyed(fields: readonly Field[]): Map<FieldKey, Field> {
    return new Map(fields.map((field) => [this.#replica.fieldKey(field), field]));
  }
}

/** True when the channel carries traces of `server`. */
function knows({ document }: ChannelEntry, server: ServerName): boolean {
  if (document.origin === server) return true;
  for (const { stamp } of document.registers.values()) if (stamp.server === server) return true;
  return false;
}

/** What of a field users see: who set it and when is another each time. */
function shownValue(field: Field): string {
  if (field.kind === 'topic') return field.value?.text ?? '';
  return field.kind === 'entry' ? String(isSet(field)) : canonicalValue(field);
}

/** A channel that the host was told to remove, and kept, is its own affair. */
function givenId(host: HostChannel | null): ChannelId | null {
  return host === null || host.keepsShowing ? null : host.id;
}

function shownAfter(host: HostChannel, changed: ReadonlyMap<FieldKey, Field>): HostChannel['shown'] {
  const shown = new Map(host.shown);
  for (const [key, field] of changed) {
    if (isSet(field)) shown.set(key, field);
    else shown.delete(key);
  }
  return shown;
}
