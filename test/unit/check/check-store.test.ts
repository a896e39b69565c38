import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemStore } from '../../../src/check/check-store.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

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
