import type { Field } from '../core/field.ts';
import type { ChannelId } from '../core/identity.ts';

/** What the parameters of a CBURST line say, before fields are checked and stamped. */
export interface Parameters {
  /** In the order of the line. */
  readonly fields: readonly Field[];
  /** The items of STAMPS. */
  readonly stamps: readonly string[];
  readonly members: number | null;
  readonly splitBorn: boolean;
  readonly written: boolean;
  readonly absorbed: ReadonlySet<ChannelId>;
  readonly unknown: ReadonlyMap<string, string>;
  /** Where the words of the fields end, when they come first and nothing is between them; null: they do not. */
  readonly wordsEnd: number | null;
}

/** What came of a list in `<prefix>MASKS` and `<prefix>MARKS`. */
export interface ListDraft {
  readonly prefix: string;
  /** Where in the fields the entries begin; -1: no masks came. */
  start: number;
  count: number;
  /** Null: no marks came. */
  marks: readonly string[] | null;
}

const NO_ITEMS: readonly string[] = [];
const NO_IDS: ReadonlySet<ChannelId> = new Set();
const NO_PARAMETERS = new Map<string, string>();

/**
 * The parameters of a line that is being read. What the line has not got is shared or missing: a network's burst is a
 * hundred thousand lines, and each costs what it says.
 */
export class ParameterDraft implements Parameters {
  readonly fields: Field[] = [];
  stamps = NO_ITEMS;
  members: number | null = null;
  splitBorn = false;
  written = false;
  absorbed = NO_IDS;
  unknown = NO_PARAMETERS;
  /** What was read and may come once, as the bits of slots. */
  taken = 0;
  wordsEnd: number | null = null;
  promisesKey = false;
  promisesLimit = false;
  readonly lists: ListDraft[] = [];

  /** What is known of the list so far. */
  list(prefix: string): ListDraft {
    const present = this.lists.find((list) => list.prefix === prefix);
    if (present !== undefined) return present;
    const list = { prefix, start: -1, count: 0, marks: null };
    this.lists.push(list);
    return list;
  }

  /** Adds to the parameters of a later version. */
  addUnknown(name: string, value: string): void {
    if (this.unknown === NO_PARAMETERS) this.unknown = new Map();
    this.unknown.set(name, value);
  }
}
