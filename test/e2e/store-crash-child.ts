import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { commitsIn, numberedCommit } from '../support/numbered-commits.ts';

// Commits until it is killed, and says each number once its commit has returned. Usage: store-crash-child.ts PATH
const STDOUT = 1;
const store = openSqliteStore(process.argv[2]!);
for (let n = commitsIn(store) + 1; ; n++) {
  store.commit(numberedCommit(n));
  writeSync(STDOUT, `${n}\n`);
}
