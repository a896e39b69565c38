import type { ChannelKey } from './casemapping.ts';
import type { ChannelId, ServerName } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import { CHANNEL_MEMBERS_MAX, type Member, type NickKey, nickKey } from './member.ts';
import type { Members } from './member-list.ts';
import type { Replica } from './replica.ts';
import type { RemoteRename, ReplicaChanges } from './replica-changes.ts';

/** What a host has to hear of members on other servers, in this order. */
export interface MemberNews {
  /** Nick changes: the same users, in all their channels. */
  readonly renamed: readonly RemoteRename[];
  readonly changes: readonly RemoteMemberChange[];
  /** All that there was at `begin` has been told with this. */
  readonly complete: boolean;
}

/** What changed of the members of a channel on one server. */
export interface RemoteMemberChange {
  readonly channel: IrcText;
  readonly server: ServerName;
  /** What was told before of this channel and server is forgotten first. */
  readonly reset: boolean;
  readonly gone: readonly NickKey[];
  readonly present: readonly Member[];
}

/** What is to be told of a channel and server: all, or of these nicks. */
interface Waiting {
  reset: boolean;
  readonly nicks: Set<NickKey>;
}

interface Told {
  readonly id: ChannelId;
  readonly name: IrcText;
  readonly servers: Set<ServerName>;
}

/** Members and changes told at once: with the longest texts some 700 KB, and the API's messages have 1 MiB. */
const NEWS_ITEMS_MAX = 1000;
/** Nick changes told at once. */
const RENAMES_AT_ONCE_MAX = 400;
/** Nicks that are looked up at once to tell nick changes as such: some milliseconds. */
const LOOK_UPS_MAX = 1_000_000;
/** Nick changes that wait. Beyond, they are told as nicks that went and others that came. */
const RENAMES_WAITING_MAX = 10_000;

/**
 * Gathers what one host has to hear of members on other servers. What waits is which members changed, not how: whoever reads
 * slowly hears the newest state of each.
 */
export class MemberFeed {
  readonly #replica: Replica;
  readonly #told = new Map<ChannelKey, Told>();
  readonly #waiting = new Map<ChannelKey, Map<ServerName, Waiting>>();
  #renames: RemoteRename[] = [];
  #isBegun = false;
  #isCompleteDue = false;

  constructor(replica: Replica) {
    this.#replica = replica;
  }

  /** From now on: all that there is, and then what changes. */
  begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    this.#isCompleteDue = true;
    for (const key of this.#replica.table.keys())
      for (const server of this.#remote(key)?.members.keys() ?? []) this.#wait(key, server, null);
  }

  /** What became durable. */
  changed({
    views,
    remoteMembers,
    memberRenames,
  }: Pick<ReplicaChanges, 'views' | 'remoteMembers' | 'memberRenames'>): void {
    if (!this.#isBegun) return;
    for (const key of views) this.#judge(key);
    for (const [key, servers] of remoteMembers)
      for (const [server, nicks] of servers) this.#wait(key, server, nicks);
    if (this.#renames.length + memberRenames.size > RENAMES_WAITING_MAX) this.#renames = [];
    else this.#renames.push(...memberRenames.values());
  }

  /** There is something to be told. */
  get hasNews(): boolean {
    return this.#isCompleteDue || this.#renames.length > 0 || this.#waiting.size > 0;
  }

  /** What is to be told next; null: nothing. */
  next(): MemberNews | null {
    if (!this.hasNews) return null;
    const renamed = this.#plain(this.#renames.splice(0, RENAMES_AT_ONCE_MAX));
    if (renamed.length > 0) this.#follow(renamed);
    // All nick changes come before what is left of the members whom they concern.
    const changes = this.#renames.length > 0 ? [] : this.#nextChanges();
    const complete = this.#isCompleteDue && this.#renames.length === 0 && this.#waiting.size === 0;
    if (complete) this.#isCompleteDue = false;
    return { renamed, changes, complete };
  }

  /**
   * Those that the host can make in all channels of the server at once. One server's channels may be heard of one after the
   * other: where the old nick is somebody else's by now, or the new one known already, the nicks are told as gone and come.
   */
  #plain(renamed: readonly RemoteRename[]): readonly RemoteRename[] {
    const clashing = new Set<RemoteRename>();
    const { remoteMembers, casemapping } = this.#replica;
    for (const [server, renames] of Map.groupBy(renamed, (rename) => rename.server)) {
      const isMuch = renames.length * remoteMembers.count(server) > LOOK_UPS_MAX;
      for (const rename of isMuch ? renames : []) clashing.add(rename);
      const nicks = renames.map((rename) => [rename, nickKey(casemapping, rename.to)] as const);
      for (const { key, list } of isMuch ? [] : remoteMembers.lists(server))
        for (const [rename, to] of nicks)
          if (list.has(rename.from) || (list.has(to) && !this.#waits(key, server, to))) clashing.add(rename);
    }
    return clashing.size === 0 ? renamed : renamed.filter((rename) => !clashing.has(rename));
  }

  #waits(key: ChannelKey, server: ServerName, nick: NickKey): boolean {
    const waiting = this.#waiting.get(key)?.get(server);
    return waiting !== undefined && (waiting.reset || waiting.nicks.has(nick));
  }

  /** Who left a channel and then took another nick is known to the host by that one, since it hears of nicks first. */
  #follow(renamed: readonly RemoteRename[]): void {
    const later = new Map<string, Set<NickKey>>();
    for (const { server, from, to } of renamed) {
      const nicks = later.get(`${server} ${from}`) ?? new Set();
      later.set(`${server} ${from}`, nicks.add(nickKey(this.#replica.casemapping, to)));
    }
    for (const servers of this.#waiting.values()) {
      for (const [server, { reset, nicks }] of servers) {
        // What is added here is looked at in its turn.
        for (const nick of reset ? [] : nicks)
          for (const next of later.get(`${server} ${nick}`) ?? []) nicks.add(next);
      }
    }
  }

  #nextChanges(): RemoteMemberChange[] {
    const changes: RemoteMemberChange[] = [];
    let room = NEWS_ITEMS_MAX;
    for (const [key, servers] of this.#waiting) {
      for (const [server, waiting] of servers) {
        if (room < 2) return changes;
        const change = this.#change(key, server, waiting, room - 1);
        if (change !== null) {
          changes.push(change);
          room -= 1 + change.gone.length + change.present.length;
        }
        if (waiting.nicks.size === 0) servers.delete(server);
      }
      if (servers.size === 0) this.#waiting.delete(key);
    }
    return changes;
  }

  /** Takes at most `max` nicks out of `waiting`. Null: the host knows it so. */
  #change(key: ChannelKey, server: ServerName, waiting: Waiting, max: number): RemoteMemberChange | null {
    const remote = this.#remote(key);
    const list = remote?.members.get(server);
    const told = this.#told.get(key);
    if (remote === null || list === undefined) {
      waiting.nicks.clear();
      return told === undefined ? null : this.#end(key, told, server);
    }
    const isTold = told?.id === remote.id && told.servers.has(server);
    const reset = waiting.reset || !isTold;
    if (reset) for (const nick of list.keys()) waiting.nicks.add(nick);
    waiting.reset = false;
    this.#note(key, remote, server);
    const { gone, present } = take(waiting.nicks, list, max);
    // Of a list that is told anew nobody is known who could be gone.
    return { channel: remote.name, server, reset, gone: reset ? [] : gone, present };
  }

  #end(key: ChannelKey, told: Told, server: ServerName): RemoteMemberChange | null {
    if (!told.servers.delete(server)) return null;
    if (told.servers.size === 0) this.#told.delete(key);
    return { channel: told.name, server, reset: true, gone: [], present: [] };
  }

  #note(key: ChannelKey, { id, name }: Remote, server: ServerName): void {
    const told = this.#told.get(key);
    const servers = told?.servers ?? new Set();
    servers.add(server);
    this.#told.set(key, { id, name, servers });
  }

  /** The view of the name changed: another id, or none, has other members, and a holder may have come into reach or out of it. */
  #judge(key: ChannelKey): void {
    const told = this.#told.get(key);
    const remote = this.#remote(key);
    const isSame = told?.id === remote?.id;
    for (const server of told?.servers ?? [])
      if (!isSame || !remote?.members.has(server)) this.#wait(key, server, null);
    for (const server of remote?.members.keys() ?? [])
      if (!isSame || !told?.servers.has(server)) this.#wait(key, server, null);
  }

  #wait(key: ChannelKey, server: ServerName, nicks: ReadonlySet<NickKey> | null): void {
    const servers = this.#waiting.get(key) ?? new Map<ServerName, Waiting>();
    this.#waiting.set(key, servers);
    const waiting = servers.get(server) ?? { reset: false, nicks: new Set<NickKey>() };
    servers.set(server, waiting);
    if (nicks === null || waiting.nicks.size + nicks.size > CHANNEL_MEMBERS_MAX) {
      waiting.reset = true;
      waiting.nicks.clear();
    } else if (!waiting.reset) for (const nick of nicks) waiting.nicks.add(nick);
  }

  #remote(key: ChannelKey): Remote | null {
    const entry = this.#replica.choose(key)?.entry;
    if (entry === undefined) return null;
    const { id, name } = entry.document;
    return { id, name, members: this.#replica.membersOf(entry).remote };
  }
}

interface Remote {
  readonly id: ChannelId;
  readonly name: IrcText;
  readonly members: ReadonlyMap<ServerName, Members>;
}

function take(nicks: Set<NickKey>, list: Members, max: number): Pick<RemoteMemberChange, 'gone' | 'present'> {
  const gone: NickKey[] = [];
  const present: Member[] = [];
  for (const nick of nicks) {
    if (gone.length + present.length >= max) break;
    nicks.delete(nick);
    const member = list.get(nick);
    if (member === undefined) gone.push(nick);
    else present.push(member);
  }
  return { gone, present };
}
