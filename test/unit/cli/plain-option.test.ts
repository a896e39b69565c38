import { expect, test } from 'vitest';
import { renderChannel } from '../../../src/cli/channel-report.ts';
import { renderConflicts } from '../../../src/cli/commands/conflicts.ts';
import { renderEvent } from '../../../src/cli/commands/watch.ts';
import { renderFindings } from '../../../src/cli/finding-report.ts';
import { terminalFor } from '../../../src/cli/plain-option.ts';
import { renderPlan } from '../../../src/cli/planned-change-report.ts';
import { renderPairs, renderTable } from '../../../src/cli/table.ts';
import { startOpsServer } from './ops-server.ts';
import { runCburst } from './run-cburst.ts';

const plain = terminalFor({ plain: true });

function records(text: string): string[][] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split('\t'));
}

test('a record is a line with a tab between its columns, whatever is in them, and nothing is cut', () => {
  const columns = [{ title: 'SHOWN HERE' }, { title: 'N', align: 'right', shrinks: true }] as const;
  const long = 'x'.repeat(300);
  const rows = [
    [{ text: 'a\tb', style: 'red' as const }, 5],
    ['', `${long}\n`],
  ];
  expect(records(renderTable(columns, rows, plain))).toEqual([
    ['shown_here', 'n'],
    ['a\\u0009b', '5'],
    ['', `${long}\\u000a`],
  ]);
  expect(records(renderPairs([['in quarantine', 3]], plain))).toEqual([
    ['name', 'value'],
    ['in_quarantine', '3'],
  ]);
});

test('where there is nothing, programs get the names of the columns and no sentence', () => {
  const columns = [{ title: 'A' }];
  expect(renderTable(columns, [], plain, 'Nothing.\n')).toBe('a\n');
  expect(renderTable(columns, [], terminalFor({}), 'Nothing.\n')).toBe('Nothing.\n');
  const head = 'channel\tfrom_id\tto_id\tchange\tfield\tvalue\tbefore\n';
  expect(renderPlan({ changes: [], against_host: true }, '', plain)).toBe(head);
});

const topic = (text: string) =>
  ({
    field: 'topic',
    topic: { value: { text: Buffer.from(text), setter: Buffer.alloc(0), set_at: 0 } },
  }) as never;

test('what people see in groups is a record each, with all that it belongs to', () => {
  const rival = { id: 'i1', origin: 'a.test', created_at: 0, holders: ['a.test', 'b.test'] };
  const conflict = { channel: Buffer.from('#a'), policy: 'local', shown_id: 'i1', reason: 'held here' };
  const conflicts = renderConflicts([{ ...conflict, rivals: [rival, { ...rival, id: 'i2' }] }], plain);
  expect(records(conflicts).slice(1)).toEqual([
    ['#a', 'local', 'i1', 'a.test', 'unknown', 'a.test b.test', 'yes: held here'],
    ['#a', 'local', 'i2', 'a.test', 'unknown', 'a.test b.test', 'no'],
  ]);
  const change = { channel: Buffer.from('#a'), from_id: 'i1', to_id: 'i2', gained: [], lost: [] };
  const plan = renderPlan(
    {
      changes: [
        { ...change, changed: [topic('new')], before: [topic('old')] },
        { ...change, changed: [], before: [] },
      ],
      against_host: false,
    },
    'oldest',
    plain,
  );
  expect(records(plan).slice(1)).toEqual([
    ['#a', 'i1', 'i2', '~', 'topic', 'new', 'old'],
    ['#a', 'i1', 'i2', '-', '-', '-', '-'],
  ]);
});

test('why is a record for each field of each id', () => {
  const field = { field: topic('hi'), writer: 'a.test', stamped_at: 0, stamp: 's', reason: 'latest write' };
  const documents = [
    { id: 'i1', shown: true, fields: [field] },
    {
      id: 'i2',
      shown: false,
      fields: [{ ...field, lost: { field: topic('old'), writer: 'b.test', stamped_at: 1000 } }],
    },
  ];
  expect(records(renderChannel({ documents, host_deviations: [] } as never, plain))).toEqual([
    ['id', 'shown', 'field', 'value', 'writer', 'stamped', 'stamp', 'why'],
    ['i1', 'yes', 'topic', 'hi', 'a.test', '-', 's', 'latest write'],
    [
      'i2',
      'no',
      'topic',
      'hi',
      'a.test',
      '-',
      's',
      'latest write; lost: old of b.test, 1970-01-01 00:00:01Z',
    ],
  ]);
});

test('findings and events are records, too', () => {
  const finding = {
    severity: 'error',
    area: 'keys',
    cause: 'lost',
    place: 'a.toml:1',
    fix: 'make one',
  } as const;
  expect(records(renderFindings([finding], false, plain))).toEqual([
    ['severity', 'area', 'cause', 'place', 'fix'],
    ['error', 'keys', 'lost', 'a.toml:1', 'make one'],
  ]);
  const event = { time: 0, kind: 'peer.linked', channel: Buffer.alloc(0), server: 'b.test', text: 'up' };
  expect(records(renderEvent(event as never, plain))).toEqual([
    ['1970-01-01T00:00:00.000Z', 'peer.linked', '', 'b.test', 'up'],
  ]);
});

test('a list is plain without colours even where they are forced, and not both plain and JSON', async () => {
  const channels = [{ name: Buffer.from('#a'), topic: Buffer.from('a\tb') }];
  const { socket } = await startOpsServer({ channels });
  const list = ['channels', '--socket', socket, '--plain'];
  const { stdout, stderr } = await runCburst(list, { env: { FORCE_COLOR: '1' } });
  expect(stderr).toBe('');
  expect(records(stdout)).toEqual([
    ['channel', 'where', 'members', 'holders', 'modes', 'entries', 'topic'],
    ['#a', 'remote', '0', '-', '-', '0', 'a\\x09b'],
  ]);
  expect((await runCburst([...list, '--json'])).exitCode).toBe(2);
  const chosen = await runCburst([...list, '--fields', 'name,local']);
  expect(records(chosen.stdout)).toEqual([
    ['name', 'local'],
    ['#a', 'false'],
  ]);
});
