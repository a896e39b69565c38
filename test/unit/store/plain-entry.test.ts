import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partOf } from '../../../src/core/document.ts';
import { DocumentPacking } from '../../../src/core/document-packing.ts';
import { parseServerName } from '../../../src/core/identity.ts';
import { ircBytes, limits } from '../../../src/core/irc-text.ts';
import { decodeEntry } from '../../../src/store/entry-record.ts';
import { readPlainEntry } from '../../../src/store/plain-entry.ts';
import { registerCodec } from '../../../src/wire/register-text.ts';

const self = parseServerName('a.example')!;
const casemapping = 'rfc1459';
const id = '8fa97f8a-85b9-4ccf-9c3e-f664ca36d0f1';
const line = `CBURST #Chan ${id} b.example 2025-06-15T15:06:40Z TOPIC "a topic" nick!user@host 2025-06-15T15:07:40Z +nt BANMASKS "*!*@host" STAMPS 5.1,,3@c.example`;

/** As `encodeEntry` writes it. */
const header = {
  sequence: 7,
  left: false,
  holders: [['b.example', 3, null]],
  changedAt: 11,
  arrivedAt: 10,
  confirmed: true,
  removed: [],
};

describe('a record of the plain form is read as any record is', () => {
  test.each([
    ['another holds it', header],
    ['this server holds it', { ...header, holders: [['a.example', 0, 5000]] }],
    ['it was left', { ...header, left: true, confirmed: false }],
    ['numbers are at their largest', { ...header, sequence: 999_999_999_999_999 }],
  ])('%s', (_, head) => {
    const read = readPlain(record(head, line));
    const decoded = decodeEntry(record(head, line), self, casemapping);
    if (read === null || 'problem' in decoded) expect.fail('it is not read');
    const { document, ...known } = read.entry;
    const { document: other, ...same } = decoded.entry;
    expect([...known.holders]).toEqual([...same.holders]);
    expect({ ...known, holders: null }).toEqual({ ...same, holders: null });
    expect(document.packed).toBe(line.slice(line.indexOf('TOPIC')).replace(' STAMPS ', '\n'));
    expect(partOf(document)).toEqual(partOf(other));
    expect(read.last).toEqual({ ms: 5, counter: 1, server: 'b.example' });
  });
});

describe('what has another form is left to who reads any', () => {
  test.each([
    ['two holders', record({ ...header, holders: [...header.holders, ['c.example', 1, null]] }, line)],
    ['no holder', record({ ...header, holders: [] }, line)],
    ['a holder without a name', record({ ...header, holders: [['b example', 1, null]] }, line)],
    ['what a holder said', record({ ...header, holders: [['b.example', 1, null, []]] }, line)],
    ['a removal', record({ ...header, removed: [['flag:secret', 1, 1]] }, line)],
    ['who delivered it', record({ ...header, via: [['topic', 'b.example']] }, line)],
    ['a number below 0', record({ ...header, sequence: -1 }, line)],
    ['two lines', record(header, `${line}\n${line}`)],
    ['no line', record(header, '')],
    ['another id than its key', record(header, line.replace('8fa97f8a', '00000000'))],
    ['metadata', record(header, `${line} META "a=b"`)],
    ['nothing', new Uint8Array(0)],
  ])('%s', (_, value) => {
    expect(readPlain(value)).toBeNull();
  });
});

test('whatever is wrong with a record, it is read as it says or not at all', () => {
  const value = record(header, line);
  fc.assert(
    fc.property(fc.nat(value.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const damaged = Uint8Array.from(value);
      damaged[at] = byte;
      const read = readPlain(damaged);
      if (read === null) return;
      const decoded = decodeEntry(damaged, self, casemapping);
      if ('problem' in decoded) expect.fail(decoded.problem);
      expect(partOf(read.entry.document)).toEqual(partOf(decoded.entry.document));
      expect(read.entry.sequence).toBe(decoded.entry.sequence);
    }),
    { numRuns: 1000 },
  );
});

test('a name that is kept does not keep the record', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const name = `#${'long-name'.repeat(5)}`;
  const topic = 't'.repeat(limits.topicBytes);
  const values = Array.from({ length: 100 }, (_, index) =>
    record(header, line.replace('#Chan', `${name}${index}`).replace('a topic', topic)),
  );
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const kept = values.map((value) => {
    const { key, document } = readPlain(value)!.entry;
    return [key, document.name, document.id];
  });
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / kept.length;
  expect(kept[99]).toEqual([`${name}99`, `${name}99`, id]);
  expect(bytes).toBeLessThan(1024);
});

function record(head: object, text: string): Uint8Array {
  return ircBytes(`${JSON.stringify(head)}\n${text}`);
}

function readPlain(value: Uint8Array) {
  const unpacker = new DocumentPacking(registerCodec(casemapping));
  return readPlainEntry({ key: id, value }, { self, casemapping, unpacker });
}
