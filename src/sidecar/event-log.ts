import { displayText } from '../core/irc-text.ts';
import type { ReplicaEvent } from '../core/replica-changes.ts';
import { isLogEvent, logEvents } from '../log/log-events.ts';
import type { Logger } from '../log/logger.ts';
import { LimitedReports } from '../peer/limited-reports.ts';
import type { Timers } from '../peer/timers.ts';

export interface EventLogDependencies {
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'isLevelEnabled'>;
  readonly timers: Timers;
}

/** Writes what happened to the replica to the log: above debug of each kind only so many in each period. */
export class EventLog {
  readonly #dependencies: EventLogDependencies;
  readonly #limits = new Map<string, LimitedReports>();

  constructor(dependencies: EventLogDependencies) {
    this.#dependencies = dependencies;
  }

  write({ kind, channel, server, text }: ReplicaEvent): void {
    const { log } = this.#dependencies;
    // A name that nobody gave a level is for debugging.
    const level = isLogEvent(kind) ? logEvents[kind].levels[0] : 'debug';
    if (!log.isLevelEnabled(level)) return;
    const fields = { event: kind, channel: displayText(channel), server, text };
    if (level === 'info' || level === 'warn') this.#limit(kind, level).add(() => log[level](fields, text));
    else log.debug(fields, text);
  }

  /** Says what it has not said yet. */
  stop(): void {
    for (const limit of this.#limits.values()) limit.stop();
  }

  #limit(kind: string, level: 'info' | 'warn'): LimitedReports {
    const { log, timers } = this.#dependencies;
    const more = (count: number) => log[level]({ event: kind, more: count }, `${count} more of these`);
    const limit = this.#limits.get(kind) ?? new LimitedReports(more, timers);
    this.#limits.set(kind, limit);
    return limit;
  }
}
