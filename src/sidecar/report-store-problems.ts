import { displayText } from '../core/irc-text.ts';
import { logEvent } from '../log/log-events.ts';
import type { Logger } from '../log/logger.ts';
import type { StoreProblem } from '../store/store-problem.ts';

/** More would push everything else out of a terminal; `cburst store` lists them all. */
const LINES_MAX = 20;

/** Tells of the records that did not fit at this start, one by one, and of those that still wait for review. */
export function reportStoreProblems(
  log: Pick<Logger, 'error' | 'warn'>,
  found: readonly StoreProblem[],
  all: readonly StoreProblem[],
): void {
  for (const { space, key, reason, bytes, outcome } of found.slice(0, LINES_MAX)) {
    const event = outcome === 'repaired' ? 'store.repaired' : 'store.set_aside';
    const fields = { space, key: displayText(key), reason, bytes };
    logEvent(log, event, fields, `a record was ${OUTCOMES[outcome]}`);
  }
  const waiting = all.filter(({ outcome }) => outcome === 'set-aside').length;
  if (found.length === 0 && waiting === 0) return;
  const level = found.length > 0 ? 'error' : 'warn';
  logEvent(
    log,
    'store.problems',
    { found: found.length, waiting },
    '"cburst store" lists the records that were set aside or repaired; docs/operations.md says what they mean',
    level,
  );
}

const OUTCOMES = { 'set-aside': 'set aside', repaired: 'repaired' } as const;
