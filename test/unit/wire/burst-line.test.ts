import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBurstLine, writeBurstLine } from '../../../src/wire/burst-line.ts';
import { lineFailure } from '../../../src/wire/line-bytes.ts';
import { channelId } from '../../support/replica-fixture.ts';

const id = channelId(1);
const byteText = fc
  .array(fc.integer({ min: 1, max: 255 }).filter((byte) => byte !== 10 && byte !== 13))
  .map((bytes) => String.fromCharCode(...bytes));

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.array(byteText, { maxLength: 64 }), (words) => {
      const line = writeBurstLine('URLS', { id, words });
      expect(lineFailure(line)).toBeNull();
      expect(readBurstLine(line)).toEqual({ id, words });
    }),
  );
});

test.each([
  ['URLS', 'missing-parameter', null],
  ['URLS x y', 'bad-id', null],
  [`URLS ${id}`, 'missing-parameter', id],
  [`URLS ${id} a b c`, 'unexpected-word', id],
  [`URLS ${id}  a`, 'bad-blank', id],
  [`URLS ${id} "a`, 'bad-quote', id],
])('%j cannot be taken: %s', (line, code, channelId) => {
  expect(readBurstLine(line, { min: 1, max: 2 })).toMatchObject({ problem: { code, channelId } });
});
