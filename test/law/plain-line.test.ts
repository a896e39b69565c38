import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DocumentPart, type Register, wins } from '../../src/core/document.ts';
import { checkField, type Field, type FieldKey, fieldKey } from '../../src/core/field.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { compareStamps, type Stamp } from '../../src/core/stamp.ts';
import { decodeDocument, encodeDocument } from '../../src/wire/document-line.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { wholeForm } from '../../src/wire/line-form.ts';
import { readPlainLine } from '../../src/wire/plain-line.ts';
import { registerCodec } from '../../src/wire/register-text.ts';
import { arbitraryChannelId, arbitraryPart, arbitraryServerName, arbitraryStamp } from './arbitraries.ts';

const casemapping = 'rfc1459';

/** What most channels of most networks have. */
const plainName = fc.stringMatching(/^#[a-zA-Z0-9[\]^{}.:-]{0,40}$/) as fc.Arbitrary<IrcText>;
const plainWord = fc.stringMatching(/^[a-zA-Z0-9*~^[\]{}|.!@-]{1,30}$/) as fc.Arbitrary<IrcText>;
const plainText = fc.stringMatching(/^[ -!#-[\]-~\x02\xff]{0,60}$/) as fc.Arbitrary<IrcText>;
const plainMark = fc.record({
  setter: fc.oneof(
    fc.constant('' as IrcText),
    plainWord.filter((word) => word !== '-'),
  ),
  setAt: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 99_999_999_999 })),
});
const plainField = fc.oneof(
  fc.record({
    kind: fc.constant('topic'),
    value: fc.option(fc.tuple(plainText, plainMark).map(([text, mark]) => ({ text, ...mark }))),
  }),
  fc.record({
    kind: fc.constant('flag'),
    name: fc.constantFrom('secret', 'topic-protected', 'no-external', 'letter-x', 'letter-upper-x'),
    set: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('join-key'), value: fc.option(plainWord) }),
  fc.record({ kind: fc.constant('limit'), value: fc.option(fc.integer({ min: 1, max: 5000 })) }),
  fc.record({
    kind: fc.constant('entry'),
    list: fc.constantFrom('ban', 'except', 'invite'),
    mask: plainWord.map((word) => `${word}!*@*` as IrcText),
    value: plainMark,
  }),
) as fc.Arbitrary<Field>;

const plainPart: fc.Arbitrary<DocumentPart> = fc
  .record({
    id: arbitraryChannelId,
    name: plainName,
    origin: arbitraryServerName,
    createdAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    registers: fc.array(fc.record({ field: plainField, stamp: arbitraryStamp }), {
      minLength: 1,
      maxLength: 14,
    }),
  })
  .map(({ registers, ...identity }) => {
    const kept = joined(registers);
    const written = [...kept.values()].some(({ stamp }) => stamp.ms > 0 || stamp.counter > 0);
    const marks = { splitBorn: false, written, absorbed: new Set<never>(), unknown: new Map() };
    return { ...identity, ...marks, registers: kept };
  });

const plainLine = plainPart.map(lineOf);
const anyLine = fc.oneof({ weight: 4, arbitrary: plainLine }, arbitraryPart(casemapping).map(lineOf));

const pieces = fc.constantFrom(
  ...[
    '"',
    '\\',
    ' ',
    '  ',
    ',',
    '-',
    ':',
    '0',
    '1',
    'a',
    'A',
    '!',
    '@',
    '~',
    '[',
    '.',
    '\0',
    '\r',
    '\n',
    '\u20ac',
  ],
  ...[
    '+k',
    '+l',
    '+z',
    'k',
    'l',
    'n',
    ' KEY ',
    ' KEY :x',
    ' NOKEY',
    ' LIMIT 0',
    ' LIMIT 9999999999',
    ' NOTOPIC',
  ],
  ...[
    ' STAMPS 1',
    ' STAMPS 0.0',
    ' STAMPS zzzzzzzzzz',
    ' STAMPS ,,,,,,,,,,,,,,,,',
    ' BANMARKS "1"',
    ' MEMBERS 1',
  ],
  ...[' BANMASKS "a!b@c,A!b@c"', ' BANMASKS "x"', ' EXCEPTMASKS "a!b@c" EXCEPTMARKS "1 :x"', ' META "a=b"'],
  ...['x'.repeat(300), 'y'.repeat(5000), '9'.repeat(13)],
);

const mutatedLine = fc
  .tuple(
    anyLine,
    fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.oneof(pieces, pieces, fc.constant(''))), { maxLength: 3 }),
  )
  .map(([line, edits]) =>
    edits.reduce((text, [position, length, piece]) => {
      const at = position % (text.length + 1);
      return text.slice(0, at) + piece + text.slice(at + length);
    }, line),
  );

test('what is read as a plain line is a line, and says what it says', () => {
  let plainOnes = 0;
  fc.assert(
    fc.property(mutatedLine, (line) => {
      const plain = readPlainLine(line, casemapping);
      if (plain === null) return;
      plainOnes++;
      const decoded = decodeDocument(line, casemapping);
      if ('problem' in decoded) expect.fail(`${decoded.problem.reason}: ${line}`);
      const { part, members } = decoded.message;
      const { id, name, origin, createdAt, packed, written } = part;
      const last = [...part.registers.values()].map(({ stamp }) => stamp).reduce(laterOf);
      expect(plain).toEqual({ id, name, origin, createdAt, packed, last: plain.last, written });
      expect([plain.last.ms, plain.last.counter]).toEqual([last.ms, last.counter]);
      const { splitBorn, absorbed, unknown, registers } = part;
      expect({ members, splitBorn, absorbed, unknown }).toEqual(NOTHING_ELSE);
      expect(registerCodec(casemapping).decode(origin, plain.packed)).toEqual(registers);
      expect([...registers.keys()].filter((key) => key.startsWith('metadata'))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
  expect(plainOnes).toBeGreaterThan(300);
});

test('what most channels have is read as a plain line', () => {
  fc.assert(
    fc.property(plainLine, (line) => {
      expect(readPlainLine(line, casemapping)).not.toBeNull();
    }),
  );
});

const NOTHING_ELSE = { members: null, splitBorn: false, absorbed: new Set(), unknown: new Map() };

function lineOf(part: DocumentPart): string {
  return encodeDocument({ part, members: null }, { form: wholeForm, lineBytesMax })[0]!;
}

function joined(registers: readonly Register[]): Map<FieldKey, Register> {
  const kept = new Map<FieldKey, Register>();
  for (const { field, stamp } of registers) {
    const checked = checkField(field);
    if ('problem' in checked) continue;
    const key = fieldKey(casemapping, checked.field);
    const register = { field: checked.field, stamp };
    if (wins(register, kept.get(key))) kept.set(key, register);
  }
  return kept;
}

function laterOf(a: Stamp, b: Stamp): Stamp {
  return compareStamps({ ...a, server: b.server }, b) < 0 ? b : a;
}
