/**
 * Since when a peer's burst has brought nothing. A peer that is alive, answers pings and never comes to the end of its burst
 * would else keep both sides from being compared, and from forgetting, for good.
 */
export class BurstProgress {
  #movedAt: number;

  constructor(now: number) {
    this.#movedAt = now;
  }

  /** A line of the burst came, or what came before still has to become durable here. */
  moved(now: number): void {
    this.#movedAt = now;
  }

  idleMs(now: number): number {
    return now - this.#movedAt;
  }
}
