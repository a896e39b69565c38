import type { Casemapping, ChannelKey } from './casemapping.ts';
import type { ChannelId } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import type { KeptChanges } from './kept-changes.ts';
import {
  type Member,
  type MemberChange,
  type MemberRoom,
  memberProblem,
  memberRoom,
  memberRoomProblem,
  type NickChange,
  type NickKey,
  nickProblem,
  type PrefixMode,
  sortedModes,
} from './member.ts';
import { differingMembers, MemberList, type Members } from './member-list.ts';
import { followUnseenRenames } from './unseen-renames.ts';

/**
 * What of a channel's members peers have to hear: keys of nicks, and nick changes as `<key> <new nick>`, in the order in which
 * they happened. Null: all of them.
 */
export type MemberParts = ReadonlySet<string> | null;

/** What a peer is to be told of some parts. */
export interface DescribedParts {
  readonly renamed: readonly NickChange[];
  readonly gone: readonly string[];
  /** As `memberText` has them. */
  readonly present: readonly string[];
}

/** What a change did. */
export interface OwnChange {
  readonly parts: ReadonlySet<string>;
  /** Who is in the channel now and was not before. */
  readonly joined: readonly Member[];
}

interface OwnChannel {
  list: MemberList;
  /** The id under which peers were told of them; null: they were not. */
  heldAs: ChannelId | null;
  /** Sequence of the last change of each nick, in the order of these sequences. */
  readonly changes: Map<NickKey, number>;
  /** All that happened after this sequence is in `changes`. */
  knownFrom: number;
  /** Sequence of the last change. */
  changedAt: number;
  /** The host does not tell any more: for peers nobody is in there. */
  silent: boolean;
  /** Modes that `status_by_account` asked the host to give, until the host takes them away again. */
  readonly granted: Map<NickKey, readonly PrefixMode[]>;
  /** While it is silent: who had these modes. */
  absent: ReadonlyMap<NickKey, Member>;
}

/** Changes that are remembered beyond one for each member: with more of them the whole list is no longer to tell. */
const CHANGES_BESIDE_MEMBERS = 16;

/** Nicks that are gone, above which the whole list may be shorter. */
const WHOLE_FROM = 100;

/**
 * Who is in the channels of this server's host, by name: whichever id stands behind a name, they are its members. Nothing of it
 * is stored. What a peer lacks is found by sequence: of the run of this process, so that after a restart all is told.
 */
export class OwnMembers {
  readonly #casemapping: Casemapping;
  readonly #nextSequence: () => number;
  readonly #room: MemberRoom;
  readonly #channels = new Map<ChannelKey, OwnChannel>();
  #total = 0;

  constructor(casemapping: Casemapping, nextSequence: () => number, room: MemberRoom = memberRoom) {
    this.#room = room;
    this.#casemapping = casemapping;
    this.#nextSequence = nextSequence;
  }

  /** Undefined: the host does not tell who is in there. */
  get(key: ChannelKey): Members | undefined {
    const channel = this.#channels.get(key);
    return channel?.silent === false ? channel.list : undefined;
  }

  keys(): Iterable<ChannelKey> {
    return this.#channels.keys();
  }

  /** The members as `memberText` has them. */
  texts(key: ChannelKey): Iterable<string> {
    return this.#channels.get(key)?.list.texts() ?? [];
  }

  text(key: ChannelKey, nick: NickKey): string | undefined {
    return this.#channels.get(key)?.list.text(nick);
  }

  /** What is wrong with the members as all that a channel has, or null. */
  problem(key: ChannelKey, members: readonly Member[]): string | null {
    const problem = firstProblem(members, memberProblem);
    if (problem !== null) return problem;
    const nicks = new Set(members.map(({ nick }) => new MemberList(this.#casemapping).key(nick)));
    if (nicks.size < members.length) return 'a nick is named twice';
    return this.#roomProblem(key, members.length);
  }

  /** What is wrong with the change, or null. */
  changeProblem(key: ChannelKey, { renamed, gone, present }: MemberChange): string | null {
    const nicks = [...renamed.flatMap(({ from, to }) => [from, to]), ...gone] as IrcText[];
    const problem = firstProblem(present, memberProblem) ?? firstProblem(nicks, nickProblem);
    if (problem !== null) return problem;
    const list = this.#channels.get(key)?.list;
    const fresh = present.filter(({ nick }) => !list?.has(list.key(nick))).length;
    return fresh === 0 ? null : this.#roomProblem(key, (list?.size ?? 0) + fresh);
  }

  /**
   * These are all, of what `problem` let pass. Where nothing was known before, nobody joined just now. `notes`: takes whose modes
   * are not the ircd's own.
   */
  set(key: ChannelKey, members: readonly Member[], notes: KeptChanges | null = null): OwnChange {
    const isKnown = this.get(key) !== undefined;
    const channel = this.#told(key);
    if (!isKnown && channel.absent.size > 0) this.#returned(channel, members, notes);
    const list = new MemberList(this.#casemapping);
    for (const member of members) list.set(this.#withGrants(channel, member, notes, isKnown));
    const differing = differingMembers(channel.list, list);
    const before = channel.list;
    this.#total += list.size - before.size;
    channel.list = list;
    for (const nick of channel.granted.keys()) if (!list.has(nick)) channel.granted.delete(nick);
    this.#note(channel, differing);
    const joined = isKnown ? [...differing].filter((nick) => !before.has(nick)) : [];
    return { parts: differing, joined: joined.flatMap((nick) => list.get(nick) ?? []) };
  }

  /** Of what `changeProblem` let pass; `notes` as in `set`. */
  change(
    key: ChannelKey,
    { renamed, gone, present }: MemberChange,
    notes: KeptChanges | null = null,
  ): OwnChange {
    const channel = this.#told(key);
    const { list } = channel;
    const before = list.size;
    const parts = new Set<string>();
    const touched = new Set<NickKey>();
    const joined: Member[] = [];
    for (const change of renamed) {
      const [from, to] = [list.key(change.from), list.key(change.to)];
      if (!list.rename(change)) continue;
      moveKey(channel.granted, from, to);
      parts.add(`${from} ${change.to}`);
      touched.add(from).add(to);
    }
    for (const nick of gone) {
      if (list.delete(list.key(nick))) touched.add(list.key(nick));
      channel.granted.delete(list.key(nick));
    }
    for (const member of present) {
      const nick = list.key(member.nick);
      if (!list.has(nick)) joined.push(member);
      if (list.set(this.#withGrants(channel, member, notes))) touched.add(nick);
    }
    this.#total += list.size - before;
    this.#note(channel, touched);
    return { parts: parts.union(touched), joined };
  }

  /** The host was asked to give these modes; when it did they are told as granted. */
  grant(key: ChannelKey, nick: NickKey, modes: readonly PrefixMode[]): void {
    const channel = this.#channels.get(key);
    const present = channel?.granted.get(nick) ?? [];
    channel?.granted.set(nick, sortedModes([...present, ...modes]));
  }

  /** The host does not tell who is in there. */
  silence(key: ChannelKey): OwnChange {
    const channel = this.#channels.get(key);
    if (channel === undefined || channel.silent) return { parts: new Set(), joined: [] };
    dropTaken(channel.granted, channel.list);
    const granted = new Map(channel.granted);
    const absent = new Map([...granted.keys()].map((nick) => [nick, channel.list.get(nick)!] as const));
    const change = this.set(key, []);
    // Else what is there still when the host tells again would count as its own, and be given elsewhere.
    for (const [nick, modes] of granted) channel.granted.set(nick, modes);
    channel.absent = absent;
    channel.silent = true;
    return change;
  }

  /** This server has left the channel. */
  delete(key: ChannelKey): void {
    this.#total -= this.#channels.get(key)?.list.size ?? 0;
    this.#channels.delete(key);
  }

  /**
   * This server holds the channel as `id` now; null: it does not. True: peers have to hear of all its members, as they know the
   * id without them.
   */
  hold(key: ChannelKey, id: ChannelId | null): boolean {
    const channel = this.#channels.get(key);
    if (channel === undefined || channel.heldAs === id) return false;
    channel.heldAs = id;
    channel.changes.clear();
    channel.changedAt = this.#nextSequence();
    channel.knownFrom = channel.changedAt;
    return id !== null;
  }

  heldAs(key: ChannelKey): ChannelId | null {
    return this.#channels.get(key)?.heldAs ?? null;
  }

  /** The ids whose members changed after `since`; 0: all. */
  *changedSince(since: number): Iterable<ChannelId> {
    for (const { heldAs, changedAt } of this.#channels.values())
      if (heldAs !== null && (since === 0 || changedAt > since)) yield heldAs;
  }

  /** What changed after `since`; null: that is not known any more, or `since` is 0. */
  partsSince(key: ChannelKey, since: number): MemberParts {
    const channel = this.#channels.get(key);
    if (channel === undefined || since === 0 || since < channel.knownFrom) return null;
    const parts = new Set<string>();
    for (const [nick, sequence] of channel.changes) if (sequence > since) parts.add(nick);
    return parts;
  }

  /** What there is to tell of these parts, as things are now; null: the whole list is shorter. */
  described(key: ChannelKey, parts: ReadonlySet<string>): DescribedParts | null {
    const list = this.#channels.get(key)?.list;
    const renamed: NickChange[] = [];
    const gone: string[] = [];
    const present: string[] = [];
    for (const part of parts) {
      const rename = renameOf(part);
      const text = rename === null ? list?.text(part as NickKey) : undefined;
      if (rename !== null) renamed.push(rename);
      else if (text === undefined) gone.push(part);
      else present.push(text);
    }
    // Nick changes say more than the list does, and of a few nicks it does not matter.
    const isShorter = renamed.length === 0 && gone.length > WHOLE_FROM && gone.length > 3 * (list?.size ?? 0);
    return isShorter ? null : { renamed, gone, present };
  }

  #told(key: ChannelKey): OwnChannel {
    const known = this.#channels.get(key);
    if (known !== undefined) {
      known.silent = false;
      return known;
    }
    const channel: OwnChannel = {
      list: new MemberList(this.#casemapping),
      silent: false,
      heldAs: null,
      changes: new Map(),
      knownFrom: 0,
      changedAt: 0,
      granted: new Map(),
      absent: new Map(),
    };
    this.#channels.set(key, channel);
    return channel;
  }

  #returned(channel: OwnChannel, members: readonly Member[], notes: KeptChanges | null): void {
    const present = new Map(members.map((member) => [channel.list.key(member.nick), member]));
    const followed = followUnseenRenames(channel.granted, channel.absent, present);
    if (notes !== null) for (const nick of followed) notes.note('followed', `member:${nick}`);
    channel.absent = new Map();
  }

  #note(channel: OwnChannel, nicks: ReadonlySet<NickKey>): void {
    if (nicks.size === 0) return;
    const { changes, list } = channel;
    const sequence = this.#nextSequence();
    channel.changedAt = sequence;
    for (const nick of nicks) {
      changes.delete(nick);
      changes.set(nick, sequence);
    }
    const excess = changes.size - list.size - CHANGES_BESIDE_MEMBERS;
    for (const [nick, dropped] of changes.entries().take(Math.max(0, excess))) {
      changes.delete(nick);
      channel.knownFrom = dropped;
    }
  }

  /**
   * A granted mode that the host has taken away again is the host's own when it gives it anew. Where it was not heard of for a while
   * (`isKnown` false), what was granted had been given before.
   */
  #withGrants(channel: OwnChannel, member: Member, notes: KeptChanges | null, isKnown = true): Member {
    const nick = channel.list.key(member.nick);
    const asked = channel.granted.get(nick);
    if (asked === undefined) return member.granted.length === 0 ? member : { ...member, granted: [] };
    const had = channel.list.get(nick)?.modes ?? [];
    const left = asked.filter((mode) => member.modes.includes(mode) || (isKnown && !had.includes(mode)));
    if (left.length === 0) channel.granted.delete(nick);
    else channel.granted.set(nick, left);
    const granted = left.filter((mode) => member.modes.includes(mode));
    if (granted.length > 0) notes?.note('granted', `member:${nick}`);
    return { ...member, granted };
  }

  #roomProblem(key: ChannelKey, size: number): string | null {
    return memberRoomProblem(this.#room, this.#channels.get(key)?.list.size ?? 0, size, this.#total);
  }
}

/** Of modes that the host was asked to give only those stay that are there. */
function dropTaken(granted: OwnChannel['granted'], list: MemberList): void {
  for (const [nick, modes] of granted) {
    const left = modes.filter((mode) => list.get(nick)?.modes.includes(mode));
    if (left.length > 0) granted.set(nick, left);
    else granted.delete(nick);
  }
}

/** Keys of nicks have no blank. */
function renameOf(part: string): NickChange | null {
  const blank = part.indexOf(' ');
  return blank < 0 ? null : { from: part.slice(0, blank), to: part.slice(blank + 1) as IrcText };
}

function moveKey(map: Map<NickKey, readonly PrefixMode[]>, from: NickKey, to: NickKey): void {
  const value = map.get(from);
  map.delete(from);
  if (value === undefined) map.delete(to);
  else map.set(to, value);
}

function firstProblem<T>(items: readonly T[], problem: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = problem(item);
    if (found !== null) return found;
  }
  return null;
}
