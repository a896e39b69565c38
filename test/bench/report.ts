import type { Figures } from './figures.ts';

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The figures over some runs, in the order in which they were measured. */
export type Summaries = ReadonlyMap<string, Summary>;

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly summaries: Summaries;
}

export function summarize(runs: readonly Figures[]): Map<string, Summary> {
  const names = new Set(runs.flatMap((figures) => [...figures.keys()]));
  return new Map(
    [...names].map((name) => [name, summaryOf(runs.flatMap((figures) => figures.get(name) ?? []))]),
  );
}

/** Each run's figure over that of the run beside it, of those that both measured. */
export function ratios(runs: readonly Figures[], beside: readonly Figures[]): Map<string, Summary> {
  const pairs = runs.map((figures, run) => {
    const other = beside[run]!;
    return new Map(
      [...figures]
        .filter(([name]) => other.has(name))
        .map(([name, value]) => [name, value / other.get(name)!]),
    );
  });
  return summarize(pairs);
}

/** A Markdown table: a row for each figure, a column for each title; median (smallest-largest). */
export function table(columns: readonly Column[]): string {
  const names = new Set(columns.flatMap(({ summaries }) => [...summaries.keys()]));
  const rows = [...names].map((name) => [name, ...columns.map(({ summaries }) => cell(summaries.get(name)))]);
  return markdown(['figure', ...columns.map(({ title }) => title)], rows);
}

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** Three digits, or all of a whole number. */
export function shownNumber(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
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
  return min === max
    ? shownNumber(median)
    : `${shownNumber(median)} (${shownNumber(min)}-${shownNumber(max)})`;
}
