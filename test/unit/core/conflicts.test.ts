import { expect, test } from 'vitest';
import { listConflicts } from '../../../src/core/conflicts.ts';
import {
  a,
  at,
  b,
  c,
  channelId,
  createReplica,
  flag,
  name,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';

test('a name is in conflict while several of its ids are held in reach, and both ends are told of', () => {
  const replica = createReplica();
  const entry = replica.createChannel(name, t0, [], true);
  replica.write(entry, [flag('secret')], () => at(0));
  replica.setOwnPresence(entry, 1);
  expect([...listConflicts(replica)]).toEqual([]);
  replica.receive(b, part(channelId(9), [register(flag('secret'), at(0, b))], { createdAt: t0 - 1 }), 1, t0);
  replica.receive(c, part(channelId(9), []), 2, t0);
  expect([...listConflicts(replica)]).toEqual([
    {
      channel: name,
      policy: 'local',
      shown: channelId(1),
      reason: 'this server holds it (policy local)',
      rivals: [
        { id: channelId(9), origin: b, createdAt: t0 - 1, holders: [b, c] },
        { id: channelId(1), origin: a, createdAt: t0, holders: [a] },
      ],
    },
  ]);
  replica.lost(b);
  replica.receive(c, part(channelId(9), []), null, t0);
  expect([...listConflicts(replica)]).toEqual([]);
  const kinds = replica.takeChanges().events.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.startsWith('conflict'))).toEqual(['conflict.opened', 'conflict.closed']);
});
