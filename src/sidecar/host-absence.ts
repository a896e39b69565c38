import type { Replica } from '../core/replica.ts';

export interface HostAbsenceDependencies {
  readonly replica: Pick<Replica, 'loseOwnMembers'>;
  readonly isAttached: () => boolean;
  readonly submit: (run: () => void) => void;
}

/** An adapter that was restarted is back by then, and its users need not go and come on all other servers. */
const ABSENCE_MS_MAX = 10_000;

/**
 * Ends what peers are told of the host's members when the host is away for longer: its ircd may have crashed, and nobody would
 * tell that its users are gone.
 */
export class HostAbsence {
  readonly #dependencies: HostAbsenceDependencies;
  #absentMs = 0;

  constructor(dependencies: HostAbsenceDependencies) {
    this.#dependencies = dependencies;
  }

  /** So many more milliseconds passed. */
  tick(elapsedMs: number): void {
    const { replica, isAttached, submit } = this.#dependencies;
    const before = this.#absentMs;
    this.#absentMs = isAttached() ? 0 : before + elapsedMs;
    if (before >= ABSENCE_MS_MAX || this.#absentMs < ABSENCE_MS_MAX) return;
    submit(() => {
      // It may be back by now, and has said who is there.
      if (!isAttached()) replica.loseOwnMembers();
    });
  }
}
