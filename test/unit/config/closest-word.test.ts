import { expect, test } from 'vitest';
import { closestWord } from '../../../src/config/closest-word.ts';

const known = ['enabled', 'max_burst_size', 'burst_timeout', 'key', 'pin'];

test.each([
  ['enbled', 'enabled'],
  ['enabeld', 'enabled'],
  ['max-burst-size', 'max_burst_size'],
  ['MAX_BURST_SIZE', 'max_burst_size'],
  ['burst_time_out', 'burst_timeout'],
  ['kye', 'key'],
  ['listen', null],
  ['x', null],
])('%s is near to %s', (word, meant) => {
  expect(closestWord(word, known)).toBe(meant);
});
