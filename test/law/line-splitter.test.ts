import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineSplitter } from '../../src/peer/line-splitter.ts';

const byte = fc.oneof(fc.constantFrom(0x0a, 0x0d), fc.integer({ min: 0, max: 255 }));

it('the lines of a stream do not depend on where it is cut into chunks', () => {
  fc.assert(
    fc.property(
      fc.array(byte, { maxLength: 300 }),
      fc.array(fc.nat(40), { maxLength: 60 }),
      (bytes, sizes) => {
        const stream = Buffer.from(bytes);
        const expected = stream.toString('latin1').split('\n').slice(0, -1);
        const splitter = new LineSplitter(400);
        const lines: string[] = [];
        let start = 0;
        for (const size of [...sizes, stream.length]) {
          splitter.add(stream.subarray(start, start + size));
          for (let line = splitter.next(); line !== null; line = splitter.next()) lines.push(line);
          start += size;
        }
        expect(lines).toEqual(expected.map((line) => line.replace(/\r$/, '')));
      },
    ),
  );
});
