/** How long changes take to everybody else. A newer change of a channel tells of the older ones, too: they count as arrived then. */
export class DelayBook {
  /** Milliseconds of each arrival. */
  readonly delays: number[] = [];
  readonly #receivers: number;
  /** By channel and number of the change: when it was sent. */
  readonly #sentAt = new Map<string, Map<number, number>>();
  /** By receiver and channel: the last change that arrived. */
  readonly #arrived = new Map<string, number>();
  #expected = 0;

  /** `hosts`: each is told of the changes of all others. */
  constructor(hosts: number) {
    this.#receivers = hosts - 1;
  }

  /** Arrivals that are still to come. */
  get missing(): number {
    return this.#expected - this.delays.length;
  }

  /** Changes of a channel have numbers that rise. */
  sent(channel: string, change: number, atMs: number): void {
    const changes = this.#sentAt.get(channel) ?? new Map<number, number>();
    this.#sentAt.set(channel, changes.set(change, atMs));
    this.#expected += this.#receivers;
  }

  arrived(receiver: number, channel: string, change: number, atMs: number): void {
    const key = `${receiver} ${channel}`;
    const before = this.#arrived.get(key) ?? -1;
    for (const [number, sentAt] of this.#sentAt.get(channel) ?? [])
      if (number > before && number <= change) this.delays.push(atMs - sentAt);
    this.#arrived.set(key, Math.max(before, change));
  }
}
