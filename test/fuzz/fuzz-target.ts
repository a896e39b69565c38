import type { Random } from '../sim/random.ts';

/** A part of the program that reads what others wrote. Inputs are byte strings: one character is one byte. */
export interface FuzzTarget {
  readonly seeds: readonly string[];
  /** An input like `input`, perhaps with something of `other` in it. */
  mutate(input: string, other: string, random: Random): string;
  /** Some part of `input`; returns the input with that part so many times in a row. */
  grow(input: string, random: Random): (times: number) => string;
  /** Throws when something happened that must not. */
  run(input: string): void;
}
