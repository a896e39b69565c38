import type { Casemapping } from '../core/casemapping.ts';
import { type NickKey, nickKey } from '../core/member.ts';
import type { LinkedIrcd } from './dialect.ts';
import type { Guest, GuestOnIrcd } from './guest.ts';
import { guestNick, isNickFit } from './guest-nick.ts';
import { GUEST_SERVER_TEXT, type GuestServer, guestServer } from './guest-server.ts';
import { guestUid } from './guest-writer.ts';
import { formatIrcLine } from './irc-line.ts';
import { type LinkedServer, ServerTree } from './server-tree.ts';
import type { LineWriter } from './update-applier.ts';
import type { ShownUser } from './whois-reply.ts';

export interface GuestUserOptions {
  readonly ircd: Pick<LinkedIrcd, 'guests'>;
  readonly casemapping: Casemapping;
  /** The adapter as a server, and the ircd. */
  readonly own: LinkedServer;
  readonly uplink: LinkedServer;
  readonly writer: Pick<LineWriter, 'now'>;
  readonly nickSuffix: string;
  /** Most guests at a time. */
  readonly guestsMax: number;
  readonly write: (lines: readonly string[]) => void;
}

/**
 * The users that stand for guests, under which nicks, on which server: that comes with the first of them. Once it is taken away nobody is
 * shown any more on this link.
 */
export class GuestUsers {
  readonly #options: GuestUserOptions;
  readonly #byId = new Map<string, Guest>();
  readonly #byNick = new Map<NickKey, Guest>();
  /** Servers of the native network. */
  readonly #servers = new ServerTree();
  #server: GuestServer | null = null;
  #isUnwanted = false;
  #serial = 0;

  constructor(options: GuestUserOptions) {
    this.#options = options;
    this.#servers.add({ ...options.uplink, uplink: options.own.id });
  }

  get count(): number {
    return this.#byId.size;
  }

  get isFull(): boolean {
    return this.#byId.size >= this.#options.guestsMax;
  }

  /** Why somebody is not shown. */
  get missingReason(): string {
    const { guestsMax, ircd } = this.#options;
    if (this.#isUnwanted)
      return 'their server was split off here; they are back when the adapter links again';
    return this.isFull
      ? `at most ${guestsMax} are shown ([adapter] show_members_max)`
      : `no nick of ${ircd.guests.nicks.bytesMax} bytes is left for them ([adapter] nick_suffix)`;
  }

  /** The server that they are on; null: nobody came yet. */
  get server(): GuestServer | null {
    return this.#server;
  }

  of(id: string): Guest | undefined {
    return this.#byId.get(id);
  }

  serverCame(server: LinkedServer & { readonly uplink: string }): void {
    this.#servers.add(server);
  }

  serverWent(id: string): void {
    this.#servers.remove(id);
  }

  /** The guest comes; null: it cannot. `taken`: nicks of the native network's users. */
  introduce(guest: Guest, taken: ReadonlySet<NickKey>): GuestOnIrcd | null {
    const { ircd, writer, write } = this.#options;
    const nick = this.isFull || this.#isUnwanted ? null : this.#chooseNick(guest, taken);
    if (nick === null) return null;
    const server = this.#bringServer();
    const id = ircd.guests.isNamedByNick ? nick : guestUid(server.id, ++this.#serial);
    const { nick: ofNick, user, host } = guest.member;
    const realName = `on ${guest.server}`;
    write([ircd.guests.introduce({ id, nick, user, host, realName, server }, writer.now)]);
    const { now } = writer;
    guest.user = { id, nick, ofNick, user, host, joined: new Map(), signedOnAt: now, activeAt: now };
    this.#byId.set(id, guest);
    this.#byNick.set(this.nickKey(nick), guest);
    return guest.user;
  }

  /** Is called as its member is now, as far as that is possible. */
  follow(guest: Guest, user: GuestOnIrcd, taken: ReadonlySet<NickKey>): void {
    this.#byNick.delete(this.nickKey(user.nick));
    const nick = this.#chooseNick(guest, taken) ?? user.nick;
    user.ofNick = guest.member.nick;
    if (nick === user.nick) this.#byNick.set(this.nickKey(nick), guest);
    else this.#rename(guest, user, nick);
  }

  /** Somebody here wants it to have the nick: it takes that, where nobody has it, until its member changes its nick. */
  obey(guest: Guest, user: GuestOnIrcd, nick: string, taken: ReadonlySet<NickKey>): void {
    const { ircd } = this.#options;
    const key = this.nickKey(nick);
    const other = this.#byNick.get(key);
    const isFree = !taken.has(key) && (other === undefined || other === guest);
    if (nick === user.nick || !isFree || !(nick === user.id || isNickFit(nick, ircd.guests.nicks))) return;
    this.#byNick.delete(this.nickKey(user.nick));
    this.#rename(guest, user, nick);
  }

  /** The ircd gave it another nick. */
  renamed(guest: Guest, user: GuestOnIrcd, nick: string): void {
    this.#byNick.delete(this.nickKey(user.nick));
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

  /** Their server was split off: all are gone. Returns who they were. */
  splitOff(): readonly { readonly guest: Guest; readonly user: GuestOnIrcd }[] {
    const { own, write } = this.#options;
    // Where the ircd only asks for it, it has to be done; to the others it is nothing.
    write([formatIrcLine({ source: own.id, command: 'SQUIT', params: [this.#server!.id], trailing: '' })]);
    const all = [...this.#byId.values()].map((guest) => ({ guest, user: guest.user! }));
    for (const { guest } of all) guest.user = null;
    this.#byId.clear();
    this.#byNick.clear();
    this.#isUnwanted = true;
    this.#server = null;
    return all;
  }

  /** By id or nick, in any case of letters; null: nobody. */
  shown(who: string): ShownUser | null {
    const guest = this.#byId.get(who) ?? this.#byNick.get(this.nickKey(who));
    if (guest?.user == null || this.#server === null) return null;
    const { nick, user, host, signedOnAt, activeAt } = guest.user;
    const server = { name: this.#server.name, text: GUEST_SERVER_TEXT };
    return { nick, user, host, realName: `on ${guest.server}`, server, signedOnAt, activeAt };
  }

  nickKey(nick: string): NickKey {
    return nickKey(this.#options.casemapping, nick);
  }

  #bringServer(): GuestServer {
    if (this.#server !== null) return this.#server;
    const { ircd, own, writer, write } = this.#options;
    this.#server = guestServer(own, this.#servers.all());
    write([ircd.guests.bring(this.#server, writer.now)]);
    return this.#server;
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
