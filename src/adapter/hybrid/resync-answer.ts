import type { Topic } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { IrcLine } from '../irc-line.ts';
import type { ChannelAnswer, JoinedUser } from '../ircd-facts.ts';
import type { IrcdTraits } from '../ircd-traits.ts';
import { type ModeChange, parseModeChanges } from '../mode-changes.ts';
import { bmaskWords, parseSjoin, parseTburst, type Sjoin } from './channel-lines.ts';

/** The full state of a channel, which the ircd sends for RESYNC: SJOIN, BMASK, TBURST, and last MLOCK. */
export class ResyncAnswer {
  readonly name: IrcText;
  readonly #traits: IrcdTraits;
  readonly #createdAt: number;
  readonly #changes: ModeChange[];
  readonly #members: JoinedUser[];
  #topic: { readonly value: Topic | null; readonly setAt: number } | null = null;
  /** Only SJOIN so far: many members come in several of them. */
  #isJoining = true;
  #isComplete = false;

  constructor(traits: IrcdTraits, { name, createdAt, words, members }: Sjoin) {
    this.name = name;
    this.#traits = traits;
    this.#createdAt = createdAt;
    this.#changes = parseModeChanges(traits, words);
    this.#members = [...members];
  }

  /** Its MLOCK came. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  get members(): readonly JoinedUser[] {
    return this.#members;
  }

  /** The channel as its SJOIN alone told it. */
  get opening(): {
    name: IrcText;
    createdAt: number;
    changes: readonly ModeChange[];
    members: readonly JoinedUser[];
  } {
    return { name: this.name, createdAt: this.#createdAt, changes: this.#changes, members: this.#members };
  }

  /** The ircd sends a topic only where one was ever set. */
  get answer(): ChannelAnswer {
    const topic = this.#topic === null ? {} : { topic: this.#topic.value, topicSetAt: this.#topic.setAt };
    return { ...this.opening, hidden: [], ...topic };
  }

  /** A line of the uplink about the channel. False: it is no part of the answer. */
  take({ command, params }: IrcLine): boolean {
    switch (command) {
      case 'SJOIN':
        return this.#join(params);
      case 'BMASK':
        this.#changes.push(...parseModeChanges(this.#traits, bmaskWords(params)));
        break;
      case 'TBURST':
        this.#setTopic(params);
        break;
      case 'MLOCK':
        this.#isComplete = true;
        break;
      default:
        return false;
    }
    this.#isJoining = false;
    return true;
  }

  /** Another SJOIN right after the first holds more members; after anything else it begins a new answer. */
  #join(params: readonly string[]): boolean {
    const more = parseSjoin(params);
    if (!this.#isJoining || more?.createdAt !== this.#createdAt) return false;
    this.#members.push(...more.members);
    return true;
  }

  #setTopic(params: readonly string[]): void {
    const said = parseTburst(params);
    if (said === null) return;
    const { text, setter, setAt } = said;
    this.#topic = { value: text === '' ? null : { text, setter, setAt }, setAt };
  }
}
