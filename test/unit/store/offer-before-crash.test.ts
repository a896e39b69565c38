import { expect, test } from 'vitest';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ReplicaStore } from '../../../src/store/replica-store.ts';
import {
  a,
  at,
  b,
  ban,
  channelId,
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

test('what was offered before a crash is no write of the host, whatever came from a peer before it was back', () => {
  const disk = new MemoryStore();
  const store = open(disk);
  const host = new HostAttachment(store.replica, profile);
  store.replica.advance(t0);
  host.beginSnapshot('run 1');
  host.snapshotChannel(hostChannel([ban('own!*@*')]), t0);
  host.endSnapshot();
  store.commit();
  const [entry] = [...store.replica.table.values()];
  const { id } = entry!.document;
  // Nothing waits.
  expect(host.nextUpdates(9)).toEqual([]);
  store.commit();
  store.replica.receive(b, part(id, [register(ban('x!*@*'), at(1000, b))]), 1, t0 + 1000);
  host.viewsChanged(store.commit().views);
  expect(host.nextUpdates(9)).toHaveLength(1);
  store.commit();
  // Killed; the ircd was given the ban.
  const after = open(disk);
  after.replica.advance(t0 + 3000);
  after.replica.receive(b, part(id, [register(noBan('x!*@*'), at(2000, b))]), 1, t0 + 3000);
  after.commit();
  const again = new HostAttachment(after.replica, profile);
  again.beginSnapshot('run 1');
  again.snapshotChannel(hostChannel([ban('own!*@*'), ban('x!*@*')]), t0 + 4000);
  again.endSnapshot();
  const { registers } = after.replica.table.get(id)!.document;
  expect(registers.get('entry:ban:x!*@*' as never)).toMatchObject({ field: { value: null } });
});
