import { expect, test } from 'vitest';
import { BurstSizes } from '../../../src/sidecar/burst-sizes.ts';
import { b, c } from '../../support/replica-fixture.ts';

test('adds up the pages of a burst until its end, of each peer', () => {
  let now = 1000;
  const sizes = new BurstSizes(() => now);
  sizes.step(b, 'page.received', { lines: 9, bytes: 900 });
  sizes.step(b, 'burst.received', { mode: 'full' });
  sizes.step(b, 'page.received', { lines: 2, bytes: 100 });
  sizes.step(c, 'burst.received', { mode: 'resume' });
  sizes.step(b, 'page.received', { lines: 1, bytes: 50 });
  now = 1250;
  expect(sizes.end(b)).toEqual({ mode: 'full', pages: 2, lines: 3, bytes: 150, durationMs: 250 });
  expect(sizes.end(b)).toBeNull();
  expect(sizes.end(c)).toEqual({ mode: 'resume', pages: 0, lines: 0, bytes: 0, durationMs: 250 });
});

test('a burst that begins anew counts from there', () => {
  const sizes = new BurstSizes(() => 0);
  sizes.step(b, 'burst.received', { mode: 'full' });
  sizes.step(b, 'page.received', { lines: 2, bytes: 100 });
  sizes.step(b, 'burst.received', { mode: 'resume' });
  expect(sizes.end(b)).toMatchObject({ mode: 'resume', lines: 0 });
});
