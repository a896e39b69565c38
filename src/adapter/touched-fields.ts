import type { ChannelKey } from '../core/casemapping.ts';
import type { FieldKey } from '../core/field.ts';

/** Stands for the channel itself: it was created or dropped. */
const WHOLE = '*' as FieldKey;

/**
 * Which event changed a field last: an update that does not know of that event leaves the field alone. Numbers that every
 * coming update knows of are forgotten (`forget`), so that as much is kept as the sidecar is behind.
 */
export class TouchedFields {
  readonly #channels = new Map<ChannelKey, Map<FieldKey, number>>();
  #forgotten = 0;

  /** `fields` null: the channel itself. */
  touch(channel: ChannelKey, fields: Iterable<FieldKey> | null, sequence: number): void {
    let touched = this.#channels.get(channel);
    if (touched === undefined) {
      touched = new Map();
      this.#channels.set(channel, touched);
    }
    for (const field of fields ?? [WHOLE]) touched.set(field, sequence);
  }

  /** What later events than `sequence` changed. */
  since(channel: ChannelKey, sequence: number): ReadonlySet<FieldKey> | 'all' {
    const touched = this.#channels.get(channel);
    if (touched === undefined) return NONE;
    if ((touched.get(WHOLE) ?? 0) > sequence) return 'all';
    return new Set([...touched].filter(([, at]) => at > sequence).map(([field]) => field));
  }

  forget(sequence: number): void {
    if (sequence <= this.#forgotten) return;
    this.#forgotten = sequence;
    for (const [channel, touched] of this.#channels) {
      for (const [field, at] of touched) if (at <= sequence) touched.delete(field);
      if (touched.size === 0) this.#channels.delete(channel);
    }
  }

  clear(): void {
    this.#forgotten = 0;
    this.#channels.clear();
  }
}

const NONE: ReadonlySet<FieldKey> = new Set();
