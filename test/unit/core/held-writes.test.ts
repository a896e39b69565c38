import { expect, test } from 'vitest';
import type { Field } from '../../../src/core/field.ts';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import type { HostResult, HostUpdate } from '../../../src/core/host-messages.ts';
import { plannedWrite, plannedWrites } from '../../../src/core/planned-writes.ts';
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
  name,
  noBan,
  part,
  profile,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const key = createReplica().key(name);
const cut = topic('a topic', 5);

test('an update that was taken back is made again, with what changed meanwhile', () => {
  const { replica, attachment, theirs } = shared();
  attachment.takeBack(attachment.nextUpdates(9));
  expect(attachment.counts).toMatchObject({ inFlight: 0, waiting: 1 });
  expect(replica.host.channels.get(key)).toMatchObject({ offered: null });
  theirs([flag('moderated')]);
  expect(fieldsOf(attachment.nextUpdates(9)[0])).toEqual(['entry:ban:x!*@*', 'flag:moderated']);
});

test('a channel that the host did not get is not known to be there', () => {
  const { replica, attachment } = remote();
  const [update] = attachment.nextUpdates(9);
  expect(replica.host.channels.has(key)).toBe(true);
  attachment.hold();
  attachment.result({ ...observed(update!, [ban('x!*@*')]), createdAt: 0, missing: 'held' });
  expect(replica.host.channels.has(key)).toBe(false);
  expect(fieldsOf(attachment.nextUpdates(9)[0])).toEqual(['entry:ban:x!*@*']);
});

test('what the host was kept from taking is none of its limits: it is given again', () => {
  const { replica, attachment } = shared();
  const [update] = attachment.nextUpdates(9);
  attachment.hold();
  attachment.result(observed(update!, [ban('x!*@*')]));
  expect(replica.host.channels.get(key)).toMatchObject({ offered: null, substitutes: new Map() });
  expect([...replica.host.channels.get(key)!.shown.keys()]).toEqual([]);
  expect(fieldsOf(attachment.nextUpdates(9)[0])).toEqual(['entry:ban:x!*@*']);
});

test('a host that only looks though nobody asked it to is not asked again and again', () => {
  const { attachment } = shared();
  attachment.hold();
  attachment.result(observed(attachment.nextUpdates(9)[0]!, [ban('x!*@*')]));
  expect(attachment.nextUpdates(9)).toEqual([]);
});

test('what the host shows for a longer value stands for that still, after an update that it was kept from', () => {
  const { replica, attachment, theirs } = shared();
  const long = topic('a topic that is too long for this host', 5);
  theirs([long]);
  const [first] = attachment.nextUpdates(9);
  const cutOnly = [{ wanted: long, shown: cut, reason: 'cut' }];
  attachment.result({ number: first!.number, name, createdAt: t0 / 1000, deviations: cutOnly });
  theirs([flag('moderated')]);
  const [second] = attachment.nextUpdates(9);
  const kept = { ...observed(second!, [flag('moderated')]) };
  attachment.hold();
  attachment.result({
    ...kept,
    deviations: [...kept.deviations, { wanted: long, shown: cut, reason: 'held' }],
  });
  expect(replica.host.channels.get(key)!.substitutes.get('topic' as never)).toMatchObject({ wanted: long });
  expect(plannedWrite(replica, profile, key)).toMatchObject({ gained: [flag('moderated')], changed: [] });
});

test('what users change while nothing is written is theirs; the rest is no change of theirs', () => {
  const { replica, attachment, theirs } = shared();
  attachment.takeBack(attachment.nextUpdates(9));
  theirs([topic('of b')]);
  const said = (field: Field) => replica.heldEntry(key)!.document.registers.get(replica.fieldKey(field))!;
  expect(
    attachment.event({ sequence: 1, name, kind: 'changed', fields: [flag('secret')] }, t0 + 50),
  ).toBeNull();
  expect(said(flag('secret')).stamp.server).toBe(a);
  expect(said(topic('of b')).stamp.server).toBe(b);
  expect(said(ban('x!*@*'))).toMatchObject({ field: { value: {} }, stamp: { server: b } });
  // Nor by a snapshot that shows the same.
  const again = attached(replica, [hostChannel([flag('secret')])]);
  expect(said(ban('x!*@*'))).toMatchObject({ field: { value: {} }, stamp: { server: b } });
  expect(fieldsOf(again.nextUpdates(9)[0])).toEqual(['entry:ban:x!*@*', 'flag:secret', 'topic']);
});

test('a removal that the host was kept from is to be done still', () => {
  const { replica, attachment } = remote();
  const [update] = attachment.nextUpdates(9);
  attachment.result({ number: update!.number, name, createdAt: t0 / 1000, deviations: [] });
  replica.burstEnded(b, new Set());
  attachment.viewsChanged([key]);
  const [removal] = attachment.nextUpdates(9);
  expect(removal!.view).toBeNull();
  attachment.hold();
  expect(plannedWrite(replica, profile, key)).toMatchObject({ to: null, lost: [ban('x!*@*')] });
  attachment.result({ number: removal!.number, name, createdAt: t0 / 1000, deviations: [], observed: true });
  expect(replica.host.channels.get(key)!.keepsShowing).toBe(false);
  expect(attachment.nextUpdates(9)[0]).toMatchObject({ view: null });
});

test('the plan names what would be set, taken away and changed, against what the host shows', () => {
  const { replica, theirs } = shared([topic('old', 1), ban('y!*@*')]);
  theirs([topic('new'), noBan('y!*@*')]);
  expect(plannedWrite(replica, profile, key)).toMatchObject({
    channel: name,
    gained: [ban('x!*@*')],
    lost: [ban('y!*@*')],
    changed: [topic('new')],
    before: [topic('old', 1)],
  });
});

test('under another policy it says what the host would be given then', () => {
  const replica = createReplica();
  const own = [topic('ours', 1), ban('y!*@*')];
  attached(replica, [hostChannel(own)]);
  const older = { origin: b, createdAt: t0 - 60_000 };
  replica.receive(b, part(channelId(9), [register(topic('theirs', 2), at(5, b))], older), 1, t0);
  expect(plannedWrites(replica, profile, [key], null)).toEqual([]);
  const [change] = plannedWrites(replica, profile, [key], () => 'oldest');
  expect(change).toMatchObject({ to: channelId(9), lost: [ban('y!*@*')], changed: [topic('theirs', 2)] });
  const [merged] = plannedWrites(replica, profile, [key], () => 'merge');
  expect(merged).toMatchObject({ to: channelId(9), lost: [] });
});

/** The update was not carried out: the host lacks these. */
function observed({ number }: HostUpdate, lacks: readonly Field[]): HostResult {
  const deviations = lacks.map((wanted) => ({ wanted, shown: null, reason: 'held' }));
  return { number, name, createdAt: t0 / 1000, deviations, observed: true };
}

function attached(replica: ReturnType<typeof createReplica>, channels: ReturnType<typeof hostChannel>[]) {
  const attachment = new HostAttachment(replica, profile);
  replica.advance(t0);
  attachment.beginSnapshot('first');
  for (const channel of channels) attachment.snapshotChannel(channel, t0);
  attachment.endSnapshot();
  return attachment;
}

/** Held here and by b, which set a ban that the host has not. */
function shared(fields: readonly Field[] = []) {
  const replica = createReplica();
  const attachment = attached(replica, [hostChannel(fields)]);
  const { id } = replica.heldEntry(key)!.document;
  let ms = 1000;
  const theirs = (more: readonly Field[]): void => {
    ms += 1000;
    const registers = more.map((field) => register(field, at(ms, b)));
    replica.receive(b, part(id, registers, { origin: a }), 1, t0 + ms);
    attachment.viewsChanged([key]);
  };
  theirs([ban('x!*@*')]);
  return { replica, attachment, theirs };
}

/** Only b holds it, with a ban. */
function remote() {
  const replica = createReplica();
  const attachment = attached(replica, []);
  replica.receive(b, part(channelId(9), [register(ban('x!*@*'), at(0, b))]), 1, t0);
  attachment.viewsChanged([key]);
  return { replica, attachment };
}
