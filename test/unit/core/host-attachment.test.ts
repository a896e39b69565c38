import { describe, expect, test } from 'vitest';
import { DOCUMENT_BYTES_MAX, HOST_WRITES_BYTES_MAX } from '../../../src/core/document-room.ts';
import { type Field, fieldBytes, fieldKey, isSet, unset } from '../../../src/core/field.ts';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import type { HostProfile, HostResult, HostUpdate } from '../../../src/core/host-messages.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { entry } from '../../support/field-fixture.ts';
import {
  a,
  at,
  b,
  ban,
  channelId,
  createReplica,
  fieldsOf,
  flag,
  hostChannel,
  joinKey,
  name,
  noBan,
  part,
  profile,
  register,
  restartGraceMs,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const key = createReplica().key(name);
const longTopic = topic('a topic that is too long for this host', 5);
const cutTopic = topic('a topic', 5);

describe('a first snapshot', () => {
  test('what the ircd has is written under a new id, its defaults are nobody’s write', () => {
    const replica = createReplica();
    attach(replica, [hostChannel([flag('secret'), flag('moderated')])], { defaults: [flag('secret')] });
    const { document } = replica.heldEntry(key)!;
    expect(document).toMatchObject({ id: channelId(1), createdAt: t0, splitBorn: false });
    expect(stampMs(replica, flag('secret'))).toBe(0);
    expect(stampMs(replica, flag('moderated'))).toBe(t0);
  });

  test('an id that the network has of the same name is another channel: each keeps its own', () => {
    const replica = createReplica();
    replica.receive(b, part(channelId(9), [register(flag('secret'), at(-9000, b))]), 3, t0);
    attach(replica, [hostChannel([flag('moderated')])]);
    expect(replica.heldEntry(key)!.document.id).toBe(channelId(1));
    expect(replica.view(key)).toMatchObject({ held: true, remoteMembers: 0 });
  });

  test('an id of the host that nobody wrote to gives way to one of the network', () => {
    const replica = createReplica();
    replica.receive(b, part(channelId(9), [register(flag('secret'), at(-9000, b))]), 3, t0);
    attach(replica, [hostChannel([])]);
    expect(replica.heldEntry(key)!.document.id).toBe(channelId(9));
  });
});

describe('a host that cannot tell whether its ircd restarted', () => {
  test('is believed for a channel of the same creation time: absence is a removal', () => {
    const replica = createReplica();
    attach(replica, [hostChannel([ban('x!*@*')])], { incarnation: '' });
    attach(replica, [hostChannel([])], { incarnation: '', now: t0 + 5000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
    attach(replica, [hostChannel([flag('secret')])], { incarnation: 'told', now: t0 + 6000 });
    expect(isSet(shownRegister(replica, flag('secret')).field)).toBe(true);
    attach(replica, [hostChannel([])], { incarnation: '', now: t0 + 7000 });
    expect(isSet(shownRegister(replica, flag('secret')).field)).toBe(false);
  });

  test('has forgotten a channel of another creation time, and one that it does not have', () => {
    const replica = createReplica();
    attach(replica, [hostChannel([ban('x!*@*')])], { incarnation: '' });
    const state = hostChannel([], { createdAt: t0 / 1000 + 60 });
    attach(replica, [state], { incarnation: '', now: t0 + 90_000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(true);
    attach(replica, [], { incarnation: '', now: t0 + 99_000 });
    expect(replica.heldEntry(key)!.holders.get(a)).toMatchObject({ members: 0 });
  });
});

describe('after the store was lost', () => {
  test('a channel of the network that this server wrote to is the host’s', () => {
    const replica = createReplica();
    const traces = [register(ban('x!*@*'), at(-9000)), register(flag('secret'), at(-8000, b))];
    replica.receive(b, part(channelId(9), traces), 3, t0);
    attach(replica, [hostChannel([flag('moderated')])]);
    expect(replica.heldEntry(key)!.document.id).toBe(channelId(9));
  });
});

describe('a later snapshot', () => {
  test('is compared with what was shown: absence is a removal', () => {
    const replica = createReplica();
    attach(replica, [hostChannel([ban('x!*@*')])]);
    attach(replica, [hostChannel([])], { now: t0 + 5000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
  });

  test('of an ircd that restarted removes nothing, and the document is applied again', () => {
    const replica = createReplica();
    attach(replica, [hostChannel([ban('x!*@*')])]);
    const attachment = attach(replica, [hostChannel([])], { incarnation: 'second', now: t0 + 5000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(true);
    expect(fieldsOf(attachment.nextUpdates(9)[0])).toEqual(['entry:ban:x!*@*']);
  });

  test('with the same topic set again is a write: what the host showed before is no cut of what it was given', () => {
    const replica = createReplica();
    attach(replica, [hostChannel([topic('news', 5)])]);
    attach(replica, [hostChannel([topic('news', 9)])], { now: t0 + 5000 });
    expect(shownRegister(replica, topic('news')).field).toEqual(topic('news', 9));
  });

  test('of a channel that may have been created anew within one second removes nothing', () => {
    const replica = createReplica();
    const made = { createdAt: t0 / 1000 };
    attach(replica, [hostChannel([topic('news', 5), ban('x!*@*'), flag('secret')], made)], { now: t0 + 900 });
    const attachment = attach(replica, [hostChannel([flag('secret')], made)], { now: t0 + 9000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(true);
    expect(fieldsOf(attachment.nextUpdates(9)[0])).toEqual(['entry:ban:x!*@*', 'flag:secret', 'topic']);
  });

  test.each([
    ['something that was there before', 900, [topic('news', 5)]],
    ['the host was seen after that second, though nobody did anything', 1000, []],
  ])('of a young channel is believed when %s', (_, seenMs, left) => {
    const replica = createReplica();
    const made = { createdAt: t0 / 1000 };
    attach(replica, [hostChannel([topic('news', 5), ban('x!*@*')], made)], { now: t0 + seenMs });
    attach(replica, [hostChannel(left, made)], { now: t0 + 9000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
  });

  test('of a channel that was created anew removes nothing', () => {
    const replica = createReplica();
    attach(replica, [hostChannel([ban('x!*@*')])]);
    attach(replica, [hostChannel([], { createdAt: t0 / 1000 + 3 })], { now: t0 + 5000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(true);
  });

  test('the network’s later write beats what the host did before, without a time of its own', () => {
    const replica = createReplica();
    attach(replica, [hostChannel([flag('secret')])]);
    const id = replica.heldEntry(key)!.document.id;
    replica.receive(b, part(id, [register(flag('moderated'), at(2000, b))]), 1, t0 + 2000);
    attach(replica, [hostChannel([])], { now: t0 + 5000 });
    replica.receive(b, part(id, [register(flag('secret'), at(3000, b))]), 1, t0 + 6000);
    expect(isSet(shownRegister(replica, flag('secret')).field)).toBe(true);
  });

  test('what the host showed already when the network wrote it, it has seen: its users remove it for good', () => {
    const replica = createReplica();
    const attachment = attach(replica, [hostChannel([ban('x!*@*')])]);
    const { id } = replica.heldEntry(key)!.document;
    replica.receive(b, part(id, [register(ban('x!*@*', 5), at(2000, b))]), 1, t0 + 2000);
    expect(changed(attachment)).toEqual([]);
    attach(replica, [hostChannel([])], { now: t0 + 5000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
  });

  test('what a restarted ircd brings from its own disk is as old as it says', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, [ban('x!*@*', t0 / 1000)]);
    replica.receive(b, part(id, [register(noBan('x!*@*'), at(5000, b))]), 1, t0 + 5000);
    replica.host.hasSeenAll();
    attach(replica, [hostChannel([ban('x!*@*', t0 / 1000)])], { incarnation: 'second', now: t0 + 9000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
  });

  test('a channel that is gone was left; a restarted ircd may have its users back within the grace', () => {
    const replica = createReplica();
    attach(replica, [hostChannel([flag('secret')])]);
    attach(replica, [], { incarnation: 'second', now: t0 + 1000 });
    expect(replica.heldEntry(key)?.holders.get(replica.server)).toMatchObject({ members: 0 });
    replica.passGrace(restartGraceMs - 1);
    expect(replica.heldEntry(key)).toBeDefined();
    replica.passGrace(1);
    expect(replica.heldEntry(key)).toBeUndefined();
    attach(replica, [hostChannel([])], { incarnation: 'second', now: t0 + 100_000 });
    attach(replica, [], { incarnation: 'second', now: t0 + 200_000 });
    expect(replica.heldEntry(key)).toBeUndefined();
  });

  test.each([
    { kind: 'dropped', lost: true },
    { kind: 'presence', held: false, members: 0, lost: true },
  ] as const)('a channel whose members are lost ($kind) is kept for them, under its id', (event) => {
    const replica = createReplica();
    const attachment = attach(replica, [hostChannel([flag('secret')])]);
    const { id } = replica.heldEntry(key)!.document;
    attachment.event({ sequence: 1, name, ...event }, t0 + 5);
    expect(replica.heldEntry(key)?.holders.get(replica.server)).toMatchObject({ members: 0 });
    const state = hostChannel([flag('secret')], { createdAt: 77 });
    attachment.event({ sequence: 2, name, kind: 'created', state }, t0 + 10);
    expect(replica.heldEntry(key)?.document.id).toBe(id);
    replica.passGrace(restartGraceMs);
    expect(replica.heldEntry(key)?.holders.get(replica.server)).toMatchObject({ members: state.members });
    attachment.event({ sequence: 3, name, ...event }, t0 + 15);
    replica.passGrace(restartGraceMs);
    expect(replica.heldEntry(key)).toBeUndefined();
  });

  test('what the host did to a channel is written to the id that it was given', () => {
    const replica = createReplica();
    const third = 'c.example' as typeof b;
    const { id } = mirrored(replica, [ban('x!*@*')]);
    replica.lost(b);
    replica.receive(third, part(channelId(8), [register(flag('secret'), at(100, third))]), 1, t0);
    attach(replica, [hostChannel([], { held: false, members: 0 })], { now: t0 + 5000 });
    expect(isSet(replica.table.get(id)!.document.registers.get(keyOf(ban('x!*@*')))!.field)).toBe(false);
    expect(replica.table.get(channelId(8))!.document.registers.has(keyOf(ban('x!*@*')))).toBe(false);
  });

  test('what a host cut of an update whose result was lost is not the host’s write', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const attachment = attach(replica, [hostChannel([])]);
    const key40 = joinKey('k'.repeat(40));
    const wanted = [longTopic, key40];
    replica.receive(
      b,
      part(
        id,
        wanted.map((field) => register(field, at(1, b))),
      ),
      1,
      t0,
    );
    expect(changed(attachment)).toHaveLength(1);
    attachment.event({ sequence: 1, name, kind: 'presence', held: true, members: 2 }, t0 + 5);
    const shown = [topic('a topic', 6), joinKey('k'.repeat(32))];
    const second = attach(replica, [hostChannel(shown)], { now: t0 + 9 });
    for (const field of wanted) expect(shownRegister(replica, field).field).toEqual(field);
    expect(fieldsOf(second.nextUpdates(9)[0])).toEqual(['join-key', 'topic']);
  });

  test('what a host cut of masks whose result was lost stands for all of them, and is asked for once more', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const attachment = attach(replica, [hostChannel([])]);
    const masks = [ban('long-nick-1!*@*'), ban('long-nick-2!*@*')];
    const registers = masks.map((field) => register(field, at(1, b)));
    replica.receive(b, part(id, registers), 1, t0);
    expect(changed(attachment)).toHaveLength(1);
    const second = attach(replica, [hostChannel([ban('LONG-NIC*!*@*')])], { now: t0 + 9 });
    expect([...replica.view(key)!.fields.values()]).toEqual(masks);
    const [again] = second.nextUpdates(9);
    expect(fieldsOf(again)).toEqual(['entry:ban:long-nick-1!*@*', 'entry:ban:long-nick-2!*@*']);
    second.event({ sequence: 1, name, kind: 'changed', fields: [noBan('LONG-NIC*!*@*')] }, t0 + 99);
    expect(replica.view(key)!.fields.size).toBe(0);
  });

  test('so does what it cut of an offer that was not stored, because it was the stored document', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const attachment = attach(replica, [hostChannel([])]);
    const before = replica.host.channels.get(key)!;
    replica.receive(b, part(id, [register(ban('long-nick!*@*'), at(1, b))]), 1, t0);
    expect(changed(attachment)).toHaveLength(1);
    replica.host.remember(key, before);
    attach(replica, [hostChannel([ban('long-nic*!*@*')])], { now: t0 + 9 });
    expect([...replica.view(key)!.fields.keys()]).toEqual(['entry:ban:long-nick!*@*']);
    attach(replica, [hostChannel([])], { now: t0 + 99 });
    expect(replica.view(key)!.fields.size).toBe(0);
  });

  test('an update whose result was lost is not the host’s write', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const first = attach(replica, [hostChannel([])], { now: t0 + 1000 });
    replica.receive(b, part(id, [register(ban('x!*@*', t0 / 1000 + 60), at(2000, b))]), 1, t0 + 2000);
    expect(fieldsOf(changed(first)[0])).toEqual(['entry:ban:x!*@*']);
    replica.receive(b, part(id, [register(noBan('x!*@*'), at(3000, b))]), 1, t0 + 3000);
    const second = attach(replica, [hostChannel([ban('x!*@*', t0 / 1000 + 60)])], { now: t0 + 99_000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
    expect(fieldsOf(second.nextUpdates(9)[0])).toEqual([]);
  });

  test('an update whose result was lost does not stand for what users took back that it never was to change', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const first = attach(replica, [hostChannel([])]);
    replica.receive(b, part(id, [register(flag('secret'), at(2000, b))]), 1, t0 + 2000);
    expect(fieldsOf(changed(first)[0])).toEqual(['flag:secret']);
    first.event({ sequence: 1, name, kind: 'changed', fields: [ban('x!*@*')] }, t0 + 3000);
    attach(replica, [hostChannel([flag('secret')])], { now: t0 + 9000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
  });
});

describe('events', () => {
  test('a channel that is created here gets a new id', () => {
    const replica = createReplica();
    const attachment = attach(replica, []);
    expect(attachment.event(created(1, [flag('secret')]), t0)).toBeNull();
    expect(replica.heldEntry(key)!.document).toMatchObject({ id: channelId(1), splitBorn: false });
    expect(attachment.nextUpdates(9)).toEqual([]);
  });

  test('a channel that a reachable server holds is joined, not created', () => {
    const replica = createReplica();
    replica.receive(b, part(channelId(9), [register(ban('x!*@*'), at(0, b))]), 2, t0);
    const attachment = attach(replica, []);
    attachment.event(created(1, []), t0);
    expect(replica.heldEntry(key)!.document.id).toBe(channelId(9));
  });

  test('a channel whose holders cannot be reached is created during a split', () => {
    const replica = createReplica();
    replica.receive(b, part(channelId(9), [register(ban('x!*@*'), at(0, b))]), 2, t0);
    replica.lost(b);
    attach(replica, []).event(created(1, [flag('secret')]), t0);
    expect(replica.heldEntry(key)!.document).toMatchObject({ id: channelId(1), splitBorn: true });
  });

  test.each([
    ['is joined', new Set<ReturnType<typeof channelId>>(), channelId(9)],
    ['is created if what its holder said could not be taken', new Set([channelId(9)]), channelId(1)],
  ])('a channel whose holder is being confirmed %s', (_, unconfirmed, expected) => {
    const replica = createReplica();
    for (let n = 0; n < 100; n++)
      replica.receive(b, part(channelId(n + 20), [], { name: `#other${n}` as typeof name }), 2, t0);
    replica.receive(b, part(channelId(9), [register(ban('x!*@*'), at(0, b))]), 2, t0);
    replica.lost(b);
    const steps = replica.confirm(b, unconfirmed);
    steps.next();
    attach(replica, []).event(created(1, []), t0);
    expect(replica.heldEntry(key)!.document.id).toBe(expected);
    while (!steps.next().done) expect(replica.contested.size).toBe(0);
  });

  test('the last member leaves: the channel is no longer held', () => {
    const replica = createReplica();
    const attachment = attach(replica, [hostChannel([flag('secret')])]);
    attachment.event({ sequence: 1, name, kind: 'dropped' }, t0);
    expect(replica.heldEntry(key)).toBeUndefined();
    expect(attachment.nextUpdates(9)).toEqual([]);
  });

  test('a repeated event is not applied again, a gap is told', () => {
    const replica = createReplica();
    const attachment = attach(replica, [hostChannel([])]);
    attachment.event({ sequence: 1, name, kind: 'changed', fields: [flag('secret')] }, t0);
    attachment.event({ sequence: 1, name, kind: 'changed', fields: [flag('secret', false)] }, t0);
    expect(isSet(shownRegister(replica, flag('secret')).field)).toBe(true);
    expect(attachment.event({ sequence: 3, name, kind: 'dropped' }, t0)).toContain('event 3 follows event 1');
  });

  test('of a channel nobody knows are told, and so is one before the snapshot', () => {
    const attachment = attach(createReplica(), []);
    expect(attachment.event({ sequence: 1, name, kind: 'presence', held: true, members: 1 }, t0)).toContain(
      'neither in the snapshot',
    );
    const fresh = new HostAttachment(createReplica(), profile);
    expect(fresh.event(created(1, []), t0)).toContain('before the snapshot');
  });

  test('may come before the result of the first update that showed the channel', () => {
    const replica = createReplica();
    replica.receive(b, part(channelId(9), [register(ban('x!*@*'), at(0, b))]), 2, t0);
    const attachment = attach(replica, []);
    const [update] = attachment.nextUpdates(9);
    const joined = { sequence: 1, name, kind: 'presence', held: true, members: 1 } as const;
    expect(attachment.event(joined, t0)).toBeNull();
    expect(attachment.event({ sequence: 2, name, kind: 'changed', fields: [noBan('x!*@*')] }, t0)).toBeNull();
    expect(replica.heldEntry(key)!.document.id).toBe(channelId(9));
    attachment.result({ number: update!.number, name, createdAt: t0 / 1000, deviations: [] });
    expect(fieldsOf(attachment.nextUpdates(9)[0])).toEqual([]);
  });
});

describe('updates', () => {
  test('one at a time for a name; views in between are skipped', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const attachment = attach(replica, [hostChannel([])]);
    replica.receive(b, part(id, [register(ban('x!*@*'), at(1, b))]), 1, t0);
    const [first] = changed(attachment);
    replica.receive(b, part(id, [register(ban('y!*@*'), at(2, b))]), 1, t0);
    expect(changed(attachment)).toEqual([]);
    replica.receive(
      b,
      part(id, [register(noBan('y!*@*'), at(3, b)), register(flag('secret'), at(3, b))]),
      1,
      t0,
    );
    applied(attachment, first!);
    const [second] = attachment.nextUpdates(9);
    expect(fieldsOf(second)).toEqual(['entry:ban:x!*@*', 'flag:secret']);
    applied(attachment, second!);
    expect(attachment.nextUpdates(9)).toEqual([]);
  });

  test('a name is not looked at again when the host took what still is the view', () => {
    const { attachment } = mirrored(createReplica(), [flag('secret')]);
    expect(attachment.counts).toMatchObject({ inFlight: 0, waiting: 0 });
    expect(attachment.wantsToSend).toBe(false);
  });

  test('a host event that crossed the update wins, and is pushed where the update undid it', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const attachment = attach(replica, [hostChannel([])]);
    replica.receive(b, part(id, [register(topic('theirs'), at(1, b))]), 1, t0);
    const [update] = changed(attachment);
    attachment.event({ sequence: 1, name, kind: 'changed', fields: [topic('ours')] }, t0 + 9);
    applied(attachment, update!);
    const [again] = attachment.nextUpdates(9);
    expect(again!.view!.fields.get(keyOf(topic('')))).toEqual(topic('ours'));
    expect(again!.hostSequence).toBe(1);
  });

  test('a host that kept the later value of its user gets it once more, to be sure', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const attachment = attach(replica, [hostChannel([])]);
    replica.receive(b, part(id, [register(topic('theirs'), at(1, b))]), 1, t0);
    const [update] = changed(attachment);
    attachment.event({ sequence: 1, name, kind: 'changed', fields: [topic('ours')] }, t0 + 9);
    applied(attachment, update!, [{ wanted: topic('theirs'), shown: topic('ours') }]);
    const [again] = attachment.nextUpdates(9);
    applied(attachment, again!);
    expect(attachment.nextUpdates(9)).toEqual([]);
  });

  test('a channel that was dropped while an update was under way is given again', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const attachment = attach(replica, [hostChannel([])]);
    replica.receive(b, part(id, [register(flag('secret'), at(1, b))]), 1, t0);
    const [update] = changed(attachment);
    attachment.event({ sequence: 1, name, kind: 'dropped' }, t0);
    // The result may tell of the time before the drop or after it.
    applied(attachment, update!);
    const [again] = attachment.nextUpdates(9);
    expect(fieldsOf(again)).toEqual(['flag:secret']);
    applied(attachment, again!);
    expect(attachment.nextUpdates(9)).toEqual([]);
  });

  test('a channel created after a removal was carried out, and told before its result', () => {
    const replica = createReplica();
    const { attachment } = mirrored(replica, [ban('x!*@*')]);
    replica.lost(b);
    const [removal] = changed(attachment);
    attachment.event(created(1, [flag('secret')]), t0);
    attachment.result({ number: removal!.number, name, createdAt: 0, deviations: [] });
    const joined = { sequence: 2, name, kind: 'presence', held: true, members: 2 } as const;
    expect(attachment.event(joined, t0)).toBeNull();
    expect(fieldsOf(attachment.nextUpdates(9)[0])).toEqual(['flag:secret']);
  });

  test('a channel dropped under an update whose result is lost: what comes back is the update’s doing', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const attachment = attach(replica, [hostChannel([])]);
    replica.receive(b, part(id, [register(ban('x!*@*'), at(1, b))]), 1, t0);
    expect(changed(attachment)).toHaveLength(1);
    attachment.event({ sequence: 1, name, kind: 'dropped' }, t0);
    replica.receive(b, part(id, [register(noBan('x!*@*'), at(2, b))]), 1, t0);
    const shown = hostChannel([ban('x!*@*', t0 / 1000 + 60)], { held: false, members: 0 });
    attach(replica, [shown], { now: t0 + 99_000 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
  });

  test('a removal: the name without a holder is shown no longer', () => {
    const replica = createReplica();
    const { attachment } = mirrored(replica, [ban('x!*@*')]);
    replica.lost(b);
    const [removal] = changed(attachment);
    expect(removal).toMatchObject({ view: null, name });
    attachment.result({ number: removal!.number, name, createdAt: 0, deviations: [] });
    expect(replica.host.channels.size).toBe(0);
    expect(changed(attachment)).toEqual([]);
  });

  test('no removal while this server starts: its peers may link in a moment', () => {
    const replica = createReplica();
    const { attachment } = mirrored(replica, [ban('x!*@*')]);
    replica.starting = true;
    replica.lost(b);
    expect(changed(attachment)).toEqual([]);
    replica.takeChanges();
    replica.endStart();
    attachment.viewsChanged(replica.takeChanges().views);
    expect(attachment.nextUpdates(9)).toMatchObject([{ view: null, name }]);
  });

  test('a refused removal is not repeated; the name is shown again when somebody holds it, and removed again', () => {
    const replica = createReplica();
    const { attachment, id } = mirrored(replica, [ban('x!*@*')]);
    replica.lost(b);
    const [removal] = changed(attachment);
    attachment.result({ number: removal!.number, name, createdAt: t0 / 1000, deviations: [] });
    expect(changed(attachment)).toEqual([]);
    replica.receive(b, part(id, [register(flag('secret'), at(9, b))]), 1, t0);
    const [update] = changed(attachment);
    expect(fieldsOf(update)).toEqual(['entry:ban:x!*@*', 'flag:secret']);
    applied(attachment, update!);
    replica.lost(b);
    expect(changed(attachment)).toMatchObject([{ view: null }]);
  });

  test('whoever joined what the host still showed holds it, though the link went before the news came', () => {
    const replica = createReplica();
    const { attachment, id } = mirrored(replica, [ban('x!*@*')]);
    replica.lost(b);
    const [removal] = changed(attachment);
    attachment.event({ sequence: 1, name, kind: 'presence', held: true, members: 1 }, t0);
    attachment.event({ sequence: 2, name, kind: 'changed', fields: [noBan('x!*@*')] }, t0 + 1);
    attachment.result({ number: removal!.number, name, createdAt: t0 / 1000, deviations: [] });
    expect(replica.heldEntry(key)!.document.id).toBe(id);
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
  });

  test('so does one whom a snapshot finds in it after everybody else went out of reach', () => {
    const replica = createReplica();
    const { id } = mirrored(replica, [ban('x!*@*')]);
    replica.lost(b);
    attach(replica, [hostChannel([])], { now: t0 + 9 });
    expect(replica.heldEntry(key)!.document.id).toBe(id);
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(false);
  });

  test('a channel that the host kept against a removal is its own when users join it', () => {
    const replica = createReplica();
    const { attachment } = mirrored(replica, [ban('x!*@*')]);
    replica.lost(b);
    const [removal] = changed(attachment);
    attachment.result({ number: removal!.number, name, createdAt: t0 / 1000, deviations: [] });
    attachment.event({ sequence: 1, name, kind: 'presence', held: true, members: 1 }, t0);
    expect(replica.heldEntry(key)!.document).toMatchObject({ id: channelId(1), splitBorn: true });
    expect(replica.host.channels.get(key)).toBeDefined();
  });

  test('modes that the host does not have are neither sent nor missed', () => {
    const replica = createReplica();
    replica.receive(b, part(channelId(9), [register(flag('auditorium'), at(0, b))]), 2, t0);
    const attachment = attach(replica, []);
    const [update] = attachment.nextUpdates(9);
    expect(fieldsOf(update)).toEqual([]);
    applied(attachment, update!);
    attach(replica, [hostChannel([], { held: false, members: 0 })], { now: t0 + 9 });
    expect(
      isSet(replica.table.get(channelId(9))!.document.registers.get(keyOf(flag('auditorium')))!.field),
    ).toBe(true);
  });
});

describe('what the host shows instead', () => {
  test('a cut topic is no change, not even over a lost stream', () => {
    const replica = createReplica();
    const { attachment, update } = shownAs(replica, longTopic, cutTopic);
    expect(attachment.nextUpdates(9)).toEqual([]);
    expect(update.view!.fields.get(keyOf(longTopic))).toEqual(longTopic);
    const second = attach(replica, [hostChannel([cutTopic])], { now: t0 + 9 });
    expect(shownRegister(replica, longTopic).field).toEqual(longTopic);
    expect(second.nextUpdates(9)).toEqual([]);
  });

  test('a topic given again after a user had set another one', () => {
    const replica = createReplica();
    const { attachment, id } = shownAs(replica, longTopic, cutTopic);
    attachment.event({ sequence: 1, name, kind: 'changed', fields: [topic('ours')] }, t0 + 9);
    expect(attachment.nextUpdates(9)).toEqual([]);
    replica.receive(b, part(id, [register(longTopic, at(99, b))]), 1, t0 + 99);
    expect(fieldsOf(changed(attachment)[0])).toEqual(['topic']);
  });

  test('removing the mask that the host shows removes what it stood for', () => {
    const replica = createReplica();
    const { attachment } = shownAs(replica, ban('long!*@*'), ban('lo!*@*'));
    expect(attachment.nextUpdates(9)).toEqual([]);
    attachment.event({ sequence: 1, name, kind: 'changed', fields: [noBan('lo!*@*')] }, t0 + 9);
    expect(isSet(shownRegister(replica, ban('long!*@*')).field)).toBe(false);
    expect(attachment.nextUpdates(9)).toEqual([]);
  });

  test('so does its absence in a later snapshot', () => {
    const replica = createReplica();
    shownAs(replica, ban('long!*@*'), ban('lo!*@*'));
    attach(replica, [hostChannel([])], { now: t0 + 9 });
    expect(isSet(shownRegister(replica, ban('long!*@*')).field)).toBe(false);
  });

  test('a topic that users shorten is theirs, though it could be a cut of what the host was given', () => {
    const replica = createReplica();
    shownAs(replica, longTopic, cutTopic);
    attach(replica, [hostChannel([topic('a', 20)])], { now: t0 + 99 });
    expect(shownRegister(replica, longTopic).field).toEqual(topic('a', 20));
  });

  test('so does its absence after an update of something else whose result was lost', () => {
    const replica = createReplica();
    const { attachment, id } = shownAs(replica, ban('long!*@*'), ban('lo!*@*'));
    replica.receive(b, part(id, [register(flag('secret'), at(2, b))]), 1, t0);
    expect(changed(attachment)).toHaveLength(1);
    attach(replica, [hostChannel([flag('secret')])], { now: t0 + 9 });
    expect(isSet(shownRegister(replica, ban('long!*@*')).field)).toBe(false);
    expect(isSet(shownRegister(replica, flag('secret')).field)).toBe(true);
  });

  test('two masks that the host cut to one go together', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, []);
    const attachment = attach(replica, [hostChannel([])]);
    const registers = [ban('long1!*@*'), ban('long2!*@*')].map((field) => register(field, at(1, b)));
    replica.receive(b, part(id, registers), 1, t0);
    const [update] = changed(attachment);
    applied(attachment, update!, [
      { wanted: ban('long1!*@*'), shown: ban('long!*@*') },
      { wanted: ban('long2!*@*'), shown: ban('long!*@*') },
    ]);
    expect(attachment.nextUpdates(9)).toEqual([]);
    attachment.event({ sequence: 1, name, kind: 'changed', fields: [noBan('long!*@*')] }, t0 + 9);
    expect(isSet(shownRegister(replica, ban('long1!*@*')).field)).toBe(false);
    expect(isSet(shownRegister(replica, ban('long2!*@*')).field)).toBe(false);
  });

  test('the writes that it shows from now on are those of its result that it did not show before, and takes', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, [flag('secret')]);
    const attachment = attach(replica, [hostChannel([flag('secret')])]);
    const [kept, cut] = [register(topic('new', 5), at(1, b)), register(ban('x!*@*'), at(2, b))];
    replica.receive(b, part(id, [kept, cut]), 1, t0);
    const [update] = changed(attachment);
    const result = { number: update!.number, name, createdAt: t0 / 1000, deviations: [] };
    const stamps = (deviations: HostResult['deviations'], more = {}) =>
      attachment.writesShown({ ...result, ...more, deviations });
    expect(stamps([])).toEqual([kept.stamp, cut.stamp]);
    expect(stamps([{ wanted: ban('x!*@*'), shown: null, reason: 'full' }])).toEqual([kept.stamp]);
    expect(stamps([], { missing: 'no such name' })).toEqual([]);
    expect(stamps([], { observed: true })).toEqual([]);
    expect(stamps([], { number: 99 })).toEqual([]);
    // What was written since is not what it shows.
    replica.receive(b, part(id, [register(topic('newer', 6), at(9, b))]), 1, t0);
    expect(stamps([])).toEqual([cut.stamp]);
    attachment.result(result);
    expect(stamps([])).toEqual([]);
  });

  test('a cut mask that the network removes is taken from the host', () => {
    const replica = createReplica();
    const { attachment, id } = shownAs(replica, ban('long!*@*'), ban('lo!*@*'));
    replica.receive(b, part(id, [register(noBan('long!*@*'), at(99, b))]), 1, t0 + 99);
    expect(fieldsOf(changed(attachment)[0])).toEqual([]);
  });

  test('an entry that a full list refused is told as refused, and tried again when users make room there', () => {
    const replica = createReplica();
    const id = mirrorAndHold(replica, [ban('y!*@*'), ban('z!*@*')]);
    const attachment = attach(replica, [hostChannel([ban('y!*@*'), ban('z!*@*')])]);
    const refused = ban('x!*@*');
    replica.receive(b, part(id, [register(refused, at(1, b))]), 1, t0);
    const [update] = changed(attachment);
    const full = [{ wanted: refused, shown: null, reason: 'the list is full' }];
    attachment.result({ number: update!.number, name, createdAt: t0 / 1000, deviations: full });
    expect([...replica.host.channels.get(key)!.substitutes.values()]).toMatchObject(full);
    const fields = [flag('secret')];
    attachment.event({ sequence: 1, name, kind: 'changed', fields }, t0 + 9);
    expect(attachment.nextUpdates(9)).toEqual([]);
    attachment.event({ sequence: 2, name, kind: 'changed', fields: [noBan('y!*@*')] }, t0 + 19);
    const [again] = attachment.nextUpdates(9);
    expect(fieldsOf(again)).toEqual(['entry:ban:x!*@*', 'entry:ban:z!*@*', 'flag:secret']);
    attachment.result({ number: again!.number, name, createdAt: t0 / 1000, deviations: full });
    expect(attachment.nextUpdates(9)).toEqual([]);
    const same = attach(replica, [hostChannel([ban('z!*@*'), flag('secret')])], { now: t0 + 99 });
    expect(same.nextUpdates(9)).toEqual([]);
    const later = attach(replica, [hostChannel([flag('secret')])], { now: t0 + 199 });
    expect(fieldsOf(later.nextUpdates(9)[0])).toEqual(['entry:ban:x!*@*', 'flag:secret']);
  });

  test('it is tried again when another list gets shorter, as some hosts count all lists together', () => {
    const replica = createReplica();
    const refused = ban('x!*@*');
    const except = entry('except', 'y!*@*');
    const id = mirrorAndHold(replica, [except]);
    const attachment = attach(replica, [hostChannel([except])]);
    replica.receive(b, part(id, [register(refused, at(1, b))]), 1, t0);
    const deviations = [{ wanted: refused, shown: null, reason: 'the lists are full' }];
    attachment.result({ number: changed(attachment)[0]!.number, name, createdAt: t0 / 1000, deviations });
    expect(attachment.nextUpdates(9)).toEqual([]);
    attachment.event({ sequence: 1, name, kind: 'changed', fields: [unset(except)] }, t0 + 9);
    expect(fieldsOf(attachment.nextUpdates(9)[0])).toEqual(['entry:ban:x!*@*']);
  });

  test('a channel that was refused as a whole is given again when less is wanted, and then not again and again', () => {
    const replica = createReplica();
    const id = channelId(9);
    const secret = flag('secret');
    replica.receive(b, part(id, [register(joinKey('k'), at(1, b)), register(secret, at(1, b))]), 2, t0);
    const attachment = attach(replica, []);
    const refuse = (update: HostUpdate, ...wanted: Field[]): void => {
      const deviations = wanted.map((field) => ({ wanted: field, shown: null, reason: 'not here' }));
      attachment.result({ number: update.number, name, createdAt: 0, deviations });
    };
    refuse(attachment.nextUpdates(9)[0]!, joinKey('k'), secret);
    expect(changed(attachment)).toEqual([]);
    replica.receive(b, part(id, [register({ kind: 'join-key', value: null }, at(2, b))]), 2, t0);
    const [update] = changed(attachment);
    expect(fieldsOf(update)).toEqual(['flag:secret']);
    refuse(update!, secret);
    expect(changed(attachment)).toEqual([]);
  });

  test('why the host does not have a channel is kept with it, and it is given again when more is wanted', () => {
    const replica = createReplica();
    const id = channelId(9);
    replica.receive(b, part(id, []), 2, t0);
    const attachment = attach(replica, []);
    const refuse = (update: HostUpdate): void =>
      attachment.result({ number: update.number, name, createdAt: 0, deviations: [], missing: 'forbidden' });
    refuse(attachment.nextUpdates(9)[0]!);
    expect(replica.host.channels.get(key)).toMatchObject({ missing: 'forbidden', createdAt: 0 });
    expect(changed(attachment)).toEqual([]);
    replica.receive(b, part(id, [register(flag('secret'), at(2, b))]), 2, t0);
    const [update] = changed(attachment);
    expect(fieldsOf(update)).toEqual(['flag:secret']);
    attachment.result({ number: update!.number, name, createdAt: t0 / 1000, deviations: [] });
    expect(replica.host.channels.get(key)).not.toHaveProperty('missing');
  });

  test('a refused entry is not pushed again and again, but after the host can do more', () => {
    const replica = createReplica();
    const { attachment } = shownAs(replica, ban('x!*@*'), null);
    expect(attachment.nextUpdates(9)).toEqual([]);
    const same = attach(replica, [hostChannel([])], { now: t0 + 9 });
    expect(isSet(shownRegister(replica, ban('x!*@*')).field)).toBe(true);
    expect(same.nextUpdates(9)).toEqual([]);
    const more = attach(replica, [hostChannel([])], { now: t0 + 9, software: 'model 2' });
    expect(fieldsOf(more.nextUpdates(9)[0])).toEqual(['entry:ban:x!*@*']);
  });
});

interface AttachOptions extends Partial<HostProfile> {
  readonly incarnation?: string;
  readonly now?: number;
}

function attach(
  replica: Replica,
  channels: readonly ReturnType<typeof hostChannel>[],
  { incarnation = 'first', now = t0 + 1000, ...more }: AttachOptions = {},
): HostAttachment {
  const attachment = new HostAttachment(replica, { ...profile, ...more });
  attachment.beginSnapshot(incarnation);
  for (const channel of channels) expect(attachment.snapshotChannel(channel, now)).toBeNull();
  attachment.endSnapshot();
  return attachment;
}

/** The host shows the channel that b holds; nobody is in it here. */
function mirrored(replica: Replica, fields: readonly Field[]) {
  const id = channelId(9);
  const registers = fields.map((field) => register(field, at(1000, b)));
  replica.receive(b, part(id, registers), 2, t0);
  const attachment = attach(replica, []);
  applied(attachment, attachment.nextUpdates(9)[0]!);
  return { attachment, id };
}

/** As `mirrored`, and then a user joins it here. */
function mirrorAndHold(replica: Replica, fields: readonly Field[]) {
  const { attachment, id } = mirrored(replica, fields);
  attachment.event({ sequence: 1, name, kind: 'presence', held: true, members: 1 }, t0);
  return id;
}

/** The network wants `wanted`, and the host shows `shown` for it. */
function shownAs(replica: Replica, wanted: Field, shown: Field | null) {
  const id = mirrorAndHold(replica, []);
  const attachment = attach(replica, [hostChannel([])]);
  replica.receive(b, part(id, [register(wanted, at(1, b))]), 1, t0);
  const [update] = changed(attachment);
  applied(attachment, update!, [{ wanted, shown }]);
  return { attachment, id, update: update! };
}

describe('a field that host and network set against each other', () => {
  /** The network sets the flag, and the host's services take it away again. */
  function fight(rounds: number) {
    const replica = createReplica();
    const attachment = attach(replica, [hostChannel([flag('moderated')])]);
    const { id } = replica.heldEntry(key)!.document;
    let sequence = 0;
    for (let round = 1; round <= rounds; round++) {
      const now = t0 + round * 1000;
      replica.advance(now);
      replica.receive(b, part(id, [register(flag('secret'), at(round * 1000, b))]), 1, now);
      for (const update of changed(attachment)) applied(attachment, update);
      const undo = { sequence: ++sequence, name, kind: 'changed', fields: [flag('secret', false)] } as const;
      expect(attachment.event(undo, now + 1)).toBeNull();
      for (const update of changed(attachment)) applied(attachment, update);
    }
    return { replica, attachment, id, sequence };
  }

  test('is written as often as the limit says', () => {
    const { replica } = fight(5);
    expect(shownRegister(replica, flag('secret')).stamp.server).toBe(a);
    expect(replica.takeChanges().events.filter(({ kind }) => kind === 'field.left_to_host')).toEqual([]);
  });

  test('beyond it is left to the host: not written, not given to it, reported, and the reason is kept', () => {
    const { replica, attachment } = fight(8);
    expect(shownRegister(replica, flag('secret'))).toMatchObject({
      field: flag('secret'),
      stamp: { server: b },
    });
    expect(changed(attachment)).toEqual([]);
    const reports = replica.takeChanges().events.filter(({ kind }) => kind === 'field.left_to_host');
    expect(reports.map(({ text }) => text)).toEqual([
      expect.stringContaining('flag:secret: left to the host'),
    ]);
    const { substitutes } = replica.host.channels.get(key)!;
    expect(substitutes.get(keyOf(flag('secret')))).toMatchObject({
      wanted: flag('secret'),
      shown: null,
      reason: expect.stringContaining('more than 5 times in 60 s'),
    });
  });

  test('leaves the other fields alone', () => {
    const { replica, attachment, id, sequence } = fight(8);
    replica.receive(b, part(id, [register(flag('no-external'), at(9000, b))]), 1, t0 + 9000);
    expect(fieldsOf(changed(attachment)[0])).toEqual(['flag:moderated', 'flag:no-external']);
    const event = { sequence: sequence + 1, name, kind: 'changed', fields: [topic('ours')] } as const;
    attachment.event(event, t0 + 9001);
    expect(shownRegister(replica, topic('ours')).stamp.server).toBe(a);
  });

  test('is given to the host again when neither has tried for the length of the window', () => {
    const { replica, attachment } = fight(8);
    const later = (ms: number) => {
      replica.advance(t0 + ms);
      replica.passGrace(1000);
      attachment.viewsChanged(replica.takeChanges().views);
      return fieldsOf(attachment.nextUpdates(9)[0]);
    };
    later(9000);
    expect(later(60_000)).toBeNull();
    expect(later(70_000)).toEqual(['flag:moderated', 'flag:secret']);
  });
});

describe('a full channel', () => {
  const bans = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => ban(`m${from + i}`.padEnd(300, 'x')));
  const each = fieldBytes(bans(1)[0]!);
  const ownMost = Math.floor(HOST_WRITES_BYTES_MAX / each);
  const most = Math.floor(DOCUMENT_BYTES_MAX / each);

  test('takes no more from the host, which is given the channel without it', () => {
    const replica = createReplica();
    const attachment = attach(replica, [hostChannel(bans(ownMost))]);
    const excess = bans(1, ownMost);
    expect(attachment.event({ sequence: 1, name, kind: 'changed', fields: excess }, t0)).toBeNull();
    const [update] = attachment.nextUpdates(9);
    expect(fieldsOf(update)).toHaveLength(ownMost);
    applied(attachment, update!);
    expect(attachment.nextUpdates(9)).toEqual([]);
  });

  test('shown in a snapshot is cut to what has room too', () => {
    const replica = createReplica();
    const attachment = attach(replica, [hostChannel(bans(ownMost + 5))]);
    expect(fieldsOf(attachment.nextUpdates(9)[0])).toHaveLength(ownMost);
  });

  test('that the host fills without end is refused, and nothing of the event applied', () => {
    const replica = createReplica();
    const attachment = attach(replica, [hostChannel(bans(ownMost))]);
    const more = [noBan(`m0`.padEnd(300, 'x')), ...bans(most, ownMost)];
    const problem = attachment.event({ sequence: 1, name, kind: 'changed', fields: more }, t0);
    expect(problem).toBe(`the channel shows more than ${DOCUMENT_BYTES_MAX} bytes of fields`);
    expect(replica.host.channels.get(key)!.shown.size).toBe(ownMost);
    expect(isSet(shownRegister(replica, bans(1)[0]!).field)).toBe(true);
  });
});

function changed(attachment: HostAttachment): HostUpdate[] {
  attachment.viewsChanged([key]);
  return attachment.nextUpdates(9);
}

function applied(
  attachment: HostAttachment,
  { number }: HostUpdate,
  deviations: readonly { wanted: Field; shown: Field | null }[] = [],
): void {
  const explained = deviations.map((deviation) => ({ ...deviation, reason: 'as it is' }));
  attachment.result({ number, name, createdAt: t0 / 1000, deviations: explained });
}

function created(sequence: number, fields: readonly Field[]) {
  return { sequence, name, kind: 'created', state: hostChannel(fields) } as const;
}

function keyOf(field: Field) {
  return fieldKey('rfc1459', field);
}

/** The register of the field in the document that is shown. */
function shownRegister(replica: Replica, field: Field) {
  return replica.view(key)!.entry.document.registers.get(keyOf(field))!;
}

function stampMs(replica: Replica, field: Field): number {
  return shownRegister(replica, field).stamp.ms;
}
