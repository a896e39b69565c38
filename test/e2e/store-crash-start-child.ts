import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { openReplicaStore } from './store-crash-script.ts';

// Opens a store as a sidecar does, and says how many problems it found. Usage: store-crash-start-child.ts PATH
const STDOUT = 1;
const { newProblems } = openReplicaStore(openSqliteStore(process.argv[2]!), 'epoch of the child', 500_000);
writeSync(STDOUT, `${newProblems.length}\n`);
