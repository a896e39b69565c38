import { expect, test } from 'vitest';
import { renderMap } from '../../../src/cli/commands/map.ts';
import { renderStats } from '../../../src/cli/commands/stats.ts';
import type { Peer__Output } from '../../../src/proto-types/cburst/v1/Peer.ts';

const plain = { width: null, paint: (_style: string, text: string) => text };
const linked = { state: 'PEER_STATE_LINKED', tells_links: true, since: 1, latency_us: 1500 };
const peers = [
  { ...linked, server: 'b.test', linked_with: ['a.test', 'c.test'] },
  { ...linked, server: 'c.test', linked_with: ['a.test', 'b.test'] },
  {
    server: 'd.test',
    state: 'PEER_STATE_DOWN',
    since: 1,
    latency_us: 0,
    linked_with: [],
    tells_links: false,
  },
] as unknown as Peer__Output[];

test('the map shows each link, what is behind it, and the links that miss', () => {
  const held = new Map([
    ['a.test', { channels: 3, members: 9 }],
    ['b.test', { channels: 1, members: 2 }],
  ]);
  const map = { status: { server: 'a.test' }, peers, held, now: 60_001 };
  expect(renderMap(map, plain).split('\n')).toEqual([
    'a.test  3 channels, 9 members',
    '├─ b.test  linked 1m 1.5ms  1 channels, 2 members',
    '│    linked with c.test',
    '│    no link to d.test',
    '├─ c.test  linked 1m 1.5ms  0 channels, 0 members',
    '│    linked with b.test',
    '│    no link to d.test',
    '└─ d.test  down 1m  0 channels, 0 members',
    '',
  ]);
});

test('a peer that an operator keeps away is not said to be down', () => {
  const barred = { ...peers[2]!, barred_at: 2, missing_links: [] };
  const map = { status: { server: 'a.test' }, peers: [barred], held: new Map(), now: 60_001 };
  expect(renderMap(map, plain)).toContain('d.test  barred 1m');
  expect(renderMap(map, { ...plain, plain: true })).toContain('d.test\tbarred\t');
});

test('figures are told with the digits that say something', () => {
  const figure = (name: string, value: number, labels = {}) => ({ name, value, labels });
  const figures = [
    figure('link_sent_bytes_total', 12_345_678, { peer: 'b.test' }),
    figure('burst_last_duration_seconds', 0.0123, { peer: 'b.test' }),
    figure('store_commit_duration_seconds_sum', 12.34),
    figure('documents', 7),
  ];
  const text = renderStats({ started_at: 1, time: 60_001, figures }, plain);
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['Counted for 1m.'],
    ['FIGURE', 'OF', 'NUMBER'],
    ['link_sent_bytes_total', 'b.test', '12 MB'],
    ['burst_last_duration_seconds', 'b.test', '12.3 ms'],
    ['store_commit_duration_seconds_sum', '-', '12.3 s'],
    ['documents', '-', '7'],
  ]);
  expect(renderStats({ started_at: 1, time: 2, figures: [] }, plain)).toContain('No figure has such a name');
});
