import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import { decodeDocument } from '../../src/wire/document-line.ts';
import { ChannelRows } from './channel-rows.ts';
import { lineOf } from './data-set-document.ts';
import { residentBytes } from './proc-stats.ts';

/** What remote channels take as rows: resident growth of this process, nothing collected for it. */
const { values } = parseArgs({ options: { channels: { type: 'string', default: '100000' } } });
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
