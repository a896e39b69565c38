/** A logarithmic scale: values to places, and the powers of ten between them. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/** From the power of ten at or below the least value to the one at or above the greatest. Values are above 0. */
export function decadeScale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.floor(Math.log10(Math.min(...values)) + rounding);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - rounding));
  const place = (value: number) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const ticks = Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step));
  return { place, ticks };
}

/** `1k`, `2.5M`, `0.01`. */
export function shortNumber(value: number): string {
  for (const [size, letter] of units)
    if (value >= size) return `${Number((value / size).toPrecision(3))}${letter}`;
  return String(Number(value.toPrecision(2)));
}

/** 10^3 is 2.9999999999999996 as a logarithm. */
const rounding = 1e-9;
const units = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;
