import type { ChannelEntry } from './channel-table.ts';
import { type FieldKey, isSet } from './field.ts';
import { DEPTH_MAX } from './hierarchy.ts';
import type { ChannelId } from './identity.ts';
import type { Replica } from './replica.ts';
import { BAN_PREFIX } from './sub-channels.ts';
import { PARENT_KEY } from './well-known-metadata.ts';

const NONE: ReadonlySet<FieldKey> = new Set();

/**
 * Removals that mean something though nothing is set in their place: they keep what is set on another id from showing through.
 * Which ids those are follows from the documents alone, not from what this server shows, so servers that have the same
 * documents name the same removals. Of one moment: to be made anew when anything changed.
 */
export class HidingRemovals {
  readonly #replica: Replica;
  readonly #counts: (entry: ChannelEntry) => boolean;
  readonly #mergedInto = new Map<ChannelId, ChannelEntry[]>();

  /** @param counts whose fields are looked at */
  constructor(replica: Replica, counts: (entry: ChannelEntry) => boolean = () => true) {
    this.#replica = replica;
    this.#counts = counts;
    for (const entry of replica.table.mergeWinners) {
      for (const id of entry.document.absorbed)
        this.#mergedInto.set(id, [...(this.#mergedInto.get(id) ?? []), entry]);
    }
  }

  /** Of the fields that are unset on `entry` those that an id merged with it has set, and bans that a channel above has. */
  of(entry: ChannelEntry): ReadonlySet<FieldKey> {
    if (!this.#hasRelatives(entry)) return NONE;
    const merged = this.#merged(entry);
    const above = this.#above([entry, ...merged]);
    const hiding = new Set<FieldKey>();
    for (const [key, { field }] of entry.document.registers) {
      if (isSet(field)) continue;
      const isBan = key.startsWith(BAN_PREFIX);
      if (this.#isSetOn(merged, key) || (isBan && this.#isSetOn(above, key))) hiding.add(key);
    }
    return hiding;
  }

  /** All entries of which `of` may find any: nearly none. */
  *candidates(): Iterable<ChannelEntry> {
    const { table, subChannels } = this.#replica;
    const ids = new Set([...subChannels.ids, ...this.#mergedInto.keys()]);
    for (const { document } of table.mergeWinners) ids.add(document.id);
    for (const id of ids) {
      const entry = table.get(id);
      if (entry !== undefined) yield entry;
    }
  }

  /** Nearly no id has any, and to look at fields unpacks a document. */
  #hasRelatives(entry: ChannelEntry): boolean {
    const { id, absorbed } = entry.document;
    return absorbed.size > 0 || this.#mergedInto.has(id) || this.#replica.subChannels.mayHaveParent(entry);
  }

  /** What was merged into it, into what it was merged, and what was merged into that beside it. */
  #merged(entry: ChannelEntry): Set<ChannelEntry> {
    const winners = this.#mergedInto.get(entry.document.id) ?? [];
    const merged = new Set(winners);
    for (const { document } of [entry, ...winners]) {
      for (const id of document.absorbed) {
        const other = this.#replica.table.get(id);
        if (other !== undefined) merged.add(other);
      }
    }
    merged.delete(entry);
    return merged;
  }

  /** All ids of the names above, whichever is shown for a name here. */
  #above(entries: Iterable<ChannelEntry>): Set<ChannelEntry> {
    const above = new Set<ChannelEntry>();
    let below = [...entries];
    for (let depth = 0; depth < DEPTH_MAX && below.length > 0; depth++) {
      const parents = below.flatMap((entry) => this.#parents(entry));
      below = parents.filter((parent) => !above.has(parent));
      for (const parent of below) above.add(parent);
    }
    return above;
  }

  #parents(entry: ChannelEntry): readonly ChannelEntry[] {
    const { subChannels, table } = this.#replica;
    if (!subChannels.mayHaveParent(entry)) return [];
    const field = entry.document.registers.get(PARENT_KEY)?.field;
    if (field?.kind !== 'metadata' || field.value === null) return [];
    return table.named(this.#replica.key(field.value));
  }

  #isSetOn(entries: ReadonlySet<ChannelEntry>, key: FieldKey): boolean {
    for (const entry of entries) {
      const register = entry.document.registers.get(key);
      if (register !== undefined && isSet(register.field) && this.#counts(entry)) return true;
    }
    return false;
  }
}
