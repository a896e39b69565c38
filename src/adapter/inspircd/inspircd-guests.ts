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
import type { ShadowChannel } from '../shadow-channel.ts';
import type { InspircdTraits } from './capabilities.ts';

/** Of who joins in one line: what users get of it is cut anew. */
const JOIN_BYTES_MAX = 400;

/** Guests on an InspIRCd. */
export class InspircdGuests implements GuestWriter {
  readonly isNamedByNick = false;
  readonly nicks: NickRules;
  readonly #ownSid: string;
  readonly #traits: InspircdTraits;

  constructor(ownSid: string, traits: InspircdTraits) {
    this.#ownSid = ownSid;
    this.#traits = traits;
    this.nicks = {
      bytesMax: traits.nickBytesMax,
      forbidden: /[^A-Za-z0-9[\]\\`_^{|}/-]/,
      isSuffixDue: false,
    };
  }

  /** In a burst since then. Milliseconds. */
  bring({ id, name }: GuestServer, now: number): string {
    const params = [name, id, `burst=${now}000`];
    return formatIrcLine({ source: this.#ownSid, command: 'SERVER', params, trailing: GUEST_SERVER_TEXT });
  }

  introduce({ id, nick, user, host, realName, server }: GuestUser, now: number): string {
    const time = String(now + GUEST_LEAD_SECONDS);
    const { userBytesMax, hostBytesMax } = this.#traits;
    const shown = guestWord(host, hostBytesMax);
    const name = guestWord(user, userBytesMax);
    const params = [id, time, nick, shown, shown, name, NOBODYS_ADDRESS, String(now), '+'];
    return formatIrcLine({ source: server.id, command: 'UID', params, trailing: realName });
  }

  rename(id: string, nick: string, now: number): string {
    return formatIrcLine({ source: id, command: 'NICK', params: [nick, String(now + GUEST_LEAD_SECONDS)] });
  }

  /** FJOIN, also for one: an IJOIN is counted even of a server that bursts. */
  join(server: GuestServer, { name, createdAt }: ShadowChannel, guests: readonly GuestJoin[]): string[] {
    const words = guests.map(({ id, letters }) => `${letters},${id}`);
    const params = [name, String(createdAt), '+'];
    return wordLists(words, JOIN_BYTES_MAX).map((list) =>
      formatIrcLine({ source: server.id, command: 'FJOIN', params, trailing: list.join(' ') }),
    );
  }
}
