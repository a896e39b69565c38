import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { type Claims, CrashScript } from './store-crash-script.ts';
import { crashSteps } from './store-crash-steps.ts';

// Runs all steps on a new store, and says what may be relied on once a step is durable. Usage: store-crash-script-child.ts PATH
const STDOUT = 1;
const script = new CrashScript(() => openSqliteStore(process.argv[2]!));
let claims: Claims | null = null;
for (const { run } of crashSteps) {
  run(script);
  claims = script.claims(claims);
  writeSync(STDOUT, `${JSON.stringify(claims)}\n`);
}
