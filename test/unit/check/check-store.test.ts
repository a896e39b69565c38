import { chmodSync, truncateSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkStore, systemStore } from '../../../src/check/check-store.ts';
import { ConfigPlaces } from '../../../src/check/config-places.ts';
import { loadSidecarConfig } from '../../../src/config/load-sidecar-config.ts';
import { ownerBytesMax } from '../../../src/store/read-store-file.ts';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { CheckNode } from './check-node.ts';

test('the room on a disk, and whether this user may write there', () => {
  const directory = temporaryDirectory();
  const { bytes, files } = systemStore.freeSpace(directory.path);
  expect(bytes).toBeGreaterThan(0);
  if (files !== null) expect(files).toBeGreaterThan(0);
  expect(systemStore.mayWrite(directory.path)).toBe(true);
  expect(systemStore.mayWrite(`${directory.path}/nothing`)).toBe(false);
  chmodSync(directory.path, 0o500);
  // Whoever runs this as root may write all the same.
  expect(systemStore.mayWrite(directory.path)).toBe(process.getuid?.() === 0);
  chmodSync(directory.path, 0o700);
  directory.remove();
});

test('a store that is too large to be looked at is to be looked at, but while its sidecar runs with it', async () => {
  const node = await CheckNode.create();
  openSqliteStore(node.path('cburst.db')).close();
  truncateSync(node.path('cburst.db'), ownerBytesMax + 1);
  const config = loadSidecarConfig(node.path('sidecar.toml'));
  const places = new ConfigPlaces('sidecar.toml', node.text('sidecar.toml'));
  const roomy = { freeSpace: () => ({ bytes: 2 ** 40, files: null }), mayWrite: () => true };
  const look = (running: boolean) => checkStore(config, places, running, roomy);
  expect(look(false)).toMatchObject([
    { severity: 'warning', fix: expect.stringContaining('start the sidecar') },
  ]);
  expect(look(true)).toMatchObject([
    { severity: 'ok', cause: expect.stringContaining('the sidecar runs with it'), fix: '' },
  ]);
});
