import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { gauge, type Reading } from '../../../src/metrics/gauge.ts';
import { figuresOf } from './figures.ts';

test('each look reads anew, and tells nothing of what is gone', async () => {
  const registry = new Registry();
  let now: Reading<'of'>[] = [];
  gauge(registry, 'apples', 'Apples', ['of'], () => now);
  expect(await figuresOf(registry)).toEqual({});
  now = [
    [{ of: 'x' }, 1],
    [{ of: 'y' }, 2],
  ];
  expect(await figuresOf(registry)).toEqual({ 'apples{of="x"}': 1, 'apples{of="y"}': 2 });
  now = [[{ of: 'y' }, 0]];
  expect(await figuresOf(registry)).toEqual({ 'apples{of="y"}': 0 });
});
