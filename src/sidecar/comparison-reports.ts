import type { ServerName } from '../core/identity.ts';
import { logEvent, type WatchedEvent } from '../log/log-events.ts';
import type { Logger } from '../log/logger.ts';
import type { DigestOutcome } from '../peer/digest-round.ts';

export interface ComparisonReportsDependencies {
  readonly log: Logger;
  readonly publish: (kind: WatchedEvent, peer: ServerName, text: string) => void;
}

/** Ids that a line names: enough to look at some, and no longer than a line that is read. */
const IDS_MAX = 20;

/** Tells what comparisons with peers found. What a rule keeps apart is found in each of them, and told when it changes. */
export class ComparisonReports {
  readonly #dependencies: ComparisonReportsDependencies;
  /** By peer: what differed by rule when it was last told. */
  readonly #byRule = new Map<ServerName, string>();

  constructor(dependencies: ComparisonReportsDependencies) {
    this.#dependencies = dependencies;
  }

  compared(peer: ServerName, outcome: DigestOutcome): void {
    const { log, publish } = this.#dependencies;
    if (outcome.kind === 'failed') {
      logEvent(log, 'digest.failed', { peer, code: outcome.code }, 'the comparison came to no end');
      return;
    }
    if (outcome.kind === 'equal') {
      this.#byRule.delete(peer);
      logEvent(log, 'digest.equal', { peer, documents: outcome.documents }, 'both have the same');
      return;
    }
    const byRule = whatDiffersByRule(outcome);
    const isNews = byRule !== (this.#byRule.get(peer) ?? '');
    this.#byRule.set(peer, byRule);
    const { sent, complete } = outcome;
    const differsByRule = outcome.differsByRule.length + outcome.lackedByRule;
    const fields = { peer, sent: sent.length, differsByRule, complete, ids: sent.slice(0, IDS_MAX) };
    const isTold = sent.length > 0 || !complete || isNews;
    logEvent(log, 'digest.different', fields, 'sent the peer what differed', isTold ? 'info' : 'debug');
    if (isTold)
      publish(
        'digest.different',
        peer,
        `sent ${sent.length} channels that differed; ${differsByRule} differ by rule`,
      );
  }
}

/** Of what is not here only the number is known. */
function whatDiffersByRule({
  differsByRule,
  lackedByRule,
}: Extract<DigestOutcome, { kind: 'different' }>): string {
  const lacked = lackedByRule === 0 ? [] : [`${lackedByRule} more`];
  return [...[...differsByRule].sort(), ...lacked].join(' ');
}
