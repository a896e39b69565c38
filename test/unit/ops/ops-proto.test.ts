import { expect, test } from 'vitest';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import type { HostResult } from '../../../src/core/host-messages.ts';
import { hostDeviationsToProto, isShownByHost } from '../../../src/ops/ops-proto.ts';
import {
  at,
  b,
  channelId,
  createReplica,
  flag,
  name,
  part,
  profile,
  register,
  t0,
} from '../../support/replica-fixture.ts';

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

test.each([
  ['was not offered', false, undefined, false],
  ['was offered and not answered for', false, offered(false, null), false],
  ['was applied', false, offered(false, applied), true],
  ['was applied by an ircd that tells no times', false, offered(false, appliedWithoutTime), true],
  ['is lacking where the adapter observes', true, offered(true, lacking), false],
  ['is there where the adapter observes', true, offered(true, applied), true],
])('a channel that %s', (_name, observes, channel, shown) => {
  expect(isShownByHost(channel, false, observes)).toBe(shown);
});

test('what the ircd lacks is not its doing while the adapter observes', () => {
  const reasons = (observe: boolean) =>
    hostDeviationsToProto(offered(observe, lacking), observe).map(({ reason }) => reason);
  expect(reasons(true)).toEqual(['the adapter only observes: nothing was sent']);
  expect(reasons(false)).toEqual(['the ircd did not take it']);
});
