import { expect, test } from 'vitest';
import { drawChart } from './draw-chart.ts';

const chart = {
  title: 'a < b & c',
  foot: ['2026-11-22, 2 cores'],
  lines: [
    {
      ...{ title: 'Time', xTitle: 'channels' },
      lines: [
        { name: 'burst', points: [[1000, 10] as const, [10_000, 100] as const] },
        { name: 'not measured', points: [] },
      ],
    },
    { title: 'Nothing', xTitle: 'x', lines: [{ name: 'none', points: [] }] },
  ],
  bars: { title: 'Goals', bars: [{ name: 'wall', value: 4, good: false }] },
};

test('what was measured is drawn, what was not is left out', () => {
  const svg = drawChart(chart);
  expect(svg.match(/<polyline/g)).toHaveLength(1);
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect(svg).toContain('>burst</text>');
  expect(svg).not.toContain('not measured');
  expect(svg).not.toContain('Nothing');
  expect(svg).toContain('>4 ×</text>');
  expect(svg).toContain('2026-11-22, 2 cores');
});

test('the picture is well-formed: text is escaped and every element closed', () => {
  const svg = drawChart(chart);
  expect(svg).toContain('a &lt; b &amp; c');
  const open = svg.match(/<[a-z]+/g)!.length;
  const closed = svg.match(/<\/[a-z]+>|\/>/g)!.length;
  expect(open).toBe(closed);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test('what is linear rises as much as it goes right', () => {
  const places = [...drawChart(chart).matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  const [[x1, y1], [x2, y2]] = places as [[number, number], [number, number]];
  expect(x2).toBeGreaterThan(x1);
  expect(y2).toBeLessThan(y1);
});
