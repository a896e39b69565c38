import { expect, test } from 'vitest';
import { globMatcher } from '../../../src/core/glob.ts';

test.each([
  ['', 'anything', true],
  ['#chan', '#chan', true],
  ['#chan', '#channel', false],
  ['#chan', '#cha', false],
  ['*', '', true],
  ['#*', '#', true],
  ['#*', '+a', false],
  ['#?', '#a', true],
  ['#?', '#', false],
  ['#?', '#ab', false],
  ['*staff*', '#my-staff-room', true],
  ['#*-dev', '#a-dev-b-dev', true],
  ['#*-dev', '#a-dev-b', false],
  ['#a*b*c', '#axxbyyc', true],
  ['#a*b*c', '#axxcyyb', false],
  ['**#**', '#', true],
  ['#[a]', '#a', false],
  ['#.a', '#xa', false],
])('%j and %j: %s', (glob, text, matches) => {
  expect(globMatcher(glob)(text)).toBe(matches);
});
