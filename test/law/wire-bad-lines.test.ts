import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkField } from '../../src/core/field.ts';
import { channelNameProblem, parseServerName } from '../../src/core/identity.ts';
import { decodeDocument, encodeDocument } from '../../src/wire/document-line.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { wholeForm } from '../../src/wire/line-form.ts';
import { lineProblemCodes } from '../../src/wire/line-problem.ts';
import { decodeMessage, encodeMessage } from '../../src/wire/session-message.ts';
import { arbitraryControlMessage, arbitraryDocumentMessage } from './arbitraries.ts';

const casemapping = 'rfc1459';

const arbitraryLine = fc.oneof(
  arbitraryDocumentMessage(casemapping).map(
    (message) => encodeDocument(message, { form: wholeForm, lineBytesMax })[0]!,
  ),
  arbitraryControlMessage.map(encodeMessage),
);

const words = fc.constantFrom(
  '"',
  '\\',
  ' ',
  ',',
  '-',
  '+k',
  ' +kl ',
  ' KEY ',
  ' NOKEY ',
  ' TOPIC ',
  ' STAMPS 1',
  ' BANMARKS "1"',
  ' MEMBERS 1',
  ' X y',
  '\x00',
  '\r',
  '\u20ac',
);

/** A line with a few pieces cut out, put in or doubled. */
const mutatedLine = fc
  .tuple(
    arbitraryLine,
    fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.oneof(words, fc.string({ unit: 'binary', maxLength: 3 }))), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([line, edits]) =>
    edits.reduce((text, [position, length, piece]) => {
      const at = position % (text.length + 1);
      return text.slice(0, at) + piece + text.slice(at + length);
    }, line),
  );

test.each([
  [
    'noise',
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }).map((s) => `CBURST ${s}`),
    ),
  ],
  ['broken lines', mutatedLine],
])('the decoder never throws, and says in few words what is wrong: %s', (_name, lines) => {
  fc.assert(
    fc.property(lines, (line) => {
      const decoded = decodeMessage(line, casemapping);
      if (!('problem' in decoded)) return;
      expect(lineProblemCodes).toContain(decoded.problem.code);
      expect(decoded.problem.reason).toMatch(/^[ -~]{1,512}$/);
    }),
    { numRuns: 3000 },
  );
});

test('what the decoder accepts of a broken line is within all limits and means the same when sent on', () => {
  let accepted = 0;
  fc.assert(
    fc.property(mutatedLine, (line) => {
      const decoded = decodeDocument(line, casemapping);
      if ('problem' in decoded) return;
      accepted++;
      const { part } = decoded.message;
      for (const { field } of part.registers.values()) expect(checkField(field)).toEqual({ field });
      expect(channelNameProblem(part.name)).toBeNull();
      expect(parseServerName(part.origin)).toBe(part.origin);
      const [again] = encodeDocument(decoded.message, { form: wholeForm, lineBytesMax });
      expect(decodeDocument(again!, casemapping)).toEqual(decoded);
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(0);
});

test('no reason gives a key away', () => {
  const key = 'SECRET-SQUIRREL';
  const head = 'CBURST #c 123e4567-e89b-12d3-a456-426614174000 a.example - ';
  const tail = fc.shuffledSubarray(['KEY', key, key, '+k', 'NOKEY', 'LIMIT', 'TOPIC', 'BANMASKS', 'X', '"'], {
    minLength: 3,
  });
  fc.assert(
    fc.property(tail, (pieces) => {
      const decoded = decodeMessage(head + pieces.join(' '), casemapping);
      if ('problem' in decoded) expect(decoded.problem.reason).not.toContain(key);
    }),
    { numRuns: 2000 },
  );
});
