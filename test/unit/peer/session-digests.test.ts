import { describe, expect, test } from 'vitest';
import { DigestTree } from '../../../src/core/digest-tree.ts';
import { documentDigest } from '../../../src/core/document-digest.ts';
import type { ChannelId, ServerName } from '../../../src/core/identity.ts';
import type { BurstExchange } from '../../../src/extension/burst-extension.ts';
import { BurstRouter } from '../../../src/extension/burst-router.ts';
import { Containment } from '../../../src/extension/containment.ts';
import type { ExtensionFailure } from '../../../src/extension/extension-failure.ts';
import { type FinishedComparison, SessionDigests, WAITERS_MAX } from '../../../src/peer/session-digests.ts';
import type { DigestMessage } from '../../../src/wire/digest-line.ts';
import { a, b, channelId, part } from '../../support/replica-fixture.ts';

const one = channelId(1);
const two = channelId(2);
const intervalMs = 60_000;
const timeoutMs = 20_000;

/** Two sides that hear each other at once. */
function createPair(first: readonly ChannelId[], second: readonly ChannelId[]) {
  let deliver = true;
  let clock = 0;
  let salt = 0;
  const tick = (side: 0 | 1, now: number) => {
    clock = now;
    sides[side]!.digests.tick(now);
  };
  const arrived = (side: 0 | 1, now: number) => {
    clock = now;
    sides[side]!.digests.arrived(now);
  };
  const state = { live: true, quiet: true, heard: true, peerHolds: false, members: [1, 1] };
  const sides: Side[] = [];
  const createSide = (server: ServerName, peer: ServerName, ids: readonly ChannelId[], other: number) => {
    const sent: ChannelId[] = [];
    const requested: ChannelId[] = [];
    const salts: number[] = [];
    const outcomes: string[] = [];
    const queue = (message: DigestMessage) => {
      if (deliver) sides[other]!.digests.message(message, clock);
    };
    const digests = new SessionDigests(
      { server, peer, intervalMs, timeoutMs, salt: () => ++salt },
      {
        router: routerOf(
          peer,
          ids,
          (salt) => salts.push(salt),
          () => state.peerHolds,
          () => state.members[1 - other]!,
        ),
        live: () => state.live,
        quiet: () => state.quiet,
        heard: () => state.heard,
        emit: queue,
        send: ({ id }) => sent.push(id),
        request: ({ id }) => requested.push(id),
        ended: ({ kind }) => outcomes.push(kind),
      },
    );
    return { digests, sent, requested, outcomes, salts, walks: () => salts.length };
  };
  sides.push(createSide(a, b, first, 1), createSide(b, a, second, 0));
  return { sides, state, tick, arrived, stopDelivery: () => (deliver = false) };
}

interface Side {
  readonly digests: SessionDigests;
  readonly sent: ChannelId[];
  readonly requested: ChannelId[];
  readonly outcomes: string[];
  readonly salts: number[];
  readonly walks: () => number;
}

function routerOf(
  peer: ServerName,
  ids: readonly ChannelId[],
  walked: (salt: number) => void,
  peerHolds: () => boolean,
  members: () => number,
): BurstRouter {
  const router = new BurstRouter(peer);
  const report = ({ error }: ExtensionFailure) => {
    throw error;
  };
  const entries = () =>
    ids.map((id) => ({ id, digest: documentDigest(part(id, [])), first: members(), second: null }));
  const digests = {
    lastSalt: null as number | null,
    root: (salt: number) => {
      walked(salt);
      digests.lastSalt = salt;
      return new DigestTree(entries(), salt).root();
    },
    dropSalt: () => {
      digests.lastSalt = null;
    },
    entries,
    peerHolds,
  };
  const nothing = () => [];
  const exchange: BurstExchange = {
    presented: nothing,
    others: nothing,
    knows: () => true,
    describe: nothing,
    read: () => ({ problem: { code: 'bad-value', reason: '', channelId: null } }),
    burstEnded: () => {},
    digests,
  };
  router.add(
    'CBURST',
    exchange,
    new Containment({ burstType: 'CBURST', report, now: null, writesReplica: true }),
  );
  return router;
}

test.each([0, 1] as const)(
  'what the peer is thought to hold and does not compare is asked for when it has it, until both compare it (%i)',
  (side) => {
    const ids: ChannelId[] = [];
    const { sides, state, tick } = side === 0 ? createPair([one], ids) : createPair(ids, [one]);
    const asks = sides[side]!;
    Object.assign(state, { peerHolds: true });
    tick(0, 1000);
    expect([asks.sent, asks.requested]).toEqual([[one], []]);
    state.quiet = false;
    tick(side, 2000);
    expect(asks.requested).toEqual([]);
    state.quiet = true;
    tick(side, 3000);
    tick(side, 4000);
    expect(asks.requested).toEqual([one]);
    const again = 2 * intervalMs;
    tick(0, again);
    tick(side, again);
    tick(side, again + 1);
    expect(asks.requested).toEqual([one, one]);
    ids.push(one);
    tick(0, 2 * again);
    tick(side, 2 * again + 1);
    expect(asks.requested).toEqual([one, one]);
  },
);

test('the salt stays as it is while both are equal, on whichever side, so that sums which are kept serve again', () => {
  const ids = [one];
  const { sides, tick } = createPair(ids, [one]);
  tick(0, 1000);
  tick(0, 1000 + intervalMs);
  tick(1, 3000 + intervalMs);
  sides[1]!.digests.compare(() => {}, 3000 + intervalMs);
  expect(sides.map(({ salts }) => salts)).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  ids.push(two);
  const differs = 3000 + 2 * intervalMs;
  tick(0, differs);
  tick(0, differs + 6000);
  expect(sides[0]!.outcomes.slice(-2)).toEqual(['different', 'different']);
  expect(sides[0]!.salts).toEqual([1, 1, 1, 1, 2]);
});

describe('two sides', () => {
  test('are proven equal as soon as both bursts are over, then at intervals; the smaller name begins', () => {
    const { sides, state, tick } = createPair([one], [one]);
    state.live = false;
    tick(0, 1000);
    tick(1, 1000);
    expect(sides[0]!.outcomes).toEqual([]);
    Object.assign(state, { live: true, quiet: false });
    tick(0, 2000);
    tick(1, 2000);
    expect(sides[0]!.outcomes).toEqual([]);
    state.quiet = true;
    tick(1, 3000);
    expect(sides[0]!.outcomes).toEqual([]);
    tick(0, 3000);
    expect(sides.map(({ outcomes }) => outcomes)).toEqual([['equal'], ['equal']]);
    tick(0, 3000 + intervalMs - 1);
    expect(sides[0]!.outcomes).toHaveLength(1);
    tick(0, 3000 + intervalMs);
    expect(sides[0]!.outcomes).toHaveLength(2);
  });

  test('begin in the moment in which everything has arrived, the smaller name alone, and once', () => {
    const { sides, state, arrived } = createPair([one], [one]);
    state.quiet = false;
    arrived(0, 10);
    Object.assign(state, { quiet: true, heard: false });
    arrived(0, 11);
    state.heard = true;
    arrived(1, 12);
    expect(sides[0]!.outcomes).toEqual([]);
    arrived(0, 13);
    expect(sides.map(({ outcomes }) => outcomes)).toEqual([['equal'], ['equal']]);
    arrived(0, 5000);
    expect(sides[0]!.outcomes).toHaveLength(1);
  });

  test('do not wait for ever for the page that says that a burst was all', () => {
    const { sides, state, tick } = createPair([one], [one]);
    Object.assign(state, { live: false, heard: false });
    tick(0, 1000);
    state.live = true;
    tick(0, 2000);
    tick(0, 6999);
    expect(sides[0]!.outcomes).toEqual([]);
    tick(0, 7000);
    expect(sides[0]!.outcomes).toEqual(['equal']);
  });

  test('that differ send it, and look again soon', () => {
    const { sides, tick } = createPair([one, two], [one]);
    tick(0, 1000);
    expect(sides[0]!.sent).toEqual([two]);
    tick(0, 5999);
    expect(sides[0]!.outcomes).toEqual(['different']);
    tick(0, 6000);
    expect(sides[0]!.outcomes).toHaveLength(2);
  });

  test.each([
    ['nothing, if that says all', 1, []],
    ['what it has besides, if that does not', 2, [one]],
  ])(
    'send each other what they have: who was asked waits for the other, and sends %s',
    (_, members, sent) => {
      const { sides, state, tick } = createPair([one], [one]);
      state.members[1] = 2;
      tick(0, 1000);
      expect(sides.map((side) => side.sent)).toEqual([[one], []]);
      tick(1, 1999);
      state.members[1] = members;
      expect(sides[1]!.digests.came([{ id: two }], 1999)).toBe(false);
      expect(sides[1]!.digests.came([{ id: one }], 1999)).toBe(true);
      expect(sides[1]!.sent).toEqual(sent);
      tick(1, 3000);
      expect(sides[1]!.sent).toEqual(sent);
    },
  );

  test('do not wait for long, and compare nothing meanwhile', () => {
    const { sides, state, tick } = createPair([one], [one]);
    state.members[1] = 2;
    tick(0, 1000);
    sides[1]!.digests.message({ verb: 'DIGEST', round: 2, salt: 1, root: 1 }, 1999);
    expect(sides[1]!.walks()).toBe(1);
    tick(1, 2000);
    expect(sides[1]!.sent).toEqual([one]);
    sides[1]!.digests.message({ verb: 'DIGEST', round: 3, salt: 1, root: 1 }, 2000);
    expect(sides[1]!.walks()).toBe(2);
  });

  test('do not wait for an answer that never comes', () => {
    const { sides, tick, stopDelivery } = createPair([one], [one]);
    stopDelivery();
    tick(0, 1000);
    tick(0, 1000 + timeoutMs - 1);
    expect(sides[0]!.outcomes).toEqual([]);
    tick(0, 1000 + timeoutMs);
    expect(sides[0]!.outcomes).toEqual(['failed']);
  });

  test('do not wait for the rest of a round that took the place of another either', () => {
    const { sides, tick, stopDelivery } = createPair([one], [two]);
    stopDelivery();
    const begin = { verb: 'DIGEST', salt: 1, root: 1 } as const;
    sides[1]!.digests.message({ ...begin, round: 1 }, 1000);
    sides[1]!.digests.message({ ...begin, round: 2 }, 2000);
    expect(sides[1]!.outcomes).toEqual(['failed']);
    tick(1, 2000 + timeoutMs);
    expect(sides[1]!.outcomes).toEqual(['failed', 'failed']);
  });

  test('compare at most once a second, however often a peer asks', () => {
    const { sides, stopDelivery } = createPair([one], [two]);
    stopDelivery();
    const begin = { verb: 'DIGEST', salt: 1, root: 1 } as const;
    sides[1]!.digests.message({ ...begin, round: 1 }, 1000);
    sides[1]!.digests.message({ ...begin, round: 2 }, 1899);
    expect(sides[1]!.walks()).toBe(1);
    sides[1]!.digests.message({ ...begin, round: 3 }, 1900);
    expect(sides[1]!.walks()).toBe(2);
  });

  test('ask at most once a second, and answer who asks that often, a line under way for longer and one for less', () => {
    const { sides, tick } = createPair([one], [one]);
    const told: unknown[] = [];
    const ask = () => sides[0]!.digests.compare((finished) => told.push(finished), 1000);
    tick(0, 1000);
    ask();
    tick(0, 1950);
    expect(told).toEqual([]);
    tick(0, 2000);
    ask();
    expect(told).toHaveLength(1);
    const { walks } = sides[1]!;
    const before = walks();
    sides[1]!.digests.message({ verb: 'DIGEST', round: 9, salt: 1, root: 1 }, 2950);
    expect(walks()).toBe(before + 1);
  });
});

describe('a comparison that is waited for', () => {
  test.each([0, 1] as const)('begins at once at either side, and tells what it came to (%i)', (side) => {
    const { sides } = createPair([one], [one]);
    const told: unknown[] = [];
    sides[side]!.digests.compare((finished) => told.push(finished), 9000);
    expect(told).toEqual([{ outcome: { kind: 'equal', documents: 1 }, lackedByPeer: new Set() }]);
    sides[side]!.digests.tick(20_000);
    expect(told).toHaveLength(1);
  });

  test.each([0, 1] as const)('says what the peer has nothing of (%i)', (side) => {
    const { sides } = side === 0 ? createPair([one], []) : createPair([], [one]);
    const told: FinishedComparison[] = [];
    sides[side]!.digests.compare((finished) => told.push(finished), 9000);
    expect(told).toMatchObject([{ outcome: { kind: 'different', sent: [one] } }]);
    expect(told[0]!.lackedByPeer).toEqual(new Set([one]));
  });

  test('is tried again where it fails, and not told when nobody waits any more', () => {
    const { sides, tick, state } = createPair([one], [one]);
    const told: string[] = [];
    const wait = () => sides[1]!.digests.compare(({ outcome }) => told.push(outcome.kind), 9000)!;
    state.quiet = false;
    const stop = wait();
    wait();
    expect(told).toEqual([]);
    stop();
    state.quiet = true;
    tick(1, 10_000);
    expect(told).toEqual(['equal']);
    // Each side walks over what it has at most once a second.
    wait();
    tick(1, 10_500);
    expect(told).toEqual(['equal']);
    tick(1, 11_000);
    expect(told).toEqual(['equal', 'equal']);
  });

  test('keeps so many waiting and no more', () => {
    const { sides, state } = createPair([one], [one]);
    state.quiet = false;
    const waits = Array.from({ length: WAITERS_MAX + 1 }, () => sides[0]!.digests.compare(() => {}, 0));
    expect(waits.map((stop) => stop !== null)).toEqual([...Array(WAITERS_MAX).fill(true), false]);
  });
});
