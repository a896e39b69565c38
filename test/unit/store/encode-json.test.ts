import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ircText } from '../../../src/core/irc-text.ts';
import { encodeJson } from '../../../src/store/encode-json.ts';

it('brings every string back, one byte for each character on the way', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const encoded = encodeJson({ text });
      expect(JSON.parse(ircText(encoded))).toEqual({ text });
    }),
  );
});

it('writes ircd text as its bytes', () => {
  expect(ircText(encodeJson('\u00e9"\u0122'))).toBe('"\u00e9\\"\\u0122"');
});
