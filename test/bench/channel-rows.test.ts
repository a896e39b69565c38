import { expect, test } from 'vitest';
import { ChannelRows } from './channel-rows.ts';

test('every line is found again by id and by name, where hashes agree too, after the rows grew', () => {
  const rows = new ChannelRows();
  const lines = Array.from({ length: 5000 }, (_, n) => `line ${n} ${'x'.repeat(n % 700)}`);
  for (const [n, line] of lines.entries()) rows.add(line, n % 2500, -n, n, 1);
  expect(rows.size).toBe(5000);
  for (const [n, line] of lines.entries()) {
    expect(rows.line(n)).toBe(line);
    expect([...rows.withId(n % 2500)]).toContain(line);
    expect([...rows.named(-n)]).toEqual([line]);
  }
  expect([...rows.withId(7)]).toEqual([lines[7], lines[2507]]);
  expect([...rows.withId(4711)]).toEqual([]);
});
