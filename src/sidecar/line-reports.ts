import type { ServerName } from '../core/identity.ts';
import { logEvent, type WatchedEvent } from '../log/log-events.ts';
import type { Logger } from '../log/logger.ts';
import { LimitedReports } from '../peer/limited-reports.ts';
import type { Timers } from '../peer/timers.ts';
import type { LineProblem } from '../wire/line-problem.ts';

export interface LineReportsDependencies {
  readonly log: Pick<Logger, 'warn'>;
  /** Tells whoever watches. */
  readonly publish: (kind: WatchedEvent, peer: ServerName, text: string) => void;
  readonly timers: Timers;
}

type LineEvent = 'peer.line_rejected' | 'peer.nak';

/** Tells of lines that one of two sidecars did not take from the other: of each peer only so many in each period. */
export class LineReports {
  readonly #dependencies: LineReportsDependencies;
  /** By kind and peer; peers are those of the configuration. */
  readonly #limits = new Map<string, LimitedReports>();

  constructor(dependencies: LineReportsDependencies) {
    this.#dependencies = dependencies;
  }

  /** A line of the peer could not be taken. */
  rejected(peer: ServerName, page: number, line: number, { code, reason }: LineProblem): void {
    const text = `page ${page}, line ${line}: ${code}: ${reason}`;
    this.#report('peer.line_rejected', peer, text, () => {
      const fields = { peer, page, line, code, reason };
      logEvent(this.#dependencies.log, 'peer.line_rejected', fields, 'rejected a line');
    });
  }

  /** The peer did not take a line of ours. */
  notAccepted(peer: ServerName, text: string): void {
    this.#report('peer.nak', peer, text, () =>
      logEvent(this.#dependencies.log, 'peer.nak', { peer, text }, 'the peer rejected a line of ours'),
    );
  }

  /** Says what it has not said yet. */
  stop(): void {
    for (const limit of this.#limits.values()) limit.stop();
  }

  #report(event: LineEvent, peer: ServerName, text: string, write: () => void): void {
    this.#limit(event, peer).add(() => {
      write();
      this.#dependencies.publish(event, peer, text);
    });
  }

  #limit(event: LineEvent, peer: ServerName): LimitedReports {
    const key = `${event} ${peer}`;
    const { log, publish, timers } = this.#dependencies;
    const limit =
      this.#limits.get(key) ??
      new LimitedReports((more) => {
        logEvent(log, event, { peer, more }, `${more} more lines were rejected`);
        publish(event, peer, `${more} more`);
      }, timers);
    this.#limits.set(key, limit);
    return limit;
  }
}
