import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ABSORBED_MAX } from '../../../src/core/document.ts';
import { DOCUMENT_BYTES_MAX } from '../../../src/core/document-room.ts';
import { limits } from '../../../src/core/irc-text.ts';
import { CHANNEL_MEMBERS_MAX, memberLimits } from '../../../src/core/member.ts';
import { ITEM_BYTES_MAX, ITEM_LINES_MAX } from '../../../src/extension/burst-router.ts';
import { BURST_ITEMS_MAX } from '../../../src/peer/received-burst.ts';
import { PAGE_BYTES_MAX, PAGE_LINES_MAX } from '../../../src/peer/session-receiver.ts';
import { missingMax } from '../../../src/wire/burst-end-line.ts';
import { decodeDocument } from '../../../src/wire/document-line.ts';
import { helloLimits } from '../../../src/wire/hello-line.ts';
import { lineBytesMax } from '../../../src/wire/line-bytes.ts';
import { lineProblemCodes } from '../../../src/wire/line-problem.ts';
import { decodeMembers } from '../../../src/wire/member-line.ts';
import { flagOfCode } from '../../../src/wire/mode-letters.ts';
import { byeCodes } from '../../../src/wire/session-message.ts';
import { serversMax } from '../../../src/wire/session-words.ts';

const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

test('the examples are valid lines', () => {
  const lines = [...text.matchAll(/^ {4}(CBURST #.*)$/gm)].map((match) => match[1]!);
  expect(lines.length).toBeGreaterThanOrEqual(4);
  for (const line of lines) expect(decodeDocument(line, 'rfc1459')).toHaveProperty('message');
});

test('the examples of members are valid lines', () => {
  const lines = [...text.matchAll(/^ {4}(MEMBER #.*)$/gm)].map((match) => match[1]!);
  expect(lines.length).toBeGreaterThanOrEqual(2);
  for (const line of lines) expect(decodeMembers(line, 'rfc1459')).toHaveProperty('message');
});

test('the table of letters is the whole table', () => {
  const documented = [...section('## 5').matchAll(/`([A-Za-z])` \| `([a-z-]+)`/g)].map((match) => [
    match[1]!,
    match[2]!,
  ]);
  const named = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ']
    .map((letter) => [letter, flagOfCode(letter.charCodeAt(0), true)?.name])
    .filter(([, name]) => name !== undefined && !name.startsWith('letter-'));
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(named));
});

test('every code is explained', () => {
  for (const code of [...lineProblemCodes, ...byeCodes]) expect(text).toContain(`\`${code}\``);
});

test.each([
  ['line', lineBytesMax],
  ['channel name', limits.channelNameBytes],
  ['topic', limits.topicBytes],
  ['setter', limits.setterBytes],
  ['mask', limits.maskBytes],
  ['join key', limits.joinKeyBytes],
  ['value of a parameter mode', limits.parameterBytes],
  ['value of a metadata entry', limits.metadataBytes],
  ['name of a mode, list or metadata entry', limits.modeNameBytes],
  ['absorbed ids', ABSORBED_MAX],
  ['servers in `PEERS`, `MESH`, `RELAY`', serversMax],
  ['channels in `MISSING`', missingMax],
  ['server name', limits.serverNameBytes],
  ['nick', memberLimits.nickBytes],
  ['user name, host, account of a member', memberLimits.userBytes],
  ['members told by one holder', CHANNEL_MEMBERS_MAX],
  ['burst types in `HAVE`', helloLimits.heldTypes],
  ['page', `${PAGE_LINES_MAX} lines, ${PAGE_BYTES_MAX / 2 ** 20} MiB`],
  ['lines of one item', `${ITEM_LINES_MAX}, ${ITEM_BYTES_MAX / 2 ** 20} MiB`],
  ['items of a burst, of all verbs', BURST_ITEMS_MAX],
  ['registers of a document', DOCUMENT_BYTES_MAX],
])('the limit of a %s is the documented one', (name, bytes) => {
  expect(text).toMatch(new RegExp(`^\\| ${name} \\| ${bytes}\\b`, 'm'));
});

/** The section whose heading starts so. */
function section(heading: string): string {
  const start = text.indexOf(`\n${heading}`);
  return text.slice(start, text.indexOf('\n## ', start + 1));
}
