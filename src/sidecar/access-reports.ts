import type { RefusedCall } from '../access/admission.ts';
import { logEvent } from '../log/log-events.ts';
import type { Logger } from '../log/logger.ts';
import { LimitedReports } from '../peer/limited-reports.ts';
import type { Timers } from '../peer/timers.ts';

export interface AccessReportsDependencies {
  readonly log: Pick<Logger, 'warn'>;
  readonly timers: Timers;
}

/** Writes calls that were refused to the log: of each reason only so many in each period. */
export class AccessReports {
  readonly #log: AccessReportsDependencies['log'];
  readonly #timers: Timers;
  readonly #limits = new Map<RefusedCall['reason'], LimitedReports>();

  constructor({ log, timers }: AccessReportsDependencies) {
    this.#log = log;
    this.#timers = timers;
  }

  refused({ reason, method, caller, client }: RefusedCall): void {
    const details = {
      reason,
      method,
      client,
      caller: caller?.access,
      role: caller?.role,
    };
    this.#limit(reason).add(() => logEvent(this.#log, 'api.refused', details, 'refused a call'));
  }

  /** Says what it has not said yet. */
  stop(): void {
    for (const limit of this.#limits.values()) limit.stop();
  }

  #limit(reason: RefusedCall['reason']): LimitedReports {
    const more = (count: number) =>
      logEvent(this.#log, 'api.refused', { reason, more: count }, `${count} more calls were refused`);
    const limit = this.#limits.get(reason) ?? new LimitedReports(more, this.#timers);
    this.#limits.set(reason, limit);
    return limit;
  }
}
