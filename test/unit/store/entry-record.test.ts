import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelKey } from '../../../src/core/casemapping.ts';
import type { ChannelEntry } from '../../../src/core/channel-table.ts';
import { type DocumentPart, join, newDocument, partOf, setFields } from '../../../src/core/document.ts';
import { NO_PLACE } from '../../../src/core/entry-groups.ts';
import type { FieldKey } from '../../../src/core/field.ts';
import { type Field, fieldKey } from '../../../src/core/field.ts';
import { parseServerName } from '../../../src/core/identity.ts';
import { type IrcText, ircBytes, ircText } from '../../../src/core/irc-text.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import { decodeEntry, encodeEntry } from '../../../src/store/entry-record.ts';
import { arbitraryPart } from '../../law/arbitraries.ts';

const self = parseServerName('a.example')!;
const casemapping = 'rfc1459';

test('an entry survives, whatever is in it', () => {
  fc.assert(
    fc.property(arbitraryPart(casemapping), (part) => {
      const entry = entryOf(part);
      expect(plain(decodeEntry(encodeEntry(entry), self, casemapping))).toEqual(plain({ entry }));
    }),
  );
});

test('a document longer than a line survives', () => {
  const [part] = fc.sample(arbitraryPart(casemapping), 1);
  const entry = entryOf(part!);
  for (let index = 0; index < 1000; index++) {
    const field: Field = { kind: 'entry', list: 'ban', mask: ban(index), value: null };
    entry.document.setRegister(fieldKey(casemapping, field), { field, stamp: floorStamp(self) });
  }
  const value = encodeEntry(entry);
  expect(value.length).toBeGreaterThan(100_000);
  expect(plain(decodeEntry(value, self, casemapping))).toEqual(plain({ entry }));
});

test('a record cut short is a problem, not an entry', () => {
  const [part] = fc.sample(arbitraryPart(casemapping), 1);
  const lines = ircText(encodeEntry(entryOf(part!))).split('\n');
  expect(decodeEntry(ircBytes(lines[0]!), self, casemapping)).toEqual({ problem: 'the document is missing' });
  expect(decodeEntry(ircBytes(`${lines.join('\n')}\nCBURST #x`), self, casemapping)).toHaveProperty(
    'problem',
  );
});

test.each([
  ['sequence', -1],
  ['sequence', 'x'],
  ['left', 1],
  ['holders', {}],
  ['holders', [['b.example', -1, null]]],
  ['holders', [['no server', 1, null]]],
  ['holders', [['b.example', 1, null, [5]]]],
  ['holders', [['b.example', 1, null, ['CBURST']]]],
  ['changedAt', 'x'],
  ['arrivedAt', 0.5],
  ['confirmed', 'yes'],
  ['removed', [['entry:ban:x!*@*', 'x', 0]]],
  ['via', [['topic']]],
])('a header whose %s is %j is a problem', (member, value) => {
  const [part] = fc.sample(arbitraryPart(casemapping), 1);
  const [head, ...lines] = ircText(encodeEntry(entryOf(part!))).split('\n');
  const header = JSON.stringify({ ...JSON.parse(head!), [member]: value });
  const decoded = decodeEntry(ircBytes([header, ...lines].join('\n')), self, casemapping);
  expect(decoded).toEqual({ problem: expect.any(String) });
});

function plain(decoded: ReturnType<typeof decodeEntry>) {
  return 'entry' in decoded
    ? { entry: { ...decoded.entry, document: partOf(decoded.entry.document) } }
    : decoded;
}

function entryOf(part: DocumentPart): ChannelEntry {
  const document = newDocument(part);
  join(document, part);
  const holders = new Map([
    [self, { members: 3, graceMs: 5, reachable: true, said: null }],
    [parseServerName('b.example')!, { members: 0, graceMs: null, reachable: false, said: setFields(part) }],
  ]);
  const removed = new Map([['flag:secret' as FieldKey, { sequence: 41, at: 6 }]]);
  const local = {
    sequence: 42,
    left: false,
    changedAt: 7,
    arrivedAt: 5,
    confirmed: true,
    removed,
    deliveredBy: new Map([['topic' as FieldKey, parseServerName('b.example')!]]),
    digest: null,
    place: NO_PLACE,
  };
  return { key: channelKey(casemapping, part.name), document, holders, ...local };
}

function ban(index: number): IrcText {
  return `${'x'.repeat(100)}${index}!*@*` as IrcText;
}
