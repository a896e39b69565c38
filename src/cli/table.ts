import type { Style, Terminal } from './terminal.ts';
import { cutToWidth, textWidth } from './text-width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Gives way when the table is wider than the terminal. */
  readonly shrinks?: true;
}

export type Cell = string | number | { readonly text: string; readonly style: Style };

/** What cells are cut to: a cut cell of the second says little, but more than a table that falls apart into lines. */
const SHRUNK_WIDTHS = [12, 8];
const GAP = '  ';

/**
 * A table for people, one line for each row, with a line of titles; without rows `none`, if that is given. Where the
 * terminal is too narrow for that, one line for each cell: lines that wrap can't be told apart.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  terminal: Terminal,
  none?: string,
): string {
  if (terminal.plain) return renderRecords(columns, rows);
  if (rows.length === 0 && none !== undefined) return none;
  const widths = columnWidths(columns, rows, terminal.width);
  if (rows.length > 0 && tableWidth(widths) > (terminal.width ?? Infinity))
    return rows.map((row) => renderBlock(columns, row, terminal)).join('\n');
  const titles = columns.map(({ title }): Cell => ({ text: title, style: 'bold' }));
  return [titles, ...rows].map((row) => `${renderRow(columns, row, widths, terminal)}\n`).join('');
}

/** Names and values below each other. */
export function renderPairs(pairs: readonly (readonly [string, Cell])[], terminal: Terminal): string {
  if (terminal.plain)
    return renderRecords(
      [{ title: 'NAME' }, { title: 'VALUE' }],
      pairs.map(([name, value]) => [plainName(name), value]),
    );
  const width = Math.max(0, ...pairs.map(([name]) => textWidth(name)));
  return pairs
    .map(
      ([name, cell]) =>
        `${terminal.paint('dim', pad(name, width))}${GAP}${paint(cell, clean(cell), terminal)}\n`,
    )
    .join('');
}

/** Answers hold what strangers typed: nothing of it may move the cursor or turn the direction of writing. */
export function clean(cell: Cell): string {
  const text = typeof cell === 'object' ? cell.text : String(cell);
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One record for programs; nothing in a cell can be taken for the end of it. */
export function renderRecord(cells: readonly Cell[]): string {
  return `${cells.map(clean).join('\t')}\n`;
}

function renderRecords(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const names = columns.map(({ title }) => plainName(title));
  return [names, ...rows].map(renderRecord).join('');
}

function plainName(title: string): string {
  return title.toLowerCase().replaceAll(' ', '_');
}

function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  available: number | null,
): number[] {
  const widths = columns.map(({ title }, i) =>
    Math.max(textWidth(title), ...rows.map((row) => textWidth(clean(row[i]!)))),
  );
  let excess = available === null ? 0 : Math.max(0, tableWidth(widths) - available);
  for (const shrunk of SHRUNK_WIDTHS) {
    for (const [i, column] of columns.entries()) {
      if (!column.shrinks) continue;
      const given = Math.min(excess, Math.max(0, widths[i]! - shrunk));
      widths[i]! -= given;
      excess -= given;
    }
  }
  return widths;
}

function tableWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

function renderBlock(columns: readonly Column[], row: readonly Cell[], terminal: Terminal): string {
  const pairs = columns.map(({ title }, i) => [title.toLowerCase(), row[i]!] as const);
  return renderPairs(
    pairs.filter(([, cell]) => clean(cell) !== ''),
    terminal,
  );
}

function renderRow(
  columns: readonly Column[],
  row: readonly Cell[],
  widths: readonly number[],
  terminal: Terminal,
): string {
  return columns
    .map(({ align }, i) => {
      const cell = row[i]!;
      const text = cutToWidth(clean(cell), widths[i]!);
      const isLast = i === columns.length - 1;
      const padding = ' '.repeat(isLast && align !== 'right' ? 0 : widths[i]! - textWidth(text));
      const painted = paint(cell, text, terminal);
      return align === 'right' ? padding + painted : painted + padding;
    })
    .join(GAP)
    .trimEnd();
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(width - textWidth(text));
}

function paint(cell: Cell, text: string, terminal: Terminal): string {
  return typeof cell === 'object' ? terminal.paint(cell.style, text) : text;
}
