import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { parseServerName } from '../../src/core/identity.ts';
import { ircBytes, ircText } from '../../src/core/irc-text.ts';
import { encodeEntry } from '../../src/store/entry-record.ts';
import { ReplicaStore } from '../../src/store/replica-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { at, b, channelId, joinKey, part, register, t0 } from '../support/replica-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runCburst } from '../unit/cli/run-cburst.ts';
import { SidecarProcess } from './sidecar-process.ts';

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

test('a sidecar with records that make no sense starts with the others, and tells of them', async () => {
  const sidecar = await SidecarProcess.prepare(directory.path, { name: 'a.test' });
  onTestFinished(() => sidecar.stop());
  const epoch = writeStore(join(sidecar.directory, 'cburst.db'));
  await sidecar.process.start();
  const { event, space, key } = await sidecar.logged('store.set_aside', channelId(8));
  expect({ event, space, key }).toEqual({ event: 'store.set_aside', space: 'channel', key: channelId(8) });
  await sidecar.logged('store.problems', 'cburst store');
  expect(await sidecar.channelNames()).toEqual([]);
  expect((await sidecar.channel('#general')).documents).toHaveLength(1);
  expect((await sidecar.ops.status()).epoch).not.toBe(epoch);
  const shown = await runCburst(['store', '--socket', join(sidecar.directory, 'ops.sock')]);
  expect(shown.stdout).toMatch(
    new RegExp(`^channel +${channelId(8)} +\\d+ +set aside at this start +\\S`, 'm'),
  );
  expect(sidecar.everythingLogged + shown.stdout).not.toContain('sesame');
  await sidecar.process.restart();
  await sidecar.logged('store.problems', '"waiting":1');
  expect((await sidecar.ops.storeProblems(10)).problems).toMatchObject([{ found_now: false }]);
});

/** A store after an orderly stop, with one good channel and one that has no name that a channel can have. Returns its epoch. */
function writeStore(path: string): string {
  const options = { server: parseServerName('a.test')!, casemapping: 'ascii', restartGraceMs: 1000 } as const;
  const disk = openSqliteStore(path);
  const newId = () => channelId(1);
  const store = new ReplicaStore(disk, { ...options, newId, newEpoch: () => 'before' });
  const { replica } = store;
  for (const n of [8, 9])
    replica.receive(b, part(channelId(n), [register(joinKey('sesame'), at(0, b))]), 1, t0);
  store.commit();
  const record = ircText(encodeEntry(replica.table.get(channelId(8))!)).replace('CBURST #', 'CBURST ');
  disk.commit([{ space: 'channel', key: channelId(8), value: ircBytes(record) }]);
  store.close();
  return store.epoch;
}
