import type { ChannelEntry } from '../core/channel-table.ts';
import { type DigestEntry, DigestTree, ROOT_BITS } from '../core/digest-tree.ts';
import type { Register } from '../core/document.ts';
import { type FieldKey, isSet } from '../core/field.ts';
import { fieldClasses } from '../core/field-class.ts';
import type { ChannelId } from '../core/identity.ts';
import { ircBytes } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { PeerSession } from '../peer/peer-session.ts';
import type { FinishedComparison } from '../peer/session-digests.ts';
import type { ComparePeerResponse } from '../proto-types/cburst/v1/ComparePeerResponse.ts';
import type { DocumentDifference } from '../proto-types/cburst/v1/DocumentDifference.ts';
import type { FieldDifference } from '../proto-types/cburst/v1/FieldDifference.ts';
import { redactedField } from './redacted-field.ts';

/** In one answer: what more differs is counted. */
export const DIFFERENCES_MAX = 1000;

type Registers = ReadonlyMap<FieldKey, Register>;

interface Difference {
  readonly id: ChannelId;
  readonly side: 'HERE' | 'BOTH';
  /** As it was here when it was found. */
  readonly before: Registers;
}

/** What was found in comparisons with a peer that follow each other, and what became of it. */
export class ComparedDocuments {
  readonly #replica: Replica;
  readonly #session: PeerSession;
  /** The local sequence before the first comparison. */
  readonly #since: number;
  /** When that was, this server's clock, Unix ms: where it is put back meanwhile, what is new is not told as new. */
  readonly #askedAt: number;
  readonly #differences = new Map<ChannelId, Difference>();
  #more = 0;
  #rounds = 0;
  #byRule: ReadonlySet<ChannelId> = new Set();
  #unknownByRule = 0;
  /** Why the last comparison was the last; `open`: there is more to find out. */
  #end: 'equal' | 'by rule' | 'open' = 'open';

  constructor(replica: Replica, session: PeerSession) {
    this.#replica = replica;
    this.#session = session;
    this.#since = replica.sequence;
    this.#askedAt = replica.now;
  }

  /** Takes a comparison in. True: another one has to say what became of it. */
  found({ outcome, lackedByPeer }: FinishedComparison): boolean {
    this.#rounds++;
    if (outcome.kind === 'equal') {
      this.#end = 'equal';
      return false;
    }
    for (const id of [...outcome.sent, ...outcome.differsByRule]) this.#note(id, lackedByPeer.has(id));
    this.#byRule = new Set(outcome.differsByRule);
    this.#unknownByRule = outcome.lackedByRule;
    // The side that begins a round does not hear of documents that it lacks: that the next one finds them again tells it.
    const nothingNew = outcome.sent.length === 0 && outcome.complete;
    const isSettled = nothingNew && (this.#rounds > 1 || this.#byRule.size + this.#unknownByRule > 0);
    this.#end = isSettled ? 'by rule' : 'open';
    return !isSettled;
  }

  answer(): ComparePeerResponse {
    const entries = this.#session.compared?.entries() ?? [];
    const all = [...[...this.#differences.values()].map((each) => this.#toProto(each)), ...this.#arrived()];
    const excluded = this.#excluded(entries);
    return {
      equal: this.#rounds === 1 && this.#end === 'equal',
      equal_now: this.#end === 'equal',
      documents: entries.length,
      digest: new DigestTree(entries, 0)
        .root()
        .sum.toString(16)
        .padStart(ROOT_BITS / 4, '0'),
      differences: all.slice(0, DIFFERENCES_MAX),
      more_differences: this.#more + Math.max(0, all.length - DIFFERENCES_MAX),
      unknown_by_rule: this.#unknown(),
      excluded_fields: this.#excludedFields(),
      excluded_channels: excluded.slice(0, DIFFERENCES_MAX).map(({ document }) => ircBytes(document.name)),
      excluded_count: excluded.length,
    };
  }

  #note(id: ChannelId, lackedByPeer: boolean): void {
    if (this.#differences.has(id)) return;
    if (this.#differences.size >= DIFFERENCES_MAX) {
      this.#more++;
      return;
    }
    const before = new Map(this.#replica.table.get(id)?.document.registers);
    this.#differences.set(id, { id, side: lackedByPeer ? 'HERE' : 'BOTH', before });
  }

  #toProto({ id, side, before }: Difference): DocumentDifference {
    const entry = this.#replica.table.get(id);
    const byRule = this.#byRule.has(id);
    const healed = !byRule && this.#end !== 'open';
    return {
      channel: ircBytes(entry?.document.name ?? ''),
      channel_id: id,
      side: `DIFFERENCE_SIDE_${side}`,
      state: `DIFFERENCE_STATE_${byRule ? 'BY_RULE' : healed ? 'HEALED' : 'OPEN'}`,
      reason: byRule ? this.#rule(id) : healed ? HEALED : OPEN,
      fields: entry === undefined ? [] : changedFields(before, entry.document.registers),
    };
  }

  #rule(id: ChannelId): string {
    const { peer } = this.#session;
    const held = this.#replica.quarantine.find(peer, id);
    if (held !== undefined) return `what ${peer} says of it waits in quarantine as number ${held.number}`;
    if (this.#replica.refused.about(peer, id)) return `what ${peer} says of it was rejected here`;
    return `exchanging it changes nothing: a rule here, or one of ${peer}, keeps a part of it out, or what this server says of it waits there`;
  }

  /** What this side did not know at all before, and the peer holds. */
  #arrived(): DocumentDifference[] {
    const isNew = ({ arrivedAt, holders }: ChannelEntry) =>
      arrivedAt >= this.#askedAt && holders.has(this.#session.peer);
    if (this.#rounds < 2) return [];
    return [...this.#replica.table.groups.after(this.#since)].filter(isNew).map(({ document }) => ({
      channel: ircBytes(document.name),
      channel_id: document.id,
      side: 'DIFFERENCE_SIDE_PEER',
      state: this.#end === 'open' ? 'DIFFERENCE_STATE_OPEN' : 'DIFFERENCE_STATE_HEALED',
      reason: `${this.#session.peer} sent it`,
      fields: changedFields(new Map(), document.registers),
    }));
  }

  /** The side that begins a comparison is not told the number: then it is what it knows that it refused. */
  #unknown(): number {
    if (this.#end !== 'by rule' || this.#unknownByRule > 0) return this.#unknownByRule;
    const { refused, quarantine, table } = this.#replica;
    const told = [...refused.list(), ...quarantine.list().map(({ peer, part }) => ({ peer, id: part.id }))];
    const lacked = told.filter(
      ({ peer, id }) => peer === this.#session.peer && !table.get(id)?.holders.has(peer),
    );
    return Math.max(new Set(lacked.map(({ id }) => id)).size, this.#byRule.size > 0 ? 0 : 1);
  }

  #excludedFields(): string[] {
    const { hello, server } = this.#session;
    const passes = [hello?.fields, server.rules.fields].flatMap((fields) => (fields ? [fields] : []));
    return fieldClasses.filter((name) => passes.some((fields) => !fields.includes(name)));
  }

  /** What either side holds and is not compared: nearly always nothing, so what is compared is not looked up one by one. */
  #excluded(compared: readonly DigestEntry[]): ChannelEntry[] {
    const { server, table } = this.#replica;
    const isHeld = ({ holders }: ChannelEntry) => holders.has(server) || holders.has(this.#session.peer);
    let left = 0;
    for (const entry of table.values()) if (isHeld(entry)) left++;
    for (const { first, second } of compared) if (first !== null || second !== null) left--;
    if (left === 0) return [];
    const ids = new Set(compared.map(({ id }) => id));
    return [...table.values()].filter((entry) => isHeld(entry) && !ids.has(entry.document.id));
  }
}

const HEALED = 'both sides sent what they had, and are equal now';
const OPEN = 'both sides send what they have: compare again to see whether they are equal';

function changedFields(before: Registers, now: Registers): FieldDifference[] {
  return [...now]
    .filter(([key, register]) => !isSame(before.get(key), register))
    .map(([key, { field }]) => {
      const old = before.get(key)?.field;
      return { ...(old && isSet(old) ? { before: redactedField(old) } : {}), now: redactedField(field) };
    });
}

/** Which objects tell it says nothing: documents that rest are packed. */
function isSame(before: Register | undefined, now: Register): boolean {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now);
}
