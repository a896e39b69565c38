import type { Style } from '../terminal.ts';

/** A part of a line. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export function showRate(perSecond: number): string {
  return `${perSecond < 100 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;
}
