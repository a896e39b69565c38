import type { IrcText } from '../core/irc-text.ts';

/** Something that happened, as watchers see it. */
export interface OpsEvent {
  /** One more for each event since the start. */
  readonly number: number;
  /** Wall clock, Unix ms. */
  readonly time: number;
  /** One of the names in docs/operations.md. */
  readonly kind: string;
  /** Empty: concerns no channel. */
  readonly channel: IrcText;
  readonly server: string;
  /** One line for people; never holds a join key. */
  readonly text: string;
}

/** Hands every event to whoever watches. Keeps none: a watcher sees what happens while it watches. */
export class EventHub {
  readonly #watchers = new Set<(event: OpsEvent) => void>();
  readonly #now: () => number;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  publish(event: Omit<OpsEvent, 'number' | 'time'>): void {
    const numbered = { ...event, number: ++this.#count, time: this.#now() };
    for (const watcher of this.#watchers) watcher(numbered);
  }

  /** Returns how to stop watching. */
  watch(watcher: (event: OpsEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
