import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Casemapping, channelKey, fold } from '../../src/core/casemapping.ts';
import { canonicalValue, checkField, fieldKey, isSet, sameValue, unset } from '../../src/core/field.ts';
import { ircBytes, ircText, limits } from '../../src/core/irc-text.ts';
import { completeMask, maskKey } from '../../src/core/mask.ts';
import { arbitraryChannelName, arbitraryField, arbitraryText, arbitraryWord } from './arbitraries.ts';

const casemapping = fc.constantFrom<Casemapping>('ascii', 'rfc1459', 'rfc1459-strict');
const text = arbitraryText(200);

test('folding twice is folding once, keeps the length, and touches only letters', () => {
  fc.assert(
    fc.property(casemapping, text, (mapping, given) => {
      const folded = fold(mapping, given);
      expect(fold(mapping, folded)).toBe(folded);
      expect(folded).toHaveLength(given.length);
      for (let at = 0; at < given.length; at++) {
        if (folded[at] !== given[at]) expect(folded.charCodeAt(at) - given.charCodeAt(at)).toBe(32);
      }
    }),
  );
});

test('a name has one key, however its letters are cased', () => {
  fc.assert(
    fc.property(casemapping, arbitraryChannelName, (mapping, name) => {
      const upper = name.replace(/[a-z]/g, (letter) => letter.toUpperCase());
      expect(channelKey(mapping, upper)).toBe(channelKey(mapping, name));
    }),
  );
});

test('completing a mask twice is completing it once, and gives it no other key', () => {
  fc.assert(
    fc.property(casemapping, arbitraryWord(limits.maskBytes), (mapping, mask) => {
      const completed = completeMask(mask);
      expect(completeMask(completed)).toBe(completed);
      expect(maskKey(mapping, completed)).toBe(maskKey(mapping, mask));
    }),
  );
});

test('text is its bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...ircBytes(ircText(bytes))]).toEqual([...bytes]);
    }),
  );
});

test('a checked field passes again, is itself, and unset it has the same key', () => {
  fc.assert(
    fc.property(casemapping, arbitraryField, (mapping, field) => {
      expect(checkField(field)).toEqual({ field });
      expect(sameValue(field, field)).toBe(true);
      expect(isSet(unset(field))).toBe(false);
      expect(canonicalValue(unset(field))).toBe('');
      expect(fieldKey(mapping, unset(field))).toBe(fieldKey(mapping, field));
      expect(sameValue(field, unset(field))).toBe(!isSet(field));
    }),
  );
});

test('different values of a field have different canonical strings', () => {
  fc.assert(
    fc.property(arbitraryField, arbitraryField, (one, other) => {
      if (one.kind !== other.kind || fieldKey('ascii', one) !== fieldKey('ascii', other)) return;
      if (!isSet(one) && !isSet(other)) return;
      expect(sameValue(one, other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});
