import type { Store, StoreChange } from '../../src/store/store.ts';

/**
 * The changes of commit `n` (from 1): a pure function, so that whoever knows how many commits were made knows what the
 * store must hold. They put and delete few keys again and again, some commits one record, some several pages, and each
 * writes its own number.
 */
export function numberedCommit(n: number): StoreChange[] {
  const count = n % 7 === 0 ? 1500 : 1 + ((n * 31) % 90);
  const changes: StoreChange[] = [numberRecord(n)];
  for (let i = 0; i < count; i++) {
    const key = `#${(n * 17 + i * 13) % 2000}`;
    const value = (n + i) % 5 === 0 ? null : Buffer.from(`${n}:${i}:`.padEnd((n * i) % 300, 'x'));
    changes.push({ space: 'doc', key, value });
  }
  return changes;
}

/** How many commits the store says it has; 0 for a new one. */
export function commitsIn(store: Store): number {
  for (const { space, value } of store.load()) {
    if (space === 'number') return Number(Buffer.from(value).toString());
  }
  return 0;
}

function numberRecord(n: number): StoreChange {
  return { space: 'number', key: '', value: Buffer.from(String(n)) };
}
