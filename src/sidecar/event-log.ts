import { displayText } from '../core/irc-text.ts';
import type { ReplicaEvent } from '../core/replica-changes.ts';
import type { Logger } from '../log/logger.ts';
import { LimitedReports } from '../peer/limited-reports.ts';
import type { Timers } from '../peer/timers.ts';

export interface EventLogDependencies {
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn'>;
  readonly timers: Timers;
}

/** What an operator may have to act on, and what was decided in the large. All else is for debugging. */
const LEVELS: Readonly<Record<string, 'info' | 'warn'>> = {
  'channel.full': 'warn',
  'channel.key_rotated': 'info',
  'channel.keys_revealed': 'info',
  'channel.merged': 'info',
  'channel.restored': 'info',
  'channel.split': 'info',
  'channel.unpinned': 'info',
  'clock.skew': 'warn',
  'conflict.opened': 'warn',
  'conflict.closed': 'info',
  'host.frozen': 'warn',
  'host.observed': 'warn',
  'host.writes_allowed': 'info',
  'hierarchy.cycle': 'warn',
  'metadata.deleted': 'info',
  'metadata.set': 'info',
  'peer.barred': 'info',
  'peer.comparison_asked': 'info',
  'peer.dialled': 'info',
  'peer.expelled': 'warn',
  'peer.readmitted': 'info',
  'peer.resync_asked': 'info',
  'peer.unbarred': 'info',
  'quarantine.added': 'warn',
  'quarantine.approved': 'info',
  'quarantine.cleared': 'info',
  'quarantine.rejected': 'info',
  'quarantine.reconsidered': 'info',
  'stamp.foreign': 'warn',
  'state.forgotten': 'info',
};

/** Writes what happened to the replica to the log: above debug of each kind only so many in each period. */
export class EventLog {
  readonly #dependencies: EventLogDependencies;
  readonly #limits = new Map<string, LimitedReports>();

  constructor(dependencies: EventLogDependencies) {
    this.#dependencies = dependencies;
  }

  write(event: ReplicaEvent): void {
    const level = LEVELS[event.kind] ?? 'debug';
    const details = { ...event, event: event.kind, channel: displayText(event.channel) };
    const write = () => this.#dependencies.log[level](details, event.text);
    if (level === 'debug') write();
    else this.#limit(event.kind, level).add(write);
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
