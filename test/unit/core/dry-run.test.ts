import { expect, test } from 'vitest';
import { dryRun, dryRunPolicy } from '../../../src/core/dry-run.ts';
import { mergeChannels } from '../../../src/core/operator-acts.ts';
import {
  a,
  at,
  b,
  ban,
  channelId,
  createReplica,
  name,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const key = createReplica().key(name);

test('tells what an act would change here, and changes nothing', () => {
  const replica = createContested();
  const before = JSON.stringify(replica.view(key));
  const { changes, decisions } = dryRun(replica, [key], (copy) =>
    mergeChannels(copy, key, channelId(9), { by: 'ops', now: t0 }),
  );
  expect(changes).toMatchObject([
    {
      channel: name,
      from: channelId(1),
      to: channelId(9),
      gained: [expect.objectContaining({ name: 'pin' })],
      lost: [],
      changed: [topic('of b')],
    },
  ]);
  expect(decisions.map(({ kind }) => kind)).toEqual(['moved', 'merged']);
  expect(JSON.stringify(replica.view(key))).toBe(before);
  expect(replica.takeChanges()).toMatchObject({ moved: false });
});

test('tells what a link would bring', () => {
  const replica = createReplica();
  const told = part(channelId(9), [register(ban('x!*@*'), at(0, b))]);
  const { changes } = dryRun(replica, [key], (copy) => copy.receive(b, told, 1, t0));
  expect(changes).toMatchObject([
    { channel: name, from: null, to: channelId(9), gained: [ban('x!*@*')], lost: [], changed: [] },
  ]);
  expect(replica.table.size).toBe(0);
});

test('tells what another policy would change', () => {
  const replica = createContested();
  expect(dryRunPolicy(replica, [key, key], () => 'local').changes).toEqual([]);
  expect(dryRunPolicy(replica, [key], () => 'oldest').changes).toMatchObject([
    { from: channelId(1), to: channelId(9), gained: [], lost: [ban('a!*@*')], changed: [topic('of b')] },
  ]);
  expect(dryRunPolicy(replica, [key], () => 'merge').changes).toMatchObject([
    { from: channelId(1), to: channelId(9), gained: [], lost: [], changed: [topic('of b')] },
  ]);
});

/** This server holds an id with a ban and a topic; b.example an older one with another topic. */
function createContested() {
  const replica = createReplica(a);
  const entry = replica.createChannel(name, t0, [], true);
  replica.setOwnPresence(entry, 1);
  replica.write(entry, [topic('of a'), ban('a!*@*')], () => at(1, a));
  replica.receive(b, part(channelId(9), [register(topic('of b'), at(0, b))], { createdAt: t0 - 1 }), 1, t0);
  replica.takeChanges();
  return replica;
}
