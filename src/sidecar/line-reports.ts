import type { ServerName } from '../core/identity.ts';
import type { Logger } from '../log/logger.ts';
import { LimitedReports } from '../peer/limited-reports.ts';
import type { Timers } from '../peer/timers.ts';
import type { LineProblem } from '../wire/line-problem.ts';

export interface LineReportsDependencies {
  readonly log: Pick<Logger, 'warn'>;
  /** Tells whoever watches. */
  readonly publish: (kind: string, peer: ServerName, text: string) => void;
  readonly timers: Timers;
}

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
    this.#report('peer.line_rejected', peer, { page, line, code, reason }, 'rejected a line');
  }

  /** The peer did not take a line of ours. */
  notAccepted(peer: ServerName, text: string): void {
    this.#report('peer.nak', peer, { text }, 'the peer rejected a line of ours');
  }

  /** Says what it has not said yet. */
  stop(): void {
    for (const limit of this.#limits.values()) limit.stop();
  }

  #report(event: string, peer: ServerName, details: Record<string, string | number>, message: string): void {
    const { log, publish } = this.#dependencies;
    this.#limit(event, peer).add(() => {
      log.warn({ event, peer, ...details }, message);
      publish(event, peer, eventText(details));
    });
  }

  #limit(event: string, peer: ServerName): LimitedReports {
    const key = `${event} ${peer}`;
    const { log, publish, timers } = this.#dependencies;
    const limit =
      this.#limits.get(key) ??
      new LimitedReports((more) => {
        log.warn({ event, peer, more }, `${more} more lines were rejected`);
        publish(event, peer, `${more} more`);
      }, timers);
    this.#limits.set(key, limit);
    return limit;
  }
}

function eventText({ page, line, code, reason, text }: Record<string, string | number>): string {
  return text === undefined ? `page ${page}, line ${line}: ${code}: ${reason}` : String(text);
}
