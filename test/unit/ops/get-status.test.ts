import { expect, test } from 'vitest';
import { newPeerMemory } from '../../../src/core/peer-memory.ts';
import { type GetStatusDependencies, getStatus } from '../../../src/ops/get-status.ts';
import { b, c } from '../../support/replica-fixture.ts';

const reachable = new Map([[b, { reachable: true, members: 1 }]]);
const [shown, rival] = [{ holders: reachable }, { holders: reachable }];

/** Every figure is another one, so that none can stand for its neighbour. */
const dependencies = {
  version: '1.2.3',
  startedAt: 11,
  store: {
    epoch: 'an-epoch',
    replica: {
      server: 'a.example',
      sequence: 12,
      casemapping: 'ascii',
      table: { size: 26, live: 29, heldBy: () => ({ ids: 25, live: 1 }), named: () => [shown, rival] },
      contested: new Set(['#x']),
      choose: () => ({ entry: shown }),
      quarantine: { size: 13 },
      host: { writes: { mode: 'freeze', reason: 'bans vanish', by: 'socket ops.sock', since: 15 } },
      peers: new Map([[b, { ...newPeerMemory, barred: { at: 1, by: 'x' } }]]),
    },
  },
  peers: { peers: new Map([b, c, 'd.example'].map((peer) => [peer, {}])), linked: () => [c, 'd.example'] },
  host: {
    since: 16,
    lastRefusal: 'another casemapping',
    stream: {
      attachment: { ready: true, lastEvent: 17, counts: { updates: 18, inFlight: 19, waiting: 20 } },
      profile: { software: 'InspIRCd', observe: true },
      shownMembers: { shown: 21, missing: 22, reason: 'no nick is free' },
    },
  },
  config: {
    loadedAt: 23,
    pending: () => [{ place: '[server]', key: 'name', before: 'a', after: 'b', restart: 'why' }],
  },
};

const given = (more: object = {}) => ({ ...dependencies, ...more }) as unknown as GetStatusDependencies;

test('the status has each figure in its place', () => {
  expect(getStatus(given())).toEqual({
    server: 'a.example',
    version: '1.2.3',
    started_at: 11,
    epoch: 'an-epoch',
    sequence: 12,
    casemapping: 'ascii',
    local_channels: 25,
    remote_channels: 27,
    shadowed_channels: 1,
    documents: 26,
    peers: 3,
    peers_linked: 2,
    quarantined: 13,
    conflicts: 1,
    host_writes: {
      mode: 'HOST_WRITE_MODE_FREEZE',
      reason: 'bans vanish',
      by: 'socket ops.sock',
      since: 15,
    },
    config_loaded_at: 23,
    restart_pending: [{ place: '[server]', key: 'name', before: 'a', after: 'b', restart_reason: 'why' }],
    peers_barred: 1,
    host: {
      attached: true,
      software: 'InspIRCd',
      since: 16,
      events: 17,
      updates: 18,
      updates_in_flight: 19,
      updates_waiting: 20,
      observe: true,
      members_shown: 21,
      members_missing: 22,
      members_missing_reason: 'no nick is free',
      last_refusal: 'another casemapping',
    },
  });
});

test('of a host that is away it tells since when, and why the last one was refused', () => {
  const { host } = getStatus(
    given({ host: { stream: null, since: 16, lastRefusal: 'another casemapping' } }),
  );
  expect(host).toEqual({ attached: false, since: 16, last_refusal: 'another casemapping' });
});
