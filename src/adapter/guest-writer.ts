import type { NickRules } from './guest-nick.ts';
import type { ShadowChannel } from './shadow-channel.ts';

/** A member of another server as it is introduced to the ircd. */
export interface GuestUser {
  /** How it is named as a source on the link. */
  readonly id: string;
  readonly nick: string;
  readonly user: string;
  readonly host: string;
  /** For people: where it is. */
  readonly realName: string;
}

/** Who joins, with the letters of its prefix modes, the highest first. */
export interface GuestJoin {
  readonly id: string;
  readonly letters: string;
}

/** What the ircd is told of guests: users of the adapter that stand for members on other servers. */
export interface GuestWriter {
  readonly nicks: NickRules;
  /** Users are named by their nicks as a source. */
  readonly isNamedByNick: boolean;
  /** The id of the adapter's `serial`th guest, from 1, that has this nick. */
  id(serial: number, nick: string): string;
  /** The guest comes. It must be the younger one where a user has its nick: that one stays. `now`: the ircd's clock, Unix seconds. */
  introduce(guest: GuestUser, now: number): string;
  rename(id: string, nick: string, now: number): string;
  join(channel: ShadowChannel, guests: readonly GuestJoin[]): readonly string[];
  part(id: string, channel: ShadowChannel['name']): string;
  quit(id: string, reason: string): string;
}

/** A user who gets the nick at the same moment must be the older one. */
export const GUEST_LEAD_SECONDS = 2;

/** What is no part of a user name or host on every ircd becomes `-`; cut, and never empty. */
export function guestWord(text: string, bytesMax: number): string {
  const clean = text.replaceAll(/[^A-Za-z0-9.:_~/-]/g, '-').replace(/^:/, '0:');
  return clean.slice(0, bytesMax) || 'unknown';
}

/** In lists that are not longer than `bytesMax`, with a separator after each word. */
export function wordLists(words: readonly string[], bytesMax: number): string[][] {
  const lists: string[][] = [];
  let bytes = 0;
  for (const word of words) {
    const list = lists.at(-1);
    if (list === undefined || bytes + word.length + 1 > bytesMax) {
      lists.push([word]);
      bytes = 0;
    } else list.push(word);
    bytes += word.length + 1;
  }
  return lists;
}

/** `SIDB00001`: ids of users on links where servers have ids of three characters. */
export function guestUid(sid: string, serial: number): string {
  return `${sid}B${serial.toString(36).toUpperCase().padStart(5, '0')}`;
}
