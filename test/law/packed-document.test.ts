import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChannelDocument,
  type DocumentPart,
  join,
  newDocument,
  partOf,
} from '../../src/core/document.ts';
import { documentDigest } from '../../src/core/document-digest.ts';
import { DocumentPacking, UNPACKED_MAX } from '../../src/core/document-packing.ts';
import { decodeDocument, encodeDocument } from '../../src/wire/document-line.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { plainForm, wholeForm } from '../../src/wire/line-form.ts';
import { registerCodec } from '../../src/wire/register-text.ts';
import { channelId } from '../support/replica-fixture.ts';
import { arbitraryPart } from './arbitraries.ts';

const casemapping = 'rfc1459';

/** What happens to a document. `pack` twice in a row, or `crowd` before any, has to be harmless. */
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('join' as const), part: arbitraryPart(casemapping) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('pack' as const, 'crowd' as const, 'read' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), index: fc.nat(9) }) },
);

test('a document that is packed now and then behaves as one that never is', () => {
  fc.assert(
    fc.property(arbitraryPart(casemapping), fc.array(act, { maxLength: 12 }), (first, acts) => {
      const packing = new DocumentPacking(registerCodec(casemapping));
      const packed = newDocument(first);
      const twin = newDocument(first);
      for (const each of [{ kind: 'join' as const, part: first }, ...acts]) {
        if (each.kind === 'join') {
          // As it comes from a peer: with its text. One that joins nothing shows what is packed before anything came.
          const part = asRead({ ...each.part, id: first.id, name: first.name, origin: first.origin });
          expect(join(packed, part)).toEqual(join(twin, { ...part }));
        } else if (each.kind === 'forget') {
          const key = [...twin.registers.keys()].sort()[each.index];
          if (key !== undefined) for (const document of [packed, twin]) document.deleteRegister(key);
        } else if (each.kind === 'pack') {
          packing.pack(packed);
          expect(packed.packed).not.toBeNull();
        } else if (each.kind === 'crowd') {
          crowd(packing);
        } else {
          expect(partOf(packed)).toEqual(partOf(twin));
        }
        if (packed.packed !== null) expectSameLine(packed, twin);
      }
      expect(documentDigest(packed)).toEqual(documentDigest(twin));
      expect(partOf(packed)).toEqual(partOf(twin));
    }),
  );
});

test('a document that was packed before it had anything is not taken back to that', () => {
  fc.assert(
    fc.property(arbitraryPart(casemapping), (part) => {
      const packing = new DocumentPacking(registerCodec(casemapping));
      const document = newDocument(part);
      packing.pack(document);
      join(document, asRead(part));
      crowd(packing);
      expect(document.registers).toEqual(part.registers);
    }),
  );
});

test('what came in a line is packed as it came, and not encoded', () => {
  fc.assert(
    fc.property(arbitraryPart(casemapping), (part) => {
      const codec = registerCodec(casemapping);
      const encode = () => expect.fail('it is encoded');
      const packing = new DocumentPacking({ ...codec, encode });
      const document = newDocument(part);
      const read = asRead(part);
      join(document, read);
      fc.pre(read.registers.size > 0);
      packing.pack(document);
      expect(codec.decode(part.origin, document.packed!)).toEqual(read.registers);
    }),
  );
});

test('what is packed and not looked at is a text, however often it is asked for', () => {
  const [part] = fc.sample(arbitraryPart(casemapping), 1);
  const unpacked: string[] = [];
  const codec = registerCodec(casemapping);
  const packing = new DocumentPacking({
    ...codec,
    decode(origin, text) {
      unpacked.push(text);
      return codec.decode(origin, text);
    },
  });
  const document = newDocument(part!);
  join(document, part!);
  packing.pack(document);
  crowd(packing);
  const text = document.packed;
  expect(text).not.toBeNull();
  packing.pack(document);
  encodeDocument({ part: document, members: 1 }, { form: wholeForm, lineBytesMax });
  expect(unpacked).toEqual([]);
  expect(document.registers).toEqual(part!.registers);
  expect(unpacked).toEqual([text]);
  expect(document.packed).toBe(text);
});

/** The line that is put together from the text is, but for the order of what has none, the one that is written. */
function expectSameLine(packed: ChannelDocument, twin: ChannelDocument): void {
  const text = packed.packed;
  const options = { form: wholeForm, lineBytesMax };
  const written = encodeDocument({ part: { ...partOf(packed), packed: null }, members: 3 }, options);
  expect(encodeDocument({ part: packed, members: 3 }, options)).toEqual(written);
  expect(packed.packed).toBe(text);
  const plain = { form: plainForm, lineBytesMax };
  const words = (document: ChannelDocument) =>
    encodeDocument({ part: document, members: 3 }, plain).join(' ').length;
  expect(words(packed)).toBe(words(twin));
}

/** The part, or what of it is in the first of its lines, as a line says it. */
function asRead(part: DocumentPart): DocumentPart {
  const [line] = encodeDocument({ part, members: 1 }, { form: wholeForm, lineBytesMax });
  const decoded = decodeDocument(line!, casemapping);
  if ('problem' in decoded) expect.fail(decoded.problem.reason);
  return decoded.message.part;
}

/** Packs so many others that those packed before are left as texts. */
function crowd(packing: DocumentPacking): void {
  for (let index = 0; index < UNPACKED_MAX; index++) {
    const identity = { name: '#x' as never, origin: 'x' as never, createdAt: null, splitBorn: false };
    packing.pack(newDocument({ ...identity, id: channelId(index) }));
  }
}
