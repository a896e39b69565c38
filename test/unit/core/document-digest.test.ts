import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { join, newDocument } from '../../../src/core/document.ts';
import { canonicalDocument, documentDigest } from '../../../src/core/document-digest.ts';
import type { FieldKey } from '../../../src/core/field.ts';
import { decodeDocument } from '../../../src/wire/document-line.ts';
import { at, ban, channelId, flag, noBan, part, register } from '../../support/replica-fixture.ts';

interface Vector {
  readonly name: string;
  readonly line: string;
  readonly rows: readonly string[];
  readonly digest: string;
  readonly idHash: string;
}

const vectors: { documents: Vector[] } = JSON.parse(
  readFileSync(new URL('../../vectors/digests.json', import.meta.url), 'utf8'),
);
const id = channelId(1);

test.each(vectors.documents)('$name', ({ line, rows, digest, idHash }) => {
  const decoded = decodeDocument(line, 'rfc1459');
  if ('problem' in decoded) throw new Error(decoded.problem.reason);
  const document = newDocument({ ...decoded.message.part, createdAt: null, splitBorn: false });
  join(document, decoded.message.part);
  expect(canonicalDocument(document)).toBe(rows.map((row) => `${row}\n`).join(''));
  const { place, high, low } = documentDigest(document);
  expect(hex(high) + hex(low)).toBe(digest);
  expect(hex(place)).toBe(idHash);
});

test('a removal is as if it had been forgotten', () => {
  const present = register(flag('moderated'), at(1));
  const removed = [register(noBan('x!*@*'), at(2)), register(flag('secret', false), at(3))];
  expect(documentDigest(part(id, [present, ...removed]))).toEqual(documentDigest(part(id, [present])));
});

test('a removal that hides something is a row without a value', () => {
  const removed = register(noBan('x!*@*'), at(2));
  const document = part(id, [register(flag('moderated'), at(1)), removed]);
  const rows = canonicalDocument(document, new Set(['entry:ban:x!*@*' as FieldKey])).split('\n');
  expect(rows.at(-3)).toMatch(/^entry:ban:x!\*@\*\0[^\0]*$/);
  expect(documentDigest(document, new Set(['entry:ban:x!*@*' as FieldKey]))).not.toEqual(
    documentDigest(document),
  );
});

test('the order in which things became known does not matter', () => {
  const registers = [register(flag('moderated'), at(1)), register(ban('x!*@*'), at(2))];
  const absorbed = [channelId(2), channelId(3)];
  const unknown = [['XA', '1'] as const, ['XB', '2'] as const];
  const one = part(id, registers, { absorbed: new Set(absorbed), unknown: new Map(unknown) });
  const other = part(id, registers.toReversed(), {
    absorbed: new Set(absorbed.toReversed()),
    unknown: new Map(unknown.toReversed()),
  });
  expect(documentDigest(other)).toEqual(documentDigest(one));
});

test('the same value written at another time is another content', () => {
  const digests = [1, 2].map((ms) => documentDigest(part(id, [register(ban('x!*@*', 5), at(ms))])));
  expect(digests[0]).not.toEqual(digests[1]);
  expect(digests[0]!.place).toBe(digests[1]!.place);
});

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
