import type { IrcText } from '../core/irc-text.ts';
import type { Visibility } from './visibility.ts';

/**
 * Events that are kept for those who watch and were away or are slow, about 2 MB. At a hundred events a minute that is more
 * than half an hour.
 */
export const EVENTS_KEPT_MAX = 4096;

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
  /** The channel was hidden when it happened. */
  readonly hidden: boolean;
  /** `text` without the names of channels that were hidden then. */
  readonly publicText: string;
}

export interface EventHubDependencies {
  /** A UUID of this run of the process. */
  readonly run: string;
  /** Wall clock, Unix milliseconds. */
  readonly now: () => number;
  /** What anybody may be told now. */
  readonly visibility: Pick<Visibility, 'seesName' | 'conceal'>;
}

/** An event before it has its number. */
export type NewEvent = Pick<OpsEvent, 'kind' | 'channel' | 'server' | 'text'>;

/** Numbers every event, keeps the last `EVENTS_KEPT_MAX` of them, and wakes whoever reads them. */
export class EventHub {
  readonly run: string;
  readonly #readers = new Set<() => void>();
  readonly #dependencies: Omit<EventHubDependencies, 'run'>;
  /** The event with the number n is at n modulo `EVENTS_KEPT_MAX`. */
  readonly #kept: OpsEvent[] = [];
  #last = 0;

  constructor({ run, ...dependencies }: EventHubDependencies) {
    this.run = run;
    this.#dependencies = dependencies;
  }

  /** Number of the last event; 0: there was none. */
  get last(): number {
    return this.#last;
  }

  /** Number of the last event that is not kept any more; 0: all are. */
  get gone(): number {
    return Math.max(0, this.#last - EVENTS_KEPT_MAX);
  }

  publish(event: NewEvent): void {
    this.publishAll([event]);
  }

  /** What happened at one moment, in order: nothing changed since that decides who may know of it. */
  publishAll(events: readonly NewEvent[]): void {
    // What would be overwritten before anybody reads it is only counted: a snapshot may be hundreds of thousands.
    const first = this.#readers.size === 0 ? Math.max(0, events.length - EVENTS_KEPT_MAX) : 0;
    this.#last += first;
    let channel: IrcText | null = null;
    let hidden = false;
    for (let index = first; index < events.length; index++) {
      const event = events[index]!;
      // Mostly several happen to one channel.
      if (event.channel !== channel) {
        channel = event.channel;
        hidden = !this.#dependencies.visibility.seesName(channel);
      }
      this.#keep(event, hidden);
    }
  }

  #keep({ kind, channel, server, text }: NewEvent, hidden: boolean): void {
    const { now, visibility } = this.#dependencies;
    const number = ++this.#last;
    const publicText = visibility.conceal(text);
    const event = { number, time: now(), kind, channel, server, text, hidden, publicText };
    this.#kept[number % EVENTS_KEPT_MAX] = event;
    for (const reader of this.#readers) reader();
  }

  /** The event with that number, above `gone` and not above `last`. */
  at(number: number): OpsEvent {
    return this.#kept[number % EVENTS_KEPT_MAX]!;
  }

  /** Calls `reader` whenever something happened. Returns how to stop that. */
  watch(reader: () => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }
}
