import type { Border } from '../core/border.ts';
import type { ChannelEntry } from '../core/channel-table.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import type { KeptOut } from '../core/intake.ts';
import type { HeldPoint } from '../core/remote-members.ts';
import type { Replica } from '../core/replica.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import type { LineProblem } from '../wire/line-problem.ts';
import { decodeMembers, encodeMembers, type MemberMessage } from '../wire/member-line.ts';
import type {
  BurstEnd,
  BurstExchange,
  BurstExtension,
  BurstPeer,
  ItemId,
  ItemParts,
  ReceivedItem,
} from './burst-extension.ts';
import type { Announce } from './extension-manager.ts';

/** The burst of members: who is in the channels that a server holds. An item is a channel, by its id; a part is a nick. */
export class MemberBurst implements BurstExtension {
  readonly burstType = 'MEMBER';
  readonly capabilities = ['members'];
  readonly requires = 'members';
  readonly #replica: Replica;
  readonly #border: Border;
  readonly #announce: Announce;

  constructor(replica: Replica, border: Border, announce: Announce) {
    this.#replica = replica;
    this.#border = border;
    this.#announce = announce;
  }

  linked(peer: BurstPeer): BurstExchange {
    return new MemberExchange(this.#replica, this.#border, peer);
  }

  unlinked(peer: ServerName): void {
    this.#replica.remoteMembers.lost(peer);
  }

  committed({ ownMembers }: ReplicaChanges): void {
    if (ownMembers.size > 0) this.#announce(ownMembers);
  }

  held(peer: ServerName): HeldPoint | null {
    return this.#replica.remoteMembers.point(peer);
  }
}

class MemberExchange implements BurstExchange {
  readonly #replica: Replica;
  readonly #border: Border;
  readonly #peer: ServerName;
  readonly #run: string | null;
  #begun = false;

  constructor(replica: Replica, border: Border, { server, run = null }: BurstPeer) {
    this.#replica = replica;
    this.#border = border;
    this.#peer = server;
    this.#run = run;
  }

  *presented(since: number): Iterable<ItemId> {
    for (const id of this.#replica.ownMembers.changedSince(since)) if (this.knows(id)) yield id;
  }

  /** That a channel is left says that nobody is in there. */
  others(): Iterable<ItemId> {
    return [];
  }

  knows(id: ItemId): boolean {
    return this.#told(id) !== null;
  }

  partsSince(id: ItemId, since: number): ItemParts {
    const entry = this.#told(id);
    return entry === null ? null : this.#replica.ownMembers.partsSince(entry.key, since);
  }

  describe(id: ItemId, parts: ItemParts): readonly string[] {
    const entry = this.#told(id);
    if (entry === null) return [];
    const { name } = entry.document;
    const { ownMembers } = this.#replica;
    const changed = parts === null ? null : ownMembers.described(entry.key, parts);
    if (changed !== null) return encodeMembers({ name, id, whole: false, ...changed });
    const present = ownMembers.texts(entry.key);
    return encodeMembers({ name, id, whole: true, renamed: [], gone: [], present });
  }

  read(line: string): ReceivedItem | { readonly problem: LineProblem } {
    const decoded = decodeMembers(line, this.#replica.casemapping);
    if ('problem' in decoded) return decoded;
    const { message } = decoded;
    return { id: message.id, apply: () => this.#apply(message) };
  }

  burstEnded(end: BurstEnd): void {
    this.#begin();
    const { remoteMembers } = this.#replica;
    if (end.mode === 'full') remoteMembers.sweep(this.#peer, end.presented);
    else remoteMembers.confirm(this.#peer, end.unconfirmed);
  }

  reached(sequence: number): void {
    this.#begin();
    this.#replica.remoteMembers.reached(this.#peer, sequence);
  }

  /** The channel, where the peer hears who is in it. */
  #told(id: ItemId): ChannelEntry | null {
    const { table, server, ownMembers } = this.#replica;
    const entry = table.get(id);
    if (entry === undefined || !entry.holders.has(server) || ownMembers.heldAs(entry.key) !== id) return null;
    if (this.#border.policy.exports(this.#peer, entry.key)) return entry;
    this.#border.membersWithheld(this.#peer, entry.document);
    return null;
  }

  #apply(message: MemberMessage): string | null {
    const { name, id } = message;
    const key = this.#replica.key(name);
    if (!this.#border.policy.imports(this.#peer, key)) return this.#keepOut('rule', message);
    const known = this.#replica.table.get(id);
    // What it says of the channel itself waits for an operator, or was rejected.
    if (known !== undefined && known.key !== key) return this.#keepOut('misnamed', message);
    const isHeld = known?.holders.has(this.#peer) === true || this.#waits(id);
    // Rejected by an operator: neither it nor its members are wanted.
    if (!isHeld && this.#replica.refused.about(this.#peer, id)) return this.#keepOut('rejected', message);
    if (!isHeld) return `its sender is not known to hold ${id}`;
    this.#begin();
    return this.#replica.remoteMembers.receive(this.#peer, id, key, message);
  }

  #keepOut(why: KeptOut, message: MemberMessage): null {
    this.#border.keptOut(why, { peer: this.#peer, part: message }, ['members']);
    return null;
  }

  /** Members of a channel that waits for an operator are kept for when it is let in. */
  #waits(id: ChannelId): boolean {
    return this.#replica.quarantine.find(this.#peer, id) !== undefined;
  }

  /** In the first transaction of the link: what the peer told in another run of its process does not count any more. */
  #begin(): void {
    if (!this.#begun) this.#replica.remoteMembers.begin(this.#peer, this.#run);
    this.#begun = true;
  }
}
