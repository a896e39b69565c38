import type { ChannelKey } from '../core/casemapping.ts';

/** Channels whose pace is remembered; above, those that are free to go are forgotten. */
const CHANNELS_MAX = 4096;

/**
 * Paces what is written to the ircd: at most so many lines a second over all and for each channel, with one second's worth at
 * once. What belongs together is written together: it may overdraw, and the next one waits longer. Times in milliseconds.
 */
export class Pacer {
  readonly #linesPerSecond: number;
  readonly #channelLinesPerSecond: number;
  /** When everything written so far is paid for. */
  #paidAt = 0;
  readonly #channelsPaidAt = new Map<ChannelKey, number>();

  constructor(linesPerSecond: number, channelLinesPerSecond: number) {
    this.#linesPerSecond = linesPerSecond;
    this.#channelLinesPerSecond = channelLinesPerSecond;
  }

  /** How long to wait before anything may be written. */
  waitMs(now: number): number {
    return Math.max(0, this.#paidAt - now - BURST_MS);
  }

  /** How long to wait before the channel may be written to. */
  channelWaitMs(channel: ChannelKey, now: number): number {
    return Math.max(0, (this.#channelsPaidAt.get(channel) ?? 0) - now - BURST_MS);
  }

  spend(channel: ChannelKey, lines: number, now: number): void {
    this.#paidAt = Math.max(this.#paidAt, now) + (lines * 1000) / this.#linesPerSecond;
    const paidAt = Math.max(this.#channelsPaidAt.get(channel) ?? 0, now);
    this.#channelsPaidAt.set(channel, paidAt + (lines * 1000) / this.#channelLinesPerSecond);
    if (this.#channelsPaidAt.size > CHANNELS_MAX) this.#forgetPaid(now);
  }

  #forgetPaid(now: number): void {
    for (const [channel, paidAt] of this.#channelsPaidAt) {
      if (paidAt <= now) this.#channelsPaidAt.delete(channel);
    }
  }
}

const BURST_MS = 1000;
