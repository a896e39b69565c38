import { describe, expect, test } from 'vitest';
import type { Field } from '../../../src/core/field.ts';
import {
  mergeChannels,
  restoreDecision,
  splitChannel,
  unpinChannel,
} from '../../../src/core/operator-acts.ts';
import { pinField } from '../../../src/core/pin.ts';
import type { Replica } from '../../../src/core/replica.ts';
import {
  a,
  b,
  ban,
  c,
  channelId,
  createReplica,
  flag,
  name,
  t0,
  topic,
} from '../../support/replica-fixture.ts';
import { tellAll } from '../../support/replica-mesh.ts';

const key = createReplica().key(name);
const [ofA, ofB] = [channelId(1), channelId(11)];
const act = { by: 'ops', now: t0 + 1000 };

describe('a merge', () => {
  test('moves everybody to one id, with what only the others had; the losses can be restored', () => {
    const [first, second] = createApart();
    const result = mergeChannels(first, key, null, act);
    expect(result).toEqual({ decision: 1 });
    tellAll([first, second], t0 + 2000);
    for (const replica of [first, second]) {
      expect(replica.heldEntry(key)?.document.id).toBe(ofA);
      expect(fieldKeys(replica)).toEqual(['entry:ban:a!*@*', 'entry:ban:b!*@*', 'topic']);
      expect(topicOf(replica)).toBe('of a');
    }
    expect(first.journal.get(1)).toMatchObject({
      kind: 'merged',
      from: ofB,
      to: ofA,
      by: 'ops',
      lost: [topic('of b')],
    });
    expect(restoreDecision(first, 1, act)).toEqual({ decision: 2 });
    tellAll([first, second], t0 + 3000);
    expect([first, second].map(topicOf)).toEqual(['of b', 'of b']);
    expect(first.journal.get(2)).toMatchObject({ kind: 'restored', lost: [topic('of a')] });
  });

  test('can be told which id wins', () => {
    const replicas = createApart();
    expect(mergeChannels(replicas[1], key, ofB, act)).toEqual({ decision: 1 });
    tellAll(replicas, t0 + 2000);
    expect(replicas.map((replica) => replica.heldEntry(key)?.document.id)).toEqual([ofB, ofB]);
    expect(replicas.map(topicOf)).toEqual(['of b', 'of b']);
    const moved = [...replicas[0].journal.values()].find(({ kind }) => kind === 'moved');
    expect(moved).toMatchObject({
      from: ofA,
      to: ofB,
      reason: 'an operator decided so',
      lost: [topic('of a')],
    });
  });

  test('needs two ids', () => {
    const [first] = createApart();
    expect(mergeChannels(first, key, channelId(99), act)).toHaveProperty('problem');
    expect(mergeChannels(createReplica(), key, null, act)).toHaveProperty('problem');
    first.lost(b);
    expect(mergeChannels(first, key, null, act)).toHaveProperty('problem');
  });
});

describe('a split', () => {
  test('gives the named servers an id of their own that starts as the old one was', () => {
    const replicas = createApart();
    mergeChannels(replicas[0], key, null, act);
    tellAll(replicas, t0 + 2000);
    expect(splitChannel(replicas[0], key, [b], { by: 'ops', now: t0 + 3000 })).toEqual({ decision: 2 });
    tellAll(replicas, t0 + 3000);
    const [first, second] = replicas;
    expect(first.heldEntry(key)?.document.id).toBe(ofA);
    const apart = second.heldEntry(key)!.document;
    expect(apart.id).toBe(channelId(2));
    expect(fieldKeys(second)).toContain('entry:ban:b!*@*');
    write(second, flag('secret'), t0 + 4000);
    tellAll(replicas, t0 + 4000);
    expect(fieldKeys(first)).not.toContain('flag:secret');
    expect(fieldKeys(second)).toContain('flag:secret');
  });

  test('stays dead when all have left: not even an empty id from before it brings its bans back', () => {
    const replica = createReplica();
    const join = (createdAt: number) => {
      const entry = replica.createChannel(name, createdAt, [], true);
      replica.setOwnPresence(entry, 1);
      return entry.document.id;
    };
    const first = join(t0);
    splitChannel(replica, key, [a], act);
    write(replica, ban('x!*@*'), t0 + 2000);
    replica.setOwnPresence(replica.heldEntry(key)!, null);
    const second = join(t0 + 3000);
    expect(second).not.toBe(first);
    expect(fieldKeys(replica)).toEqual([]);
    replica.setOwnPresence(replica.heldEntry(key)!, null);
    expect(join(t0 + 4000)).toBe(second);
  });

  test('can be taken back', () => {
    const replicas = createApart();
    mergeChannels(replicas[0], key, null, act);
    tellAll(replicas, t0 + 2000);
    expect(unpinChannel(replicas[0], ofB, act)).toHaveProperty('problem');
    expect(unpinChannel(replicas[0], ofA, act)).toEqual({ decision: 2 });
    expect(replicas[0].view(key)?.fields.has('metadata:pin' as never)).toBe(false);
  });

  test('is not undone by bringing back what it, or a merge before it, cost', () => {
    const replicas = createApart();
    const [first, second] = replicas;
    mergeChannels(first, key, null, act);
    tellAll(replicas, t0 + 2000);
    splitChannel(second, key, [b], { by: 'ops', now: t0 + 3000 });
    tellAll(replicas, t0 + 3000);
    const ids = replicas.map((replica) => replica.heldEntry(key)!.document.id);
    const costs = [...second.journal.values()].filter(({ lost }) => lost.length > 0);
    expect(costs.map(({ lost }) => lost)).toEqual([[topic('of b')]]);
    // As it was written down before.
    const { number: _number, at: _at, ...cost } = costs[0]!;
    const lost = [pinField(null), topic('of b')];
    const withPin = second.decide({ ...cost, lost });
    expect(restoreDecision(second, withPin, { by: 'ops', now: t0 + 4000 })).toHaveProperty('decision');
    const onlyPin = second.decide({ ...cost, lost: [pinField(null)] });
    expect(restoreDecision(second, onlyPin, act)).toEqual({
      problem: `nothing was lost by decision ${onlyPin}`,
    });
    tellAll(replicas, t0 + 5000);
    expect(replicas.map((replica) => replica.heldEntry(key)!.document.id)).toEqual(ids);
    expect(replicas.map(topicOf)).toEqual(['of a', 'of b']);
  });

  test('needs a channel and servers', () => {
    expect(splitChannel(createReplica(), key, [c], act)).toHaveProperty('problem');
    expect(splitChannel(createApart()[0], key, [], act)).toHaveProperty('problem');
  });
});

describe('undoing a move apart', () => {
  test('gives this server the channel as it was; others keep theirs', () => {
    const replicas = createApart();
    const [first, second] = replicas;
    mergeChannels(first, key, null, act);
    tellAll(replicas, t0 + 2000);
    const moved = movesOf(second)[0]!;
    expect(moved.gained).toEqual([ban('a!*@*')]);
    expect(restoreDecision(second, moved.number, later(3000), true)).toHaveProperty('decision');
    tellAll(replicas, t0 + 4000);
    expect(stateOf(second)).toEqual({ keys: ['entry:ban:b!*@*', 'topic'], topic: 'of b' });
    expect(stateOf(first)).toEqual({ keys: ['entry:ban:a!*@*', 'entry:ban:b!*@*', 'topic'], topic: 'of a' });
    expect(second.heldEntry(key)!.document.id).not.toBe(first.heldEntry(key)!.document.id);
    const restored = [...second.journal.values()].at(-1)!;
    expect(restored).toMatchObject({ kind: 'restored', from: ofA, lost: [topic('of a'), ban('a!*@*')] });
    expect(restored.to).toBe(second.heldEntry(key)!.document.id);
    expect(restoreDecision(second, restored.number, later(5000))).toHaveProperty('decision');
    expect(stateOf(second)).toEqual(stateOf(first));
  });

  test('keeps what was changed since, and makes no second id where this server has one', () => {
    const replicas = createApart();
    const [first, second] = replicas;
    write(first, limit(5), t0 + 10);
    tellAll(replicas, t0 + 20);
    mergeChannels(first, key, null, act);
    tellAll(replicas, t0 + 2000);
    const { number, gained } = movesOf(second)[0]!;
    expect(gained).toEqual([ban('a!*@*'), limit(5)]);
    write(second, limit(7), t0 + 2500);
    restoreDecision(second, number, later(3000), true);
    const { id } = second.heldEntry(key)!.document;
    expect(fieldKeys(second)).toContain('limit');
    restoreDecision(second, number, later(4000), true);
    expect(second.heldEntry(key)!.document.id).toBe(id);
    expect(second.view(key)!.fields.get('limit' as never)).toEqual(limit(7));
  });

  test('without it what was gained stays, and what is back is there for all', () => {
    const replicas = createApart();
    const [first, second] = replicas;
    mergeChannels(first, key, null, act);
    tellAll(replicas, t0 + 2000);
    restoreDecision(second, movesOf(second)[0]!.number, later(3000));
    tellAll(replicas, t0 + 4000);
    expect(stateOf(second)).toEqual({ keys: ['entry:ban:a!*@*', 'entry:ban:b!*@*', 'topic'], topic: 'of b' });
    expect(stateOf(first)).toEqual(stateOf(second));
  });

  test('is for moves: another decision is restored where the channel is', () => {
    const replicas = createApart();
    const [first] = replicas;
    mergeChannels(first, key, null, act);
    tellAll(replicas, t0 + 2000);
    restoreDecision(first, 1, later(3000), true);
    expect(first.heldEntry(key)!.document.id).toBe(ofA);
    expect(topicOf(first)).toBe('of b');
  });

  test('needs something that was lost or gained', () => {
    const [, second] = createApart();
    const decision = {
      kind: 'moved',
      channel: name,
      from: ofB,
      to: ofA,
      by: '',
      reason: 'r',
      lost: [],
    } as const;
    const gain = second.decide({ ...decision, gained: [ban('b!*@*')] });
    expect(restoreDecision(second, gain, act)).toHaveProperty('problem');
    expect(restoreDecision(second, gain, act, true)).toHaveProperty('decision');
    expect(restoreDecision(second, second.decide(decision), act, true)).toHaveProperty('problem');
  });

  const limit = (value: number): Field => ({ kind: 'limit', value });
  const later = (ms: number) => ({ by: 'ops', now: t0 + ms });
  const movesOf = (replica: Replica) => [...replica.journal.values()].filter(({ kind }) => kind === 'moved');
  const stateOf = (replica: Replica) => ({ keys: fieldKeys(replica), topic: topicOf(replica) });
});

test('what is not in the journal, or cost nothing, cannot be restored', () => {
  const [first] = createApart();
  expect(restoreDecision(first, 7, act)).toEqual({ problem: 'the journal has no decision 7' });
  splitChannel(first, key, [a], act);
  expect(restoreDecision(first, 1, act)).toEqual({ problem: 'nothing was lost by decision 1' });
});

/** Two servers that created the channel apart, each with a topic and a ban of its own, and now know of each other's. */
function createApart(): [Replica, Replica] {
  const replicas = [createReplica(a), createReplica(b, 11)] as const;
  for (const [index, replica] of replicas.entries()) {
    const own = replica.server[0]!;
    const entry = replica.createChannel(name, t0 + index, [], true);
    replica.setOwnPresence(entry, 1);
    for (const field of [topic(`of ${own}`), ban(`${own}!*@*`)]) write(replica, field, t0);
  }
  tellAll(replicas, t0);
  return [...replicas];
}

function write(replica: Replica, field: Field, now: number): void {
  const stamp = replica.clock.issue(now);
  replica.write(replica.heldEntry(key)!, [field], () => stamp);
}

function fieldKeys(replica: Replica): string[] {
  return [...replica.view(key)!.fields.keys()].filter((each) => !each.startsWith('metadata')).sort();
}

function topicOf(replica: Replica): string {
  const field = replica.view(key)!.fields.get('topic' as never);
  return field?.kind === 'topic' ? field.value!.text : '';
}
