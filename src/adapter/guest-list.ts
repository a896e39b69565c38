import type { ChannelKey } from '../core/casemapping.ts';
import type { ServerName } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { Member, NickKey } from '../core/member.ts';
import type { MemberNews, RemoteMemberChange } from '../core/member-feed.ts';
import type { RemoteRename } from '../core/replica-changes.ts';
import { type Guest, newGuest } from './guest.ts';

type KeyOf = (name: string) => ChannelKey;
type NickKeyOf = (nick: string) => NickKey;

/**
 * Who is in channels on other servers, as the sidecar tells it, and whose appearance here has to be looked at again (`dirty`).
 * A stream begins with all that there is; what an earlier one told stays until that is complete, so that nobody goes and comes.
 */
export class GuestList {
  readonly dirty = new Set<Guest>();
  readonly #keyOf: KeyOf;
  readonly #nickKeyOf: NickKeyOf;
  readonly #guests = new Map<string, Guest>();
  readonly #byChannel = new Map<ChannelKey, Set<Guest>>();
  #stream = 0;
  #isComplete = false;

  constructor(keyOf: KeyOf, nickKeyOf: NickKeyOf) {
    this.#keyOf = keyOf;
    this.#nickKeyOf = nickKeyOf;
  }

  /** A stream begins that tells everything anew. */
  begin(): void {
    this.#stream++;
    this.#isComplete = false;
  }

  take({ renamed, changes, complete }: MemberNews): void {
    for (const rename of renamed) this.#rename(rename);
    for (const change of changes) this.#change(change);
    if (complete) this.#complete();
  }

  /** Nobody is anywhere. */
  clear(): void {
    for (const guest of this.all()) for (const key of [...guest.channels.keys()]) this.#leave(guest, key);
  }

  /** The guest is in no channel, and is not shown any more: it may come back in between. */
  forget(guest: Guest): void {
    const id = guestKey(guest.server, guest.nickKey);
    if (this.#guests.get(id) === guest) this.#guests.delete(id);
  }

  all(): Guest[] {
    return [...this.#guests.values()];
  }

  in(key: ChannelKey): Iterable<Guest> {
    return this.#byChannel.get(key) ?? [];
  }

  #change({ channel, server, reset, gone, present }: RemoteMemberChange): void {
    const key = this.#keyOf(channel);
    // All that is told first is told anew: what is missing in it shows when it is complete.
    if (reset && this.#isComplete)
      for (const guest of [...this.in(key)]) if (guest.server === server) this.#leave(guest, key);
    for (const nick of gone) {
      const guest = this.#guests.get(guestKey(server, this.#nickKeyOf(nick)));
      if (guest !== undefined) this.#leave(guest, key);
    }
    for (const member of present) this.#present(server, key, member);
  }

  #present(server: ServerName, key: ChannelKey, member: Member): void {
    const nick = this.#nickKeyOf(member.nick);
    const guest = this.#guests.get(guestKey(server, nick)) ?? newGuest(server, nick, member);
    this.#guests.set(guestKey(server, nick), guest);
    const isNew = isOther(guest.member, member) || !guest.channels.has(key);
    guest.member = member;
    guest.channels.set(key, { modes: member.modes, stream: this.#stream });
    const inChannel = this.#byChannel.get(key) ?? new Set();
    this.#byChannel.set(key, inChannel.add(guest));
    if (isNew) {
      guest.isAway = false;
      guest.keptOut.delete(key);
    }
    this.dirty.add(guest);
  }

  /** Who had the new nick on that server is gone. */
  #rename({ server, from, to }: RemoteRename): void {
    const guest = this.#guests.get(guestKey(server, this.#nickKeyOf(from)));
    if (guest === undefined) return;
    const toKey = guestKey(server, this.#nickKeyOf(to));
    const other = this.#guests.get(toKey);
    if (other !== undefined && other !== guest)
      for (const key of [...other.channels.keys()]) this.#leave(other, key);
    this.#guests.delete(guestKey(server, guest.nickKey));
    guest.nickKey = this.#nickKeyOf(to);
    guest.member = { ...guest.member, nick: to as IrcText };
    guest.isAway = false;
    guest.needsSuffix = false;
    this.#guests.set(toKey, guest);
    this.dirty.add(guest);
  }

  #complete(): void {
    this.#isComplete = true;
    for (const guest of this.all())
      for (const [key, { stream }] of [...guest.channels])
        if (stream !== this.#stream) this.#leave(guest, key);
  }

  #leave(guest: Guest, key: ChannelKey): void {
    guest.channels.delete(key);
    guest.keptOut.delete(key);
    const inChannel = this.#byChannel.get(key);
    inChannel?.delete(guest);
    if (inChannel?.size === 0) this.#byChannel.delete(key);
    this.dirty.add(guest);
  }
}

function guestKey(server: ServerName, nick: NickKey): string {
  return `${server} ${nick}`;
}

function isOther(before: Member, after: Member): boolean {
  return before.nick !== after.nick || before.user !== after.user || before.host !== after.host;
}
