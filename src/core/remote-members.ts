import type { Casemapping, ChannelKey } from './casemapping.ts';
import type { ChangeLog } from './change-log.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { type MemberChange, type MemberRoom, memberRoom, memberRoomProblem, type NickKey } from './member.ts';
import { differingMembers, MemberList } from './member-list.ts';

/** Up to where this side knows what a server told in that run of its process. */
export interface HeldPoint {
  /** A UUID. */
  readonly run: string;
  /** The server's sequence. */
  readonly sequence: number;
}

/** What a holder says of its members of one channel. */
export interface ToldMembers extends MemberChange {
  /**
   * `change`: what differs from before. `whole`: these are all. A whole list that comes in several pieces begins with `begin`,
   * goes on with `next` and counts with `end`.
   */
  readonly part: 'whole' | 'begin' | 'next' | 'end' | 'change';
}

interface RemoteChannel {
  readonly key: ChannelKey;
  list: MemberList;
  /** The holder told or confirmed it on the link that is up. */
  reachable: boolean;
}

interface Holder {
  readonly channels: Map<ChannelId, RemoteChannel>;
  /** Members in all its channels. */
  total: number;
  point: HeldPoint | null;
  run: string | null;
  /** A whole list of which the end has not come. */
  begun: { readonly id: ChannelId; readonly list: MemberList } | null;
}

/**
 * Who is in channels on other servers, as each holder told. Nothing of it is stored: what a holder told in another run of its
 * process is dropped, and it tells again.
 */
export class RemoteMembers {
  readonly #casemapping: Casemapping;
  readonly #log: ChangeLog;
  readonly #room: MemberRoom;
  readonly #holders = new Map<ServerName, Holder>();

  constructor(casemapping: Casemapping, log: ChangeLog, room: MemberRoom = memberRoom) {
    this.#room = room;
    this.#casemapping = casemapping;
    this.#log = log;
  }

  /** Undefined: the holder did not tell, or it is out of reach. */
  get(server: ServerName, id: ChannelId): MemberList | undefined {
    const channel = this.#holders.get(server)?.channels.get(id);
    return channel?.reachable ? channel.list : undefined;
  }

  /** All lists of `server`, in reach or not. */
  *lists(server: ServerName): Iterable<{ readonly key: ChannelKey; readonly list: MemberList }> {
    yield* this.#holders.get(server)?.channels.values() ?? [];
  }

  /** Channels of `server` of which it told members. */
  count(server: ServerName): number {
    return this.#holders.get(server)?.channels.size ?? 0;
  }

  /** Up to where all that `server` told is here; null: nothing is. */
  point(server: ServerName): HeldPoint | null {
    return this.#holders.get(server)?.point ?? null;
  }

  /** A link to `server` is up, in that run of its process; null: it does not say. */
  begin(server: ServerName, run: string | null): void {
    const holder = this.#holders.get(server);
    if (holder !== undefined && run !== null && holder.run === run) return;
    for (const id of holder?.channels.keys() ?? []) this.drop(server, id);
    this.#holders.set(server, { channels: new Map(), total: 0, point: null, run, begun: null });
  }

  /** All that `server` told up to its `sequence` was taken in. */
  reached(server: ServerName, sequence: number): void {
    const holder = this.#holders.get(server);
    if (holder !== undefined && holder.run !== null) holder.point = { run: holder.run, sequence };
  }

  /** Takes in what `server` says. Returns what is wrong with it (nothing was changed then), or null. */
  receive(server: ServerName, id: ChannelId, key: ChannelKey, told: ToldMembers): string | null {
    const holder = this.#holders.get(server) ?? assertBegun();
    switch (told.part) {
      case 'change':
        return this.#change(server, holder, id, told);
      case 'whole':
        return this.#replace(server, holder, id, key, this.#added(new MemberList(this.#casemapping), told));
      case 'begin':
        holder.begun = { id, list: this.#added(new MemberList(this.#casemapping), told) };
        return null;
      default:
        return this.#goOn(server, holder, id, key, told);
    }
  }

  /** The link is gone: they are out of reach, but not forgotten. */
  lost(server: ServerName): void {
    for (const [, channel] of this.#holders.get(server)?.channels ?? []) {
      if (channel.reachable) this.#log.remoteMembers(channel.key, server, null);
      channel.reachable = false;
    }
  }

  /** What was known of `server` before the link is so still, but for the `unconfirmed`. */
  confirm(server: ServerName, unconfirmed: ReadonlySet<ChannelId>): void {
    for (const [id, channel] of this.#holders.get(server)?.channels ?? []) {
      if (channel.reachable || unconfirmed.has(id)) continue;
      channel.reachable = true;
      this.#log.remoteMembers(channel.key, server, null);
    }
  }

  /** `server` told of all that it has: of other channels it tells no members. */
  sweep(server: ServerName, told: ReadonlySet<ChannelId>): void {
    for (const id of this.#holders.get(server)?.channels.keys() ?? [])
      if (!told.has(id)) this.drop(server, id);
  }

  /** `server` holds the channel no more. */
  drop(server: ServerName, id: ChannelId): void {
    const holder = this.#holders.get(server);
    const channel = holder?.channels.get(id);
    if (holder === undefined || channel === undefined) return;
    holder.channels.delete(id);
    holder.total -= channel.list.size;
    this.#log.remoteMembers(channel.key, server, null);
  }

  #goOn(
    server: ServerName,
    holder: Holder,
    id: ChannelId,
    key: ChannelKey,
    told: ToldMembers,
  ): string | null {
    if (holder.begun?.id !== id) return 'a list of members goes on that did not begin';
    const { list } = holder.begun;
    this.#added(list, told);
    // Before its end: it is held meanwhile.
    if (told.part === 'next' && list.size <= this.#room.channel) return null;
    holder.begun = null;
    return this.#replace(server, holder, id, key, list);
  }

  #replace(
    server: ServerName,
    holder: Holder,
    id: ChannelId,
    key: ChannelKey,
    list: MemberList,
  ): string | null {
    const known = holder.channels.get(id);
    const problem = memberRoomProblem(this.#room, known?.list.size ?? 0, list.size, holder.total);
    if (problem !== null) return problem;
    holder.total += list.size - (known?.list.size ?? 0);
    holder.channels.set(id, { key, list, reachable: true });
    if (known === undefined || !known.reachable) this.#log.remoteMembers(key, server, null);
    else this.#log.remoteMembers(key, server, differingMembers(known.list, list));
    return null;
  }

  #change(server: ServerName, holder: Holder, id: ChannelId, told: ToldMembers): string | null {
    const channel = holder.channels.get(id);
    if (channel === undefined) return 'a change came of members that were never told';
    const { list, key } = channel;
    const fresh = told.present.filter(({ nick }) => !list.has(list.key(nick))).length;
    const before = list.size;
    const problem = memberRoomProblem(this.#room, before, before + fresh, holder.total);
    if (fresh > 0 && problem !== null) return problem;
    const touched = this.#applied(server, list, told);
    holder.total += list.size - before;
    this.#log.remoteMembers(key, server, channel.reachable ? touched : null);
    channel.reachable = true;
    return null;
  }

  #applied(server: ServerName, list: MemberList, { renamed, gone, present }: MemberChange): Set<NickKey> {
    const touched = new Set<NickKey>();
    for (const change of renamed) {
      if (!list.rename(change)) continue;
      touched.add(list.key(change.from)).add(list.key(change.to));
      this.#log.memberRenamed(server, list.key(change.from), change.to);
    }
    for (const nick of gone) if (list.delete(list.key(nick))) touched.add(list.key(nick));
    for (const member of present) if (list.set(member)) touched.add(list.key(member.nick));
    return touched;
  }

  #added(list: MemberList, { present }: ToldMembers): MemberList {
    for (const member of present) list.set(member);
    return list;
  }
}

function assertBegun(): never {
  throw new Error('members came before their link began');
}
