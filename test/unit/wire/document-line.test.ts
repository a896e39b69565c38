import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ChannelIdentity } from '../../../src/core/document.ts';
import { type Field, fieldKey } from '../../../src/core/field.ts';
import type { ChannelId } from '../../../src/core/identity.ts';
import { parseStamp } from '../../../src/core/stamp.ts';
import { type DocumentMessage, decodeDocument, encodeDocument } from '../../../src/wire/document-line.ts';
import { lineBytesMax } from '../../../src/wire/line-bytes.ts';
import { plainForm, wholeForm } from '../../../src/wire/line-form.ts';

const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('../../vectors/document-lines.json', import.meta.url), 'utf8'),
);

test.each(vectors.filter((vector) => vector.means))('$name', ({ line, means, canonical, plain }) => {
  const message = messageOf(means!);
  expect(decodeDocument(line, 'rfc1459')).toEqual({ message });
  if (canonical !== false) expect(encodeDocument(message, { form: wholeForm, lineBytesMax })).toEqual([line]);
  if (plain) expect(encodeDocument(message, { form: plainForm, lineBytesMax })).toEqual([line]);
});

test.each(vectors.filter((vector) => vector.problem))('rejected: $name', ({ line, problem, channelId }) => {
  expect(decodeDocument(line, 'rfc1459')).toEqual({
    problem: { code: problem, reason: expect.stringMatching(/^[ -~]{1,512}$/), channelId },
  });
});

test('masks are one entry or two as the casemapping folds them', () => {
  const line = `${head} BANMASKS "[!*@*,{!*@*"`;
  const sizes = (['rfc1459', 'ascii'] as const).map((casemapping) => {
    const decoded = decodeDocument(line, casemapping);
    return 'message' in decoded ? decoded.message.part.registers.size : decoded.problem;
  });
  expect(sizes).toEqual([1, 2]);
});

test('a line is read up to its limit', () => {
  const overhead = `${head} BANMASKS ""`.length;
  const lineOf = (bytes: number) =>
    `${head} BANMASKS "${'a,'.repeat(bytes).slice(0, bytes - overhead - 2)}bb"`;
  expect(lineOf(lineBytesMax)).toHaveLength(lineBytesMax);
  expect(decodeDocument(lineOf(lineBytesMax), 'ascii')).toHaveProperty('message');
  expect(decodeDocument(lineOf(lineBytesMax + 1), 'ascii')).toMatchObject({
    problem: { code: 'too-long', channelId: null },
  });
});

test('the plain form leaves out stamps and what is unset', () => {
  const decoded = decodeDocument(`${head} NOTOPIC +n -t NOKEY UNBANMASKS "a!*@*" STAMPS 1`, 'ascii');
  const message = 'message' in decoded ? decoded.message : undefined;
  expect(encodeDocument(message!, { form: plainForm, lineBytesMax })).toEqual([`${head} NOTOPIC +n`]);
});

test('a channel with a topic of 60 bytes, +nt, three bans and one stamp stays below 317 bytes', () => {
  const topic = 'x'.repeat(60);
  const line =
    `CBURST #general 123e4567-e89b-12d3-a456-426614174000 server1.example.com 2024-01-01T12:00:00Z ` +
    `TOPIC "${topic}" admin!admin@server1.example.com 2024-01-01T12:30:00Z +nt ` +
    `BANMASKS "*!*@spammer.com,*!*@baduser.net,*!*@third.example" MEMBERS 5 STAMPS lqulqneo`;
  const decoded = decodeDocument(line, 'ascii');
  expect('message' in decoded && encodeDocument(decoded.message, { form: wholeForm, lineBytesMax })).toEqual([
    line,
  ]);
  expect(line.length).toBeLessThan(317);
});

test('a line limit in which a register may not fit is a mistake of the caller', () => {
  const decoded = decodeDocument(head, 'ascii');
  const message = 'message' in decoded ? decoded.message : undefined;
  expect(() => encodeDocument(message!, { form: wholeForm, lineBytesMax: 512 })).toThrow('512');
});

test.each([
  ['as this side writes it', 'NOTOPIC +n MEMBERS 3 STAMPS 1', 'NOTOPIC +n\n1'],
  ['without members', 'NOTOPIC +n STAMPS "1,2"', 'NOTOPIC +n\n1,2'],
  ['without stamps', 'NOTOPIC +n MEMBERS 3', 'NOTOPIC +n\n'],
  ['in another order', '+n TOPIC "a b" - - STAMPS 1 MEMBERS 3 X-NEW 1', '+n TOPIC "a b" - -\n1'],
  ['that says nothing', 'MEMBERS 3', '\n'],
  ['parted by the members', 'NOTOPIC MEMBERS 3 +n STAMPS 1', null],
  ['parted by what is of a later version', 'NOTOPIC X-NEW 1 +n STAMPS 1', null],
  ['with a mask that is not complete', 'BANMASKS "a,b!*@*" STAMPS 1', null],
  ['with a mask in two spellings', 'BANMASKS "a!*@*,A!*@*" STAMPS 1', null],
  ['with a counter and no time', '+n STAMPS 0.1', '+n\n0.1'],
  ['with a floor stamp that is spelled otherwise', '+n STAMPS 00', null],
  ['with a floor stamp that has a counter', '+nt STAMPS 1,0.0@a', null],
])('the text of the registers of a line %s', (_, words, packed) => {
  const decoded = decodeDocument(`${head} ${words}`, 'ascii');
  const part = 'message' in decoded ? decoded.message.part : null;
  expect(part).toHaveProperty('packed', packed);
  expect({ ...part }).not.toHaveProperty('packed');
});

const head = 'CBURST #c 123e4567-e89b-12d3-a456-426614174000 server1.example.com 2024-01-01T12:00:00Z';

/** A line and what it means, or why it is rejected; strings are byte strings. */
interface Vector {
  readonly name: string;
  readonly line: string;
  /** False: the encoder writes the same in another way. */
  readonly canonical?: boolean;
  /** True: the plain form is the same. */
  readonly plain?: boolean;
  readonly means?: Meaning;
  readonly problem?: string;
  readonly channelId?: string | null;
}

interface Meaning extends Omit<ChannelIdentity, 'name' | 'origin'> {
  readonly channel: ChannelIdentity['name'];
  readonly server: ChannelIdentity['origin'];
  readonly members: number | null;
  readonly written: boolean;
  readonly absorbed: readonly ChannelId[];
  readonly registers: readonly { readonly field: Field; readonly stamp: string }[];
  readonly unknown: Readonly<Record<string, string>>;
}

function messageOf(means: Meaning): DocumentMessage {
  const { channel, server, members, absorbed, registers, unknown, ...identity } = means;
  const part = {
    ...identity,
    name: channel,
    origin: server,
    absorbed: new Set(absorbed),
    registers: new Map(
      registers.map(({ field, stamp }) => [fieldKey('rfc1459', field), { field, stamp: parseStamp(stamp)! }]),
    ),
    unknown: new Map(Object.entries(unknown)),
  };
  return { part, members };
}
