import { expect, test } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { newPeerMemory } from '../../../src/core/peer-memory.ts';
import { type ListPeersDependencies, listPeers } from '../../../src/ops/list-peers.ts';
import type { PeerSession } from '../../../src/peer/peer-session.ts';
import type { PeerStatus } from '../../../src/peer/peer-table.ts';
import { b, c } from '../../support/replica-fixture.ts';

const session = {
  live: true,
  dirty: false,
  waiting: 4,
  latencyUs: 2500,
  toldSequence: 30,
  link: { outgoing: true },
  capabilities: ['mesh'],
  hello: { software: 'test' },
  compression: { sent: 'zstd', received: null },
} as unknown as PeerSession;

function status(name: ServerName, more: Partial<PeerStatus> = {}): PeerStatus {
  const config = { name, address: null, pin: 'ff' };
  const unlinked = { session: null, since: 1, rejectedLines: 0, lastError: '', missing: [], compared: null };
  return { config, ...unlinked, ...more } as PeerStatus;
}

const dependencies = {
  peers: {
    peers: new Map([
      [c, status(c)],
      [b, status(b, { session })],
    ]),
    connecting: () => false,
    meshLive: () => new Map([[b, new Set(['z.example', 'd.example'])]]),
  },
  store: {
    replica: { sequence: 10, peers: new Map([[b, { ...newPeerMemory, acknowledged: 7 }]]) },
    cursors: new Map([
      [b, { epoch: 'e', sequence: 28 }],
      [c, { epoch: 'e', sequence: 5 }],
    ]),
  },
  expelled: () => false,
} as unknown as ListPeersDependencies;

test('how far each side is behind the other is told in changes', () => {
  expect(listPeers(dependencies, { page_size: 0, page_token: '' }).peers).toMatchObject([
    {
      server: b,
      acknowledged_sequence: 7,
      unacknowledged_changes: 3,
      told_sequence: 30,
      received_sequence: 28,
      unstored_changes: 2,
      linked_with: ['d.example', 'z.example'],
      tells_links: true,
    },
    {
      server: c,
      acknowledged_sequence: 0,
      unacknowledged_changes: 10,
      told_sequence: 0,
      received_sequence: 5,
      unstored_changes: 0,
      linked_with: [],
      tells_links: false,
    },
  ]);
});

test('peers come a page at a time, by name', () => {
  const ask = (page_token: string) => listPeers(dependencies, { page_size: 1, page_token });
  const first = ask('');
  expect(first.peers!.map(({ server }) => server)).toEqual([b]);
  const last = ask(first.next_page_token!);
  expect(last.peers!.map(({ server }) => server)).toEqual([c]);
  expect(last.next_page_token).toBe('');
  expect(() => ask('no token')).toThrow('page token');
});
