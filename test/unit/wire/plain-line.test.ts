import { expect, test } from 'vitest';
import { limits } from '../../../src/core/irc-text.ts';
import { readPlainLine } from '../../../src/wire/plain-line.ts';

const START = 'CBURST #c 8fa97f8a-85b9-4ccf-9c3e-f664ca36d0f1 a.example 2025-06-15T15:06:40Z';
const manyMasks = Array.from({ length: 2000 }, (_, index) => `${index}!@`).join();

test.each([
  [
    'everything that is plain',
    'TOPIC "t" - - +klnt -is KEY k LIMIT 5 BANMASKS "a!*@*,b!*@*" BANMARKS "1 n,2" STAMPS 1,2',
  ],
  ['what is unset', 'NOTOPIC NOKEY NOLIMIT STAMPS 1'],
  ['an extended mask', 'EXCEPTMASKS "~q:x,$a:y"'],
  ['masks without marks', 'INVITEMASKS "a!b@c"'],
])('%s is read', (_, words) => {
  expect(readPlainLine(`${START} ${words}`, 'rfc1459')).not.toBeNull();
});

test.each([
  ['nothing', ''],
  ['a flag twice', '+nn'],
  ['a flag on and off', '+n -n'],
  ['flags out of order', '+tn'],
  ['a mode that is no flag', '+o'],
  ['a key that is promised only', '+kn'],
  ['a limit that is promised only', '+ln'],
  ['a key among what is off', '-k'],
  ['a key that is too long', `KEY ${'k'.repeat(limits.joinKeyBytes + 1)}`],
  ['a limit beyond all', 'LIMIT 9999999999'],
  ['a topic that is too long', `TOPIC "${'t'.repeat(limits.topicBytes + 1)}" - -`],
  ['a setter that is too long', `TOPIC "t" ${'s'.repeat(limits.setterBytes + 1)} -`],
  ['a mask twice', 'BANMASKS "a!b@c,d!b@c,a!b@c"'],
  ['a mask twice, folded', 'BANMASKS "{!b@c,[!b@c"'],
  ['a mask twice in a long list', `BANMASKS "${manyMasks.slice(0, 200)},0!@"`],
  ['a mask that is not complete', 'BANMASKS "a!b@c,a@b"'],
  ['a mask that is too long', `BANMASKS "${'m'.repeat(limits.maskBytes)}!b@c"`],
  ['a mask with a blank', 'BANMASKS "a! b@c"'],
  ['more marks than masks', 'BANMASKS "a!b@c" BANMARKS "1,1"'],
  ['a mark without a time', 'BANMASKS "a!b@c" BANMARKS "x"'],
  ['a mark beyond all time', 'BANMASKS "a!b@c" BANMARKS "999999999999"'],
  ['a mark whose setter is none', 'BANMASKS "a!b@c" BANMARKS "1 :n"'],
  ['more entries than a document has room for', `BANMASKS "${manyMasks}"`],
  ['more stamps than fields', '+n STAMPS 1,2'],
  ['a stamp that is none', '+n STAMPS 1.2.3'],
  ['a stamp of no server', '+n STAMPS 1@-'],
  ['a floor stamp written otherwise', '+n STAMPS 0.0'],
  ['metadata', 'META "a=b"'],
  ['a parameter of a later version', '+n X-LATER 1'],
  ['an escape', 'TOPIC "\\"" - -'],
])('%s is left to who reads any line', (_, words) => {
  expect(readPlainLine(`${START} ${words}`, 'rfc1459')).toBeNull();
});

test.each([
  ['a channel of one server', '#c', '&c'],
  ['a comma', '#c', '#c,d'],
  ['an id in capitals', '8fa97f8a', '8FA97F8A'],
  ['no server', 'a.example', 'a..example'],
  ['no time', '2025-06-15T15:06:40Z', '-'],
  ['no such time', '06-15T', '06-31T'],
])('%s in what it is about is left to who reads any line', (_, part, other) => {
  const line = `${START} +n`;
  expect(readPlainLine(line, 'ascii')).not.toBeNull();
  expect(readPlainLine(line.replace(part, other), 'ascii')).toBeNull();
});
