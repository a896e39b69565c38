import type { NickRules } from './guest-nick.ts';
import type { GuestServer } from './guest-server.ts';
import { formatIrcLine } from './irc-line.ts';
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
  /** The server behind the adapter that it is on. */
  readonly server: GuestServer;
}

/** Who joins, with the letters of its prefix modes, the highest first. */
export interface GuestJoin {
  readonly id: string;
  readonly letters: string;
}

/** What the ircd is told of guests: users of a server behind the adapter that stand for members on other servers. */
export interface GuestWriter {
  readonly nicks: NickRules;
  /** Users are named by their nicks as a source. */
  readonly isNamedByNick: boolean;
  /** Brings the server that guests are on. It never says that its burst is complete: joins from it count for no flood. */
  bring(server: GuestServer, now: number): string;
  /** The guest comes. It must be the younger one where a user has its nick: that one stays. `now`: the ircd's clock, Unix seconds. */
  introduce(guest: GuestUser, now: number): string;
  rename(id: string, nick: string, now: number): string;
  join(server: GuestServer, channel: ShadowChannel, guests: readonly GuestJoin[]): readonly string[];
}

/** A user who gets the nick at the same moment must be the older one. */
export const GUEST_LEAD_SECONDS = 2;

/** No client has it: whoever has a user's address counts for the limit of users of one address. */
export const NOBODYS_ADDRESS = '0.0.0.0';

/** To all three ircds. */
export function partLine(id: string, channel: string): string {
  return formatIrcLine({ source: id, command: 'PART', params: [channel] });
}

export function quitLine(id: string): string {
  return formatIrcLine({ source: id, command: 'QUIT', trailing: '' });
}

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
