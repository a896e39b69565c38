import type { ServerName } from '../core/identity.ts';
import type { Logger } from '../log/logger.ts';
import type { DigestOutcome } from '../peer/digest-round.ts';

export interface ComparisonReportsDependencies {
  readonly log: Logger;
  readonly publish: (kind: string, peer: ServerName, text: string) => void;
}

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
    const byRule = outcome.kind === 'different' ? whatDiffersByRule(outcome) : '';
    const isNews = byRule !== (this.#byRule.get(peer) ?? '');
    if (outcome.kind !== 'failed') this.#byRule.set(peer, byRule);
    if (outcome.kind !== 'different' || (outcome.sent.length === 0 && outcome.complete && !isNews)) {
      log.debug({ event: `digest.${outcome.kind}`, peer }, 'compared with the peer');
      return;
    }
    const { sent, complete } = outcome;
    const differsByRule = outcome.differsByRule.length + outcome.lackedByRule;
    const numbers = { sent: sent.length, differsByRule, complete };
    log.info({ event: 'digest.different', peer, ...numbers }, 'sent the peer what differed');
    const text = `sent ${sent.length} channels that differed; ${differsByRule} differ by rule`;
    publish('digest.different', peer, text);
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
