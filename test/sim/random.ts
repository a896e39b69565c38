/** A source of chance that a seed replays (mulberry32). */
export class Random {
  #state: number;

  /** The words are joined: every (seed, what, which) is a source of its own. */
  constructor(...words: readonly (number | string)[]) {
    this.#state = words.length === 1 && typeof words[0] === 'number' ? words[0] >>> 0 : hashOf(words);
  }

  /** From 0 to `below` - 1. */
  whole(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** From `low` to `high`, short ones more often. */
  skewed(low: number, high: number): number {
    const x = this.next();
    return Math.floor(low + (high - low) * x * x * x);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.whole(items.length)]!;
  }

  /** A key, as often as its number says compared to the others'. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let rest = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      rest -= weight;
      if (rest < 0) return key;
    }
    return entries.at(-1)![0];
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

function hashOf(words: readonly (number | string)[]): number {
  let hash = 0x811c9dc5;
  for (const word of words) {
    const text = String(word);
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x2c, 0x01000193);
  }
  return hash >>> 0;
}
