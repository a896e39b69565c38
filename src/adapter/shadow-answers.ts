import type { ChannelKey } from '../core/casemapping.ts';
import { type Field, type FieldKey, isSet } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { ChannelAnswer } from './ircd-facts.ts';
import type { IrcdEvent } from './ircd-messages.ts';
import { fieldOfChange } from './mode-changes.ts';
import { isHeld, type Membership, newShadowChannel, type ShadowChannel } from './shadow-channel.ts';
import { memberDifference, noMemberChange } from './shadow-members.ts';
import type { ShadowNews } from './shadow-news.ts';
import type { Expected } from './shadow-questions.ts';
import { type ShadowState, takeMembers } from './shadow-state.ts';
import { takeReadback } from './take-readback.ts';

export interface ReadResult {
  /** Null: the ircd has no such channel. */
  readonly channel: ShadowChannel | null;
  readonly altered: ReadonlyMap<FieldKey, Field>;
  /** What happened to a channel that the adapter made before its result could be sent: to be told right after that. */
  readonly after: readonly IrcdEvent[];
}

/** Takes over what the ircd answered about a channel. */
export class ShadowAnswers {
  readonly #state: ShadowState;
  readonly #news: ShadowNews;

  constructor(state: ShadowState, news: ShadowNews) {
    this.#state = state;
    this.#news = news;
  }

  /** Lines for the channel are being written and questions follow them. `creates`: its timestamp, if they make it. */
  expect(
    name: IrcText,
    written: ReadonlyMap<FieldKey, Field>,
    creates: { readonly createdAt: number } | null,
  ): void {
    const { channels, questions } = this.#state;
    const key = this.#state.key(name);
    if (creates !== null) channels.set(key, newShadowChannel(key, name, creates.createdAt));
    questions.expect(key, written, creates !== null);
  }

  /** One answer. */
  take(answer: ChannelAnswer): IrcdEvent[] {
    const { channels, questions } = this.#state;
    const key = this.#state.key(answer.name);
    const expected = questions.expected(key);
    if (expected === undefined) return [];
    expected.wasShown = true;
    expected.isDisturbed = false;
    const known = channels.get(key);
    const truth = this.#truth(answer, known, expected);
    const isAnew = known?.createdAt !== truth.createdAt;
    const channel = known ?? newShadowChannel(key, truth.name, truth.createdAt);
    channels.set(key, channel);
    channel.createdAt = truth.createdAt;
    channel.hasLargeLists = truth.hasLargeLists;
    if (answer.topicSetAt !== undefined) channel.topicSetAt = answer.topicSetAt;
    const { unexpected, altered } = takeReadback(channel, truth.fields, expected.written);
    expected.altered = altered;
    const presence = this.#takePresence(channel, truth);
    const wasUnread = questions.noteRead(key);
    const wasWithheld = channel.withheld;
    channel.withheld = truth.withheld;
    if (truth.withheld && !wasWithheld && !wasUnread && known !== undefined)
      return this.#news.withheldOrNot(channel);
    if (this.#state.isUnheardOf(key)) return [];
    if (isAnew || wasUnread || wasWithheld) return [this.#news.created(channel)];
    return [...this.#news.changed(channel, unexpected), ...presence];
  }

  /** All answers that were due are there. */
  read(key: ChannelKey): ReadResult {
    const expected = this.#state.questions.take(key);
    // A channel that does not exist is not answered for.
    if (expected?.wasShown === false) this.#state.forget(key);
    const channel = this.#state.channels.get(key) ?? null;
    const after: IrcdEvent[] = [];
    if (channel !== null && expected?.creates && !channel.withheld) {
      after.push(...this.#news.changed(channel, [...expected.touched.values()]));
      if (isHeld(channel)) after.push(...this.#news.presence(channel, this.#news.present(channel, channel)));
    }
    this.#state.guestListener?.channelChanged(key);
    return { channel, altered: expected?.altered ?? new Map(), after };
  }

  /** The channel as the ircd told it; what it hid is what was written or heard last. */
  #truth(answer: ChannelAnswer, known: ShadowChannel | undefined, expected: Expected): ShadowChannel {
    const { name, createdAt, changes, hidden, topic, members, kept = false } = answer;
    const truth = newShadowChannel(this.#state.key(name), known?.name ?? name, createdAt);
    truth.kept = kept;
    this.#state.setModes(truth, changes, '', 0);
    if (topic !== undefined) this.#state.setTopic(truth, topic, 0);
    if (members === null) takeMembers(truth, known ?? truth);
    else this.#state.addMembers(truth, members, 0);
    for (const letter of hidden) this.#unhide(truth, letter, known, expected);
    return truth;
  }

  #unhide(truth: ShadowChannel, letter: string, known: ShadowChannel | undefined, expected: Expected): void {
    const mode = this.#state.traits.modes.get(letter);
    const named = mode && fieldOfChange({ adding: true, mode, parameter: '1' }, '', 0);
    if (!named) return;
    const key = this.#state.fieldKey(named);
    const written = expected.written.get(key);
    const isWritten = written !== undefined && isSet(written);
    const isTouched = expected.touched.has(key);
    // Which of both was later on the ircd cannot be told: whoever wants a value writes it once more.
    if (isWritten && isTouched) known?.unsure.add(key);
    else known?.unsure.delete(key);
    const value = isWritten && !isTouched ? written : known?.fields.get(key);
    if (value !== undefined) truth.fields.set(key, value);
  }

  #takePresence(channel: ShadowChannel, truth: ShadowChannel): IrcdEvent[] {
    const held = isHeld(channel);
    const before = channel.members;
    this.#state.unnoteMembers(channel);
    channel.members = withJoinTimes(truth.members, before);
    channel.services = truth.services;
    channel.permanent = truth.permanent;
    channel.kept = truth.kept;
    this.#state.noteMembers(channel);
    const { tellsMembers, users } = this.#state;
    const change = tellsMembers ? memberDifference(users, before, channel) : null;
    if (held === isHeld(channel) && before.size === channel.members.size && change === null) return [];
    return [this.#news.presenceEvent(channel, change ?? noMemberChange)];
  }
}

/** No ircd tells when somebody joined who was there before. */
function withJoinTimes(
  members: ReadonlyMap<string, Membership>,
  before: ReadonlyMap<string, Membership>,
): Map<string, Membership> {
  return new Map(
    [...members].map(([id, membership]) => [
      id,
      { ...membership, joinedAt: before.get(id)?.joinedAt ?? membership.joinedAt },
    ]),
  );
}
