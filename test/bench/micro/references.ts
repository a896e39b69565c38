import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { bench } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { referenceName } from './reference-name.ts';

/** Of the same order as what stands beside it. */
const words = 20_000;

/** Fixed work for the processor: what a machine needs for it says how fast the machine is now. It must never change. */
export function processorReference(): void {
  bench(referenceName, () => {
    const counts = new Map<string, number>();
    let hash = 0x811c9dc5;
    for (let word = 0; word < words; word++) {
      hash = Math.imul(hash ^ (word & 0xff), 0x01000193) >>> 0;
      const key = `#${(hash & 0x3ff).toString(36)}`;
      counts.set(key, (counts.get(key) ?? 0) + key.length);
    }
    if (counts.size === 0) throw new Error('nothing was counted');
  });
}

/** The same for the disk: a block appended and made durable. */
export function diskReference(): void {
  const directory = temporaryDirectory();
  const file = openSync(join(directory.path, 'reference'), 'w');
  const block = Buffer.alloc(64 * 1024, 'x');
  let appended = 0;
  bench(
    referenceName,
    () => {
      // From the start again: a disk that fills up would be another one.
      writeSync(file, block, 0, block.length, (appended++ % 64) * block.length);
      fdatasyncSync(file);
    },
    {
      teardown: (_task, mode) => {
        if (mode !== 'run') return;
        closeSync(file);
        directory.remove();
      },
    },
  );
}
