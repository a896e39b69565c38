const BARS = '▁▂▃▄▅▆▇█';

/** The last `width` values as bars, the latest at the right; the highest bar is the greatest of them. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width);
  const greatest = Math.max(0, ...shown);
  const bar = (value: number) => {
    const step = greatest === 0 ? 0 : Math.ceil((value / greatest) * (BARS.length - 1));
    return BARS[Math.max(0, step)]!;
  };
  return shown.map(bar).join('').padStart(width);
}
