import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { newPeerMemory, type PeerMemory } from '../../../src/core/peer-memory.ts';
import { BurstMetrics } from '../../../src/metrics/burst-metrics.ts';
import { PeerMetrics } from '../../../src/metrics/peer-metrics.ts';
import type { PeerSession } from '../../../src/peer/peer-session.ts';
import type { PeerStatus, PeerTableEvents } from '../../../src/peer/peer-table.ts';
import { b, c } from '../../support/replica-fixture.ts';
import { figuresOf } from './figures.ts';

const session = { live: true, dirty: true, waiting: 4, latencyUs: 2500 } as PeerSession;

function prepared() {
  const registry = new Registry();
  const bursts = new BurstMetrics(registry, { now: () => 0, receivedBytes: () => 0 });
  const metrics = new PeerMetrics(registry, [b, c], bursts);
  const told: unknown[][] = [];
  const events = new Proxy({} as PeerTableEvents, {
    ownKeys: () => [...EVENTS],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get:
      (_target, name) =>
      (...words: unknown[]) =>
        told.push([name, ...words]),
  });
  return { metrics, events: metrics.count(events), told, figures: () => figuresOf(registry) };
}

const EVENTS: readonly (keyof PeerTableEvents)[] = [
  ...(['linked', 'burstEnded', 'compared', 'unlinked', 'refused', 'failed'] as const),
  ...(['rejected', 'notAccepted', 'noticed', 'exceeded', 'step'] as const),
];

test('every event goes on as it is', () => {
  const { events, told } = prepared();
  const problem = { code: 'bad-id', reason: 'x', channelId: null } as const;
  events.linked(b, session);
  events.burstEnded(b, 3);
  events.compared(b, { kind: 'equal', documents: 1 });
  events.unlinked(b, 'timeout: x');
  events.refused(b, 'x');
  events.failed(b, 'x');
  events.rejected(b, 1, 2, problem);
  events.notAccepted(b, 'x');
  events.noticed('peer.cloned', b, 'x');
  events.exceeded(b, 'e', 1);
  events.step(b, 'channel.requested', { id: null });
  expect(told).toEqual([
    ['linked', b, session],
    ['burstEnded', b, 3],
    ['compared', b, { kind: 'equal', documents: 1 }],
    ['unlinked', b, 'timeout: x'],
    ['refused', b, 'x'],
    ['failed', b, 'x'],
    ['rejected', b, 1, 2, problem],
    ['notAccepted', b, 'x'],
    ['noticed', 'peer.cloned', b, 'x'],
    ['exceeded', b, 'e', 1],
    ['step', b, 'channel.requested', { id: null }],
  ]);
});

test('what happens with peers is counted by codes', async () => {
  const { metrics, events, figures } = prepared();
  expect(await figures()).toMatchObject({
    [`peer_links_total{peer="${c}"}`]: 0,
    [`peer_dial_failures_total{peer="${c}"}`]: 0,
    [`refused_lines_total{peer="${c}"}`]: 0,
  });
  events.linked(b, session);
  events.step(b, 'burst.received', { mode: 'full', sequence: 0 });
  events.rejected(b, 1, 2, { code: 'bad-id', reason: 'anything', channelId: null });
  events.notAccepted(b, 'anything');
  events.compared(b, { kind: 'failed', code: 'abandoned' });
  events.compared(b, { kind: 'equal', documents: 1 });
  events.unlinked(b, 'timeout: anything');
  metrics.dialFailed(c);
  expect(await figures()).toMatchObject({
    [`peer_links_total{peer="${b}"}`]: 1,
    [`rejected_lines_total{peer="${b}",reason="bad-id"}`]: 1,
    [`refused_lines_total{peer="${b}"}`]: 1,
    [`comparisons_total{peer="${b}",outcome="failed"}`]: 1,
    [`comparisons_total{peer="${b}",outcome="equal"}`]: 1,
    [`peer_link_ends_total{peer="${b}",reason="timeout"}`]: 1,
    [`burst_failures_total{peer="${b}",reason="timeout"}`]: 1,
    [`peer_dial_failures_total{peer="${c}"}`]: 1,
  });
});

test('a burst on a link that another one replaces has failed', async () => {
  const { events, figures } = prepared();
  events.linked(b, session);
  events.step(b, 'burst.received', { mode: 'full', sequence: 0 });
  events.linked(b, session);
  expect(await figures()).toMatchObject({ [`burst_failures_total{peer="${b}",reason="duplicate"}`]: 1 });
});

test('of a peer that is removed nothing is told any more, though its link has yet to end', async () => {
  const { metrics, events, figures } = prepared();
  const happen = () => {
    events.linked(b, session);
    events.step(b, 'burst.received', { mode: 'full', sequence: 0 });
    events.rejected(b, 1, 2, { code: 'bad-id', reason: 'x', channelId: null });
    events.compared(b, { kind: 'equal', documents: 1 });
    events.unlinked(b, 'pin: x');
    metrics.dialFailed(b);
  };
  happen();
  metrics.configure([c]);
  happen();
  expect(Object.keys(await figures()).filter((series) => series.includes(b))).toEqual([]);
  metrics.configure([b, c]);
  expect(await figures()).toMatchObject({ [`peer_links_total{peer="${b}"}`]: 0 });
});

test('peers are looked at when somebody asks', async () => {
  const { metrics, figures } = prepared();
  const status = (of: PeerSession | null) => ({ session: of }) as PeerStatus;
  const peers = new Map([
    [b, status(session)],
    [c, status(null)],
  ]);
  const memory = new Map<typeof b, PeerMemory>([[b, { ...newPeerMemory, acknowledged: 7 }]]);
  metrics.observe({ peers }, { sequence: 10, peers: memory });
  expect(await figures()).toMatchObject({
    [`peer_up{peer="${b}"}`]: 1,
    [`peer_up{peer="${c}"}`]: 0,
    [`peer_dirty{peer="${b}"}`]: 1,
    [`peer_waiting_items{peer="${b}"}`]: 4,
    [`peer_latency_seconds{peer="${b}"}`]: 0.0025,
    [`peer_lag_changes{peer="${b}"}`]: 3,
    [`peer_lag_changes{peer="${c}"}`]: 10,
  });

  // The first link has ended, the second one is in its burst, and has more than was issued here.
  peers.set(b, status(null));
  peers.set(c, status({ live: false, dirty: false, waiting: 0, latencyUs: 0 } as PeerSession));
  memory.set(c, { ...newPeerMemory, acknowledged: 11 });
  expect(await figures()).toMatchObject({
    [`peer_up{peer="${b}"}`]: 0,
    [`peer_up{peer="${c}"}`]: 0,
    [`peer_dirty{peer="${b}"}`]: 0,
    [`peer_dirty{peer="${c}"}`]: 0,
    [`peer_waiting_items{peer="${b}"}`]: 0,
    [`peer_latency_seconds{peer="${b}"}`]: 0,
    [`peer_lag_changes{peer="${c}"}`]: 0,
  });

  peers.delete(b);
  expect(
    Object.keys(await figures()).filter((series) => /^peer_(?!.*_total)/.test(series) && series.includes(b)),
  ).toEqual([]);
});
