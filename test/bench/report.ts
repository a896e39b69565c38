import type { Figures } from './bench-run.ts';

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** For each size: the figures over its runs, in the order in which they were measured. */
export type Report = ReadonlyMap<number, ReadonlyMap<string, Summary>>;

export function summarize(runs: readonly Figures[]): Map<string, Summary> {
  const names = new Set(runs.flatMap((figures) => [...figures.keys()]));
  return new Map(
    [...names].map((name) => [name, summaryOf(runs.flatMap((figures) => figures.get(name) ?? []))]),
  );
}

/** A Markdown table: a row for each figure, a column for each size; median (smallest-largest). */
export function table(report: Report): string {
  const sizes = [...report.keys()];
  const names = new Set(sizes.flatMap((size) => [...report.get(size)!.keys()]));
  const rows = [...names].map((name) => [name, ...sizes.map((size) => cell(report.get(size)!.get(name)))]);
  const head = ['figure', ...sizes.map((size) => `${size.toLocaleString('en')} channels`)];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

export function toJson(report: Report): string {
  const sizes = [...report].map(([channels, figures]) => ({
    channels,
    figures: Object.fromEntries(figures),
  }));
  return `${JSON.stringify(sizes, null, 2)}\n`;
}

function summaryOf(values: readonly number[]): Summary {
  const sorted = values.toSorted((x, y) => x - y);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
}

function cell(summary: Summary | undefined): string {
  if (summary === undefined) return '-';
  const { median, min, max } = summary;
  return min === max ? shown(median) : `${shown(median)} (${shown(min)}-${shown(max)})`;
}

/** Three digits, or all of a whole number. */
function shown(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
