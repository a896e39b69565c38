import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { StoreError } from '../../src/store/store.ts';
import { type Claims, CrashScript } from './store-crash-script.ts';
import { crashSteps } from './store-crash-steps.ts';

// Runs all steps on a new store, and says what may be relied on once a step is durable. A store that fails is told of by
// its code, and ends it as it ends a sidecar. Usage: store-crash-script-child.ts PATH
const script = new CrashScript(() => openSqliteStore(process.argv[2]!));
let claims: Claims | null = null;
try {
  for (const { run } of crashSteps) {
    run(script);
    claims = script.claims(claims);
    say(claims);
  }
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  say({ failed: error.code });
  process.exit(1);
}

function say(value: object): void {
  const STDOUT = 1;
  writeSync(STDOUT, `${JSON.stringify(value)}\n`);
}
