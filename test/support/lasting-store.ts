import { MemoryStore } from '../../src/store/memory-store.ts';

/** The disk of a machine: it outlives the process that used it. */
export class LastingStore extends MemoryStore {
  override close(): void {}
}
