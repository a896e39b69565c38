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
import type { IrcdTraits } from '../ircd-traits.ts';
import type { ShadowChannel } from '../shadow-channel.ts';

/** InspIRCd's `<limits>` unless they are raised; names that are longer would be cut otherwise for each user. */
const USER_BYTES_MAX = 10;
const HOST_BYTES_MAX = 64;
/** Of who joins in one line: what users get of it is cut anew. */
const JOIN_BYTES_MAX = 400;

/** Guests on an InspIRCd. */
export class InspircdGuests implements GuestWriter {
  readonly isNamedByNick = false;
  readonly nicks: NickRules;
  readonly #sid: string;

  constructor(sid: string, { nickBytesMax }: IrcdTraits) {
    this.#sid = sid;
    this.nicks = { bytesMax: nickBytesMax, forbidden: /[^A-Za-z0-9[\]\\`_^{|}/-]/, isSuffixDue: false };
  }

  id(serial: number): string {
    return guestUid(this.#sid, serial);
  }

  introduce({ id, nick, user, host, realName }: GuestUser, now: number): string {
    const time = String(now + GUEST_LEAD_SECONDS);
    const shown = guestWord(host, HOST_BYTES_MAX);
    const params = [id, time, nick, shown, shown, guestWord(user, USER_BYTES_MAX), '127.0.0.1', time, '+'];
    return formatIrcLine({ source: this.#sid, command: 'UID', params, trailing: realName });
  }

  rename(id: string, nick: string, now: number): string {
    return formatIrcLine({ source: id, command: 'NICK', params: [nick, String(now + GUEST_LEAD_SECONDS)] });
  }

  join({ name, createdAt }: ShadowChannel, guests: readonly GuestJoin[]): string[] {
    const words = guests.map(({ id, letters }) => `${letters},${id}`);
    const params = [name, String(createdAt), '+'];
    return wordLists(words, JOIN_BYTES_MAX).map((list) =>
      formatIrcLine({ source: this.#sid, command: 'FJOIN', params, trailing: list.join(' ') }),
    );
  }

  part(id: string, channel: ShadowChannel['name']): string {
    return formatIrcLine({ source: id, command: 'PART', params: [channel] });
  }

  quit(id: string, reason: string): string {
    return formatIrcLine({ source: id, command: 'QUIT', trailing: reason });
  }
}
