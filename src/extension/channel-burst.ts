import type { Border } from '../core/border.ts';
import type { ChannelEntry } from '../core/channel-table.ts';
import type { Register } from '../core/document.ts';
import { decodeScope, intersectScopes } from '../core/exchange-scope.ts';
import type { FieldKey } from '../core/field.ts';
import type { ServerName } from '../core/identity.ts';
import { KeptRoot } from '../core/kept-root.ts';
import { relayedPart } from '../core/relayed-part.ts';
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
import { ChannelDigests } from './channel-digests.ts';
import type { Announce } from './extension-manager.ts';

/** The burst of channels: their documents, and that this server holds them. */
export class ChannelBurst implements BurstExtension {
  readonly burstType = 'CBURST';
  readonly capabilities = ['stamps', 'metadata', 'decisions'];
  readonly requires = null;
  readonly #replica: Replica;
  readonly #border: Border;
  readonly #announce: Announce;
  /** For comparisons, of every peer with which there was a link. */
  readonly #roots = new Map<ServerName, KeptRoot>();

  constructor(replica: Replica, border: Border, announce: Announce) {
    this.#replica = replica;
    this.#border = border;
    this.#announce = announce;
  }

  linked(peer: BurstPeer): BurstExchange {
    const root = this.#roots.get(peer.server) ?? new KeptRoot();
    this.#roots.set(peer.server, root);
    return new ChannelExchange(this.#replica, this.#border, peer, root);
  }

  unlinked(peer: ServerName): void {
    this.#border.intake.lost(peer);
  }

  committed({ outgoing }: ReplicaChanges): void {
    if (outgoing.size > 0) this.#announce(outgoing);
  }
}

class ChannelExchange implements BurstExchange {
  readonly #replica: Replica;
  readonly #border: Border;
  readonly #peer: ServerName;
  readonly #form: LineForm;
  readonly digests: ChannelDigests | undefined;
  /** Known channels only, so their number is bounded. What the peer said of them, perhaps that it left, did not count. */
  readonly #unconfirmed = new Set<ItemId>();
  /** The peer's first burst is over: new channels come at the rate at which people create them. */
  #bursted = false;

  constructor(replica: Replica, border: Border, peer: BurstPeer, root: KeptRoot) {
    this.#replica = replica;
    this.#border = border;
    this.#peer = peer.server;
    this.#form = lineFormOf(peer.capabilities);
    this.digests = channelDigests(replica, border, peer, this.#form, root);
  }

  /** What this server holds. */
  *presented(since: number): Iterable<ItemId> {
    const { server, table } = this.#replica;
    for (const entry of table.groups.after(since))
      if (entry.holders.has(server) && this.#exports(entry)) yield entry.document.id;
  }

  /** A leaver's last writes would be lost otherwise. */
  *others(since: number): Iterable<ItemId> {
    const { server, table } = this.#replica;
    for (const entry of table.groups.after(since)) {
      const { holders, left } = entry;
      if (holders.has(server) || (since === 0 && !left)) continue;
      if (this.#exports(entry)) yield entry.document.id;
    }
  }

  knows(id: ItemId): boolean {
    const entry = this.#replica.table.get(id);
    return entry !== undefined && this.#exports(entry);
  }

  /**
   * Of what this server holds; of what it left nobody may know more than it says now. A comparison finds what the peer lacks
   * though it was told: where there is none, all of it is told again.
   */
  partsSince(id: ItemId, since: number): ItemParts {
    const entry = this.#replica.table.get(id);
    if (this.digests === undefined || !entry?.holders.has(this.#replica.server)) return null;
    return this.#replica.fieldsSince(entry, since);
  }

  describe(id: ItemId, parts: ItemParts): readonly string[] {
    const entry = this.#replica.table.get(id);
    if (entry === undefined) return [];
    // A peer without stamps takes what a line does not name for unset, and a removal has no other form there.
    const told = this.#form.stamps ? parts : null;
    const { part, members } = describe(entry, this.#replica.server, told);
    const relayed = relayedPart(this.#replica, this.#peer, part);
    const exported = this.#border.policy.outgoing(this.#peer, relayed);
    if (exported !== relayed) this.#border.withheld(this.#peer, relayed, exported);
    return exported === null
      ? []
      : encodeDocument({ part: exported, members }, { form: this.#form, lineBytesMax });
  }

  read(line: string): ReceivedItem | { readonly problem: LineProblem } {
    const decoded = decodeDocument(line, this.#replica.casemapping);
    if ('problem' in decoded) return decoded;
    const { message } = decoded;
    return { id: message.part.id, apply: (now) => this.#apply(message, now) };
  }

  burstEnded(end: BurstEnd): Iterator<void> | undefined {
    this.#bursted = true;
    const { intake } = this.#border;
    if (end.mode === 'resume') return intake.confirm(this.#peer, this.#unconfirmed.union(end.unconfirmed));
    intake.burstEnded(this.#peer, end.presented);
    return undefined;
  }

  #apply({ part, members }: DocumentMessage, now: number): string | null {
    const delivery = { solicited: !this.#bursted, stamps: this.#form.stamps, now };
    const problem = this.#border.intake.receive({ peer: this.#peer, part, members }, delivery);
    if (problem === null) this.#unconfirmed.delete(part.id);
    else if (this.#replica.table.get(part.id) !== undefined) this.#unconfirmed.add(part.id);
    return problem;
  }

  #exports({ key, document }: ChannelEntry): boolean {
    const isExported = this.#border.policy.exports(this.#peer, key);
    if (!isExported) this.#border.withheld(this.#peer, document, null);
    return isExported;
  }
}

/** A peer that does not know everything that a document has would differ for ever. */
function channelDigests(
  replica: Replica,
  { policy }: Border,
  { server, channels = null, fields = null }: BurstPeer,
  form: LineForm,
  root: KeptRoot,
): ChannelDigests | undefined {
  if (!form.stamps || !form.metadata || !form.decisions) return undefined;
  const theirs = decodeScope(replica.casemapping, { channels, fields });
  if ('problem' in theirs) return undefined;
  return new ChannelDigests(replica, server, intersectScopes(policy.scope(server), theirs.scope), root);
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
