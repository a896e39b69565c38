import { type ChannelKey, fold } from '../core/casemapping.ts';
import type { IrcText } from '../core/irc-text.ts';
import { nickKey } from '../core/member.ts';
import type { MemberGrant } from '../core/status-by-account.ts';
import type { FactOf } from './ircd-facts.ts';
import type { IrcdEvent } from './ircd-messages.ts';
import type { IrcdMode } from './ircd-traits.ts';
import type { ModeChange } from './mode-changes.ts';
import type { LetterChange } from './mode-lines.ts';
import { isHeld, isThere, type ShadowChannel } from './shadow-channel.ts';
import {
  changedMemberships,
  nickChange,
  noMemberChange,
  prefixModeOf,
  tellableNicks,
  toldMembers,
} from './shadow-members.ts';
import type { ShadowNews } from './shadow-news.ts';
import type { ShadowState } from './shadow-state.ts';

export interface Granted {
  /** Null: there is nobody to be given anything. */
  readonly channel: ShadowChannel | null;
  readonly changes: readonly LetterChange[];
  readonly events: readonly IrcdEvent[];
}

/** Who is in the channels that are known: who comes, goes, is named otherwise and gets prefix modes, and what else keeps them there. */
export class ShadowPresence {
  readonly #state: ShadowState;
  readonly #news: ShadowNews;

  constructor(state: ShadowState, news: ShadowNews) {
    this.#state = state;
    this.#news = news;
  }

  join(channel: ShadowChannel, { user: id, letters = '' }: FactOf<'join'>, now: number): IrcdEvent[] {
    const { users, synced } = this.#state;
    if (!users.has(id)) return [];
    this.#state.addMembers(channel, [{ id, letters }], synced ? now : 0);
    users.channels(id)!.add(channel.key);
    if (users.isService(id)) return [];
    return this.#news.presence(channel, { ...noMemberChange, present: toldMembers(users, channel, [id]) });
  }

  leave(id: string, key: ChannelKey): IrcdEvent[] {
    const { users, channels } = this.#state;
    const channel = channels.get(key);
    users.channels(id)?.delete(key);
    return channel === undefined ? [] : this.#without(channel, id, users.get(id)?.nick);
  }

  quit(id: string): IrcdEvent[] {
    const { users, channels } = this.#state;
    const nick = users.get(id)?.nick;
    return [...users.remove(id)].flatMap((key) => {
      const channel = channels.get(key);
      return channel === undefined ? [] : this.#without(channel, id, nick);
    });
  }

  /** A server split off with its users, who may be back. */
  serverGone(id: string): IrcdEvent[] {
    return this.#state.users.removeServer(id).flatMap((user) => this.quit(user).map(asLost));
  }

  rename(fact: FactOf<'user-changed'>): IrcdEvent[] {
    const { users } = this.#state;
    const { id, newId = id } = fact;
    const known = users.get(id);
    if (known === undefined) return [];
    const before = { ...known };
    const channels = [...(users.channels(id) ?? [])].flatMap((key) => this.#state.channels.get(key) ?? []);
    for (const channel of channels) moveMember(channel, id, newId);
    users.change(fact);
    const after = users.get(newId)!;
    const isOther =
      after.user !== before.user || after.host !== before.host || after.account !== before.account;
    if (!isOther && after.nick === before.nick) return [];
    const { renamed, gone, isNew } = nickChange(before.nick, after.nick);
    return channels
      .filter(({ members }) => members.has(newId))
      .flatMap((channel) => {
        const present = isOther || isNew ? toldMembers(users, channel, [newId]) : [];
        return this.#news.membersChanged(channel, { renamed, gone, present });
      });
  }

  /** Gives members the prefix modes that they have now. */
  setPrefixes(channel: ShadowChannel, changes: readonly ModeChange[]): IrcdEvent[] {
    const changed = changedMemberships(channel, changes);
    for (const [id, membership] of changed) channel.members.set(id, membership);
    if (changed.size === 0) return [];
    const present = toldMembers(this.#state.users, channel, changed.keys());
    return this.#news.membersChanged(channel, { ...noMemberChange, present });
  }

  /** Notes that the member is being given the modes; returns the letters that do so, and what has to be told of it. */
  grant({ channel: name, nick, account, modes }: MemberGrant): Granted {
    const channel = this.#state.channel(name);
    const id = channel === null ? undefined : this.#memberNamed(channel, nick);
    if (channel === null || id === undefined || this.#state.isUnheardOf(channel.key)) return NOTHING_GRANTED;
    if (account !== '' && !this.#isLoggedInto(id, account)) return NOTHING_GRANTED;
    const given = [...this.#state.traits.modes.values()].filter(
      (mode) => modes.some((wanted) => wanted === prefixModeOf(mode)) && !hasMode(channel, id, mode),
    );
    const changes = given.map((mode): ModeChange => ({ adding: true, mode, parameter: id }));
    const letters = given.map(({ letter }) => ({ adding: true, letter, parameter: id }));
    return { channel, changes: letters, events: this.setPrefixes(channel, changes) };
  }

  /** The adapter's own user is in the channel, or not any more. */
  keep({ name, kept }: FactOf<'kept'>): IrcdEvent[] {
    const channel = this.#state.channel(name);
    if (channel === null || channel.kept === kept) return [];
    channel.kept = kept;
    return kept || isHeld(channel) ? [] : this.#news.presence(channel, noMemberChange);
  }

  guestsCame(key: ChannelKey, count: number): void {
    const channel = this.#state.channels.get(key);
    if (channel !== undefined) channel.guests += count;
  }

  guestsLeft(key: ChannelKey, count: number): IrcdEvent[] {
    const channel = this.#state.channels.get(key);
    if (channel === undefined) return [];
    channel.guests = Math.max(0, channel.guests - count);
    return isThere(channel) ? [] : this.#news.presence(channel, noMemberChange);
  }

  #without(channel: ShadowChannel, id: string, nick: string | undefined): IrcdEvent[] {
    // What services leave may end, and is news only then.
    if (channel.services.delete(id))
      return isThere(channel) ? [] : this.#news.presence(channel, noMemberChange);
    if (!channel.members.delete(id)) return [];
    const gone = tellableNicks(nick === undefined ? [] : [nick]);
    return this.#news.presence(channel, { ...noMemberChange, gone });
  }

  #isLoggedInto(id: string, account: IrcText): boolean {
    const { casemapping, users } = this.#state;
    const own = users.get(id)?.account ?? null;
    return own !== null && fold(casemapping, own) === fold(casemapping, account);
  }

  #memberNamed({ members }: ShadowChannel, nick: string): string | undefined {
    const { casemapping, users } = this.#state;
    const key = nickKey(casemapping, nick);
    return [...members.keys()].find((id) => nickKey(casemapping, users.get(id)!.nick) === key);
  }
}

const NOTHING_GRANTED: Granted = { channel: null, changes: [], events: [] };

/** Nobody left: a server of the native network split off, and may be back with its users. */
function asLost({ name, change }: IrcdEvent): IrcdEvent {
  const isLost =
    change.kind === 'dropped' || ((change.kind === 'presence' || change.kind === 'members') && !change.held);
  return { name, change: isLost ? { ...change, lost: true } : change };
}

function moveMember({ members, services }: ShadowChannel, id: string, newId: string): void {
  const membership = members.get(id);
  if (members.delete(id)) members.set(newId, membership!);
  if (services.delete(id)) services.add(newId);
}

function hasMode({ members }: ShadowChannel, id: string, mode: IrcdMode): boolean {
  return members.get(id)?.modes.some((had) => had === mode.name) === true;
}
