import type { NickRules } from '../guest-nick.ts';
import { GUEST_SERVER_TEXT, type GuestServer } from '../guest-server.ts';
import { type GuestJoin, type GuestUser, type GuestWriter, guestWord, wordLists } from '../guest-writer.ts';
import { joinedWord } from '../joined-user.ts';
import type { ShadowChannel } from '../shadow-channel.ts';
import { formatNgircdLine } from './ngircd-line.ts';
import type { NgircdTraits } from './ngircd-traits.ts';

/** What ngIRCd keeps of them. */
const USER_BYTES_MAX = 19;
const HOST_BYTES_MAX = 63;
/** Of who joins, beside the longest names of server and channel. */
const JOIN_BYTES_MAX = 300;
/** How NICK names the server: 1 is the adapter itself. */
const TOKEN = '2';

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

  bring({ name }: GuestServer): string {
    const params = [name, '2', TOKEN];
    return formatNgircdLine({ source: this.#own, command: 'SERVER', params, trailing: GUEST_SERVER_TEXT });
  }

  introduce({ nick, user, host, realName, server }: GuestUser): string {
    const names = [guestWord(user, USER_BYTES_MAX), guestWord(host, HOST_BYTES_MAX)];
    const params = [nick, '2', ...names, TOKEN, '+'];
    return formatNgircdLine({ source: server.id, command: 'NICK', params, trailing: realName });
  }

  rename(id: string, nick: string): string {
    return formatNgircdLine({ source: id, command: 'NICK', trailing: nick });
  }

  join(server: GuestServer, { name }: ShadowChannel, guests: readonly GuestJoin[]): string[] {
    return wordLists(guests.map(joinedWord), JOIN_BYTES_MAX).map((list) =>
      formatNgircdLine({ source: server.id, command: 'NJOIN', params: [name], trailing: list.join(',') }),
    );
  }
}
