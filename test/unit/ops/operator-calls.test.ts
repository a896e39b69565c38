import { describe, expect, test } from 'vitest';
import { createBorder, defaultLimits } from '../../../src/core/border.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { noChanges } from '../../../src/core/replica-changes.ts';
import { OperatorCalls } from '../../../src/ops/operator-calls.ts';
import { redactedField } from '../../../src/ops/redacted-field.ts';
import {
  a,
  at,
  b,
  c,
  channelId,
  confirmAll,
  createReplica,
  flag,
  joinKey,
  name,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';
import { textOf } from '../../support/text-of.ts';

const nine = channelId(9);
const ops = { by: 'socket ops.sock', validateOnly: false };
const alice = { by: 'socket ops.sock (unverified: alice)', validateOnly: false };
const looking = { ...alice, validateOnly: true };
const FORGET_AFTER_MS = 1000;

/** Peers b and c are configured, and b is linked if `requested` hears what it is asked for; what is submitted runs at once and is durable at `commit`. */
function createCalls(requested: ((id: string) => boolean) | null = null) {
  const replica = createReplica();
  const { intake } = createBorder(replica, { limits: defaultLimits, rules: new Map() });
  const waiting: (() => void)[] = [];
  const calls = new OperatorCalls({
    replica,
    intake,
    submit: (run, durable) => {
      run(t0 + 1);
      waiting.push(durable);
    },
    peers: new Map([
      [b, { session: requested && { live: true, request: requested } }],
      [c, { session: null }],
    ]),
    expelled: (peer) => (replica.peers.get(peer)?.silentMs ?? 0) >= FORGET_AFTER_MS,
  });
  const commit = () => {
    for (const durable of waiting.splice(0)) durable();
  };
  return { replica, intake, calls, commit };
}

function durably<T>(commit: () => void, call: Promise<T>): Promise<T> {
  commit();
  return call;
}

/** Peer b says that the channel is as old as Unix. */
function suspect(requested: ((id: string) => boolean) | null = null) {
  const { replica, intake, calls, commit } = createCalls(requested);
  const fields = [flag('secret'), joinKey('sesame')].map((field) => register(field, at(0, b)));
  const message = { peer: b, part: part(nine, fields, { createdAt: 1000 }), members: 1 };
  const say = () => intake.receive(message, { solicited: true, stamps: true, now: t0 });
  say();
  if (requested === null) intake.lost(b);
  replica.takeChanges();
  return { replica, intake, calls, commit, say };
}

describe('what waits', () => {
  test('is applied when approved, told to watchers, and stands in the journal', async () => {
    const { replica, calls, commit } = suspect();
    const decision = await durably(commit, calls.approve(1, alice));
    expect(decision).toEqual({ decision: 1 });
    expect(replica.table.get(nine)?.document.registers.size).toBe(2);
    expect(replica.view(replica.key(name))).toBeNull();
    expect(replica.quarantine.size).toBe(0);
    expect(replica.journal.get(1)).toMatchObject({
      kind: 'approved',
      by: 'socket ops.sock (unverified: alice)',
      from: nine,
    });
    const { events } = replica.takeChanges();
    const text = 'number 1, decided by socket ops.sock (unverified: alice) (decision 1)';
    expect(events).toContainEqual({ kind: 'quarantine.approved', channel: name, server: b, text });
    expect(textOf(events)).not.toContain('sesame');
  });

  test('is dropped when rejected, and not judged again while it is the same', async () => {
    const { replica, calls, commit, say } = suspect();
    await durably(commit, calls.reject(1, ops));
    expect(replica.journal.get(1)).toMatchObject({ kind: 'rejected', by: 'socket ops.sock' });
    expect(replica.takeChanges().events).toMatchObject([{ kind: 'quarantine.rejected', server: b }]);
    say();
    expect(replica.quarantine.size).toBe(0);
    expect(replica.table.size).toBe(0);
  });

  test('is judged again under another number when its rejection is taken back, and the peer asked for it', async () => {
    const requests: string[] = [];
    const { replica, calls, commit, say } = suspect((id) => requests.push(id) > 0);
    await durably(commit, calls.reject(1, ops));
    replica.takeChanges();
    const taken = calls.reconsider(1, alice);
    expect(requests).toEqual([]);
    expect(await durably(commit, taken)).toEqual({ decision: 2, peer: b, asked: true });
    expect(requests).toEqual([nine]);
    const text = 'number 1, decided by socket ops.sock (unverified: alice) (decision 2)';
    const { events, refusals } = replica.takeChanges();
    expect(events).toEqual([{ kind: 'quarantine.reconsidered', channel: name, server: b, text }]);
    expect(refusals.size).toBe(1);
    expect(replica.journal.get(2)).toMatchObject({
      kind: 'reconsidered',
      by: 'socket ops.sock (unverified: alice)',
      from: nine,
    });
    say();
    expect(replica.quarantine.list()).toMatchObject([{ number: 2, peer: b }]);
    const refusal = { message: expect.stringContaining('no rejection under 1 is remembered') };
    await expect(durably(commit, calls.reconsider(1, ops))).rejects.toMatchObject(refusal);
  });

  test('whose rejection is taken back while its peer is away comes with it', async () => {
    const { calls, commit } = suspect();
    await durably(commit, calls.reject(1, ops));
    expect(await durably(commit, calls.reconsider(1, ops))).toMatchObject({ asked: false });
  });

  test('is named by its number, and only by that', async () => {
    const { calls, commit } = suspect();
    const refusal = { reason: 'QUARANTINE_NUMBER_UNKNOWN', message: 'nothing is in quarantine under 2' };
    await expect(durably(commit, calls.approve(2, ops))).rejects.toMatchObject(refusal);
    await expect(durably(commit, calls.reject(2, ops))).rejects.toMatchObject(refusal);
  });

  test('is looked at before: what approving would change, and rejecting not, and nothing is', async () => {
    const { replica, intake, calls, commit, say } = suspect();
    confirmAll(intake, b);
    replica.takeChanges();
    const seen = await durably(commit, calls.approve(1, looking));
    expect(seen).toMatchObject({ decision: 0, change: { from_id: '', to_id: nine } });
    expect(seen.change!.gained).toHaveLength(2);
    expect(seen.change!.gained).toContainEqual(redactedField(joinKey('*')));
    expect(await durably(commit, calls.reject(1, looking))).toEqual({ decision: 0 });
    expect(replica.takeChanges()).toEqual(noChanges());
    await expect(durably(commit, calls.approve(2, looking))).rejects.toThrow('nothing is in quarantine');
    await expect(durably(commit, calls.reject(2, looking))).rejects.toThrow('nothing is in quarantine');
    say();
    expect(replica.quarantine.size).toBe(1);
    await durably(commit, calls.approve(1, alice));
    const shown = [...replica.view(replica.key(name))!.fields.keys()];
    expect(shown).toHaveLength(2);
  });

  test('of a peer that is away would be out of reach', async () => {
    const { calls, commit } = suspect();
    expect(await durably(commit, calls.approve(1, looking))).toEqual({ decision: 0 });
  });

  test('is looked at before a rejection is taken back: whether the peer would be asked', async () => {
    const requests: string[] = [];
    for (const [asked, requested] of [
      [true, (id: string) => requests.push(id) > 0],
      [false, null],
    ] as const) {
      const { replica, calls, commit } = suspect(requested);
      await expect(durably(commit, calls.reconsider(1, looking))).rejects.toThrow('no rejection');
      await durably(commit, calls.reject(1, ops));
      replica.takeChanges();
      expect(await durably(commit, calls.reconsider(1, looking))).toEqual({ decision: 0, peer: b, asked });
      expect(replica.takeChanges()).toEqual(noChanges());
    }
    expect(requests).toEqual([]);
  });

  test('stays when it cannot be applied', async () => {
    const { replica, calls, commit } = suspect();
    const other = part(nine, [], { name: '#other' as typeof name });
    replica.receive(c, other, 1, t0);
    const call = durably(commit, calls.approve(1, ops));
    await expect(call).rejects.toMatchObject({ message: `id ${nine} is known as #other` });
    await expect(durably(commit, calls.approve(1, looking))).rejects.toThrow('is known as #other');
    expect(replica.quarantine.size).toBe(1);
    expect(replica.journal.size).toBe(0);
  });
});

describe('a peer', () => {
  test('that was silent for too long may link again', async () => {
    const { replica, calls, commit } = createCalls();
    replica.remember(b, { silentMs: FORGET_AFTER_MS, acknowledged: 7 });
    replica.takeChanges();
    await durably(commit, calls.readmit(b, false, alice));
    expect(replica.peers.get(b)).toMatchObject({ silentMs: 0, acknowledged: 7, anew: true });
    const { peers, events } = replica.takeChanges();
    expect([...peers]).toEqual([b]);
    const text = 'may link again, decided by socket ops.sock (unverified: alice) (decision 1)';
    expect(events).toEqual([{ kind: 'peer.readmitted', channel: '', server: b, text }]);
  });

  test('may be looked at first: what it would change waits until that ends', async () => {
    const { replica, intake, calls, commit } = createCalls(() => true);
    replica.remember(b, { silentMs: FORGET_AFTER_MS });
    expect(await durably(commit, calls.readmit(b, true, alice))).toEqual({
      review_ended: false,
      decision: 1,
    });
    expect(replica.peers.get(b)).toMatchObject({ silentMs: 0, review: true });
    const again = { message: expect.stringContaining(`${b} is under review already`) };
    await expect(durably(commit, calls.readmit(b, true, alice))).rejects.toMatchObject(again);
    const message = { peer: b, part: part(nine, [register(flag('secret'), at(0, b))]), members: 1 };
    intake.receive(message, { solicited: true, stamps: true, now: t0 });
    expect(replica.table.size).toBe(0);
    expect(await durably(commit, calls.readmit(b, false, alice))).toEqual({
      review_ended: true,
      decision: 2,
    });
    expect(replica.peers.get(b)).toMatchObject({ review: false });
    expect(replica.table.get(nine)?.holders.get(b)?.reachable).toBe(true);
    const readmitted = replica.takeChanges().events.filter(({ kind }) => kind === 'peer.readmitted');
    expect(readmitted.map(({ text }) => text)).toEqual([
      `may link again, under review, decided by ${alice.by} (decision 1)`,
      `is under review no more, decided by ${alice.by} (decision 2)`,
    ]);
  });

  test('is looked at before it is let in, or its review ended', async () => {
    const { replica, calls, commit } = createCalls();
    replica.remember(b, { silentMs: FORGET_AFTER_MS });
    replica.takeChanges();
    for (const review of [true, false])
      expect(await durably(commit, calls.readmit(b, review, looking))).toEqual({
        review_ended: false,
        decision: 0,
      });
    expect(replica.takeChanges()).toEqual(noChanges());
    await durably(commit, calls.readmit(b, true, alice));
    replica.takeChanges();
    expect(await durably(commit, calls.readmit(b, false, looking))).toEqual({
      review_ended: true,
      decision: 0,
    });
    expect(replica.takeChanges()).toEqual(noChanges());
  });

  test.each([
    ['is not expelled', b, `${b} is not expelled: there is nothing to readmit`],
    ['is not configured', a, `no peer ${a} is configured`],
    ['has an odd name', 'x\x1b[2J' as ServerName, 'no peer x\\x1b[2J is configured'],
  ])('that %s is refused, and nothing changes', async (_, peer, text) => {
    const { replica, calls, commit } = createCalls();
    for (const how of [ops, looking])
      await expect(durably(commit, calls.readmit(peer, false, how))).rejects.toThrow(text);
    expect(replica.takeChanges().peers.size).toBe(0);
  });
});

test('nobody is answered before the decision is on disk', async () => {
  const { calls, commit } = suspect();
  let answered = false;
  const call = calls.approve(1, ops).then(() => {
    answered = true;
  });
  await new Promise(setImmediate);
  expect(answered).toBe(false);
  await durably(commit, call);
  expect(answered).toBe(true);
});
