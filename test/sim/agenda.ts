/** Moments of a simulated world, in the order of their time; those of the same time in the order in which they were added. */
export class Agenda {
  nowMs: number;
  /** Tasks that were run. */
  done = 0;
  #added = 0;
  readonly #heap: Item[] = [];

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  get size(): number {
    return this.#heap.length;
  }

  after(delayMs: number, task: () => void): void {
    this.at(this.nowMs + delayMs, task);
  }

  at(atMs: number, task: () => void): void {
    const heap = this.#heap;
    const item = { atMs, order: ++this.#added, task };
    let index = heap.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent]!, item)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = item;
  }

  /** Runs what falls due until then, and what that leads to. */
  runUntil(untilMs: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.atMs <= untilMs; first = this.#heap[0]) {
      this.#dropFirst();
      this.nowMs = Math.max(this.nowMs, first.atMs);
      this.done++;
      first.task();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  #dropFirst(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(last, heap[child]!)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}

interface Item {
  readonly atMs: number;
  readonly order: number;
  readonly task: () => void;
}

function isBefore(a: Item, b: Item): boolean {
  return a.atMs !== b.atMs ? a.atMs < b.atMs : a.order < b.order;
}
