import type { ChannelKey } from './casemapping.ts';
import { ChangedFields } from './changed-fields.ts';
import type { ChannelEntry } from './channel-table.ts';
import { type FieldKey, isSet } from './field.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { displayText, type IrcText } from './irc-text.ts';
import type { NickKey } from './member.ts';
import { noChanges, type ReplicaChanges } from './replica-changes.ts';
import type { MemberGrant } from './status-by-account.ts';

/** Collects what changes in a replica, and numbers it. */
export class ChangeLog {
  /** Raised by every change of a document or of this server's presence. */
  sequence = 0;
  /** This server's clock as it was last told, Unix ms. */
  now = 0;
  readonly #changedFields = new ChangedFields();
  readonly #changed: (entry: ChannelEntry) => void;
  #changes = noChanges();

  /** @param changed hears of every entry of which something is to be stored, after each change */
  constructor(changed: (entry: ChannelEntry) => void = () => {}) {
    this.#changed = changed;
  }

  get changes(): ReplicaChanges {
    return this.#changes;
  }

  /** The number of a change that is nobody's to store. */
  nextSequence(): number {
    return ++this.sequence;
  }

  take(): ReplicaChanges {
    const changes = this.#changes;
    this.#changes = noChanges();
    return changes;
  }

  /** The document (the registers of these `keys`) or this server's presence changed: what a resume of any peer has to send. */
  touch(entry: ChannelEntry, keys: Iterable<FieldKey> = []): void {
    this.#changedFields.forget(entry.document.id);
    this.#touch(entry, keys);
  }

  /** As `touch`, where who knew the document needs no other registers of it than these. */
  touchFields(entry: ChannelEntry, keys: readonly FieldKey[]): void {
    this.#changedFields.note(entry.document.id, entry.sequence, this.sequence + 1, keys);
    this.#touch(entry, keys);
  }

  #touch(entry: ChannelEntry, keys: Iterable<FieldKey>): void {
    entry.sequence = ++this.sequence;
    entry.digest = null;
    entry.changedAt = this.now;
    for (const key of keys) {
      if (isSet(entry.document.registers.get(key)!.field)) entry.removed?.delete(key);
      else this.#noteRemoval(entry, key);
    }
    this.store(entry);
  }

  /** The document is gone, and nobody is told. */
  forget(entry: ChannelEntry): void {
    this.#changedFields.forget(entry.document.id);
    this.store(entry);
  }

  /** Which registers of the document changed after the local sequence `since`; null: it is to be told whole. */
  fieldsSince(entry: ChannelEntry, since: number): ReadonlySet<FieldKey> | null {
    return this.#changedFields.since(entry.document.id, since);
  }

  /** Something else about the entry changed: stored, but nobody else's to tell. */
  store(entry: ChannelEntry): void {
    this.#changes.entries.add(entry.document.id);
    this.#changes.moved = true;
    this.#changed(entry);
  }

  /** Every peer is to hear of these own writes, and of this server's presence. */
  tell(entry: ChannelEntry, keys: Iterable<FieldKey> = []): void {
    const waiting = this.#changes.outgoing.get(entry.document.id) ?? new Set();
    for (const key of keys) waiting.add(key);
    this.#changes.outgoing.set(entry.document.id, waiting);
  }

  /** Peers are to hear of these parts of this server's members there; null: of all. */
  tellMembers(id: ChannelId, parts: ReadonlySet<string> | null): void {
    const { ownMembers } = this.#changes;
    const waiting = ownMembers.get(id);
    if (parts === null || waiting === null) ownMembers.set(id, null);
    else if (waiting === undefined) ownMembers.set(id, new Set(parts));
    else for (const part of parts) waiting.add(part);
  }

  /** Members of a channel on another server are otherwise now; null: any of them. */
  remoteMembers(key: ChannelKey, server: ServerName, nicks: Set<NickKey> | null): void {
    if (nicks?.size === 0) return;
    const { remoteMembers } = this.#changes;
    const servers = remoteMembers.get(key) ?? new Map<ServerName, Set<NickKey> | null>();
    remoteMembers.set(key, servers);
    const waiting = servers.get(server);
    if (waiting === undefined) servers.set(server, nicks);
    else if (waiting === null || nicks === null) servers.set(server, null);
    else for (const nick of nicks) waiting.add(nick);
  }

  /** A member on another server changed its nick: told of each of its channels, and remembered once. */
  memberRenamed(server: ServerName, from: NickKey, to: IrcText): void {
    const key = `${server} ${from} ${to}`;
    if (!this.#changes.memberRenames.has(key)) this.#changes.memberRenames.set(key, { server, from, to });
  }

  grant(grant: MemberGrant): void {
    this.#changes.grants.push(grant);
  }

  view(key: ChannelKey): void {
    this.#changes.views.add(key);
  }

  event(kind: string, { document }: ChannelEntry, server: ServerName, text: string): void {
    this.report(kind, document.name, server, text);
  }

  report(kind: string, channel: IrcText, server: ServerName, text: string): void {
    this.#changes.events.push({ kind, channel, server, text });
  }

  #noteRemoval(entry: ChannelEntry, key: FieldKey): void {
    entry.removed ??= new Map();
    entry.removed.set(key, { sequence: this.sequence, at: this.now });
  }
}

/** Field keys never hold a join key. */
export function describeFields(keys: readonly FieldKey[]): string {
  return keys.map(displayText).join(', ');
}
