import { type BarPanel, barPanelHeight, drawBarPanel } from './bar-panel.ts';
import { drawLinePanel, type LinePanel } from './line-panel.ts';
import { element, textElement } from './svg.ts';

export interface Chart {
  readonly title: string;
  /** Where and when, below everything. */
  readonly foot: readonly string[];
  readonly lines: readonly LinePanel[];
  readonly bars: BarPanel;
}

const width = 1000;
const margin = 24;
const panelHeight = 340;
const columns = 2;
const footLine = 16;

/** A picture of its own, on white: panels of lines in two columns, one of bars below. */
export function drawChart({ title, foot, lines, bars }: Chart): string {
  const panels = lines.filter((panel) => panel.lines.some(({ points }) => points.length > 0));
  const barTop = 50 + Math.ceil(panels.length / columns) * (panelHeight + margin);
  const footTop = barTop + (bars.bars.length === 0 ? 0 : barPanelHeight(bars.bars.length) + margin);
  const height = footTop + foot.length * footLine + margin;
  const panelWidth = (width - margin * (columns + 1)) / columns;
  const attributes = {
    ...{ xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height },
    ...{ 'font-family': 'sans-serif', 'font-size': 12, fill: '#222' },
  };
  return `${element('svg', attributes, [
    element('rect', { width, height, fill: '#fff' }),
    textElement(title, margin, 30, { 'font-size': 18, 'font-weight': 'bold' }),
    ...panels.map((panel, index) =>
      drawLinePanel(panel, {
        x: margin + (index % columns) * (panelWidth + margin),
        y: 50 + Math.floor(index / columns) * (panelHeight + margin),
        ...{ width: panelWidth, height: panelHeight },
      }),
    ),
    drawBarPanel(bars, { x: margin, y: barTop, width: width - 2 * margin, height: 0 }),
    ...foot.map((text, index) =>
      textElement(text, margin, footTop + footLine * (index + 1), { fill: '#666' }),
    ),
  ])}\n`;
}
