import { expect, test } from 'vitest';
import { CLOCK_LEAD_MAX_MS } from '../../../src/core/replica.ts';
import { peerServer } from '../../../src/sidecar/peer-server.ts';
import { TransactionLoop } from '../../../src/sidecar/transaction-loop.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ReplicaStore } from '../../../src/store/replica-store.ts';
import { a, at, b, channelId, flag, part, register, t0 } from '../../support/replica-fixture.ts';

const one = channelId(1);
const two = channelId(2);
const tooLate = register(flag('secret'), at(CLOCK_LEAD_MAX_MS + 1));

/** Server a, which knew b as holder of two channels before the link to it was lost; a new link is up. */
function resumed(channelBurst = true) {
  const store = new ReplicaStore(new MemoryStore(), {
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 0,
    newId: () => one,
    newEpoch: () => 'epoch',
  });
  const loop = new TransactionLoop(store, {
    now: () => t0,
    defer: (run) => run(),
    committed: () => {},
    failed: (error) => {
      throw error;
    },
  });
  for (const id of [one, two]) store.replica.receive(b, part(id, []), 1, t0);
  store.replica.lost(b);
  const dependencies = { software: 'test', store, loop, linkedPeers: () => [], channelBurst };
  const reachable = (id: typeof one) => store.replica.table.get(id)!.holders.get(b)!.reachable;
  return { server: peerServer(b, dependencies), reachable, replica: store.replica };
}

test('a resume confirms what was known', () => {
  const { server, reachable } = resumed();
  server.burstEnded(null, new Set());
  expect([reachable(one), reachable(two)]).toEqual([true, true]);
});

test('a resume confirms no channel of which a line could not be read', () => {
  const { server, reachable } = resumed();
  server.burstEnded(null, new Set([one]));
  expect([reachable(one), reachable(two)]).toEqual([false, true]);
});

test('a resume confirms no channel of which a line was refused, until it comes again', () => {
  const { server, reachable } = resumed();
  server.receive([{ part: part(one, [tooLate]), members: null }], null, () => {});
  server.burstEnded(null, new Set());
  expect([reachable(one), reachable(two)]).toEqual([false, true]);
  server.receive([{ part: part(one, []), members: 1 }], null, () => {});
  expect(reachable(one)).toBe(true);
});

test('with the channel burst switched off nothing is presented, and each line is answered', () => {
  for (const isOn of [true, false]) {
    const { server, replica } = resumed(isOn);
    replica.setOwnPresence(replica.table.get(one)!, 1);
    expect(server.held(0)).toEqual(isOn ? [one] : []);
    expect(server.describe(one, null) === null).toBe(!isOn);
    let problems: (string | null)[] = [];
    server.receive([{ part: part(two, []), members: 1 }], null, (found) => {
      problems = found;
    });
    expect(problems).toEqual([isOn ? null : 'the channel burst is switched off here']);
  }
});
