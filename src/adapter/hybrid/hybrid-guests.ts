import type { NickRules } from '../guest-nick.ts';
import {
  GUEST_LEAD_SECONDS,
  type GuestJoin,
  type GuestUser,
  type GuestWriter,
  guestUid,
  guestWord,
  wordLists,
} from '../guest-writer.ts';
import { formatIrcLine } from '../irc-line.ts';
import type { ShadowChannel } from '../shadow-channel.ts';
import type { HybridTraits } from './hybrid-traits.ts';

/** hybrid's USERLEN and HOSTLEN: who has a longer one is refused. */
const USER_BYTES_MAX = 10;
const HOST_BYTES_MAX = 63;
/** What is longer than 512 bytes the ircd cuts. */
const JOIN_BYTES_MAX = 400;
const SIGNS: Readonly<Record<string, string>> = { o: '@', h: '%', v: '+' };

/** Guests on an ircd-hybrid. */
export class HybridGuests implements GuestWriter {
  readonly isNamedByNick = false;
  readonly #sid: string;
  readonly #traits: () => HybridTraits;

  constructor(sid: string, traits: () => HybridTraits) {
    this.#sid = sid;
    this.#traits = traits;
  }

  /** It kills whose nick has anything else. */
  get nicks(): NickRules {
    const { nickBytesMax: bytesMax } = this.#traits();
    return { bytesMax, forbidden: /[^A-Za-z0-9[\]\\`_^{|}-]/, isSuffixDue: false };
  }

  id(serial: number): string {
    return guestUid(this.#sid, serial);
  }

  introduce({ id, nick, user, host, realName }: GuestUser, now: number): string {
    const shown = guestWord(host, HOST_BYTES_MAX);
    const name = guestWord(user, USER_BYTES_MAX);
    const time = String(now + GUEST_LEAD_SECONDS);
    const params = [nick, '1', time, '+', name, shown, shown, '127.0.0.1', id, '*'];
    return formatIrcLine({ source: this.#sid, command: 'UID', params, trailing: realName });
  }

  rename(id: string, nick: string, now: number): string {
    const trailing = String(now + GUEST_LEAD_SECONDS);
    return formatIrcLine({ source: id, command: 'NICK', params: [nick], trailing });
  }

  join({ name, createdAt }: ShadowChannel, guests: readonly GuestJoin[]): string[] {
    const words = guests.map(
      ({ id, letters }) => `${[...letters].map((letter) => SIGNS[letter] ?? '').join('')}${id}`,
    );
    const params = [String(createdAt), name, '+'];
    return wordLists(words, JOIN_BYTES_MAX).map((list) =>
      formatIrcLine({ source: this.#sid, command: 'SJOIN', params, trailing: list.join(' ') }),
    );
  }

  part(id: string, channel: ShadowChannel['name']): string {
    return formatIrcLine({ source: id, command: 'PART', params: [channel] });
  }

  quit(id: string, reason: string): string {
    return formatIrcLine({ source: id, command: 'QUIT', trailing: reason });
  }
}
