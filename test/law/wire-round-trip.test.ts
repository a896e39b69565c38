import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChannelDocument, join, newDocument, partOf } from '../../src/core/document.ts';
import { type Field, fieldKey, isSet } from '../../src/core/field.ts';
import type { ChannelId } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { floorStamp, isFloor } from '../../src/core/stamp.ts';
import { type DocumentMessage, decodeDocument, encodeDocument } from '../../src/wire/document-line.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { type LineForm, plainForm, wholeForm } from '../../src/wire/line-form.ts';
import { decodeMessage, encodeMessage } from '../../src/wire/session-message.ts';
import { arbitraryControlMessage, arbitraryDocumentMessage, arbitraryStamp } from './arbitraries.ts';

const casemapping = 'rfc1459';
const whole = { form: wholeForm, lineBytesMax };

test('a document line means what was encoded, whatever users typed', () => {
  fc.assert(
    fc.property(arbitraryDocumentMessage(casemapping), (message) => {
      const lines = encodeDocument(message, whole);
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toMatch(/[\0\r\n]/);
      expect(decodeDocument(lines[0]!, casemapping)).toEqual({ message });
    }),
    { numRuns: 1000 },
  );
});

test('a lesser form is the whole form of what it can say', () => {
  const form = fc.record({ stamps: fc.boolean(), metadata: fc.boolean(), decisions: fc.boolean() });
  fc.assert(
    fc.property(
      arbitraryDocumentMessage(casemapping),
      fc.oneof(fc.constant(plainForm), form),
      (message, given) => {
        const lines = encodeDocument(message, { form: given, lineBytesMax });
        expect(decodeDocument(lines[0]!, casemapping)).toEqual({ message: reduced(message, given) });
        expect(encodeDocument(reduced(message, given), whole)).toEqual(lines);
      },
    ),
    { numRuns: 500 },
  );
});

test('the lines of a document too long for one join to the whole in any order', () => {
  const shuffledLines = longMessage.chain((message) => {
    const lines = encodeDocument(message, { form: wholeForm, lineBytesMax: 16384 });
    return fc.tuple(fc.constant(message), fc.shuffledSubarray(lines, { minLength: lines.length }));
  });
  let cut = 0;
  fc.assert(
    fc.property(shuffledLines, ([message, lines]) => {
      if (lines.length > 1) cut++;
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(16384);
      expect(partOf(joined(message, lines))).toEqual(message.part);
    }),
    { numRuns: 50 },
  );
  expect(cut).toBeGreaterThan(0);
});

test('every control message means what was encoded', () => {
  fc.assert(
    fc.property(arbitraryControlMessage, (message) => {
      const line = encodeMessage(message);
      expect(line).not.toMatch(/[\0\r\n]/);
      expect(decodeMessage(line, casemapping)).toEqual(message);
    }),
    { numRuns: 1000 },
  );
});

/** A message with so many long bans besides that it takes up to a dozen lines. */
const longMessage = fc
  .tuple(arbitraryDocumentMessage(casemapping), fc.array(arbitraryStamp, { maxLength: 300, size: 'max' }))
  .map(([message, stamps]) => {
    const registers = new Map(message.part.registers);
    for (const [index, stamp] of stamps.entries()) {
      const mask = `${'"'.repeat(index)}${index}!*@*` as IrcText;
      const field: Field = { kind: 'entry', list: 'ban', mask, value: null };
      registers.set(fieldKey(casemapping, field), { field, stamp });
    }
    const written = message.part.written || stamps.some((stamp) => !isFloor(stamp));
    return { ...message, part: { ...message.part, written, registers } };
  });

/** What of the message the form can say: without stamps only what is set, at the floor, and the topic. */
function reduced({ part, members }: DocumentMessage, form: LineForm): DocumentMessage {
  const registers = new Map(
    [...part.registers]
      .filter(([, { field }]) => form.metadata || field.kind !== 'metadata')
      .filter(([, { field }]) => form.stamps || field.kind === 'topic' || isSet(field))
      .map(([key, { field, stamp }]) => [
        key,
        { field, stamp: form.stamps ? stamp : floorStamp(part.origin) },
      ]),
  );
  const written = registers.values().some(({ stamp }) => !isFloor(stamp));
  const marks = form.decisions ? {} : { written, absorbed: new Set<ChannelId>() };
  return { part: { ...part, ...marks, registers }, members };
}

function joined({ part, members }: DocumentMessage, lines: readonly string[]): ChannelDocument {
  const { id, name, origin } = part;
  const document = newDocument({ id, name, origin, createdAt: null, splitBorn: false });
  for (const line of lines) {
    const decoded = decodeDocument(line, casemapping);
    if ('problem' in decoded) throw new Error(decoded.problem.reason);
    expect(decoded.message.members).toBe(members);
    join(document, decoded.message.part);
  }
  return document;
}
