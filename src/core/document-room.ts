import { type DocumentPart, type Register, wins } from './document.ts';
import { type FieldKey, fieldBytes } from './field.ts';

/**
 * What the registers of a document may come to, removed entries included, in bytes as `fieldBytes` counts: about 4,000 of
 * them. So the whole state of a channel, and what became of an update of it field by field, fit the 1 MiB that a message of
 * the host API has.
 */
export const DOCUMENT_BYTES_MAX = 384 * 1024;

/** A host's writes stop here: what others write at the same time still fits, and all end up with the same. */
export const HOST_WRITES_BYTES_MAX = (DOCUMENT_BYTES_MAX * 3) / 4;

/** Whether `part` can be joined into the document (undefined: a new one). What makes a document smaller always fits. */
export function hasRoom(document: DocumentPart | undefined, part: DocumentPart): boolean {
  if (document === undefined) return documentBytes(part) <= DOCUMENT_BYTES_MAX;
  let more = 0;
  for (const [key, register] of part.registers) more += growth(document, key, register);
  return more <= 0 || documentBytes(document) + more <= DOCUMENT_BYTES_MAX;
}

/** Takes out of a host's `registers` those for which the document has no room, and returns their keys. */
export function dropExcess(document: DocumentPart, registers: Map<FieldKey, Register>): FieldKey[] {
  let bytes = documentBytes(document);
  const excess: FieldKey[] = [];
  for (const [key, register] of registers) {
    const more = growth(document, key, register);
    if (more <= 0 || bytes + more <= HOST_WRITES_BYTES_MAX) bytes += more;
    else excess.push(key);
  }
  for (const key of excess) registers.delete(key);
  return excess;
}

/** What the registers come to, as `fieldBytes` counts. */
export function documentBytes({ registers }: Pick<DocumentPart, 'registers'>): number {
  let bytes = 0;
  for (const { field } of registers.values()) bytes += fieldBytes(field);
  return bytes;
}

/** By how much a document grows when `register` is joined into it, in bytes; 0 or less: it takes no room. */
function growth(document: DocumentPart, key: FieldKey, register: Register): number {
  const present = document.registers.get(key);
  if (!wins(register, present)) return 0;
  return fieldBytes(register.field) - (present === undefined ? 0 : fieldBytes(present.field));
}
