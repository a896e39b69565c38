import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ChannelId } from '../../../src/core/identity.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { memberLimits, memberText } from '../../../src/core/member.ts';
import { lineBytesMax } from '../../../src/wire/line-bytes.ts';
import { decodeMembers, encodeMembers, type MemberMessage } from '../../../src/wire/member-line.ts';

interface Vector {
  readonly name: string;
  readonly line: string;
  readonly means?: MemberMessage;
  readonly canonical?: boolean;
  readonly problem?: string;
  readonly channelId?: string | null;
}

const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('../../vectors/member-lines.json', import.meta.url), 'utf8'),
);
const head = { name: '#c' as IrcText, id: '123e4567-e89b-12d3-a456-426614174000' as ChannelId };

test.each(vectors.filter(({ means }) => means))('$name', ({ line, means, canonical }) => {
  expect(decodeMembers(line, 'rfc1459')).toEqual({ message: means });
  if (canonical !== false) expect(linesOf(means!)).toEqual([line]);
});

test.each(vectors.filter(({ problem }) => problem))('rejected: $name', ({ line, problem, channelId }) => {
  expect(decodeMembers(line, 'rfc1459')).toEqual({
    problem: { code: problem, reason: expect.stringMatching(/^[ -~]{1,512}$/), channelId },
  });
});

test('nicks are the same or not as the casemapping folds them', () => {
  const line = `MEMBER #c ${head.id} change USERS "[!u@h,{!u@h"`;
  expect(decodeMembers(line, 'ascii')).toHaveProperty('message');
  expect(decodeMembers(line, 'rfc1459')).toMatchObject({ problem: { code: 'bad-value' } });
});

test('a list of many members is few lines, which begin and end it', () => {
  const present = Array.from(
    { length: 40_000 },
    (_, n) => `nick${n}!user@host${n % 100}.example 1704110400 v`,
  );
  const lines = encodeMembers({ ...head, whole: true, renamed: [], gone: [], present });
  expect(lines.length).toBeLessThan(40);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(lineBytesMax);
  const messages = lines.map(messageOf);
  const inner = Array.from({ length: lines.length - 2 }, () => 'next');
  expect(messages.map(({ part }) => part)).toEqual(['begin', ...inner, 'end']);
  expect(messages.flatMap((message) => message.present.map(memberText))).toEqual(present);
});

test('a split of 40,000 members is few lines', () => {
  const gone = Array.from({ length: 40_000 }, (_, n) => `nick${n}`);
  const lines = encodeMembers({ ...head, whole: false, renamed: [], gone, present: [] });
  expect(lines.length).toBeLessThan(8);
  expect(lines.flatMap((line) => messageOf(line).gone)).toEqual(gone);
});

test('changes that are too long for a line keep their order', () => {
  const renamed = Array.from({ length: 300 }, (_, n) => ({ from: `from${n}`, to: `to${n}` as IrcText }));
  const gone = renamed.map(({ from }) => from);
  const present = renamed.map(({ to }) => `${to}!u@h`);
  const lines = encodeMembers({ ...head, whole: false, renamed, gone, present }, 4096);
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(4096);
  const messages = lines.map(messageOf);
  expect(messages.flatMap((message) => message.renamed)).toEqual(renamed);
  expect(messages.flatMap((message) => message.gone)).toEqual(gone);
  expect(messages.flatMap((message) => message.present.map(memberText))).toEqual(present);
});

test('a longest member fits in a shortest line, with all its bytes escaped', () => {
  const { nickBytes, userBytes, hostBytes, accountBytes } = memberLimits;
  const [nick, user] = ['\\'.repeat(nickBytes), ','.repeat(userBytes)];
  const [host, account] = ['"'.repeat(hostBytes), '\\'.repeat(accountBytes)];
  const text = `${nick}!${user}@${host} 253402300799 qaohv ${account}`;
  const name = `#${'\\'.repeat(199)}` as IrcText;
  const lines = encodeMembers({ ...head, name, whole: true, renamed: [], gone: [], present: [text] }, 4096);
  expect(lines.map((line) => messageOf(line).present.map(memberText))).toEqual([[text]]);
});

test('nothing to tell is no line, but that nobody is there', () => {
  const nothing = { ...head, renamed: [], gone: [], present: [] };
  expect(encodeMembers({ ...nothing, whole: false })).toEqual([]);
  expect(encodeMembers({ ...nothing, whole: true })).toEqual([`MEMBER #c ${head.id} whole`]);
});

function messageOf(line: string): MemberMessage {
  const decoded = decodeMembers(line, 'rfc1459');
  if ('problem' in decoded) throw new Error(decoded.problem.reason);
  return decoded.message;
}

function linesOf({ part, present, ...message }: MemberMessage): string[] {
  return encodeMembers({ ...message, whole: part === 'whole', present: present.map(memberText) });
}
