import type { Casemapping } from '../core/casemapping.ts';
import { type NickKey, nickKey } from '../core/member.ts';
import type { BroughtServer } from './brought-server.ts';
import type { LinkedIrcd } from './dialect.ts';
import type { Guest, GuestOnIrcd } from './guest.ts';
import { guestNick, isNickFit } from './guest-nick.ts';
import { guestUid } from './guest-writer.ts';
import type { LineWriter } from './update-applier.ts';
import type { ShownUser } from './whois-reply.ts';

export interface GuestUserOptions {
  readonly ircd: Pick<LinkedIrcd, 'guests'>;
  readonly casemapping: Casemapping;
  readonly server: BroughtServer;
  readonly writer: Pick<LineWriter, 'now'>;
  readonly nickSuffix: string;
  /** Most guests at a time. */
  readonly guestsMax: number;
  readonly write: (lines: readonly string[]) => void;
}

/** The users that stand for guests, and their nicks. */
export class GuestUsers {
  readonly #options: GuestUserOptions;
  readonly #byId = new Map<string, Guest>();
  readonly #byNick = new Map<NickKey, Guest>();
  #serial = 0;

  constructor(options: GuestUserOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#byId.size;
  }

  get isFull(): boolean {
    return this.#byId.size >= this.#options.guestsMax;
  }

  /** Why somebody is not shown. */
  get missingReason(): string {
    const { guestsMax, ircd, server } = this.#options;
    if (server.isUnwanted)
      return 'their server was split off here; they are back when the adapter links again';
    return this.isFull
      ? `at most ${guestsMax} are shown ([adapter] show_members_max)`
      : `no nick of ${ircd.guests.nicks.bytesMax} bytes is left for them ([adapter] nick_suffix)`;
  }

  of(id: string): Guest | undefined {
    return this.#byId.get(id);
  }

  /** By id or nick, in any case of letters; null: nobody. */
  shown(who: string): ShownUser | null {
    const guest = this.#byId.get(who) ?? this.#byNick.get(this.nickKey(who));
    if (guest?.user == null) return null;
    const { nick, user, host, signedOnAt, activeAt } = guest.user;
    const { shown: server } = this.#options.server;
    return { nick, user, host, realName: realName(guest), server, signedOnAt, activeAt };
  }

  /** The guest comes; null: it cannot. `taken`: nicks of the native network's users. */
  introduce(guest: Guest, taken: ReadonlySet<NickKey>): GuestOnIrcd | null {
    const { ircd, server: brought, writer, write } = this.#options;
    const nick = this.isFull || brought.isUnwanted ? null : this.#chooseNick(guest, taken);
    if (nick === null) return null;
    const server = brought.bring();
    const id = ircd.guests.isNamedByNick ? nick : guestUid(server.id, ++this.#serial);
    const { nick: ofNick, user, host } = guest.member;
    const { now } = writer;
    write([ircd.guests.introduce({ id, nick, user, host, realName: realName(guest), server }, now)]);
    guest.user = { id, nick, ofNick, user, host, joined: new Map(), signedOnAt: now, activeAt: now };
    this.#byId.set(id, guest);
    this.#byNick.set(this.nickKey(nick), guest);
    return guest.user;
  }

  /** Is called as its member is now, as far as that is possible. */
  follow(guest: Guest, user: GuestOnIrcd, taken: ReadonlySet<NickKey>): void {
    this.free(user.nick);
    const nick = this.#chooseNick(guest, taken) ?? user.nick;
    user.ofNick = guest.member.nick;
    if (nick === user.nick) this.#byNick.set(this.nickKey(nick), guest);
    else this.#rename(guest, user, nick);
  }

  /** Somebody here wants it to have the nick: it takes that, where nobody has it, until its member changes its nick. */
  obey(guest: Guest, user: GuestOnIrcd, nick: string, taken: ReadonlySet<NickKey>): void {
    const key = this.nickKey(nick);
    const other = this.#byNick.get(key);
    const isFree = !taken.has(key) && (other === undefined || other === guest);
    const isFit = nick === user.id || isNickFit(nick, this.#options.ircd.guests.nicks);
    if (nick === user.nick || !isFree || !isFit) return;
    this.free(user.nick);
    this.#rename(guest, user, nick);
  }

  /** The ircd gave it another nick. */
  renamed(guest: Guest, user: GuestOnIrcd, nick: string): void {
    this.free(user.nick);
    user.nick = nick;
    this.#byNick.set(this.nickKey(nick), guest);
  }

  /** It is not there any more; nobody gets its nick before `free`. */
  remove(guest: Guest, { id }: GuestOnIrcd): void {
    this.#byId.delete(id);
    guest.user = null;
  }

  free(nick: string): void {
    this.#byNick.delete(this.nickKey(nick));
  }

  /** All are gone with their server. Returns who they were. */
  clear(): readonly { readonly guest: Guest; readonly user: GuestOnIrcd }[] {
    const all = [...this.#byId.values()].map((guest) => ({ guest, user: guest.user! }));
    for (const { guest } of all) guest.user = null;
    this.#byId.clear();
    this.#byNick.clear();
    return all;
  }

  nickKey(nick: string): NickKey {
    return nickKey(this.#options.casemapping, nick);
  }

  /** Its old nick is free already. */
  #rename(guest: Guest, user: GuestOnIrcd, nick: string): void {
    const { ircd, writer, write } = this.#options;
    write([ircd.guests.rename(user.id, nick, writer.now)]);
    this.#byId.delete(user.id);
    user.nick = nick;
    // Where users are named by their nicks it is another now.
    if (ircd.guests.isNamedByNick) user.id = nick;
    user.activeAt = writer.now;
    this.#byId.set(user.id, guest);
    this.#byNick.set(this.nickKey(nick), guest);
  }

  #chooseNick({ member, server, needsSuffix }: Guest, taken: ReadonlySet<NickKey>): string | null {
    const { ircd, casemapping, nickSuffix: suffix } = this.#options;
    return guestNick({
      casemapping,
      rules: ircd.guests.nicks,
      suffix,
      nick: member.nick,
      server,
      needsSuffix,
      isTaken: (key) => taken.has(key) || this.#byNick.has(key),
    });
  }
}

function realName({ server }: Guest): string {
  return `on ${server}`;
}
