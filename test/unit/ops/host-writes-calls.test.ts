import { expect, test } from 'vitest';
import { noChanges } from '../../../src/core/replica-changes.ts';
import { HostWritesCalls } from '../../../src/ops/host-writes-calls.ts';
import { createReplica, t0 } from '../../support/replica-fixture.ts';

const alice = { by: 'alice', validateOnly: false };
const bob = { by: 'bob', validateOnly: false };
const GO = 'HOST_WRITE_MODE_GO';
const OBSERVE = 'HOST_WRITE_MODE_OBSERVE';
const FREEZE = 'HOST_WRITE_MODE_FREEZE';

test('a freeze stops the host at once, before it is on disk, and is in the journal and told', async () => {
  const { replica, calls, commit, held } = stage();
  const freezing = calls.set(FREEZE, 'spam wave', alice);
  expect(held()).toBe(true);
  expect(replica.host.writes.mode).toBe('go');
  commit();
  expect(await freezing).toEqual({
    decision: 1,
    changed: true,
    writes: { mode: FREEZE, reason: 'spam wave', by: 'alice', since: t0 },
  });
  expect(replica.journal.get(1)).toMatchObject({
    kind: 'host-writes',
    channel: '',
    reason: 'freeze: spam wave',
  });
  const changes = replica.takeChanges();
  expect(changes.events).toMatchObject([{ kind: 'host.frozen', text: expect.stringContaining('by alice') }]);
  expect(changes).toMatchObject({ moved: true });
});

test('the host is written to again only when that is on disk', async () => {
  const { calls, commit, held } = stage();
  await committed(calls.set(OBSERVE, '', alice), commit);
  const going = calls.set(GO, '', alice);
  expect(held()).toBe(true);
  await committed(going, commit);
  expect(held()).toBe(false);
});

test('a freeze holds although an earlier go gets on disk after it was called for', async () => {
  const { calls, commit, held } = stage();
  await committed(calls.set(OBSERVE, '', alice), commit);
  const going = calls.set(GO, '', alice);
  const freezing = calls.set(FREEZE, 'no', bob);
  commit();
  await going;
  expect(held()).toBe(true);
  await committed(freezing, commit);
  expect(held()).toBe(true);
});

test('what holds already is no decision', async () => {
  const { replica, calls, commit } = stage();
  expect(await committed(calls.set(GO, 'again', alice), commit)).toMatchObject({ decision: 0 });
  expect(replica.journal.size).toBe(0);
});

test('a freeze without a reason, and a mode that there is not, are refused and stop nothing', async () => {
  const { calls, held } = stage();
  await expect(calls.set(FREEZE, ' ', alice)).rejects.toThrow('needs a reason');
  await expect(calls.set('HOST_WRITE_MODE_UNSPECIFIED', '', alice)).rejects.toThrow('mode is not set');
  await expect(calls.set(OBSERVE, 'x'.repeat(257), alice)).rejects.toThrow('256 bytes');
  expect(held()).toBe(false);
});

test('a look says what would hold, and stops nothing', async () => {
  const { replica, calls, commit, held } = stage();
  const look = (mode: typeof GO | typeof FREEZE, reason: string) =>
    committed(calls.set(mode, reason, { ...alice, validateOnly: true }), commit);
  expect(await look(FREEZE, 'spam wave')).toEqual({
    decision: 0,
    writes: { mode: FREEZE, reason: 'spam wave', by: 'alice', since: t0 },
    changed: true,
  });
  expect(await look(GO, '')).toMatchObject({ decision: 0, writes: { mode: GO, by: '' }, changed: false });
  expect(held()).toBe(false);
  expect(replica.host.writes.mode).toBe('go');
  expect(replica.takeChanges()).toEqual(noChanges());
  await expect(calls.set(FREEZE, ' ', { ...alice, validateOnly: true })).rejects.toThrow('needs a reason');
});

/** Calls become durable one by one, when `commit` is called. */
function stage() {
  const replica = createReplica();
  const work: (() => void)[] = [];
  let isHeld = false;
  const calls = new HostWritesCalls({
    replica,
    submit: (run, durable) =>
      work.push(() => {
        run(t0);
        durable();
      }),
    host: {
      holdWrites: (held) => {
        isHeld = held;
      },
    },
  });
  return { replica, calls, commit: () => work.shift()!(), held: () => isHeld };
}

function committed<T>(call: Promise<T>, commit: () => void): Promise<T> {
  commit();
  return call;
}
