import { expect, test } from 'vitest';
import { type Grants, noGrants } from '../../../src/config/api-roles.ts';
import type { PeerMessage } from '../../../src/core/guard.ts';
import { withoutChannel } from '../../../src/core/journal.ts';
import { listConflicts } from '../../../src/ops/list-conflicts.ts';
import { listDecisions } from '../../../src/ops/list-decisions.ts';
import { listMembers } from '../../../src/ops/list-members.ts';
import { listQuarantine } from '../../../src/ops/list-quarantine.ts';
import { planPolicy } from '../../../src/ops/plan-policy.ts';
import { SEES_EVERYTHING, type Visibility, visibilityFor } from '../../../src/ops/visibility.ts';
import {
  a,
  at,
  b,
  channelId,
  createReplica,
  flag,
  name,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const first = { page_size: 0, page_token: '' };
const all = { ...first, name_glob: Buffer.alloc(0) };

/** #general has an id here and a secret one at b. It was decided about, and something that b says of it waits. */
function secret() {
  const replica = createReplica();
  replica.advance(t0);
  const entry = replica.createChannel(name, t0 - 5000, [], true);
  replica.setOwnPresence(entry, 1);
  replica.write(entry, [topic('ours')], () => at(0, a));
  replica.receive(b, part(channelId(9), [register(flag('secret'), at(1, b))], { origin: b }), 1, t0);
  replica.decide({ ...withoutChannel('resynced', 'carol', 'asked'), channel: name });
  const waiting: PeerMessage = { peer: b, part: part(channelId(10), []), members: 1 };
  replica.quarantine.add(waiting, { code: 'origin', text: 'odd' }, t0);
  return replica;
}

const reader = (replica: ReturnType<typeof secret>, grants: Partial<Grants> = {}) =>
  visibilityFor(replica, { role: 'ops-read', grants: { ...noGrants, ...grants } });

function listed(replica: ReturnType<typeof secret>, visibility: Visibility): Record<string, number> {
  return {
    conflicts: listConflicts(replica, first, visibility).conflicts!.length,
    decisions: listDecisions(replica, all, visibility).decisions!.length,
    quarantined: listQuarantine(replica.quarantine, first, visibility).messages!.length,
    planned: planPolicy(replica, { ...all, policy: 'merge' }, null, visibility).changes!.length,
  };
}

test('a hidden channel is in no list of who only looks, and in each of who may know it', () => {
  const replica = secret();
  const nothing = { conflicts: 0, decisions: 0, quarantined: 0, planned: 0 };
  expect(listed(replica, reader(replica))).toEqual(nothing);
  const once = { conflicts: 1, decisions: 1, quarantined: 1, planned: 1 };
  expect(listed(replica, SEES_EVERYTHING)).toEqual(once);
  expect(listed(replica, reader(replica, { hidden: [name] }))).toEqual(once);
});

test('what only a message that waits, or a decision, says is secret is no less so', () => {
  const replica = createReplica();
  replica.receive(b, part(channelId(9), []), 1, t0);
  const hiding = part(channelId(9), [register(flag('secret'), at(1, b))]);
  replica.quarantine.add({ peer: b, part: hiding, members: 1 }, { code: 'origin', text: 'odd' }, t0);
  replica.decide({
    ...withoutChannel('sidecar', '', ''),
    kind: 'moved',
    channel: name,
    lost: [flag('secret')],
  });
  for (const [visibility, count] of [
    [reader(replica), 0],
    [SEES_EVERYTHING, 1],
  ] as const)
    expect(listed(replica, visibility)).toMatchObject({ quarantined: count, decisions: count });
});

test('who is in a channel is for those who were granted it', () => {
  const replica = secret();
  const ask = (grants: Partial<Grants>) =>
    listMembers(replica, { ...first, name: Buffer.from(name) }, reader(replica, grants));
  expect(() => ask({ hidden: [name] })).toThrow(expect.objectContaining({ reason: 'NOT_GRANTED' }));
  expect(() => ask({ members: true })).toThrow(expect.objectContaining({ reason: 'CHANNEL_UNKNOWN' }));
  expect(ask({ hidden: [name], members: true })).toEqual({ members: [], next_page_token: '' });
});
