import { expect, test } from 'vitest';
import { type PeerFacts, peerToProto } from '../../../src/ops/peer-proto.ts';
import type { PeerSession } from '../../../src/peer/peer-session.ts';
import type { PeerStatus } from '../../../src/peer/peer-table.ts';
import { b } from '../../support/replica-fixture.ts';

const PIN = 'ab'.repeat(32);

const session = {
  live: true,
  dirty: true,
  waiting: 4,
  latencyUs: 2500,
  toldSequence: 30,
  link: { outgoing: true },
  capabilities: ['mesh', 'stamps'],
  hello: { software: 'cburst\u00e4' },
  compression: { sent: 'zstd', received: 'deflate' },
};

function peer(more: object): PeerStatus {
  const status = {
    config: { name: b, address: { host: '192.0.2.1', port: 6900 }, pin: PIN },
    session,
    since: 11,
    rejectedLines: 12,
    lastError: 'read ECONNRESET',
    missing: ['d.example'],
    compared: null,
    lastIncomingAt: 13,
    clockAheadMs: -14,
    ...more,
  };
  return status as unknown as PeerStatus;
}

const facts: PeerFacts = {
  connecting: false,
  expelled: true,
  underReview: true,
  sequence: 10,
  acknowledgedSequence: 7,
  barred: { at: 15, by: 'socket ops.sock' },
  receivedSequence: 28,
  linkedWith: null,
};

test('a linked peer is told with all that is known of it and its link', () => {
  expect(peerToProto(peer({}), facts)).toEqual({
    server: b,
    address: '192.0.2.1:6900',
    pin: `sha256:${PIN}`,
    state: 'PEER_STATE_LINKED',
    since: 11,
    outgoing: true,
    latency_us: 2500,
    waiting: 4,
    received_sequence: 28,
    rejected_lines: 12,
    dirty: true,
    last_error: 'read ECONNRESET',
    software: 'cburst\u00e4',
    capabilities: ['mesh', 'stamps'],
    expelled: true,
    missing_links: ['d.example'],
    compression_sent: 'zstd',
    compression_received: 'deflate',
    under_review: true,
    last_incoming_at: 13,
    clock_ahead_ms: -14,
    acknowledged_sequence: 7,
    unacknowledged_changes: 3,
    told_sequence: 30,
    unstored_changes: 2,
    linked_with: [],
    tells_links: false,
    barred_at: 15,
    barred_by: 'socket ops.sock',
  });
});

test.each([
  ['PEER_STATE_LINKED', session, false],
  ['PEER_STATE_BURSTING', { ...session, live: false }, true],
  ['PEER_STATE_CONNECTING', null, true],
  ['PEER_STATE_DOWN', null, false],
])('%s', (state, now, connecting) => {
  const link = now as unknown as PeerSession | null;
  expect(peerToProto(peer({ session: link }), { ...facts, connecting })).toMatchObject({ state });
});

test('of a peer that is not linked and was never compared nothing is made up', () => {
  const down = peerToProto(peer({ session: null, clockAheadMs: null }), { ...facts, barred: null });
  expect(down).toMatchObject({ since: 11, latency_us: 0, software: '', capabilities: [], barred_by: '' });
  expect(down).toMatchObject({ last_error: 'read ECONNRESET', unstored_changes: 0, barred_at: 0 });
  expect(Object.keys(down)).not.toContain('clock_ahead_ms');
  expect(Object.keys(down)).not.toContain('compared');
});

test.each([
  [
    { kind: 'equal', documents: 5 },
    { outcome: 'COMPARISON_OUTCOME_EQUAL', equal_documents: 5 },
  ],
  [
    { kind: 'different', sent: [1, 2], differsByRule: [3], lackedByRule: 4, complete: false },
    { outcome: 'COMPARISON_OUTCOME_DIFFERENT', sent_documents: 2, differing_by_rule: 5, more: true },
  ],
  [
    { kind: 'failed', code: 'timeout' },
    { outcome: 'COMPARISON_OUTCOME_FAILED', failure: 'timeout' },
  ],
])('the last comparison is told: %o', (outcome, compared) => {
  expect(peerToProto(peer({ compared: { at: 9, outcome } }), facts).compared).toEqual({
    time: 9,
    ...compared,
  });
});
