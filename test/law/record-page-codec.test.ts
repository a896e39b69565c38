import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePage, encodePages } from '../../src/store/record-page-codec.ts';
import type { StoreRecord } from '../../src/store/store.ts';

const byteString = (maxLength: number) =>
  fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((c) => String.fromCharCode(c)), maxLength });
const record = fc.record({
  space: byteString(64),
  key: byteString(300),
  value: fc.uint8Array({ maxLength: 300 }),
});

test('decoding is the inverse of encoding', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 30 }), (records) => {
      const decoded = [...encodePages(records)].map(({ body }) => decodePage(body));
      expect(decoded.flatMap((page) => page.records.map(content))).toEqual(records.map(content));
      expect(decoded.flatMap((page) => page.damage)).toEqual([]);
    }),
  );
});

test('the decoder takes any bytes and accounts for each of them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const { records, damage } = decodePage(bytes);
      const accounted = [...records, ...damage.map(({ offset, value }) => ({ offset, bytes: value.length }))];
      expect(accounted.reduce((sum, part) => sum + part.bytes, 0)).toBe(bytes.length);
    }),
  );
});

test('a damaged byte costs the one record that it is in', () => {
  const page = fc
    .array(record, { minLength: 1, maxLength: 12 })
    .map((records) => ({ records, ...[...encodePages(records)][0]! }));
  fc.assert(
    fc.property(
      page,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      ({ records, body, frames }, position, flip) => {
        const at = position % body.length;
        const hit = frames.findIndex(({ offset, bytes }) => at >= offset && at < offset + bytes);
        const damaged = Buffer.from(body);
        damaged[at]! ^= flip;
        const decoded = decodePage(damaged);
        expect(decoded.records.map(content)).toEqual(records.filter((_, i) => i !== hit).map(content));
        const { offset, bytes } = frames[hit]!;
        expect(decoded.damage.map((stretch) => [stretch.offset, stretch.value.length])).toEqual([
          [offset, bytes],
        ]);
      },
    ),
  );
});

function content({ space, key, value }: StoreRecord) {
  return { space, key, value: Buffer.from(value).toString('hex') };
}
