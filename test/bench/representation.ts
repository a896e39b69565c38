import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import { type Field, fieldKey } from '../../src/core/field.ts';
import { parseChannelId, parseServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { decodeDocument, encodeDocument } from '../../src/wire/document-line.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { wholeForm } from '../../src/wire/line-form.ts';
import { ChannelRows } from './channel-rows.ts';
import { channelName, topicOf } from './data-set.ts';
import { residentBytes } from './proc-stats.ts';

/** What remote channels take as rows: resident growth of this process, nothing collected for it. */
const { values } = parseArgs({ options: { channels: { type: 'string', default: '100000' } } });
const setter = 'N0SSAAAAAA!bench@user.test' as IrcText;
const setAt = 1_750_000_060;
const channels = Number(values.channels);
const rows = new ChannelRows();
// What the first lines make the process load and compile is no channel's.
for (let index = 0; index < 2000; index++) check(lineOf(index));
await setTimeout(1000);
const before = residentBytes(process.pid);
for (let index = 0; index < channels; index++) {
  const line = lineOf(index);
  const { id, name } = check(line);
  rows.add(line, crc32(id), crc32(name), index, 1);
  // As pages come: the process has other work in between.
  if (index % 1000 === 999) await setTimeout(1);
}
await setTimeout(10_000);
const resident = (residentBytes(process.pid) - before) / channels;
const probe = Math.floor(channels / 2);
const expected = lineOf(probe);
if (![...rows.withId(crc32(check(expected).id))].includes(expected)) throw new Error('a row is lost');
console.log(
  `${channels} channels: ${Math.round(rows.bytes / channels)} bytes each reserved, ${Math.round(resident)} resident`,
);

function check(line: string) {
  const decoded = decodeDocument(line, 'rfc1459');
  if ('problem' in decoded) throw new Error(decoded.problem.reason);
  return decoded.message.part;
}

function lineOf(index: number): string {
  const origin = parseServerName('a.bench')!;
  const id = parseChannelId(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`)!;
  const entries = [0, 1, 2].map(
    (ban) => `*!*@${(crc32(`${index} ${ban}`) >>> 0).toString(16)}.dyn.example.net`,
  );
  const fields: Field[] = [
    { kind: 'topic', value: { text: topicOf(index) as IrcText, setter, setAt } },
    { kind: 'flag', name: 'no-external', set: true },
    { kind: 'flag', name: 'topic-protected', set: true },
    ...entries.map((mask) => ({
      kind: 'entry' as const,
      list: 'ban',
      mask: mask as IrcText,
      value: { setter, setAt },
    })),
  ];
  if (index % 10 === 0) {
    fields.push({ kind: 'join-key', value: `key${index}` as IrcText }, { kind: 'limit', value: 100 });
  }
  const stamp = { ms: setAt * 1000, counter: index % 7, server: origin };
  const registers = new Map(fields.map((field) => [fieldKey('rfc1459', field), { field, stamp }]));
  const name = channelName(index) as IrcText;
  const identity = { id, name, origin, createdAt: (setAt - 60) * 1000, splitBorn: false };
  const part = { ...identity, written: true, absorbed: new Set<never>(), registers, unknown: new Map() };
  return encodeDocument({ part, members: 1 }, { form: wholeForm, lineBytesMax })[0]!;
}
