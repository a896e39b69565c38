import { expect, test } from 'vitest';
import { readMetrics, sumOf } from './scrape.ts';

test('series are read without the prefix, and summed over their labels', () => {
  const metrics = readMetrics(
    '# HELP x y\ncburst_pages_total{peer="a.test"} 2\ncburst_pages_total{peer="b.test"} 3\ncburst_pages_total_more 9\n',
  );
  expect(metrics.get('pages_total{peer="a.test"}')).toBe(2);
  expect(sumOf(metrics, 'pages_total')).toBe(5);
});
