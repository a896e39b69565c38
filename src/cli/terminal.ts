import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** What people see their answers on. */
export interface Terminal {
  /** Columns; null when it is no terminal, and nothing is cut. */
  readonly width: number | null;
  /** Records for programs: neither cut, nor aligned, nor with more around them than the names of their columns. */
  readonly plain?: true;
  /** The text in a colour, or as it is when colours are not wanted (no terminal, NO_COLOR, a dumb one). */
  paint(style: Style, text: string): string;
}

export const terminal: Terminal = {
  width: (process.stdout.isTTY && process.stdout.columns) || null,
  paint: (style, text) => styleText(style, text, { stream: process.stdout }),
};

/** Writes to standard output; resolves when there is room for more. */
export async function print(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));
}
