import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TIME_MAX } from '../../../src/core/field.ts';
import { formatTimestamp, parseTimestamp } from '../../../src/wire/timestamp.ts';

test('a time survives, and is written as short as it can be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: TIME_MAX * 1000 + 999 }), (ms) => {
      expect(parseTimestamp(formatTimestamp(ms))).toBe(ms);
    }),
  );
  expect(formatTimestamp(0)).toBe('1970-01-01T00:00:00Z');
  expect(formatTimestamp(1)).toBe('1970-01-01T00:00:00.001Z');
});

test('the same moment in every zone is the same time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4102444800 }),
      fc.integer({ min: -1439, max: 1439 }),
      (seconds, minutes) => {
        const local = new Date((seconds + minutes * 60) * 1000).toISOString().slice(0, 19);
        const hh = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0');
        const mm = String(Math.abs(minutes) % 60).padStart(2, '0');
        expect(parseTimestamp(`${local}${minutes < 0 ? '-' : '+'}${hh}:${mm}`)).toBe(seconds * 1000);
      },
    ),
  );
});

test.each(['1900-02-29', '2100-02-29', '2024-02-30', '2024-04-31', '2024-00-01', '2024-01-00'])(
  '%s is no day',
  (day) => {
    expect(parseTimestamp(`${day}T00:00:00Z`)).toBeNull();
  },
);

test.each([
  ['2000-02-29T00:00:00Z', 951782400000],
  ['2024-12-31T23:59:60.5Z', 1735689600500],
  ['1969-12-31T23:30:00-00:30', 0],
])('%s', (text, ms) => {
  expect(parseTimestamp(text)).toBe(ms);
});
