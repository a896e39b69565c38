import type { ChannelEntry } from '../core/channel-table.ts';
import type { Register } from '../core/document.ts';
import type { FieldKey } from '../core/field.ts';
import type { ServerName } from '../core/identity.ts';
import type { Replica } from '../core/replica.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import { type DocumentMessage, decodeDocument, encodeDocument } from '../wire/document-line.ts';
import { lineBytesMax } from '../wire/line-bytes.ts';
import { type LineForm, lineFormOf } from '../wire/line-form.ts';
import type { LineProblem } from '../wire/line-problem.ts';
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

/** The burst of channels: their documents, and that this server holds them. */
export class ChannelBurst implements BurstExtension {
  readonly burstType = 'CBURST';
  readonly capabilities = ['stamps', 'metadata', 'decisions'];
  readonly requires = null;
  readonly #replica: Replica;
  readonly #announce: Announce;

  constructor(replica: Replica, announce: Announce) {
    this.#replica = replica;
    this.#announce = announce;
  }

  linked(peer: BurstPeer): BurstExchange {
    return new ChannelExchange(this.#replica, peer);
  }

  unlinked(peer: ServerName): void {
    this.#replica.lost(peer);
  }

  committed({ outgoing }: ReplicaChanges): void {
    if (outgoing.size > 0) this.#announce(outgoing);
  }
}

class ChannelExchange implements BurstExchange {
  readonly #replica: Replica;
  readonly #peer: ServerName;
  readonly #form: LineForm;
  /** Known channels only, so their number is bounded. What the peer said of them, perhaps that it left, did not count. */
  readonly #unconfirmed = new Set<ItemId>();

  constructor(replica: Replica, peer: BurstPeer) {
    this.#replica = replica;
    this.#peer = peer.server;
    this.#form = lineFormOf(peer.capabilities);
  }

  /** What this server holds. */
  *presented(since: number): Iterable<ItemId> {
    const { server, table } = this.#replica;
    for (const { sequence, holders, document } of table.values())
      if (sequence > since && holders.has(server)) yield document.id;
  }

  /** A leaver's last writes would be lost otherwise. */
  *others(since: number): Iterable<ItemId> {
    const { server, table } = this.#replica;
    for (const { sequence, holders, left, document } of table.values())
      if (sequence > since && !holders.has(server) && (since > 0 || left)) yield document.id;
  }

  knows(id: ItemId): boolean {
    return this.#replica.table.get(id) !== undefined;
  }

  describe(id: ItemId, parts: ItemParts): readonly string[] {
    const entry = this.#replica.table.get(id);
    if (entry === undefined) return [];
    const message = describe(entry, this.#replica.server, parts);
    return encodeDocument(message, { form: this.#form, lineBytesMax });
  }

  read(line: string): ReceivedItem | { readonly problem: LineProblem } {
    const decoded = decodeDocument(line, this.#replica.casemapping);
    if ('problem' in decoded) return decoded;
    const { message } = decoded;
    return { id: message.part.id, apply: (now) => this.#apply(message, now) };
  }

  burstEnded(end: BurstEnd): void {
    if (end.mode === 'full') this.#replica.burstEnded(this.#peer, end.presented);
    else this.#replica.burstEnded(this.#peer, null, this.#unconfirmed.union(end.unconfirmed));
  }

  #apply({ part, members }: DocumentMessage, now: number): string | null {
    const problem = this.#replica.receive(this.#peer, part, members, now);
    if (problem === null) this.#unconfirmed.delete(part.id);
    else if (this.knows(part.id)) this.#unconfirmed.add(part.id);
    return problem;
  }
}

function describe(entry: ChannelEntry, self: ServerName, parts: ItemParts): DocumentMessage {
  const { document } = entry;
  const members = entry.holders.get(self)?.members ?? null;
  if (parts === null) return { part: document, members };
  const registers = new Map<FieldKey, Register>();
  for (const key of parts as ReadonlySet<FieldKey>) {
    const register = document.registers.get(key);
    if (register !== undefined) registers.set(key, register);
  }
  return { part: { ...document, registers }, members };
}
