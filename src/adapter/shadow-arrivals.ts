import type { Field } from '../core/field.ts';
import { parseChannelName } from '../core/identity.ts';
import type { FactOf } from './ircd-facts.ts';
import type { IrcdEvent } from './ircd-messages.ts';
import { newShadowChannel, type ShadowChannel } from './shadow-channel.ts';
import type { ShadowNews } from './shadow-news.ts';
import { type ShadowState, takeMembers } from './shadow-state.ts';

/** Channels that the ircd says there are: in its burst, made by a user, or brought by another server that joins. */
export class ShadowArrivals {
  readonly #state: ShadowState;
  readonly #news: ShadowNews;
  #creationDefaults: readonly Field[] | null = null;

  constructor(state: ShadowState, news: ShadowNews) {
    this.#state = state;
    this.#news = news;
  }

  /** What the ircd set by itself on the first channel that one of its users created; null: none did yet. */
  get creationDefaults(): readonly Field[] | null {
    return this.#creationDefaults;
  }

  /** `now`: the ircd's time, Unix seconds. */
  take(fact: FactOf<'channel'>, now: number): IrcdEvent[] {
    const { channels, synced, questions } = this.#state;
    const name = parseChannelName(fact.name);
    if (name === null) return [];
    const key = this.#state.key(name);
    questions.noteArrival(key);
    const known = channels.get(key);
    const next = newShadowChannel(key, known?.name ?? name, fact.createdAt ?? 0);
    const isUplinks = this.#state.isUplink(fact.source);
    // Who is in a channel that came with a burst joined some time ago.
    this.#state.addMembers(next, fact.members, synced && isUplinks ? now : 0);
    if (known === undefined) return this.#new(next, fact);
    if (isUplinks && known.createdAt === next.createdAt && !synced) return this.#joinMore(known, next);
    return this.#merge(known, next, isUplinks);
  }

  /**
   * Somebody joins a channel that is not known: it had ended here, while on the ircd something of the adapter's own that was on its way kept
   * it. Returns it, to be read before anybody hears of it; null: that is no channel, or nobody.
   */
  missed({ name: spelled, user }: FactOf<'join'>): ShadowChannel | null {
    const name = parseChannelName(spelled);
    if (name === null || !this.#state.users.has(user)) return null;
    const channel = newShadowChannel(this.#state.key(name), name, 0);
    this.#state.channels.set(channel.key, channel);
    this.#state.questions.doubtAsUnread(channel.key);
    return channel;
  }

  #new(channel: ShadowChannel, { changes, topic, createdAt, source }: FactOf<'channel'>): IrcdEvent[] {
    const { channels, synced, questions } = this.#state;
    const set = this.#state.setModes(channel, changes, '', 0);
    if (topic !== undefined) this.#state.setTopic(channel, topic, topic?.setAt ?? 0);
    channels.set(channel.key, channel);
    this.#state.noteMembers(channel);
    // Another server of the native network may bring a channel with all that its users set.
    if (synced && this.#state.isUplink(source)) this.#creationDefaults ??= [...set.values()];
    if (createdAt !== null) return channel.withheld ? [] : [this.#news.created(channel)];
    questions.doubtAsUnread(channel.key);
    return [];
  }

  /** A burst cuts many members into several lines. */
  #joinMore(channel: ShadowChannel, more: ShadowChannel): IrcdEvent[] {
    takeMembers(channel, more);
    this.#state.noteMembers(channel);
    return more.members.size === 0 ? [] : this.#news.presence(channel, this.#news.present(channel, more));
  }

  /** Which side wins is for the ircd to say: only the members are certain now. */
  #merge(known: ShadowChannel, next: ShadowChannel, isUplinks: boolean): IrcdEvent[] {
    this.#state.questions.doubt(known.key);
    return isUplinks ? [] : this.#joinMore(known, next);
  }
}
