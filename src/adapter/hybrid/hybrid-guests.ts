import type { NickRules } from '../guest-nick.ts';
import { GUEST_SERVER_TEXT, type GuestServer } from '../guest-server.ts';
import {
  GUEST_LEAD_SECONDS,
  type GuestJoin,
  type GuestUser,
  type GuestWriter,
  guestWord,
  NOBODYS_ADDRESS,
  wordLists,
} from '../guest-writer.ts';
import { formatIrcLine } from '../irc-line.ts';
import { joinedWord } from '../joined-user.ts';
import type { ShadowChannel } from '../shadow-channel.ts';
import type { HybridTraits } from './hybrid-traits.ts';

/** hybrid's USERLEN and HOSTLEN: who has a longer one is refused. */
const USER_BYTES_MAX = 10;
const HOST_BYTES_MAX = 63;
/** What is longer than 512 bytes the ircd cuts. */
const JOIN_BYTES_MAX = 400;

/** Guests on an ircd-hybrid. */
export class HybridGuests implements GuestWriter {
  readonly isNamedByNick = false;
  readonly #ownSid: string;
  readonly #traits: () => HybridTraits;

  constructor(ownSid: string, traits: () => HybridTraits) {
    this.#ownSid = ownSid;
    this.#traits = traits;
  }

  /** It kills whose nick has anything else. */
  get nicks(): NickRules {
    const { nickBytesMax: bytesMax } = this.#traits();
    return { bytesMax, forbidden: /[^A-Za-z0-9[\]\\`_^{|}-]/, isSuffixDue: false };
  }

  bring({ id, name }: GuestServer): string {
    const params = [name, '2', id, '+'];
    return formatIrcLine({ source: this.#ownSid, command: 'SID', params, trailing: GUEST_SERVER_TEXT });
  }

  introduce({ id, nick, user, host, realName, server }: GuestUser, now: number): string {
    const shown = guestWord(host, HOST_BYTES_MAX);
    const name = guestWord(user, USER_BYTES_MAX);
    const time = String(now + GUEST_LEAD_SECONDS);
    const params = [nick, '2', time, '+', name, shown, shown, NOBODYS_ADDRESS, id, '*'];
    return formatIrcLine({ source: server.id, command: 'UID', params, trailing: realName });
  }

  rename(id: string, nick: string, now: number): string {
    const trailing = String(now + GUEST_LEAD_SECONDS);
    return formatIrcLine({ source: id, command: 'NICK', params: [nick], trailing });
  }

  join(server: GuestServer, { name, createdAt }: ShadowChannel, guests: readonly GuestJoin[]): string[] {
    const params = [String(createdAt), name, '+'];
    return wordLists(guests.map(joinedWord), JOIN_BYTES_MAX).map((list) =>
      formatIrcLine({ source: server.id, command: 'SJOIN', params, trailing: list.join(' ') }),
    );
  }
}
