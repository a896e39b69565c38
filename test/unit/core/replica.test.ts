import { describe, expect, test } from 'vitest';
import type { DocumentPart } from '../../../src/core/document.ts';
import { DOCUMENT_BYTES_MAX, HOST_WRITES_BYTES_MAX } from '../../../src/core/document-room.ts';
import { type Field, fieldBytes, fieldsBytes, isSet, unset } from '../../../src/core/field.ts';
import { CLOCK_LEAD_MAX_MS, type Replica } from '../../../src/core/replica.ts';
import { shadowed } from '../../../src/core/settlement.ts';
import { compareStamps, floorStamp, formatStamp, parseStamp } from '../../../src/core/stamp.ts';
import {
  a,
  at,
  b,
  ban,
  c,
  channelId,
  confirmAll,
  createReplica,
  flag,
  name,
  noBan,
  part,
  register,
  restartGraceMs,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const key = createReplica().key(name);
const one = channelId(1);
const nine = channelId(9);
const secret = register(flag('secret'), at(0, b));

describe('what a peer says', () => {
  test('is joined, observed, and makes it a holder', () => {
    const replica = createReplica();
    expect(replica.receive(b, part(nine, [secret]), 3, t0)).toBeNull();
    expect(replica.view(key)).toMatchObject({ held: false, remoteMembers: 3 });
    expect(replica.clock.last()).toMatchObject({ ms: t0 });
    const { entries, outgoing, views, moved } = replica.takeChanges();
    expect([...entries]).toEqual([nine]);
    expect([...views]).toEqual([key]);
    expect(moved).toBe(true);
    expect(outgoing.size).toBe(0);
  });

  test('twice changes nothing the second time', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, [secret]), 3, t0);
    replica.takeChanges();
    replica.receive(b, part(nine, [secret]), 3, t0);
    expect(replica.takeChanges()).toMatchObject({ entries: new Set(), views: new Set(), moved: false });
    expect(replica.sequence).toBe(1);
  });

  test('of others’ writes raises the sequence, of its members does not', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, []), 3, t0);
    replica.receive(b, part(nine, [secret]), 3, t0);
    replica.receive(b, part(nine, [secret]), 4, t0);
    expect(replica.sequence).toBe(2);
    expect([...replica.takeChanges().entries]).toEqual([nine]);
  });

  test('of a channel that it does not hold is stored all the same', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, [register(noBan('x!*@*'), at(0, b))]), null, t0);
    expect(replica.table.get(nine)?.document.registers.size).toBe(1);
    expect(replica.view(key)).toBeNull();
  });

  test('under an id that bears another name is refused', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, []), 1, t0);
    const other = part(nine, [secret], { name: '#other' as typeof name });
    expect(replica.receive(b, other, 1, t0)).toBe(`id ${nine} is known as #general`);
    expect(replica.table.get(nine)?.document.registers.size).toBe(0);
    expect(replica.receive(b, part(nine, [], { name: '#GENERAL' as typeof name }), 1, t0)).toBeNull();
  });

  test('with a stamp of the near future counts, of one beyond any clock’s error is refused', () => {
    const replica = createReplica();
    const near = register(flag('secret'), at(CLOCK_LEAD_MAX_MS, b));
    expect(replica.receive(b, part(nine, [near]), 1, t0)).toBeNull();
    expect(replica.clock.issue(t0).ms).toBe(near.stamp.ms);
    const far = register(flag('moderated'), at(CLOCK_LEAD_MAX_MS + 1, b));
    expect(replica.receive(b, part(nine, [far]), 1, t0)).toContain('more than a year');
  });
});

describe('a hostile peer', () => {
  test('cannot make this server issue stamps that nobody can read', () => {
    const replica = createReplica();
    const last = { ms: t0 + 1000, counter: 2 ** 32 - 1, server: b };
    replica.receive(b, part(nine, [register(flag('secret'), last)]), 1, t0);
    const next = replica.clock.issue(t0);
    expect(compareStamps(next, last)).toBeGreaterThan(0);
    expect(parseStamp(formatStamp(next))).toEqual(next);
  });

  test('cannot give an id another origin', () => {
    const replica = createReplica();
    const entry = hold(replica);
    const problem = replica.receive(b, part(one, [secret], { origin: b }), 1, t0);
    expect(problem).toBe(`id ${one} is known as created on ${a}`);
    expect(entry.document.registers.has(replica.fieldKey(flag('secret')))).toBe(false);
  });

  test('cannot weaken the claim of an id that another server made', () => {
    const replica = createReplica();
    const entry = hold(replica);
    replica.receive(b, part(one, [secret], { splitBorn: true }), 1, t0);
    expect(entry.document.splitBorn).toBe(false);
    expect(replica.receive(b, part(nine, [], { splitBorn: true }), 1, t0)).toBeNull();
    expect(replica.table.get(nine)!.document.splitBorn).toBe(true);
  });

  test('cannot hold any number of ids of one name', () => {
    const replica = createReplica();
    const problems = Array.from({ length: 40 }, (_, i) =>
      replica.receive(b, part(channelId(10 + i), []), 1, t0),
    );
    expect(problems.filter((problem) => problem === null)).toHaveLength(32);
    expect(problems.at(-1)).toBe('more than 32 ids of #general are held at once');
    expect(replica.receive(b, part(channelId(99), [secret]), null, t0)).toContain('more than 32');
    replica.burstEnded(b, new Set());
    expect(replica.receive(b, part(channelId(99), [secret]), 1, t0)).toBeNull();
  });
});

describe('a full document', () => {
  const bans = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ban(`m${from + i}`.padEnd(300, 'x')));
  const told = (from: number, count: number) =>
    part(
      nine,
      bans(from, count).map((field) => register(field, at(1, b))),
    );
  /** Each of these takes so many bytes, so many fit, and a host's writes end there. */
  const each = fieldBytes(bans(0, 1)[0]!);
  const most = Math.floor(DOCUMENT_BYTES_MAX / each);
  const ownMost = Math.floor(HOST_WRITES_BYTES_MAX / each);

  test('takes no more from a peer, but what makes it smaller', () => {
    const replica = createReplica();
    expect(replica.receive(b, told(0, most), 1, t0)).toBeNull();
    const problem = `the channel would have more than ${DOCUMENT_BYTES_MAX} bytes`;
    expect(replica.receive(b, told(most, 1), 1, t0)).toBe(problem);
    expect(replica.receive(b, part(channelId(8), [...told(0, most + 1).registers.values()]), 1, t0)).toBe(
      problem,
    );
    const { document } = replica.table.get(nine)!;
    expect(document.registers.size).toBe(most);
    const removal = register(unset(bans(0, 1)[0]!), at(2, b));
    expect(replica.receive(b, part(nine, [removal]), 1, t0)).toBeNull();
    expect(fieldsBytes(document.registers.values().map(({ field }) => field))).toBeLessThan(
      DOCUMENT_BYTES_MAX,
    );
  });

  test('leaves a peer the room that the host does not get', () => {
    const replica = createReplica();
    replica.receive(b, told(0, ownMost), 1, t0);
    const entry = replica.table.get(nine)!;
    replica.takeChanges();
    replica.write(entry, bans(ownMost, 1), () => at(2));
    expect(entry.document.registers.size).toBe(ownMost);
    const { events, views, entries } = replica.takeChanges();
    expect(events).toEqual([expect.objectContaining({ kind: 'channel.full', channel: '#general' })]);
    expect(events[0]!.text).toMatch(/ bytes: no room for entry:ban:m/);
    expect([views.size, entries.size]).toEqual([1, 0]);
    expect(replica.receive(b, told(ownMost, 1), 1, t0)).toBeNull();
  });

  test('takes of the host’s writes what fits, and every removal', () => {
    const replica = createReplica();
    replica.receive(b, told(0, ownMost - 1), 1, t0);
    const entry = replica.table.get(nine)!;
    replica.write(entry, [...bans(ownMost, 2), unset(bans(0, 1)[0]!)], () => at(2));
    expect(entry.document.registers.size).toBe(ownMost);
    expect(isSet(entry.document.registers.get(replica.fieldKey(bans(0, 1)[0]!))!.field)).toBe(false);
    expect(entry.document.registers.has(replica.fieldKey(bans(ownMost, 1)[0]!))).toBe(true);
  });
});

describe('presence', () => {
  test('out of reach: the channel leaves the view, the document stays', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, [secret]), 3, t0);
    replica.lost(b);
    expect(replica.view(key)).toBeNull();
    expect(replica.table.get(nine)?.document.registers.size).toBe(1);
    expect(replica.table.get(nine)?.holders.get(b)).toMatchObject({ members: 3, reachable: false });
  });

  test('comes back with a resume, and with the channel in a burst', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, []), 3, t0);
    replica.lost(b);
    confirmAll(replica, b);
    expect(replica.view(key)).not.toBeNull();
    replica.lost(b);
    replica.receive(b, part(nine, []), 3, t0);
    expect(replica.view(key)).not.toBeNull();
  });

  test('comes back in steps, each of a bounded number of channels, and what left meanwhile does not', () => {
    const replica = createReplica();
    const all = Array.from({ length: 1500 }, (_, n) => channelId(n + 20));
    for (const id of all) replica.receive(b, part(id, [], { name: `#${id}` as typeof name }), 3, t0);
    replica.lost(b);
    const { live } = replica.table;
    const steps = replica.confirm(b);
    const counts: number[] = [];
    for (let more = true; more; counts.push(replica.table.live - live)) {
      more = steps.next().done !== true;
      if (counts.length === 1) replica.receivePresence(b, replica.table.get(all[1499]!)!, null);
    }
    expect(counts).toEqual([...Array.from({ length: 46 }, (_, n) => 32 * (n + 1)), 1499]);
  });

  test.each(['done', 'given up', 'lost'])(
    'is not gone at the end of a start until its confirmation is %s',
    (end) => {
      const replica = createReplica();
      const all = Array.from({ length: 100 }, (_, n) => channelId(n + 20));
      for (const id of all) replica.receive(b, part(id, [], { name: `#${id}` as typeof name }), 3, t0);
      replica.lost(b);
      replica.starting = true;
      const steps = replica.confirm(b);
      steps.next();
      replica.endStart();
      expect(replica.starting).toBe(true);
      if (end === 'done') while (!steps.next().done);
      else if (end === 'given up') steps.return(undefined);
      else replica.lost(b);
      replica.endStart();
      expect(replica.starting).toBe(false);
    },
  );

  test('ends with a full burst that does not name the channel, with an explicit leave, and only for that peer', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, []), 3, t0);
    replica.receive(c, part(nine, []), 2, t0);
    replica.receive(b, part(one, [], { name: '#one' as typeof name }), 1, t0);
    replica.burstEnded(b, new Set([one]));
    expect([...replica.table.get(nine)!.holders.keys()]).toEqual([c]);
    expect([...replica.table.get(one)!.holders.keys()]).toEqual([b]);
    replica.receive(c, part(nine, []), null, t0);
    expect(replica.table.get(nine)!.holders.size).toBe(0);
  });

  test('of this server survives every link', () => {
    const replica = createReplica();
    hold(replica);
    replica.lost(b);
    replica.burstEnded(b, new Set());
    expect(replica.heldEntry(key)).toBeDefined();
  });

  test('kept for a restarted ircd ends when this server was up for so long, whatever its clock says', () => {
    const replica = createReplica();
    const entry = hold(replica);
    replica.setOwnPresence(entry, 0, restartGraceMs);
    replica.advance(t0 + 86_400_000);
    replica.passGrace(restartGraceMs - 1);
    expect(replica.heldEntry(key)).toBe(entry);
    expect(replica.grace.leftMs(entry)).toBe(1);
    replica.setOwnPresence(entry, 2);
    replica.passGrace(restartGraceMs);
    expect(replica.heldEntry(key)).toBe(entry);
    replica.setOwnPresence(entry, 0, restartGraceMs);
    replica.passGrace(restartGraceMs);
    expect(replica.heldEntry(key)).toBeUndefined();
  });

  test('kept for a restarted ircd is kept no longer than that after a start, whatever was stored', () => {
    const before = createReplica();
    const entry = hold(before);
    before.setOwnPresence(entry, 0, t0);
    const replica = createReplica();
    replica.restore(entry);
    replica.passGrace(restartGraceMs - 1);
    expect(replica.heldEntry(key)).toBe(entry);
    replica.passGrace(1);
    expect(replica.heldEntry(key)).toBeUndefined();
  });
});

describe('own writes', () => {
  test('go out with their keys, others’ do not', () => {
    const replica = createReplica();
    const entry = hold(replica);
    replica.takeChanges();
    replica.receive(b, part(one, [secret]), 1, t0);
    replica.write(entry, [topic('t'), ban('x!*@*')], () => at(1));
    expect([...replica.takeChanges().outgoing]).toEqual([[one, new Set(['topic', 'entry:ban:x!*@*'])]]);
  });

  test('are told again by whoever takes a channel that nobody held: others may have forgotten it', () => {
    const replica = createReplica();
    const entry = replica.createChannel(name, t0, [flag('secret')], false);
    replica.setOwnPresence(entry, 1);
    replica.setOwnPresence(entry, null);
    replica.takeChanges();
    replica.setOwnPresence(entry, 1);
    expect([...replica.takeChanges().outgoing]).toEqual([[entry.document.id, new Set(['flag:secret'])]]);
    replica.setOwnPresence(entry, 2);
    expect([...replica.takeChanges().outgoing]).toEqual([[entry.document.id, new Set()]]);
  });

  test('below what is known change nothing', () => {
    const replica = createReplica();
    const entry = hold(replica);
    replica.receive(b, part(one, [secret]), 1, t0);
    replica.takeChanges();
    replica.write(entry, [flag('secret', false)], () => at(-1));
    expect(replica.takeChanges().outgoing.size).toBe(0);
    expect(isSet(entry.document.registers.get(replica.fieldKey(flag('secret')))!.field)).toBe(true);
  });

  test('to a channel that was left or never held are to be told in a full burst', () => {
    const replica = createReplica();
    const left = hold(replica);
    replica.setOwnPresence(left, null);
    expect(left.left).toBe(true);
    replica.receive(b, part(nine, []), 1, t0);
    const never = replica.table.get(nine)!;
    expect(never.left).toBe(false);
    replica.write(never, [ban('x!*@*')], () => at(1));
    expect(never.left).toBe(true);
  });
});

describe('a peer without stamps', () => {
  const floor = (...fields: Field[]) =>
    part(
      nine,
      fields.map((field) => register(field, floorStamp(b))),
    );
  const receivePlain = (replica: Replica, said: DocumentPart, now: number) => {
    expect(replica.receive(b, replica.plainWrites(b, said, now), 1, now)).toBeNull();
    replica.notePlain(b, said);
  };

  test('can only fill in what nobody wrote with its first line; then what differs from its line before was written', () => {
    const replica = createReplica();
    replica.receive(c, part(nine, [register(topic('c'), at(-5, c))]), 1, t0);
    receivePlain(replica, floor(topic('b'), ban('x!*@*'), flag('secret')), t0);
    expect([...replica.view(key)!.fields.values()]).toEqual([topic('c'), ban('x!*@*'), flag('secret')]);
    receivePlain(replica, floor(topic('b'), flag('secret')), t0 + 1);
    expect([...replica.view(key)!.fields.values()]).toEqual([topic('c'), flag('secret')]);
    receivePlain(replica, floor(topic('new'), flag('secret')), t0 + 2);
    expect([...replica.view(key)!.fields.values()]).toEqual([topic('new'), flag('secret')]);
    expect(replica.table.get(nine)!.document.registers.get('topic' as never)?.stamp).toEqual(at(2, b));
  });

  test('is compared with its last line after a split too', () => {
    const replica = createReplica();
    receivePlain(replica, floor(ban('x!*@*')), t0);
    replica.lost(b);
    receivePlain(replica, floor(), t0 + 1);
    expect([...replica.view(key)!.fields.values()]).toEqual([]);
  });
});

describe('the time of creation', () => {
  test('is that of arrival while nobody knows it', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, [], { createdAt: null }), 1, t0 + 5);
    expect(replica.view(key)?.createdAt).toBe(t0 + 5);
    replica.receive(c, part(nine, [], { createdAt: t0 - 5 }), 1, t0 + 9);
    expect(replica.view(key)?.createdAt).toBe(t0 - 5);
  });

  test('is what the origin says, whatever others said before; the origin says it once', () => {
    const replica = createReplica();
    replica.receive(c, part(nine, [], { createdAt: t0 - 999 }), 1, t0);
    replica.receive(b, part(nine, [], { createdAt: t0 - 5 }), 1, t0);
    expect(replica.view(key)?.createdAt).toBe(t0 - 5);
    replica.receive(c, part(nine, [], { createdAt: t0 - 999 }), 1, t0);
    expect(replica.view(key)?.createdAt).toBe(t0 - 5);
  });
});

describe('the id of a name', () => {
  test('that is held here and was written to stays; the other one is shadowed', () => {
    const replica = createReplica();
    const entry = hold(replica);
    replica.write(entry, [ban('x!*@*')], () => at(1));
    replica.receive(b, part(nine, [secret], { createdAt: t0 - 9000 }), 5, t0);
    expect(replica.view(key)).toMatchObject({ entry, held: true, remoteMembers: 0 });
    expect(shadowed(replica.table.named(key), entry).map(({ document }) => document.id)).toEqual([nine]);
  });

  test('that nobody wrote to gives way: this server moves, and tells both', () => {
    const replica = createReplica();
    const entry = hold(replica);
    replica.takeChanges();
    replica.receive(b, part(nine, [secret]), 5, t0);
    expect(replica.heldEntry(key)?.document.id).toBe(nine);
    expect(entry).toMatchObject({ left: false });
    const { outgoing, events } = replica.takeChanges();
    expect([...outgoing.keys()]).toEqual([nine, one]);
    expect(events.map(({ kind }) => kind)).toContain('channel.moved');
    expect(replica.view(key)).toMatchObject({ held: true, remoteMembers: 5 });
  });

  test('that was created during a split gives way when the split ends, and its grace moves along', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, [secret]), 5, t0);
    replica.lost(b);
    const entry = hold(replica);
    expect(entry.document.splitBorn).toBe(true);
    replica.write(entry, [ban('x!*@*')], () => at(1));
    replica.setOwnPresence(entry, 0, restartGraceMs);
    confirmAll(replica, b);
    expect(replica.heldEntry(key)?.document.id).toBe(nine);
    expect(entry).toMatchObject({ left: true });
    replica.passGrace(restartGraceMs);
    expect(replica.heldEntry(key)).toBeUndefined();
  });

  test('is the same when nobody ever wrote to the one that was left: joining and parting makes one id', () => {
    const replica = createReplica();
    for (let i = 0; i < 3; i++) replica.setOwnPresence(hold(replica), null);
    expect(hold(replica).document.id).toBe(one);
    expect(replica.table.size).toBe(1);
  });

  test('is new when only a dead one is known: its bans do not come back', () => {
    const replica = createReplica();
    replica.receive(b, part(nine, [register(ban('x!*@*'), at(0, b))]), 5, t0);
    replica.receive(b, part(nine, []), null, t0);
    expect(hold(replica).document).toMatchObject({ id: one, splitBorn: false });
  });
});

function hold(replica: Replica) {
  const entry = replica.createChannel(name, t0, [flag('no-external')], false);
  replica.setOwnPresence(entry, 1);
  expect(entry.holders.get(a)).toMatchObject({ members: 1, reachable: true });
  return entry;
}
