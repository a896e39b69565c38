import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChannelDocument,
  type DocumentPart,
  join,
  newDocument,
  type Register,
} from '../../src/core/document.ts';
import { canonicalValue, type FieldKey, fieldKey } from '../../src/core/field.ts';
import { arbitraryPart, arbitraryRegister, arbitraryStamp } from './arbitraries.ts';

const casemapping = 'rfc1459';

/** A register stays one write wherever it is seen: equal stamps come with equal values, or from a broken clock. */
const registers = fc.array(arbitraryRegister, { maxLength: 8 }).map(keyed);

/** Parts of one document: the same identity, what is known of its age differs. */
const parts = fc
  .tuple(
    arbitraryPart(casemapping),
    fc.array(
      fc.record({
        registers: fewKeys(),
        createdAt: fc.option(fc.nat(3)),
        splitBorn: fc.boolean(),
        unknown: unknowns(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([identity, pieces]) => pieces.map((piece): DocumentPart => ({ ...identity, ...piece })));

test('parts make the same document in any order and however often they come', () => {
  fc.assert(
    fc.property(parts, fc.infiniteStream(fc.nat()), (given, chance) => {
      const shuffled = given
        .flatMap((part) => [part, part])
        .map((part) => [chance.next().value, part] as const)
        .sort(([a], [b]) => a - b);
      expect(content(joined(shuffled.map(([, part]) => part)))).toEqual(content(joined(given)));
    }),
  );
});

test('join is associative', () => {
  fc.assert(
    fc.property(parts, fc.nat(5), (given, cut) => {
      const whole = joined(given);
      const halves = [given.slice(0, cut), given.slice(cut)].filter((half) => half.length > 0).map(joined);
      expect(content(joined(halves))).toEqual(content(whole));
    }),
  );
});

test('join is idempotent, and says when nothing changed', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const document = joined(given);
      for (const part of [...given, document]) expect(join(document, part)).toBeNull();
    }),
  );
});

test('join says which registers changed', () => {
  fc.assert(
    fc.property(parts, registers, ([first, ...rest], more) => {
      const document = joined([first!, ...rest]);
      const before = new Map(document.registers);
      const keys = join(document, { ...first!, registers: more }) ?? [];
      const differing = [...document.registers.keys()].filter(
        (key) => document.registers.get(key) !== before.get(key),
      );
      expect([...keys].sort()).toEqual(differing.sort());
    }),
  );
});

/** Registers of few fields, so that they meet, some with equal stamps. */
function fewKeys(): fc.Arbitrary<Map<FieldKey, Register>> {
  const flag = fc.record({
    kind: fc.constant('flag' as const),
    name: fc.constantFrom('a', 'b'),
    set: fc.boolean(),
  });
  const limit = fc.record({
    kind: fc.constant('limit' as const),
    value: fc.option(fc.integer({ min: 1, max: 3 })),
  });
  const stamp = fc.oneof(
    arbitraryStamp,
    arbitraryStamp.map(({ server }) => ({ ms: 1, counter: 0, server })),
  );
  return fc.array(fc.record({ field: fc.oneof(flag, limit), stamp }), { maxLength: 4 }).map(keyed);
}

function unknowns(): fc.Arbitrary<Map<string, string>> {
  const pair = fc.tuple(fc.constantFrom('XA', 'XB'), fc.constantFrom('1', '2', '3'));
  return fc.array(pair, { maxLength: 2 }).map((pairs) => new Map(pairs));
}

function keyed(list: readonly Register[]): Map<FieldKey, Register> {
  return new Map(list.map((register) => [fieldKey(casemapping, register.field), register]));
}

function joined(given: readonly DocumentPart[]): ChannelDocument {
  const [first] = given;
  const document = newDocument({ ...first!, createdAt: null, splitBorn: false });
  for (const part of given) join(document, part);
  return document;
}

/** Without the order of its maps. */
function content({ registers: all, unknown, ...identity }: ChannelDocument) {
  const values = [...all].map(([key, { field, stamp }]) => [key, canonicalValue(field), stamp] as const);
  return {
    ...identity,
    values: new Map(values.map(([key, ...rest]) => [key, rest])),
    unknown: new Map(unknown),
  };
}
