export interface RecordName {
  readonly space: string;
  readonly key: string;
}

/** A map keyed by (space, key). One map for each space: joining the two into one string would cost more than the rest. */
export class RecordMap<T> {
  readonly #spaces = new Map<string, Map<string, T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get({ space, key }: RecordName): T | undefined {
    return this.#spaces.get(space)?.get(key);
  }

  has({ space, key }: RecordName): boolean {
    return this.#spaces.get(space)?.has(key) ?? false;
  }

  set({ space, key }: RecordName, value: T): void {
    let keys = this.#spaces.get(space);
    if (keys === undefined) {
      keys = new Map();
      this.#spaces.set(space, keys);
    }
    const before = keys.size;
    keys.set(key, value);
    this.#size += keys.size - before;
  }

  delete({ space, key }: RecordName): void {
    if (this.#spaces.get(space)?.delete(key)) this.#size--;
  }

  *values(): Generator<T> {
    for (const keys of this.#spaces.values()) yield* keys.values();
  }
}
