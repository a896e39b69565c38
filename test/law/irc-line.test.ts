import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatIrcLine, IrcLineError, parseIrcLine } from '../../src/adapter/irc-line.ts';

const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const word = fc.array(byte, { maxLength: 8 }).map((bytes) => bytes.join(''));

it('what is written is one line and is read back as it was meant, or is not written', () => {
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 4 }), fc.option(word), (source, params, trailing) => {
      const parts = { source, command: 'FMODE', params, ...(trailing === null ? {} : { trailing }) };
      let text: string;
      try {
        text = formatIrcLine(parts);
      } catch (error) {
        expect(error).toBeInstanceOf(IrcLineError);
        return;
      }
      expect(text).not.toMatch(/[\0\r\n]/);
      const read = parseIrcLine(text);
      expect(read).toEqual({
        source,
        command: 'FMODE',
        params: trailing === null ? params : [...params, trailing],
      });
    }),
    { numRuns: 2000 },
  );
});

it('any bytes are read as some line', () => {
  fc.assert(
    fc.property(word, (text) => {
      expect(parseIrcLine(text).params).toBeInstanceOf(Array);
    }),
  );
});
