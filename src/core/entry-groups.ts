import type { ChannelEntry } from './channel-table.ts';

/** Entries of a group: what it costs to look at one that changed, against what it takes to remember of each group. */
const GROUP_SIZE = 8;

/** The place of an entry that no table has. */
export const NO_PLACE = -1;

/**
 * All entries in groups, each with a note of when one of its entries last changed: so that a look at what changed does not
 * take a look at everything. 18 bytes for each entry. Which entries share a group means nothing, and ends with the process.
 */
export class EntryGroups {
  readonly #places: (ChannelEntry | undefined)[] = [];
  readonly #free: number[] = [];
  #revision = 0;
  /** By group: the revision of its last change. */
  #revisions = new Float64Array(INITIAL_GROUPS);
  /** By group: no entry of it has a greater local sequence. */
  #sequences = new Float64Array(INITIAL_GROUPS);

  /** How many groups there are. */
  get size(): number {
    return Math.ceil(this.#places.length / GROUP_SIZE);
  }

  /** Raised by every change of any entry. */
  get revision(): number {
    return this.#revision;
  }

  add(entry: ChannelEntry): void {
    entry.place = this.#free.pop() ?? this.#places.length;
    this.#places[entry.place] = entry;
    this.#grow();
    this.changed(entry);
  }

  delete(entry: ChannelEntry): void {
    this.changed(entry);
    this.#places[entry.place] = undefined;
    this.#free.push(entry.place);
    entry.place = NO_PLACE;
  }

  /** Something about an entry is otherwise than before: its document, who holds it, its sequence. */
  changed({ place, sequence }: ChannelEntry): void {
    if (place === NO_PLACE) return;
    const group = groupOf(place);
    this.#revisions[group] = ++this.#revision;
    if (sequence > this.#sequences[group]!) this.#sequences[group] = sequence;
  }

  /** The groups of which something changed after `revision`. */
  *changedAfter(revision: number): Iterable<number> {
    for (let group = 0; group < this.size; group++) if (this.#revisions[group]! > revision) yield group;
  }

  *of(group: number): Iterable<ChannelEntry> {
    const start = group * GROUP_SIZE;
    for (let place = start; place < start + GROUP_SIZE; place++) {
      const entry = this.#places[place];
      if (entry !== undefined) yield entry;
    }
  }

  /** The entries whose local sequence is greater. */
  *after(sequence: number): Iterable<ChannelEntry> {
    for (let group = 0; group < this.size; group++) {
      if (this.#sequences[group]! <= sequence) continue;
      for (const entry of this.of(group)) if (entry.sequence > sequence) yield entry;
    }
  }

  #grow(): void {
    if (this.size <= this.#revisions.length) return;
    this.#revisions = doubled(this.#revisions);
    this.#sequences = doubled(this.#sequences);
  }
}

const INITIAL_GROUPS = 64;

function groupOf(place: number): number {
  return Math.floor(place / GROUP_SIZE);
}

function doubled(numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const more = new Float64Array(2 * numbers.length);
  more.set(numbers);
  return more;
}
