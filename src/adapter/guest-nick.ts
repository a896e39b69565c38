import type { Casemapping } from '../core/casemapping.ts';
import { type NickKey, nickKey } from '../core/member.ts';
import { fnvHash } from './fnv-hash.ts';

/** What nicks an ircd takes from its servers. */
export interface NickRules {
  readonly bytesMax: number;
  /** What may not be in a nick. */
  readonly forbidden: RegExp;
  /** Who meets a guest's nick by chance is killed along with it: guests never have a nick that a user could have. */
  readonly isSuffixDue: boolean;
}

export interface GuestNickRequest {
  readonly casemapping: Casemapping;
  readonly rules: NickRules;
  readonly suffix: string;
  /** As the guest is called where it is. */
  readonly nick: string;
  /** What tells guests of one nick apart: their server. */
  readonly server: string;
  /** Its own nick was refused. */
  readonly needsSuffix: boolean;
  readonly isTaken: (key: NickKey) => boolean;
}

/** What services are called, also while they are away: a user of such a nick would be sent passwords. */
const SERVICES_NICK = /serv$/i;
/** Before the suffix: less would tell nobody who it is. */
const ROOM_BYTES_MIN = 3;
/** Guests of one nick and one server's hash: more than there can be by accident. */
const TRIES_MAX = 64;

/**
 * The nick under which a guest is shown: its own where nobody has it, else with the suffix, and where that is taken too with a few
 * characters that come from its nick and server before the suffix. The same request gives the same nick. Null: there is none.
 */
export function guestNick(request: GuestNickRequest): string | null {
  const { casemapping, rules, nick, needsSuffix, isTaken } = request;
  const isOwnPossible = !needsSuffix && !rules.isSuffixDue && !SERVICES_NICK.test(nick);
  if (isOwnPossible && isNickFit(nick, rules) && !isTaken(nickKey(casemapping, nick))) return nick;
  if (rules.bytesMax - request.suffix.length < ROOM_BYTES_MIN) return null;
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const candidate = suffixed(request, attempt);
    if (!isTaken(nickKey(casemapping, candidate))) return candidate;
  }
  return null;
}

/** The ircd takes such a nick. */
export function isNickFit(nick: string, { bytesMax, forbidden }: NickRules): boolean {
  return nick !== '' && nick.length <= bytesMax && !forbidden.test(nick) && !/^[0-9-]/.test(nick);
}

function suffixed({ rules, suffix, nick, server }: GuestNickRequest, attempt: number): string {
  const room = rules.bytesMax - suffix.length;
  const mark = attempt === 0 ? '' : `_${fourCharacters(`${nick}@${server} ${attempt}`)}`.slice(0, room - 1);
  const clean = nick.replaceAll(new RegExp(rules.forbidden.source, 'g'), '_').replace(/^(?=[0-9-])/, '_');
  return `${clean.slice(0, room - mark.length)}${mark}${suffix}`;
}

function fourCharacters(text: string): string {
  return (fnvHash(text) % 36 ** 4).toString(36).padStart(4, '0');
}
