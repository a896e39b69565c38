import type { ChannelKey } from '../core/casemapping.ts';
import type { Field, FieldKey } from '../core/field.ts';

/** A channel that the ircd was asked for, and what was written to it before. */
export interface Expected {
  /** What each written field should have become. */
  readonly written: ReadonlyMap<FieldKey, Field>;
  /** The adapter made the channel; the sidecar hears of it by the result, so nothing before that is an event. */
  readonly creates: boolean;
  wasShown: boolean;
  /** The answer that came was of no use. */
  isDisturbed: boolean;
  /** Somebody came into the channel, or made it, since it was asked for. */
  hasCome: boolean;
  /** What local users changed since. */
  readonly touched: Map<FieldKey, Field>;
  /** Wanted entries that the ircd shows under another mask: by the key of the wanted one. */
  altered: ReadonlyMap<FieldKey, Field>;
}

/** Which channels the ircd is to be asked for, and which it has been asked for. */
export class ShadowQuestions {
  readonly #expected = new Map<ChannelKey, Expected>();
  readonly #doubtful = new Set<ChannelKey>();
  /** Channels that were not read yet: the sidecar has not heard of them. */
  readonly #unread = new Set<ChannelKey>();

  /** The channel is asked for: `take` follows. */
  expect(key: ChannelKey, written: ReadonlyMap<FieldKey, Field>, creates: boolean): void {
    const nothingYet = { wasShown: false, isDisturbed: false, hasCome: false };
    this.#expected.set(key, { written, creates, ...nothingYet, touched: new Map(), altered: new Map() });
  }

  /** Undefined: it was not asked for. */
  expected(key: ChannelKey): Expected | undefined {
    return this.#expected.get(key);
  }

  /** Somebody came into the channel, or made it. */
  noteArrival(key: ChannelKey): void {
    const expected = this.#expected.get(key);
    if (expected !== undefined) expected.hasCome = true;
  }

  /**
   * What came does not say what the channel is: ask once more. Told once. A channel that there was not when the ircd came to the question may
   * have been made right after that: then the answer was true, and is not any more.
   */
  takeDisturbed(key: ChannelKey): boolean {
    const expected = this.#expected.get(key);
    if (expected === undefined) return false;
    const isDisturbed = expected.isDisturbed || (!expected.wasShown && expected.hasCome);
    expected.isDisturbed = false;
    expected.hasCome = false;
    return isDisturbed;
  }

  /** What was asked is answered. */
  take(key: ChannelKey): Expected | undefined {
    const expected = this.#expected.get(key);
    this.#expected.delete(key);
    return expected;
  }

  /** The channel is to be read back. */
  doubt(key: ChannelKey): void {
    this.#doubtful.add(key);
  }

  /** It is to be read back, and nobody is told of it before. */
  doubtAsUnread(key: ChannelKey): void {
    this.#unread.add(key);
    this.#doubtful.add(key);
  }

  /** There are channels to be read back. */
  get isDoubtful(): boolean {
    return this.#doubtful.size > 0;
  }

  /** Channels to be read back, at most `max`; those that are being read are left for later. */
  takeDoubtful(max: number): ChannelKey[] {
    const taken: ChannelKey[] = [];
    for (const key of this.#doubtful) {
      if (taken.length >= max) break;
      if (this.#expected.has(key)) continue;
      this.#doubtful.delete(key);
      taken.push(key);
    }
    return taken;
  }

  /** Everything was read that had to be before anybody is told of it. */
  get isAllRead(): boolean {
    return this.#unread.size === 0;
  }

  /** The channel was read; returns whether it had not been before. */
  noteRead(key: ChannelKey): boolean {
    return this.#unread.delete(key);
  }

  /** The sidecar has not heard of the channel: it is being made, or was not read yet. */
  isNew(key: ChannelKey): boolean {
    return this.#unread.has(key) || this.#expected.get(key)?.creates === true;
  }

  /** There is no such channel. What was asked stays so. */
  forget(key: ChannelKey): void {
    this.#doubtful.delete(key);
    this.#unread.delete(key);
  }
}
