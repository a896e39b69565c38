import { canonicalValue, type Field, type FieldKey, isSet } from './field.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { type IrcText, ownText } from './irc-text.ts';
import { compareStamps, isFloor, type Stamp } from './stamp.ts';

/** A field and the write that gave it its value. */
export interface Register {
  readonly field: Field;
  readonly stamp: Stamp;
}

/** What never changes about a channel id, and what was not understood but is carried along. */
export interface ChannelIdentity {
  readonly id: ChannelId;
  /** As spelled at creation. */
  readonly name: IrcText;
  readonly origin: ServerName;
  /** Unix milliseconds; null when unknown: youngest in every contest, replaced by the first valid claim. */
  readonly createdAt: number | null;
  /** Created while its creator knew of an unreachable holder of the name: gives way to an id that was not. */
  readonly splitBorn: boolean;
}

/** What of a document only ever grows, beside its registers. */
export interface DocumentMarks {
  /**
   * Somebody wrote to the channel: kept when the removals that prove it are forgotten. What an ircd set by itself at creation
   * is no write.
   */
  readonly written: boolean;
  /** Ids of the same name that were merged into this one: what was written to them reaches it. */
  readonly absorbed: ReadonlySet<ChannelId>;
}

/**
 * A part of a document as it travels: any subset of its registers. Joining it into a document is commutative, associative
 * and idempotent, so a document may be cut into parts and parts may come twice and in any order.
 */
export interface DocumentPart extends ChannelIdentity, DocumentMarks {
  readonly registers: ReadonlyMap<FieldKey, Register>;
  /** Parameters of a later version, by name: carried through unchanged. */
  readonly unknown: ReadonlyMap<string, string>;
  /** These registers as text, where it is at hand: see `DocumentPacking`. */
  readonly packed?: string | null;
}

/** Shared: nearly every document has none. */
const NO_IDS: ReadonlySet<ChannelId> = new Set();
const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

/** What unpacks registers. */
export interface Unpacker {
  /** The registers that `text` stands for. Until it packs them again it answers for the text of the document. */
  unpack(document: ChannelDocument, text: string): Map<FieldKey, Register>;
  textOf(document: ChannelDocument): string | null;
}

/**
 * The state of a channel id: the join of all writes known here.
 *
 * Its registers are a map, or packed: one text, unpacked when somebody looks at them. Every write goes to the map and makes
 * the text count no more, so it cannot be stale. `registers` is no property of its own: a copy of a document by `...` has
 * to name it.
 */
export class ChannelDocument implements DocumentPart {
  readonly id: ChannelId;
  readonly name: IrcText;
  readonly origin: ServerName;
  createdAt: number | null;
  splitBorn: boolean;
  written = false;
  absorbed: ReadonlySet<ChannelId> = NO_IDS;
  unknown: ReadonlyMap<string, string> = NO_PARAMETERS;
  /** Null: there are none yet. */
  #registers: Map<FieldKey, Register> | string | null = null;
  /** Null: there is no text of the registers. */
  #unpacker: Unpacker | null = null;

  /** Keeps these texts themselves: none may be a piece of a longer one (`newDocument` copies them). */
  constructor({ id, name, origin, createdAt, splitBorn }: ChannelIdentity) {
    this.id = id;
    this.name = name;
    this.origin = origin;
    this.createdAt = createdAt;
    this.splitBorn = splitBorn;
  }

  get registers(): ReadonlyMap<FieldKey, Register> {
    return this.#unpacked();
  }

  setRegister(key: FieldKey, register: Register): void {
    this.#unpacked().set(key, register);
    this.#unpacker = null;
  }

  deleteRegister(key: FieldKey): void {
    this.#unpacked().delete(key);
    this.#unpacker = null;
  }

  get packed(): string | null {
    return typeof this.#registers === 'string' ? this.#registers : (this.#unpacker?.textOf(this) ?? null);
  }

  /** Takes the registers of a part, and their text where it is at hand, for its own: it has none, and the same origin. */
  adopt({ registers, packed = null }: Pick<DocumentPart, 'registers' | 'packed'>): void {
    this.#registers = new Map(registers);
    this.#unpacker = packed === null ? null : new GivenText(packed);
  }

  /** The text of the registers is what `unpacker` keeps. */
  isAnsweredBy(unpacker: Unpacker): boolean {
    return this.#unpacker === unpacker;
  }

  /** `unpacker` answers from now on for the text of the registers as they are. */
  answeredBy(unpacker: Unpacker): void {
    this.#unpacker = unpacker;
  }

  /** Keeps the registers as `text`, which `unpacker` has for theirs, unless they have been written to since. */
  pack(text: string, unpacker: Unpacker): void {
    if (this.#unpacker === unpacker) this.#registers = text;
  }

  /** Its registers are what `text` stands for, which nobody has looked at: it has no others. */
  restore(text: string, unpacker: Unpacker): void {
    this.#registers = text;
    this.#unpacker = unpacker;
  }

  #unpacked(): Map<FieldKey, Register> {
    this.#registers ??= new Map();
    if (typeof this.#registers === 'string') this.#registers = this.#unpacker!.unpack(this, this.#registers);
    return this.#registers;
  }
}

/** A text that came with the registers. */
class GivenText implements Unpacker {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  unpack(): never {
    throw new TypeError('who gave the text keeps the registers');
  }

  textOf(): string {
    return this.#text;
  }
}

export function newDocument(identity: ChannelIdentity): ChannelDocument {
  const { origin, createdAt, splitBorn } = identity;
  const [id, name] = [ownText(identity.id), ownText(identity.name)];
  return new ChannelDocument({ id, name, origin, createdAt, splitBorn });
}

/** The document as plain data, unpacked. */
export function partOf(document: ChannelDocument): DocumentPart {
  const { id, name, origin, createdAt, splitBorn, written, absorbed, registers, unknown } = document;
  return { id, name, origin, createdAt, splitBorn, written, absorbed, registers, unknown };
}

/** True when `next` beats `present`: the later stamp, or at equal stamps the bytewise greater value. */
export function wins(next: Register, present: Register | undefined): boolean {
  if (present === undefined) return true;
  const order = compareStamps(next.stamp, present.stamp);
  return order !== 0 ? order > 0 : canonicalValue(next.field) > canonicalValue(present.field);
}

/** Hears of a register that another one won against. */
export type LostListener = (key: FieldKey, lost: Register, won: Register) => void;

/**
 * Joins `part` into `document` (same id) and returns the keys of the registers that changed, or null when nothing did.
 * An empty array says that only the identity or unknown parameters changed.
 */
export function join(document: ChannelDocument, part: DocumentPart, lost?: LostListener): FieldKey[] | null {
  let changed = joinIdentity(document, part);
  if (joinMarks(document, part)) changed = true;
  const keys = joinRegisters(document, part, lost);
  for (const [name, value] of part.unknown) {
    const present = document.unknown.get(name);
    if (present !== undefined && present >= value) continue;
    if (setUnknown(document, name, value)) changed = true;
  }
  return changed || keys.length > 0 ? keys : null;
}

/** What is new here comes with its text, which is not written a second time then. */
function joinRegisters(document: ChannelDocument, part: DocumentPart, lost?: LostListener): FieldKey[] {
  const { registers } = part;
  if (registers.size === 0) return [];
  if (document.registers.size === 0 && document.origin === part.origin) {
    document.adopt(part);
    document.written ||= hasWrite(registers);
    return [...registers.keys()];
  }
  const keys: FieldKey[] = [];
  for (const [key, register] of registers) {
    const present = document.registers.get(key);
    if (!wins(register, present)) {
      lost?.(key, register, present!);
      continue;
    }
    if (present !== undefined) lost?.(key, present, register);
    document.setRegister(key, register);
    if (!isFloor(register.stamp)) document.written = true;
    keys.push(key);
  }
  return keys;
}

/** True when somebody wrote one of the registers: the others are what an ircd set by itself at creation. */
export function hasWrite(registers: ReadonlyMap<FieldKey, Register>): boolean {
  for (const { stamp } of registers.values()) if (!isFloor(stamp)) return true;
  return false;
}

/** The fields that are set. */
export function setFields(document: DocumentPart): Map<FieldKey, Field> {
  const fields = new Map<FieldKey, Field>();
  for (const [key, { field }] of document.registers) if (isSet(field)) fields.set(key, field);
  return fields;
}

/** As on a line. Beyond it the first names win, so that which ones stay does not depend on the order of arrival. */
const UNKNOWN_MAX = 32;

function setUnknown(document: ChannelDocument, name: string, value: string): boolean {
  const unknown = new Map(document.unknown).set(name, value);
  document.unknown = unknown;
  if (unknown.size <= UNKNOWN_MAX) return true;
  const last = [...unknown.keys()].reduce((a, b) => (a > b ? a : b));
  unknown.delete(last);
  return last !== name;
}

/** Beyond it the smallest ids stay: which ones does not depend on the order of arrival. */
export const ABSORBED_MAX = 64;

/** Room for ids of which nothing is known: the rest is for those that are, as a peer may make up any number. */
export const ABSORBED_UNKNOWN_MAX = ABSORBED_MAX / 2;

function joinMarks(document: ChannelDocument, { written, absorbed }: DocumentMarks): boolean {
  let changed = written && !document.written;
  document.written ||= written;
  for (const id of absorbed) if (absorb(document, id)) changed = true;
  return changed;
}

/** Notes that `id` was merged into the document. False: nothing changed. */
export function absorb(document: ChannelDocument, id: ChannelId): boolean {
  if (document.absorbed.has(id) || id === document.id) return false;
  const ids = [...document.absorbed, id].sort().slice(0, ABSORBED_MAX);
  if (!ids.includes(id)) return false;
  document.absorbed = new Set(ids);
  return true;
}

function joinIdentity(document: ChannelDocument, part: DocumentPart): boolean {
  let changed = false;
  const older =
    document.createdAt === null || (part.createdAt !== null && part.createdAt < document.createdAt);
  if (part.createdAt !== null && older) {
    document.createdAt = part.createdAt;
    changed = true;
  }
  if (part.splitBorn && !document.splitBorn) {
    document.splitBorn = true;
    changed = true;
  }
  return changed;
}
