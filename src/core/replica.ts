import type { KnownAge } from './age-claim.ts';
import { type Casemapping, type ChannelKey, channelKey } from './casemapping.ts';
import { ChangeLog, describeFields } from './change-log.ts';
import { type ChannelEntry, ChannelTable } from './channel-table.ts';
import type { Choice, ConflictPolicy, PolicyFor } from './choose-id.ts';
import { Confirmations } from './confirmations.ts';
import { delivered } from './delivery.ts';
import { type DocumentPart, join, type Register, setFields } from './document.ts';
import { DOCUMENT_BYTES_MAX, dropExcess, HOST_WRITES_BYTES_MAX, hasRoom } from './document-room.ts';
import { type Field, type FieldKey, fieldKey } from './field.ts';
import { DEFAULT_FLAPS, FlapGuard, type FlapOptions } from './flap-guard.ts';
import { Grace } from './grace.ts';
import { HostMemory } from './host-memory.ts';
import { HybridClock } from './hybrid-clock.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { displayText, type IrcText } from './irc-text.ts';
import { type Decision, Journal } from './journal.ts';
import type { KeptChanges } from './kept-changes.ts';
import { LostWrites } from './lost-writes.ts';
import { type Member, type MemberChange, nickKey } from './member.ts';
import type { Members } from './member-list.ts';
import { type InheritedRegister, mergedFields } from './merged-fields.ts';
import { type OwnChange, OwnMembers } from './own-members.ts';
import { claimOf, confirmAge, plainWrites } from './peer-claim.ts';
import { newPeerMemory, type PeerMemory } from './peer-memory.ts';
import { pinFor } from './pin.ts';
import { Quarantine, type QuarantinedMessage } from './quarantine.ts';
import { type Refusal, RefusedContent, refusalKey } from './refused-content.ts';
import { RemoteMembers } from './remote-members.ts';
import type { ReplicaChanges } from './replica-changes.ts';
import { Settlement } from './settlement.ts';
import { floorStamp, type Stamp, stampAfter } from './stamp.ts';
import { grantedByAccount } from './status-by-account.ts';
import type { SubChannels } from './sub-channels.ts';

export interface ReplicaOptions {
  readonly server: ServerName;
  readonly casemapping: Casemapping;
  readonly restartGraceMs: number;
  /** When a field that host and network set against each other is left to the host. Default: `DEFAULT_FLAPS`. */
  readonly flaps?: FlapOptions;
  /** Who is in the channels is kept the same too. Default: no; then `OwnMembers` stays empty whatever the host tells. */
  readonly memberSync?: boolean;
  /** With it: who has prefix modes elsewhere gets them here, known by the services account. Default: no. */
  readonly statusByAccount?: boolean;
  /** Which id of a name counts where there are several. Default: `local`. */
  readonly policyFor?: PolicyFor;
  /** Gives a fresh random UUID: randomness comes from outside. */
  readonly newId: () => ChannelId;
}

/** What the host should show for a name. */
export interface ChannelView {
  readonly entry: ChannelEntry;
  readonly reason: string;
  readonly fields: Map<FieldKey, Field>;
  /** Of the fields those that come from an id that was merged into the shown one. */
  readonly inherited: ReadonlyMap<FieldKey, InheritedRegister>;
  /** When it was created, Unix ms; while nobody knows it, when it became known here. */
  readonly createdAt: number;
  readonly remoteMembers: number;
  /** This server holds it. */
  readonly held: boolean;
}

/** Who is in a channel. */
export interface ChannelMembers {
  /** On this server's host; null: the host does not tell. */
  readonly local: Members | null;
  /** Of the other holders in reach that tell. */
  readonly remote: ReadonlyMap<ServerName, Members>;
}

/** Ids of one name that a peer may hold. Its ircd has one channel of a name; a second is held while it moves. */
const LIVE_IDS_MAX = 32;

const NOTHING: readonly FieldKey[] = [];
const NO_IDS: ReadonlySet<ChannelId> = new Set();

/** A write further in the future than this is refused; anything nearer is applied and observed. */
export const CLOCK_LEAD_MAX_MS = 366 * 24 * 3600 * 1000;

/**
 * Everything this server knows: the documents, who holds them, and what the host was last seen to show. It changes only
 * through its methods, which are handed the time; what they changed is collected for the caller to store and to send.
 *
 * Invariants: this server has presence on at most one id of a name; every change of an entry raises `sequence` and is
 * the entry's; only methods about this server's host write registers with this server's stamps.
 */
export class Replica {
  readonly server: ServerName;
  readonly casemapping: Casemapping;
  readonly table: ChannelTable;
  readonly journal = new Journal();
  readonly quarantine = new Quarantine();
  readonly refused = new RefusedContent();
  /** What lost against what counts. */
  readonly lostWrites = new LostWrites();
  readonly peers = new Map<ServerName, PeerMemory>();
  readonly ownMembers: OwnMembers;
  readonly remoteMembers: RemoteMembers;
  readonly host: HostMemory;
  readonly flaps: FlapGuard;
  readonly clock: HybridClock;
  /** This server has just started and its peers have had no time to link: what is out of reach may be there in a moment. */
  starting = false;
  readonly #options: ReplicaOptions;
  readonly grace: Grace;
  /** When fields that had been left to the host were last given to it again, Unix ms. */
  #restoredAt = 0;
  readonly #log = new ChangeLog((entry) => this.table.changed(entry));
  readonly #settlement: Settlement;
  readonly #confirmations: Confirmations;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.server = options.server;
    this.casemapping = options.casemapping;
    this.table = new ChannelTable(options.casemapping);
    this.flaps = new FlapGuard(options.flaps ?? DEFAULT_FLAPS);
    this.clock = new HybridClock(options.server);
    this.grace = new Grace(options.server);
    this.host = new HostMemory({ log: this.#log, clock: this.clock });
    this.ownMembers = new OwnMembers(options.casemapping, () => this.#log.nextSequence());
    this.remoteMembers = new RemoteMembers(options.casemapping, this.#log);
    this.#settlement = new Settlement({
      server: options.server,
      casemapping: options.casemapping,
      table: this.table,
      policyFor: (key) => this.policyFor(key),
      log: this.#log,
      moved: (from, to) => this.grace.move(from.document.id, to.document.id),
      decide: (decision) => this.decide(decision),
    });
    this.#confirmations = new Confirmations(this.table, (key) => this.#settlement.settle(key));
  }

  /** Raised by every change of a document or of this server's presence. */
  get sequence(): number {
    return this.#log.sequence;
  }

  /** Which fields of the document changed after the local sequence `since`; null: that is not known, or more than fields did. */
  fieldsSince(entry: ChannelEntry, since: number): ReadonlySet<FieldKey> | null {
    return this.#log.fieldsSince(entry, since);
  }

  /** Which channel belongs to which. */
  get subChannels(): SubChannels {
    return this.#settlement.subChannels;
  }

  /** Names of which several ids are held at once. */
  get contested(): ReadonlySet<ChannelKey> {
    return this.#settlement.contested;
  }

  key(name: string): ChannelKey {
    return channelKey(this.casemapping, name);
  }

  fieldKey(field: Field): FieldKey {
    return fieldKey(this.casemapping, field);
  }

  policyFor(key: ChannelKey): ConflictPolicy {
    return this.#options.policyFor?.(key) ?? 'local';
  }

  /** Tells the time, Unix ms: what follows happens then. */
  advance(now: number): void {
    this.#log.now = now;
  }

  /** The time as it was last told. */
  get now(): number {
    return this.#log.now;
  }

  takeChanges(): ReplicaChanges {
    for (const id of this.#log.changes.outgoing.keys()) this.#holdMembers(id);
    const changes = this.#log.take();
    this.host.storeOutgrown(changes, this.table);
    return changes;
  }

  /** The sequence goes on after `sequence`. */
  continueSequence(sequence: number): void {
    this.#log.sequence = Math.max(this.#log.sequence, sequence);
  }

  /**
   * Leaves out so many stamps, up to 2^32: a server that was put back to an older state, whose clock is behind its last stamp,
   * would count up through stamps that it has given, and stamp what its host did meanwhile like what it did then.
   */
  leaveOutStamps(count: number): void {
    this.clock.observe(stampAfter(this.clock.last(), count));
    if (this.host.seen !== null) this.host.seen = stampAfter(this.host.seen, count);
  }

  /** Puts an entry back that was stored. `last`: the latest stamp of registers without metadata, which stay packed; null: they are looked at. */
  restore(entry: ChannelEntry, last: Stamp | null = null): void {
    this.table.add(entry);
    this.continueSequence(entry.sequence);
    if (last === null) this.#restoreRegisters(entry);
    else this.clock.observe(last);
    const graceMs = entry.holders.get(this.server)?.graceMs ?? null;
    if (graceMs !== null) this.grace.keep(entry.document.id, Math.min(graceMs, this.restartGraceMs));
  }

  #restoreRegisters(entry: ChannelEntry): void {
    this.subChannels.restored(entry);
    for (const { stamp } of entry.document.registers.values()) this.clock.observe(stamp);
  }

  /** The id of a name that is shown here; null: nobody in reach holds one. */
  choose(key: ChannelKey): Choice | null {
    return this.#settlement.choose(key);
  }

  /** What shows through in an id from others. */
  inherited(entry: ChannelEntry): Map<FieldKey, InheritedRegister> {
    return this.#settlement.inherited(entry);
  }

  view(key: ChannelKey): ChannelView | null {
    const choice = this.choose(key);
    if (choice === null) return null;
    const { entry, reason } = choice;
    let remoteMembers = 0;
    for (const [server, presence] of entry.holders) {
      if (server !== this.server && presence.reachable) remoteMembers += presence.members;
    }
    const held = entry.holders.has(this.server);
    const inherited = this.inherited(entry);
    const fields = mergedFields(entry.document, inherited);
    const createdAt = entry.document.createdAt ?? entry.arrivedAt;
    return { entry, reason, fields, inherited, createdAt, remoteMembers, held };
  }

  /** Who is in the channel; of the id that is shown for its name, those who are shown. */
  membersOf({ key, document, holders }: ChannelEntry): ChannelMembers {
    const remote = new Map<ServerName, Members>();
    for (const [server, { reachable }] of holders) {
      const members = reachable ? this.remoteMembers.get(server, document.id) : undefined;
      if (members !== undefined) remote.set(server, members);
    }
    return { local: this.ownMembers.get(key) ?? null, remote };
  }

  /** Members are kept the same: hosts that can should tell who is in their channels. */
  get memberSync(): boolean {
    return this.#options.memberSync === true;
  }

  /**
   * These are all local members that a channel has on the host, whether this server holds it or not; null: the host does not
   * tell (at all, not just now). To be called before presence is set, for every channel of a snapshot. From then on the number of
   * members is that of this list. Returns what is wrong (nothing was changed then), or null.
   */
  setOwnMembers(
    key: ChannelKey,
    members: readonly Member[] | null,
    notes: KeptChanges | null = null,
  ): string | null {
    if (!this.memberSync) return null;
    const problem = members === null ? null : this.ownMembers.problem(key, members);
    if (problem !== null) return problem;
    const { ownMembers } = this;
    const change = members === null ? ownMembers.silence(key) : ownMembers.set(key, members, notes);
    this.#ownMembersChanged(key, change);
    return null;
  }

  /** Nobody local is in there, if the host tells who is. */
  noOwnMembers(key: ChannelKey): void {
    if (this.ownMembers.get(key) !== undefined) this.setOwnMembers(key, []);
  }

  /** The host is away: nobody knows who is in its channels, so for others nobody is. The channels stay. */
  loseOwnMembers(): void {
    for (const key of this.ownMembers.keys()) {
      if (this.ownMembers.get(key) === undefined) continue;
      this.setOwnMembers(key, null);
      const entry = this.heldEntry(key);
      if (entry !== undefined) this.setOwnPresence(entry, 0, entry.holders.get(this.server)!.graceMs);
    }
  }

  /** As `setOwnMembers`, of what happened since. Of many who quit at once, each channel is to hear once. */
  changeOwnMembers(key: ChannelKey, change: MemberChange, notes: KeptChanges | null = null): string | null {
    if (!this.memberSync) return null;
    const problem = this.ownMembers.changeProblem(key, change);
    if (problem === null) this.#ownMembersChanged(key, this.ownMembers.change(key, change, notes));
    return problem;
  }

  /** The entry of this name that this server holds. */
  heldEntry(key: ChannelKey): ChannelEntry | undefined {
    return this.#settlement.heldEntry(key);
  }

  /**
   * Takes in what `peer` says of a channel: its writes, and that it holds the channel with so many members, or, with
   * null, that it does not. Returns what is wrong with it (nothing was applied then), or null.
   */
  receive(peer: ServerName, said: DocumentPart, members: number | null, now: number): string | null {
    const problem = this.refusal(peer, said, now);
    if (problem !== null) return problem;
    const origin = this.table.get(said.id)?.document.origin ?? said.origin;
    if (said.origin !== origin) return `id ${said.id} is known as created on ${origin}`;
    this.take(peer, said, members, now);
    return null;
  }

  /** As `receive`, of what `refusal` let pass and whose origin is not another than is known: nothing is looked at twice. */
  take(peer: ServerName, said: DocumentPart, members: number | null, now: number): void {
    this.advance(now);
    const known = this.table.get(said.id);
    const part = claimOf(peer, said, known);
    const entry = known ?? this.table.create(part, now);
    for (const { stamp } of part.registers.values()) this.clock.observe(stamp);
    const joined = this.#join(entry, part);
    const confirmed = confirmAge(peer, said, entry);
    const presenceChanged = this.#setPeerPresence(entry, peer, members);
    if (known === undefined) this.#log.touch(entry, joined ?? []);
    else if (joined !== null || confirmed) this.#log.touchFields(entry, joined ?? []);
    else if (presenceChanged) this.#log.store(entry);
    else return;
    if (joined !== null && joined.length > 0) {
      entry.deliveredBy = delivered(entry.deliveredBy, peer, part, joined);
      this.subChannels.changed(entry, joined);
      this.#log.event('channel.changed', entry, peer, describeFields(joined));
    }
    this.#settlement.settle(entry.key);
  }

  /** The id is known, under another name. */
  isMisnamed({ id, name }: Pick<DocumentPart, 'id' | 'name'>): boolean {
    const known = this.table.get(id);
    return known !== undefined && this.key(name) !== known.key;
  }

  /** Why what `peer` says cannot be joined whoever wants it, or null. */
  refusal(peer: ServerName, part: DocumentPart, now: number): string | null {
    const known = this.table.get(part.id);
    if (this.isMisnamed(part)) return `id ${part.id} is known as ${displayText(known!.document.name)}`;
    if (known === undefined && this.#liveIds(peer, this.key(part.name)) >= LIVE_IDS_MAX) {
      return `more than ${LIVE_IDS_MAX} ids of ${displayText(part.name)} are held at once`;
    }
    for (const { stamp } of part.registers.values()) {
      if (stamp.ms > now + CLOCK_LEAD_MAX_MS) return 'a stamp lies more than a year in the future';
    }
    return hasRoom(known?.document, part)
      ? null
      : `the channel would have more than ${DOCUMENT_BYTES_MAX} bytes`;
  }

  /**
   * What `peer`, which does not know stamps, wrote: its line says how the channel is there. What differs from its line before
   * was written there, absence included; the first line (`said` itself is returned) can only fill in what nobody wrote.
   */
  plainWrites(peer: ServerName, said: DocumentPart, now: number): DocumentPart {
    const before = this.table.get(said.id)?.holders.get(peer)?.said ?? null;
    return before === null ? said : plainWrites(said, before, { ...this.clock.issue(now), server: peer });
  }

  /** What the peer wrote with its line was taken in, or waits: the next line is compared with this one. */
  notePlain(peer: ServerName, said: DocumentPart): void {
    const entry = this.table.get(said.id);
    const presence = entry?.holders.get(peer);
    if (entry === undefined || presence === undefined) return;
    presence.said = setFields(said);
    this.#log.store(entry);
  }

  /** The peer presented everything that it holds, in a full burst: what it did not mention it no longer holds. */
  burstEnded(peer: ServerName, seen: ReadonlySet<ChannelId>): void {
    this.#confirmations.drop(peer);
    for (const entry of this.table.values()) {
      if (!entry.holders.has(peer) || seen.has(entry.document.id)) continue;
      this.#dropPresence(entry, peer);
      this.#settlement.settle(entry.key);
    }
    this.#sweepQuarantine(peer, seen);
    this.remember(peer, { syncedAt: this.#log.now });
  }

  /**
   * The peer presented what changed since the last link: what was known of it before counts again, but for the `unconfirmed`.
   * In steps, each short enough for a transaction beside others, so that who held all of many channels keeps nobody waiting.
   * To be given up when the link is lost before the last one.
   */
  *confirm(peer: ServerName, unconfirmed: ReadonlySet<ChannelId> = NO_IDS): Generator<void> {
    this.remember(peer, { syncedAt: this.#log.now });
    yield* this.#confirmations.steps(peer, unconfirmed);
  }

  /** The host asks for this name: what linked peers hold of it is confirmed before it is its turn. */
  confirmName(key: ChannelKey): void {
    this.#confirmations.confirmName(key);
  }

  /** The link to `peer` is gone: what it held is out of reach, but not forgotten. */
  lost(peer: ServerName): void {
    this.#confirmations.drop(peer);
    for (const entry of this.table.values()) {
      const presence = entry.holders.get(peer);
      if (!presence?.reachable) continue;
      this.table.setReachable(entry, peer, false);
      this.#settlement.settle(entry.key);
    }
  }

  /**
   * An id for a name that nobody holds: a new one, or one of this server's that nobody ever wrote to, so that joining and
   * leaving an empty channel over and over makes no more than one. `floor` is what the ircd set by itself: everybody's write
   * beats it. `apart`: it was created before this server knew of any other, so it was not made during a split.
   */
  createChannel(name: IrcText, createdAt: number, floor: Iterable<Field>, apart: boolean): ChannelEntry {
    const abandoned = this.#abandoned(this.key(name));
    if (abandoned !== undefined) return abandoned;
    const splitBorn = !apart && this.table.named(this.key(name)).some((entry) => entry.holders.size > 0);
    const origin = this.server;
    const entry = this.#create(name, createdAt, splitBorn);
    for (const field of floor) {
      entry.document.setRegister(this.fieldKey(field), { field, stamp: floorStamp(origin) });
    }
    this.#log.touch(entry, entry.document.registers.keys());
    this.#log.tell(entry, entry.document.registers.keys());
    this.#log.event(
      'channel.created',
      entry,
      origin,
      splitBorn ? `created during a split as ${entry.document.id}` : `created as ${entry.document.id}`,
    );
    return entry;
  }

  /**
   * Writes fields with this server's stamp. A stamp that is below the present register's changes nothing. What a full
   * document has no room for is not written: the host is shown the channel without it, as with a list that is full. Returns
   * the keys of what was written.
   */
  write(entry: ChannelEntry, fields: Iterable<Field>, stamp: (field: Field) => Stamp): readonly FieldKey[] {
    const registers = new Map<FieldKey, Register>();
    for (const field of fields) registers.set(this.fieldKey(field), { field, stamp: stamp(field) });
    this.#dropExcess(entry, registers);
    for (const register of registers.values()) this.clock.observe(register.stamp);
    const keys = this.#join(entry, { ...entry.document, registers });
    if (keys === null) return NOTHING;
    // Else a full burst would not tell of it: nobody here holds the channel.
    if (!entry.holders.has(this.server)) entry.left = true;
    this.subChannels.changed(entry, keys);
    this.#log.touchFields(entry, keys);
    this.#log.tell(entry, keys);
    this.#log.event('channel.changed', entry, this.server, describeFields(keys));
    this.#settlement.settle(entry.key);
    return keys;
  }

  /** What a peer says of its presence on a known id, and nothing else. */
  receivePresence(peer: ServerName, entry: ChannelEntry, members: number | null): void {
    if (!this.#setPeerPresence(entry, peer, members)) return;
    this.#log.store(entry);
    this.#settlement.settle(entry.key);
  }

  setAge(entry: ChannelEntry, { createdAt, confirmed }: KnownAge): void {
    if (entry.document.createdAt === createdAt && entry.confirmed === confirmed) return;
    entry.document.createdAt = createdAt;
    entry.confirmed = confirmed;
    this.#log.touch(entry);
    this.#settlement.settle(entry.key);
  }

  /** What waits says what the peer wrote; whether it holds the channel is what it said last. */
  setQuarantinedPresence(held: QuarantinedMessage, members: number | null): void {
    if (held.members === members) return;
    this.quarantine.restore({ ...held, members });
    this.quarantineChanged(held.number);
  }

  /** The message of that number is in quarantine in another form, or no more. */
  quarantineChanged(number: number): void {
    this.#log.changes.quarantined.add(number);
    this.#log.changes.moved = true;
  }

  /** Remembers what was refused for good. */
  refuse(refusal: Refusal): void {
    const gone = this.refused.add(refusal);
    for (const { peer, id } of gone === null ? [refusal] : [refusal, gone]) {
      this.#log.changes.refusals.add(refusalKey(peer, id));
    }
  }

  /** What was refused for good is judged again when it comes. */
  unrefuse({ peer, id }: Pick<Refusal, 'peer' | 'id'>): void {
    if (this.refused.delete(peer, id)) this.#log.changes.refusals.add(refusalKey(peer, id));
  }

  /** Notes something about a peer. */
  remember(peer: ServerName, more: Partial<PeerMemory>): void {
    this.peers.set(peer, { ...(this.peers.get(peer) ?? newPeerMemory), ...more });
    this.#log.changes.peers.add(peer);
  }

  /** Tells operators of something. */
  report(kind: string, channel: IrcText, server: ServerName, text: string): void {
    this.#log.report(kind, channel, server, text);
  }

  /** What is out of reach now is gone from here. */
  endStart(): void {
    if (!this.starting || this.#confirmations.busy) return;
    this.starting = false;
    // What is in reach is shown already: only removals wait for the end of the start.
    for (const key of this.host.channels.keys()) if (this.choose(key) === null) this.#log.view(key);
  }

  /** Decides anew which ids count, where a policy changed. */
  settle(keys: Iterable<ChannelKey>): void {
    for (const key of keys) this.#settlement.settle(key);
  }

  /** A new id of a name, for an operator's decision: nobody holds it yet, so it is told of as if it had been left. */
  createApart(name: IrcText, now: number): ChannelEntry {
    this.advance(now);
    const entry = this.#create(name, now, false);
    entry.left = true;
    this.#log.touch(entry);
    this.#log.tell(entry);
    this.#log.event('channel.created', entry, this.server, `created by an operator as ${entry.document.id}`);
    return entry;
  }

  /** Writes down what was decided; returns its number. */
  decide(decision: Omit<Decision, 'number' | 'at'>): number {
    const { number, forgotten } = this.journal.record({ ...decision, at: this.#log.now });
    for (const changed of [number, ...forgotten]) this.#log.changes.decisions.add(changed);
    return number;
  }

  /** Drops what everybody has (see `forget`): nobody is told. */
  forgetRemoval(entry: ChannelEntry, key: FieldKey): void {
    entry.document.deleteRegister(key);
    entry.removed?.delete(key);
    this.#log.store(entry);
  }

  /** As `forgetRemoval`, for a whole document. */
  forgetEntry(entry: ChannelEntry): void {
    this.table.delete(entry);
    this.subChannels.forgotten(entry);
    this.#log.forget(entry);
  }

  /** This server holds the channel from now on, with so many members; null: no longer. */
  setOwnPresence(entry: ChannelEntry, members: number | null, graceMs: number | null = null): void {
    const present = entry.holders.get(this.server);
    const count = members === null ? null : (this.ownMembers.get(entry.key)?.size ?? members);
    // What nobody held others may have forgotten: with the presence alone they would not know what the channel is.
    const told = entry.holders.size === 0 ? [...entry.document.registers.keys()] : [];
    if (count === null) {
      this.ownMembers.delete(entry.key);
      if (present === undefined) return;
      this.table.unhold(entry, this.server);
      entry.left = true;
      this.#log.event('channel.left', entry, this.server, 'this server no longer holds it');
    } else {
      if (present?.members === count && present.graceMs === graceMs) return;
      this.table.hold(entry, this.server, { members: count, reachable: true, graceMs, said: null });
      if (graceMs !== null && present?.graceMs !== graceMs) this.grace.keep(entry.document.id, graceMs);
      if (present === undefined) this.#log.event('channel.held', entry, this.server, 'this server holds it');
    }
    if (present === undefined || count === null) this.#log.touch(entry);
    else this.#log.touchFields(entry, NOTHING);
    this.#log.tell(entry, told);
    this.#settlement.settle(entry.key);
  }

  /** How long a channel is kept for an ircd that restarted, in milliseconds that this server is up. */
  get restartGraceMs(): number {
    return this.#options.restartGraceMs;
  }

  /** This server was up for so many more milliseconds: what is due ends of what was kept for a restarted ircd or left to the host. */
  passGrace(elapsedMs: number): void {
    for (const key of this.flaps.restored(this.#restoredAt, this.now)) this.#log.view(key);
    this.#restoredAt = this.now;
    for (const entry of this.grace.pass(elapsedMs, (id) => this.table.get(id))) {
      this.setOwnPresence(entry, null);
    }
  }

  /** The same list under another id is news to peers, all of it. */
  #join({ document }: ChannelEntry, part: DocumentPart): FieldKey[] | null {
    return join(document, part, (key, lost, won) => this.lostWrites.note(document.id, key, lost, won));
  }

  #holdMembers(id: ChannelId): void {
    const entry = this.table.get(id);
    if (entry === undefined) return;
    const { key, holders } = entry;
    if (holders.has(this.server)) {
      if (this.ownMembers.hold(key, id)) this.#log.tellMembers(id, null);
    } else if (this.ownMembers.heldAs(key) === id) this.ownMembers.hold(key, null);
  }

  #ownMembersChanged(key: ChannelKey, { parts, joined }: OwnChange): void {
    const entry = this.heldEntry(key);
    if (entry !== undefined) {
      const { id } = entry.document;
      this.#holdMembers(id);
      if (parts.size > 0) this.#log.tellMembers(id, parts);
      const presence = entry.holders.get(this.server)!;
      this.setOwnPresence(entry, presence.members, presence.graceMs);
    }
    if (joined.length > 0 && this.#options.statusByAccount) this.#grant(key, joined);
  }

  #grant(key: ChannelKey, joined: readonly Member[]): void {
    const entry = this.choose(key)?.entry;
    if (entry === undefined) return;
    const elsewhere = this.membersOf(entry).remote.values();
    for (const { member, modes } of grantedByAccount(this.casemapping, joined, elsewhere)) {
      this.ownMembers.grant(key, nickKey(this.casemapping, member.nick), modes);
      this.#log.grant({ channel: entry.document.name, nick: member.nick, account: member.account!, modes });
    }
  }

  #dropExcess(entry: ChannelEntry, registers: Map<FieldKey, Register>): void {
    const excess = dropExcess(entry.document, registers);
    if (excess.length === 0) return;
    const text = `a host's writes fill at most ${HOST_WRITES_BYTES_MAX} bytes: no room for ${describeFields(excess)}`;
    this.#log.event('channel.full', entry, this.server, text);
    this.#log.view(entry.key);
  }

  #liveIds(peer: ServerName, key: ChannelKey): number {
    return this.table.named(key).filter(({ holders }) => holders.has(peer)).length;
  }

  #sweepQuarantine(peer: ServerName, seen: ReadonlySet<ChannelId>): void {
    if (this.quarantine.size === 0) return;
    for (const held of this.quarantine.list())
      if (held.peer === peer && !seen.has(held.part.id)) this.setQuarantinedPresence(held, null);
  }

  /** Not one that is older than a decision about the name: who holds such a one has to go where that says, be it dead. */
  #abandoned(key: ChannelKey): ChannelEntry | undefined {
    const named = this.table.named(key);
    const decidedAt = Math.max(0, ...named.map(({ document }) => pinFor(document, this.server)?.ms ?? 0));
    return named.find(
      ({ document, holders }) =>
        holders.size === 0 &&
        document.origin === this.server &&
        !document.written &&
        document.createdAt! > decidedAt,
    );
  }

  #setPeerPresence(entry: ChannelEntry, peer: ServerName, members: number | null): boolean {
    const present = entry.holders.get(peer);
    if (members === null) {
      if (present !== undefined) this.#dropPresence(entry, peer);
      return present !== undefined;
    }
    if (present?.members === members && present.reachable) return false;
    const said = present?.said ?? null;
    this.table.hold(entry, peer, { members, reachable: true, graceMs: null, said });
    return true;
  }

  /** Since when nobody holds a document is what it may be forgotten by. */
  #dropPresence(entry: ChannelEntry, server: ServerName): void {
    this.table.unhold(entry, server);
    this.remoteMembers.drop(server, entry.document.id);
    entry.changedAt = this.#log.now;
    this.#log.store(entry);
  }

  #create(name: IrcText, createdAt: number, splitBorn: boolean): ChannelEntry {
    const identity = { id: this.#options.newId(), name, origin: this.server, createdAt, splitBorn };
    const entry = this.table.create(identity, this.#log.now);
    entry.confirmed = true;
    return entry;
  }
}
