import type { Topic } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { IrcLine } from '../irc-line.ts';
import type { ChannelAnswer, JoinedUser } from '../ircd-facts.ts';
import type { IrcdTraits } from '../ircd-traits.ts';
import { type ModeChange, parseModeChanges } from '../mode-changes.ts';
import { type Fjoin, parseFjoin, parseFtopic } from './channel-lines.ts';

/** The full state of a channel, which the ircd sends for RESYNC: FJOIN, FTOPIC, METADATA, FMODE, in one go. */
export class ResyncAnswer {
  readonly name: IrcText;
  readonly #createdAt: number;
  readonly #traits: IrcdTraits;
  readonly #changes: ModeChange[];
  readonly #members: JoinedUser[];
  #topic: { readonly value: Topic | null; readonly setAt: number } | null = null;
  /** Only FJOIN so far: many members come in several of them. */
  #isJoining = true;

  constructor(traits: IrcdTraits, { name, createdAt, words, members }: Fjoin) {
    this.name = name;
    this.#traits = traits;
    this.#createdAt = createdAt;
    this.#changes = parseModeChanges(traits, words);
    this.#members = [...members];
  }

  /** What was said so far. The ircd sends a topic only where one was ever set. */
  get answer(): ChannelAnswer {
    return {
      name: this.name,
      createdAt: this.#createdAt,
      changes: this.#changes,
      hidden: [],
      members: this.#members,
      ...(this.#topic === null ? {} : { topic: this.#topic.value, topicSetAt: this.#topic.setAt }),
    };
  }

  /** A line of the uplink about the channel. False: it is no part of the answer, which is complete. */
  take({ command, params }: IrcLine): boolean {
    if (command === 'FJOIN') return this.#join(params);
    if (!['FTOPIC', 'FMODE', 'METADATA'].includes(command)) return false;
    this.#isJoining = false;
    if (command === 'FMODE') this.#changes.push(...parseModeChanges(this.#traits, params.slice(2)));
    if (command === 'FTOPIC') this.#setTopic(params);
    return true;
  }

  #setTopic(params: readonly string[]): void {
    const said = parseFtopic(params);
    if (said === null) return;
    const { text, setAt } = said;
    const setter = said.setter ?? ('' as IrcText);
    this.#topic = { value: text === '' ? null : { text, setter, setAt }, setAt };
  }

  /** Another FJOIN right after the first holds more members; after anything else it begins a new answer. */
  #join(params: readonly string[]): boolean {
    const more = parseFjoin(params);
    if (!this.#isJoining || more?.createdAt !== this.#createdAt) return false;
    this.#members.push(...more.members);
    return true;
  }
}
