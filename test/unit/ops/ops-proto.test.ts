import { expect, test } from 'vitest';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import type { HostResult } from '../../../src/core/host-messages.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { writeMetadata } from '../../../src/core/metadata-acts.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { familyToProto } from '../../../src/ops/family-proto.ts';
import {
  channelDocumentToProto,
  channelSummaryToProto,
  hostDeviationsToProto,
  isShownByHost,
  missingReason,
} from '../../../src/ops/ops-proto.ts';
import { redactedField } from '../../../src/ops/redacted-field.ts';
import { SEES_EVERYTHING } from '../../../src/ops/visibility.ts';
import {
  at,
  b,
  ban,
  c,
  channelId,
  createReplica,
  flag,
  name,
  noBan,
  part,
  profile,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const telling = ({ server, lostWrites }: Replica) => ({
  self: server,
  lost: lostWrites,
  visibility: SEES_EVERYTHING,
  field: redactedField,
});

/** A host that is given a channel of the peer's; `answer` makes its result from the number of the update. */
function offered(observe: boolean, answer: ((number: number) => HostResult) | null) {
  const replica = createReplica();
  const attachment = new HostAttachment(replica, { ...profile, observe });
  attachment.beginSnapshot('first');
  attachment.endSnapshot();
  replica.receive(b, part(channelId(9), [register(flag('secret'), at(0, b))]), 1, t0);
  attachment.viewsChanged(replica.takeChanges().views);
  const [update] = attachment.nextUpdates(10);
  if (answer !== null) attachment.result(answer(update!.number));
  return replica.host.channels.get(replica.key(name));
}

const lacking = (number: number): HostResult => ({
  number,
  name,
  createdAt: 0,
  deviations: [{ wanted: flag('secret'), shown: null, reason: 'the ircd did not take it' }],
});
const applied = (number: number): HostResult => ({ number, name, createdAt: t0 / 1000, deviations: [] });
const appliedWithoutTime = (number: number): HostResult => ({ ...applied(number), createdAt: 0 });

const missing = (number: number): HostResult => ({
  ...appliedWithoutTime(number),
  missing: 'a forbidden name',
});

test.each([
  ['was not offered', false, undefined, false],
  ['was offered and not answered for', false, offered(false, null), false],
  ['was applied', false, offered(false, applied), true],
  ['was applied by an ircd that tells no times', false, offered(false, appliedWithoutTime), true],
  ['was refused', false, offered(false, lacking), false],
  ['is not there', false, offered(false, missing), false],
  ['is lacking where the adapter observes', true, offered(true, lacking), false],
  ['is there where the adapter observes', true, offered(true, applied), true],
])('a channel that %s', (_name, observes, channel, shown) => {
  expect(isShownByHost(channel, false, observes)).toBe(shown);
});

test('why a channel is not there is what the host says of it', () => {
  expect(missingReason(offered(false, missing), false)).toBe('a forbidden name');
  expect(missingReason(offered(true, missing), true)).toBe('the adapter only observes: nothing was sent');
  expect(missingReason(offered(false, applied), false)).toBe('');
  expect(missingReason(undefined, false)).toBe('');
});

test('what the ircd lacks is not its doing while the adapter observes', () => {
  const reasons = (observe: boolean) =>
    hostDeviationsToProto(offered(observe, lacking), observe, redactedField).map(({ reason }) => reason);
  expect(reasons(true)).toEqual(['the adapter only observes: nothing was sent']);
  expect(reasons(false)).toEqual(['the ircd did not take it']);
});

/** Channel #child has the bans of #Parent, and removed one of them. */
function family(): Replica {
  const replica = createReplica();
  replica.advance(t0);
  for (const channel of ['#Parent', '#child'])
    replica.setOwnPresence(replica.createChannel(channel as IrcText, t0, [], true), 1);
  const note = (key: string, value: string) =>
    writeMetadata(
      replica,
      replica.key('#child'),
      { name: key, value: value as IrcText },
      { by: '', now: t0 },
    );
  note('parent', '#parent');
  note('inherit', 'bans');
  for (const [channel, field] of [
    ['#parent', ban('x!*@*')],
    ['#parent', ban('y!*@*')],
    ['#child', noBan('x!*@*')],
  ] as const) {
    const stamp = replica.clock.issue(t0);
    replica.write(replica.heldEntry(replica.key(channel))!, [field], () => stamp);
  }
  return replica;
}

test('what is inherited says from where, and a removal that hides something is told as one', () => {
  const replica = family();
  const view = replica.view(replica.key('#child'))!;
  const { fields } = channelDocumentToProto(view.entry, view, telling(replica));
  const bans = fields!.filter(({ field }) => field?.entry);
  expect(
    bans.map(({ field, reason, inherited_from: from }) => [
      String(field!.entry!.mask),
      reason,
      from?.toString(),
    ]),
  ).toEqual([
    ['x!*@*', 'removed here, the latest stamp', undefined],
    ['y!*@*', 'inherited from #Parent: set here, the latest stamp there', '#Parent'],
  ]);
  const hidden = channelDocumentToProto(view.entry, null, telling(replica));
  expect(hidden.fields!.some(({ inherited_from: from }) => from !== undefined)).toBe(false);
});

test('parents are spelled as their channels are', () => {
  const replica = family();
  const names = (list: unknown) => (list as Buffer[]).map(String);
  const below = familyToProto(replica, replica.key('#child'), SEES_EVERYTHING);
  expect(names(below.ancestors)).toEqual(['#Parent']);
  expect(names(familyToProto(replica, replica.key('#parent'), SEES_EVERYTHING).children)).toEqual(['#child']);
  expect(below.cycle).toEqual([]);
  const view = replica.view(replica.key('#child'))!;
  expect(String(channelSummaryToProto(replica, view, SEES_EVERYTHING).parent)).toBe('#Parent');
  expect(
    channelSummaryToProto(replica, replica.view(replica.key('#parent'))!, SEES_EVERYTHING).parent,
  ).toBeUndefined();
});

test('beside a field stands the latest write that lost against it, from whomever it came', () => {
  const replica = createReplica();
  const id = channelId(9);
  const told = () => {
    const entry = replica.table.get(id)!;
    const { fields } = channelDocumentToProto(entry, replica.view(entry.key), telling(replica));
    return fields!.map(
      ({ lost }) => lost && [String(lost.field!.topic?.value?.text), lost.writer, lost.stamped_at],
    );
  };
  replica.receive(b, part(id, [register(topic('first'), at(1, b))]), 1, t0);
  expect(told()).toEqual([undefined]);
  // It crossed the one that counts, and came after it.
  replica.receive(c, part(id, [register(topic('crossed'), at(0, c))]), 1, t0);
  expect(told()).toEqual([['crossed', c, t0]]);
  replica.write(replica.table.get(id)!, [topic('own')], () => at(2));
  expect(told()).toEqual([['first', b, t0 + 1]]);
  replica.receive(c, part(id, [register(topic('crossed'), at(0, c))]), 1, t0);
  expect(told()).toEqual([['first', b, t0 + 1]]);
});

test('a join key that lost is redacted as one that counts', () => {
  const replica = createReplica();
  const id = channelId(9);
  const key = (value: string) => ({ kind: 'join-key', value: value as IrcText }) as const;
  replica.receive(b, part(id, [register(key('old'), at(1, b))]), 1, t0);
  replica.receive(b, part(id, [register(key('new'), at(2, b))]), 1, t0);
  const entry = replica.table.get(id)!;
  const { fields } = channelDocumentToProto(entry, replica.view(entry.key), telling(replica));
  expect(JSON.stringify(fields![0]!.lost!.field)).toBe(JSON.stringify(redactedField(key('old'))));
  expect(String(fields![0]!.lost!.field!.join_key?.value)).toBe('*');
});

test('of what somebody else told it says who', () => {
  const replica = createReplica();
  const id = channelId(9);
  replica.receive(c, part(id, [register(topic('t'), at(1, b)), register(flag('secret'), at(1, c))]), 1, t0);
  const entry = replica.table.get(id)!;
  const reasons = () =>
    channelDocumentToProto(entry, replica.view(entry.key), telling(replica)).fields!.map(
      ({ reason, via }) => [reason, via],
    );
  expect(reasons()).toEqual([
    [`set on ${b}, via ${c}, the latest stamp`, c],
    [`set on ${c}, the latest stamp`, ''],
  ]);
  replica.write(entry, [topic('own')], () => at(2));
  expect(reasons()[0]).toEqual(['set here, the latest stamp', '']);
});
