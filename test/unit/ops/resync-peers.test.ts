import { expect, test } from 'vitest';
import { resyncPeers } from '../../../src/ops/resync-peers.ts';
import { b, c, channelId, createReplica, name, part, t0 } from '../../support/replica-fixture.ts';

/** b is linked, c is not. */
function network() {
  const replica = createReplica();
  replica.receive(b, part(channelId(9), []), 1, t0);
  const requested: string[] = [];
  const session = {
    request: (id: string) => requested.push(id) > 0,
    requestAll: () => requested.push('*') > 0,
  };
  const peers = new Map([
    [c, { session: null }],
    [b, { session }],
  ]);
  const resync = (channel: string, peer: string) =>
    resyncPeers(replica, { peers }, { channel: Buffer.from(channel), peer });
  return { resync, requested };
}

test('linked peers are asked for everything, or for the ids of a name', () => {
  const { resync, requested } = network();
  expect(resync('', '')).toEqual({ asked: [b] });
  expect(resync(name, b)).toEqual({ asked: [b] });
  expect(requested).toEqual(['*', channelId(9)]);
});

test.each([
  ['#none', '', 'no channel #none'],
  ['', c, 'is not linked'],
  ['', 'nobody.example', 'no peer nobody.example is configured'],
  ['', '\u001b[2J', 'no peer \\x1b[2J is configured'],
])('of channel "%s" and peer "%s" nobody is asked', (channel, peer, problem) => {
  const { resync, requested } = network();
  expect(() => resync(channel, peer)).toThrow(problem);
  expect(requested).toEqual([]);
});
