import type { Box } from './line-panel.ts';
import { decadeScale, shortNumber } from './scale.ts';
import { element, textElement } from './svg.ts';

export interface Bar {
  readonly name: string;
  /** Above 0; 1 is where both are the same. */
  readonly value: number;
  readonly good: boolean;
}

export interface BarPanel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** How many times a goal is missed, or how far it is passed: bars to the right of the line at 1 are missed. */
export function drawBarPanel({ title, bars }: BarPanel, box: Box): string {
  if (bars.length === 0) return '';
  const left = box.x + nameWidth;
  const top = box.y + 28;
  const scale = decadeScale(
    [...bars.map(({ value }) => value), 0.5, 2],
    left,
    box.x + box.width - valueWidth,
  );
  const bottom = top + bars.length * barLine;
  return element('g', {}, [
    textElement(title, box.x, box.y + 14, { 'font-weight': 'bold' }),
    ...scale.ticks.flatMap((tick) => [
      element('line', { x1: scale.place(tick), x2: scale.place(tick), y1: top, y2: bottom, stroke: '#ddd' }),
      textElement(shortNumber(tick), scale.place(tick), bottom + 14, { 'text-anchor': 'middle' }),
    ]),
    ...bars.flatMap((bar, index) => drawBar(bar, top + index * barLine, left, scale.place)),
    element('line', { x1: scale.place(1), x2: scale.place(1), y1: top, y2: bottom, stroke: '#000' }),
  ]);
}

/** As much as the panel of so many bars needs. */
export function barPanelHeight(bars: number): number {
  return 28 + bars * barLine + 30;
}

const barLine = 18;
const nameWidth = 330;
const valueWidth = 60;

function drawBar(
  { name, value, good }: Bar,
  top: number,
  left: number,
  place: (value: number) => number,
): string[] {
  const [from, to] = [place(1), place(value)].sort((a, b) => a - b) as [number, number];
  return [
    textElement(name, left - 8, top + 13, { 'text-anchor': 'end' }),
    element('rect', {
      ...{ x: from, y: top + 3, width: Math.max(1, to - from), height: barLine - 6 },
      fill: good ? '#2b8a3e' : '#c8501e',
    }),
    textElement(`${shortNumber(value)} ×`, to + 4, top + 13),
  ];
}
