import type { FieldKey } from './field.ts';
import type { ChannelId } from './identity.ts';

/** Fields that are remembered with the sequence of their last change, some MB; documents that changed longer ago are told whole. */
export const CHANGED_FIELDS_MAX = 32_768;

interface DocumentChanges {
  /** Local sequence from which on every change of the document is in `fields`. */
  readonly from: number;
  /** By field: the local sequence of its last change. */
  readonly fields: Map<FieldKey, number>;
}

/**
 * Which fields of a document changed last, so that a resume tells these and not all of it. Kept in memory, of as many
 * documents as fit, those that changed last: what is not known here is told whole.
 */
export class ChangedFields {
  /** Those whose last change is the longest ago first. */
  readonly #documents = new Map<ChannelId, DocumentChanges>();
  #size = 0;

  /** The document, whose last change had the number `before`, changed in these fields as number `sequence`. */
  note(id: ChannelId, before: number, sequence: number, keys: Iterable<FieldKey>): void {
    const { from, fields } = this.#documents.get(id) ?? { from: before, fields: new Map<FieldKey, number>() };
    this.forget(id);
    for (const key of keys) fields.set(key, sequence);
    this.#documents.set(id, { from, fields });
    this.#size += sizeOf(fields);
    for (const oldest of this.#documents.keys()) {
      if (this.#size <= CHANGED_FIELDS_MAX) break;
      this.forget(oldest);
    }
  }

  /** Anything of the document may have changed, or it is gone. */
  forget(id: ChannelId): void {
    const known = this.#documents.get(id);
    if (known === undefined) return;
    this.#documents.delete(id);
    this.#size -= sizeOf(known.fields);
  }

  /** The fields that changed after the local sequence `since`; null: that is not known. */
  since(id: ChannelId, since: number): ReadonlySet<FieldKey> | null {
    const known = this.#documents.get(id);
    if (known === undefined || since < known.from) return null;
    const changed = new Set<FieldKey>();
    for (const [key, sequence] of known.fields) if (sequence > since) changed.add(key);
    return changed;
  }
}

/** A document of which only this server's presence changed takes room as well. */
function sizeOf(fields: ReadonlyMap<FieldKey, number>): number {
  return 1 + fields.size;
}
