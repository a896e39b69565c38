import { describe, expect, test } from 'vitest';
import { type FieldKey, isSet } from '../../../src/core/field.ts';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ReplicaStore } from '../../../src/store/replica-store.ts';
import {
  a,
  at,
  b,
  ban,
  channelId,
  flag,
  hostChannel,
  noBan,
  part,
  profile,
  register,
  restartGraceMs,
  t0,
} from '../../support/replica-fixture.ts';

const open = (disk: MemoryStore) => {
  let n = 1;
  const newId = () => channelId(n++);
  return new ReplicaStore(disk, {
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs,
    newId,
    newEpoch: newId,
  });
};

interface Story {
  /** The host had the channel before it was given anything. */
  readonly had: boolean;
  /** What came from the peer, and was told to be set or not, before and after the crash. */
  readonly offered: boolean;
  /** The host carried out what it was given. */
  readonly applied: boolean;
  readonly sameTransaction: boolean;
}

/**
 * The process is killed before the host could answer. What the peer wrote meanwhile is stamped before what the host was last
 * heard of, so a write that is made up now would win.
 */
function killed({ had, offered, applied, sameTransaction }: Story): boolean {
  const disk = new MemoryStore();
  const store = open(disk);
  const host = new HostAttachment(store.replica, profile);
  const own = [ban('own!*@*'), ...(offered ? [] : [ban('x!*@*')])];
  const write = (isSet: boolean, ms: number) => register((isSet ? ban : noBan)('x!*@*'), at(ms, b));
  store.replica.advance(t0);
  host.beginSnapshot('run 1');
  if (had) host.snapshotChannel(hostChannel(own), t0);
  host.endSnapshot();
  store.commit();
  const id = [...store.replica.table.values()][0]?.document.id ?? channelId(99);
  const drained = host.nextUpdates(9);
  expect(drained).toEqual([]);
  store.commit();
  store.replica.receive(b, part(id, [write(offered, 1000), register(ban('own!*@*'), at(900, b))]), 1, t0);
  const { views } = store.commit();
  host.viewsChanged(views);
  expect(host.nextUpdates(9)).toHaveLength(1);
  store.commit();
  otherIsCreated(host, t0 + 1500);
  store.commit();

  const after = open(disk);
  after.replica.advance(t0 + 3000);
  after.replica.receive(b, part(id, [write(!offered, 1200)]), 1, t0 + 3000);
  if (!sameTransaction) after.commit();
  const again = new HostAttachment(after.replica, profile);
  again.beginSnapshot('run 1');
  const given = [ban('own!*@*'), ...(offered ? [ban('x!*@*')] : [])];
  const shown = applied ? given : own;
  again.snapshotChannel(other, t0 + 4000);
  if (had || applied) again.snapshotChannel(hostChannel(shown), t0 + 4000);
  again.endSnapshot();
  after.commit();
  const { field } = after.replica.table.get(id)!.document.registers.get(key)!;
  return isSet(field);
}

const other = { ...hostChannel([]), name: '#other' as IrcText };

/** The host is heard of. */
function otherIsCreated(host: HostAttachment, now: number): void {
  expect(host.event({ sequence: 1, name: other.name, kind: 'created', state: other }, now)).toBeNull();
}

const key = 'entry:ban:x!*@*' as FieldKey;
const yesOrNo = [true, false];

describe.each(yesOrNo)('in the transaction of the snapshot: %s', (sameTransaction) => {
  describe.each(yesOrNo)('carried out by the host: %s', (applied) => {
    test.each(yesOrNo)(
      'an entry that was offered before a crash is no write of the host (there before: %s)',
      (had) => {
        expect(killed({ had, offered: true, applied, sameTransaction })).toBe(false);
      },
    );

    test('nor is one whose removal was offered', () => {
      expect(killed({ had: true, offered: false, applied, sameTransaction })).toBe(true);
    });
  });
});

test.each([
  ['shown', [flag('topic-protected')]],
  ['taken away by the offer', []],
])(
  'what an ircd sets by itself in a channel that it made for an offer is no write of its users: %s',
  (_, own) => {
    const withDefaults = { ...profile, defaults: [flag('topic-protected')] };
    const disk = new MemoryStore();
    const store = open(disk);
    const host = new HostAttachment(store.replica, withDefaults);
    const id = channelId(99);
    store.replica.advance(t0);
    host.beginSnapshot('run 1');
    host.endSnapshot();
    store.replica.receive(b, part(id, [register(ban('x!*@*'), at(1000, b))]), 1, t0);
    host.viewsChanged(store.commit().views);
    expect(host.nextUpdates(9)).toHaveLength(1);
    store.commit();
    otherIsCreated(host, t0 + 1500);
    store.commit();

    const after = open(disk);
    after.replica.receive(b, part(id, [register(noBan('x!*@*'), at(1200, b))]), 1, t0 + 3000);
    after.commit();
    // Killed once more before the host is back.
    const last = open(disk);
    const again = new HostAttachment(last.replica, withDefaults);
    again.beginSnapshot('run 1');
    again.snapshotChannel(hostChannel([ban('x!*@*'), ...own]), t0 + 4000);
    again.endSnapshot();
    expect([...last.replica.table.get(id)!.document.registers.keys()]).toEqual([key]);
  },
);
