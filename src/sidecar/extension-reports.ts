import type { ExtensionFailure } from '../extension/extension-failure.ts';
import { logEvent, type WatchedEvent } from '../log/log-events.ts';
import type { Logger } from '../log/logger.ts';
import { LimitedReports } from '../peer/limited-reports.ts';
import type { Timers } from '../peer/timers.ts';

export interface ExtensionReportsDependencies {
  readonly log: Pick<Logger, 'error'>;
  /** Tells whoever watches. */
  readonly publish: (kind: WatchedEvent, text: string) => void;
  readonly timers: Timers;
}

const KIND = 'extension.failed';

/** Tells of extensions that threw: of each only so many times in each period. */
export class ExtensionReports {
  readonly #dependencies: ExtensionReportsDependencies;
  /** By burst type; those that are registered. */
  readonly #limits = new Map<string, LimitedReports>();

  constructor(dependencies: ExtensionReportsDependencies) {
    this.#dependencies = dependencies;
  }

  failed({ burstType, peer, task, id, error }: ExtensionFailure): void {
    const { log, publish } = this.#dependencies;
    this.#limit(burstType).add(() => {
      logEvent(log, KIND, { burstType, peer, task, id, err: error }, 'an extension failed');
      const about = [peer, id].filter((each) => each !== null);
      publish(KIND, [`${burstType}: ${task}`, ...about].join(', '));
    });
  }

  /** Says what it has not said yet. */
  stop(): void {
    for (const limit of this.#limits.values()) limit.stop();
  }

  #limit(burstType: string): LimitedReports {
    const { log, publish, timers } = this.#dependencies;
    const more = (count: number) => {
      logEvent(log, KIND, { burstType, more: count }, `an extension failed ${count} more times`);
      publish(KIND, `${burstType}: ${count} more`);
    };
    const limit = this.#limits.get(burstType) ?? new LimitedReports(more, timers);
    this.#limits.set(burstType, limit);
    return limit;
  }
}
