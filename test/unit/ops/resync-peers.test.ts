import { expect, test } from 'vitest';
import { resyncPeers } from '../../../src/ops/resync-peers.ts';
import { decodeDecision, encodeDecision } from '../../../src/store/journal-record.ts';
import { b, c, channelId, createReplica, name, part, t0 } from '../../support/replica-fixture.ts';

/** b is linked unless it is said not to be, c is not. */
function network({ linked = true } = {}) {
  const replica = createReplica();
  replica.receive(b, part(channelId(9), []), 1, t0);
  replica.takeChanges();
  const requested: string[] = [];
  const session = {
    request: (id: string) => requested.push(id) > 0,
    requestAll: () => requested.push('*') > 0,
  };
  const peers = new Map([
    [c, { session: null }],
    [b, { session: linked ? session : null }],
  ]);
  const submit = (run: (now: number) => void, durable: () => void) => {
    run(t0);
    durable();
  };
  const resync = (channel: string, peer: string) =>
    resyncPeers({ replica, peers, submit }, { channel: Buffer.from(channel), peer }, 'carol');
  return { replica, resync, requested };
}

test('linked peers are asked for everything, or for the ids of a name', async () => {
  const { resync, requested } = network();
  expect(await resync('', '')).toMatchObject({ asked: [b] });
  expect(await resync(name, b)).toMatchObject({ asked: [b] });
  expect(requested).toEqual(['*', channelId(9)]);
});

test('who wanted that is in the journal, and told to who watches the peer or the channel', async () => {
  const { replica, resync } = network();
  expect(await resync('', '')).toEqual({ asked: [b], decision: 1 });
  expect(await resync(name.toUpperCase(), b)).toEqual({ asked: [b], decision: 2 });
  const decisions = [...replica.journal.values()];
  const reason = 'b.example: asked for what they hold once more';
  expect(decisions).toMatchObject([
    { kind: 'resynced', by: 'carol', channel: '', reason, lost: [] },
    { kind: 'resynced', by: 'carol', channel: name, reason, lost: [] },
  ]);
  expect(decisions.map((each) => decodeDecision(encodeDecision(each)))).toEqual(
    decisions.map((decision) => ({ decision })),
  );
  const text = (number: number) =>
    `is asked for what it holds once more, decided by carol (decision ${number})`;
  expect(replica.takeChanges().events).toEqual([
    { kind: 'peer.resync_asked', channel: '', server: b, text: text(1) },
    { kind: 'peer.resync_asked', channel: name, server: b, text: text(2) },
  ]);
});

test('where nobody is linked nobody is asked, and nothing was decided', async () => {
  const { replica, resync } = network({ linked: false });
  expect(await resync('', '')).toEqual({ asked: [], decision: 0 });
  expect([replica.journal.size, replica.takeChanges().events]).toEqual([0, []]);
});

test.each([
  ['#none', '', 'no channel #none'],
  ['', c, 'is not linked'],
  ['', 'nobody.example', 'no peer nobody.example is configured'],
  ['', '\u001b[2J', 'no peer \\x1b[2J is configured'],
])('of channel "%s" and peer "%s" nobody is asked', async (channel, peer, problem) => {
  const { replica, resync, requested } = network();
  await expect(resync(channel, peer)).rejects.toThrow(problem);
  expect([requested, replica.journal.size, replica.takeChanges().events]).toEqual([[], 0, []]);
});
