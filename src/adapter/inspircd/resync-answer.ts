import type { IrcLine } from '../irc-line.ts';
import type { ChannelLines } from './channel-lines.ts';
import type { ShadowChannel } from './shadow-channel.ts';

/** The full state of a channel, which the ircd sends for RESYNC: FJOIN, FTOPIC, METADATA, FMODE, in one go. */
export class ResyncAnswer {
  /** What the answer has said so far. */
  readonly channel: ShadowChannel;
  readonly #lines: ChannelLines;
  #sawTopic = false;
  /** Only FJOIN so far: many members come in several of them. */
  #isJoining = true;

  /** `channel` has the members of the first FJOIN, `modes` are those in it. */
  constructor(lines: ChannelLines, channel: ShadowChannel, modes: readonly string[]) {
    this.#lines = lines;
    this.channel = channel;
    lines.modes(channel, modes, '', 0);
  }

  /** The ircd sends a topic only where one was ever set. */
  get sawTopic(): boolean {
    return this.#sawTopic;
  }

  /** A line of the uplink about the channel. False: it is no part of the answer, which is complete. */
  take({ source, command, params }: IrcLine): boolean {
    if (command === 'FJOIN') return this.#join(params);
    if (!['FTOPIC', 'FMODE', 'METADATA'].includes(command)) return false;
    this.#isJoining = false;
    if (command === 'FMODE') this.#lines.modes(this.channel, params.slice(2), '', 0);
    if (command === 'FTOPIC') {
      this.#lines.topic(this.channel, source, params);
      this.#sawTopic = true;
    }
    return true;
  }

  /** Another FJOIN right after the first holds more members; after anything else it begins a new answer. */
  #join(params: readonly string[]): boolean {
    if (!this.#isJoining || Number(params[1]) !== this.channel.createdAt) return false;
    this.#lines.members(this.channel, params.at(-1)!);
    return true;
  }
}
