import { decadeScale, shortNumber } from './scale.ts';
import { element, textElement } from './svg.ts';

/** Points of `[x, y]`, all above 0. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LinePanel {
  readonly title: string;
  readonly xTitle: string;
  readonly lines: readonly Line[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Both axes logarithmic: what is linear rises as the diagonal of the grid, what is constant is level. */
export function drawLinePanel({ title, xTitle, lines }: LinePanel, box: Box): string {
  const kept = lines.filter(({ points }) => points.length > 0);
  const points = kept.flatMap((line) => line.points);
  if (points.length === 0) return '';
  const plot = plotOf(box, kept.length);
  const bottom = plot.y + plot.height;
  const xs = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
  const x = decadeScale(xs, plot.x, plot.x + plot.width);
  const y = decadeScale(
    points.map(([, value]) => value),
    bottom,
    plot.y,
  );
  return element('g', {}, [
    textElement(title, box.x, box.y + 14, { 'font-weight': 'bold' }),
    ...y.ticks.flatMap((tick) => [
      element('line', {
        x1: plot.x,
        x2: plot.x + plot.width,
        y1: y.place(tick),
        y2: y.place(tick),
        stroke: '#ddd',
      }),
      textElement(shortNumber(tick), plot.x - 6, y.place(tick) + 4, { 'text-anchor': 'end' }),
    ]),
    ...xs.flatMap((value) => [
      element('line', { x1: x.place(value), x2: x.place(value), y1: plot.y, y2: bottom, stroke: '#eee' }),
      textElement(shortNumber(value), x.place(value), bottom + 16, { 'text-anchor': 'middle' }),
    ]),
    textElement(xTitle, plot.x + plot.width / 2, bottom + 32, { 'text-anchor': 'middle' }),
    ...kept.flatMap((line, index) => drawLine(line, colours[index % colours.length]!, x.place, y.place)),
    ...kept.map(({ name }, index) => legend(name, index, plot.x, bottom + 50)),
  ]);
}

const colours = ['#0b5fa5', '#c8501e', '#2b8a3e', '#8a3ea5', '#a58a0b', '#555555'];
const legendLine = 16;

function plotOf({ x, y, width, height }: Box, names: number): Box {
  return { x: x + 44, y: y + 28, width: width - 60, height: height - 28 - 46 - names * legendLine };
}

function drawLine(
  { points }: Line,
  colour: string,
  x: (value: number) => number,
  y: (value: number) => number,
): string[] {
  const places = points.map(([at, value]) => [x(at), y(value)] as const);
  const path = places.map(([left, top]) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' ');
  const dots = places.map(([cx, cy]) => element('circle', { cx, cy, r: 3, fill: colour }));
  return [element('polyline', { points: path, fill: 'none', stroke: colour, 'stroke-width': 2 }), ...dots];
}

function legend(name: string, index: number, x: number, y: number): string {
  const top = y + index * legendLine;
  return [
    element('rect', { x, y: top - 8, width: 12, height: 4, fill: colours[index % colours.length]! }),
    textElement(name, x + 18, top - 2),
  ].join('');
}
