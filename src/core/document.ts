import { canonicalValue, type Field, type FieldKey, fieldBytes, fieldsBytes, isSet } from './field.ts';
import type { ChannelId, ServerName } from './identity.ts';
import type { IrcText } from './irc-text.ts';
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

/**
 * A part of a document as it travels: any subset of its registers. Joining it into a document is commutative, associative
 * and idempotent, so a document may be cut into parts and parts may come twice and in any order.
 */
export interface DocumentPart extends ChannelIdentity {
  readonly registers: ReadonlyMap<FieldKey, Register>;
  /** Parameters of a later version, by name: carried through unchanged. */
  readonly unknown: ReadonlyMap<string, string>;
}

/** The state of a channel id: the join of all writes known here. */
export interface ChannelDocument extends DocumentPart {
  createdAt: number | null;
  splitBorn: boolean;
  readonly registers: Map<FieldKey, Register>;
  readonly unknown: Map<string, string>;
}

export function newDocument(identity: ChannelIdentity): ChannelDocument {
  return { ...identity, registers: new Map(), unknown: new Map() };
}

/** True when `next` beats `present`: the later stamp, or at equal stamps the bytewise greater value. */
export function wins(next: Register, present: Register | undefined): boolean {
  if (present === undefined) return true;
  const order = compareStamps(next.stamp, present.stamp);
  return order !== 0 ? order > 0 : canonicalValue(next.field) > canonicalValue(present.field);
}

/**
 * What the registers of a document may come to, removed entries included, in bytes as `fieldBytes` counts: about 4,000 of
 * them. So the whole state of a channel, and what became of an update of it field by field, fit the 1 MiB that a message of
 * the host API has.
 */
export const DOCUMENT_BYTES_MAX = 384 * 1024;

/** A host's writes stop here: what others write at the same time still fits, and all end up with the same. */
export const HOST_WRITES_BYTES_MAX = (DOCUMENT_BYTES_MAX * 3) / 4;

export function documentBytes({ registers }: DocumentPart): number {
  return fieldsBytes(registers.values().map(({ field }) => field));
}

/** By how much a document grows when `register` is joined into it, in bytes; 0 or less: it takes no room. */
export function growth(document: DocumentPart, key: FieldKey, register: Register): number {
  const present = document.registers.get(key);
  if (!wins(register, present)) return 0;
  return fieldBytes(register.field) - (present === undefined ? 0 : fieldBytes(present.field));
}

/**
 * Joins `part` into `document` (same id) and returns the keys of the registers that changed, or null when nothing did.
 * An empty array says that only the identity or unknown parameters changed.
 */
export function join(document: ChannelDocument, part: DocumentPart): FieldKey[] | null {
  let changed = joinIdentity(document, part);
  const keys: FieldKey[] = [];
  for (const [key, register] of part.registers) {
    if (!wins(register, document.registers.get(key))) continue;
    document.registers.set(key, register);
    keys.push(key);
  }
  for (const [name, value] of part.unknown) {
    const present = document.unknown.get(name);
    if (present !== undefined && present >= value) continue;
    if (setUnknown(document.unknown, name, value)) changed = true;
  }
  return changed || keys.length > 0 ? keys : null;
}

/** True when somebody wrote to the channel; what an ircd set by itself at creation is no write. */
export function isWritten(document: ChannelDocument): boolean {
  for (const register of document.registers.values()) if (!isFloor(register.stamp)) return true;
  return false;
}

/** The fields that are set. */
export function setFields(document: ChannelDocument): Map<FieldKey, Field> {
  const fields = new Map<FieldKey, Field>();
  for (const [key, { field }] of document.registers) if (isSet(field)) fields.set(key, field);
  return fields;
}

/** As on a line. Beyond it the first names win, so that which ones stay does not depend on the order of arrival. */
const UNKNOWN_MAX = 32;

function setUnknown(unknown: Map<string, string>, name: string, value: string): boolean {
  unknown.set(name, value);
  if (unknown.size <= UNKNOWN_MAX) return true;
  const last = [...unknown.keys()].reduce((a, b) => (a > b ? a : b));
  unknown.delete(last);
  return last !== name;
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
