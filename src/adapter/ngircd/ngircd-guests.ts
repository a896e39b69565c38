import type { NickRules } from '../guest-nick.ts';
import { type GuestJoin, type GuestUser, type GuestWriter, guestWord, wordLists } from '../guest-writer.ts';
import { formatIrcLine } from '../irc-line.ts';
import type { ShadowChannel } from '../shadow-channel.ts';
import type { NgircdTraits } from './ngircd-traits.ts';

/** A longer line ends the link. With CR LF. */
const LINE_BYTES_MAX = 512;
/** What ngIRCd keeps of them. */
const USER_BYTES_MAX = 19;
const HOST_BYTES_MAX = 63;
/** Of who joins, beside the longest names of server and channel. */
const JOIN_BYTES_MAX = 300;
const SIGNS: Readonly<Record<string, string>> = { q: '~', a: '&', o: '@', h: '%', v: '+' };

/** Guests on an ngIRCd, named by their nicks. */
export class NgircdGuests implements GuestWriter {
  readonly isNamedByNick = true;
  readonly nicks: NickRules;
  readonly #own: string;

  /** When two have one nick, it kills both: so no guest has one that a user could take. */
  constructor(own: string, { nickBytesMax }: NgircdTraits) {
    this.#own = own;
    this.nicks = { bytesMax: nickBytesMax, forbidden: /[^A-Za-z0-9[\]\\`_^{|}-]/, isSuffixDue: true };
  }

  id(_serial: number, nick: string): string {
    return nick;
  }

  introduce({ nick, user, host, realName }: GuestUser): string {
    const params = [nick, '1', guestWord(user, USER_BYTES_MAX), guestWord(host, HOST_BYTES_MAX), '1', '+'];
    return this.#line({ source: this.#own, command: 'NICK', params, trailing: realName });
  }

  rename(id: string, nick: string): string {
    return this.#line({ source: id, command: 'NICK', trailing: nick });
  }

  join({ name }: ShadowChannel, guests: readonly GuestJoin[]): string[] {
    const words = guests.map(
      ({ id, letters }) => `${[...letters].map((letter) => SIGNS[letter] ?? '').join('')}${id}`,
    );
    return wordLists(words, JOIN_BYTES_MAX).map((list) =>
      this.#line({ source: this.#own, command: 'NJOIN', params: [name], trailing: list.join(',') }),
    );
  }

  part(id: string, channel: ShadowChannel['name']): string {
    return this.#line({ source: id, command: 'PART', params: [channel], trailing: '' });
  }

  quit(id: string, reason: string): string {
    return this.#line({ source: id, command: 'QUIT', trailing: reason });
  }

  #line(line: Parameters<typeof formatIrcLine>[0]): string {
    return formatIrcLine(line, LINE_BYTES_MAX);
  }
}
