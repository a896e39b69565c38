import type { IrcText } from './irc-text.ts';
import { limits, ownText, wordProblem } from './irc-text.ts';

/** The UUID of a channel, lower case: its identity on the whole network. */
export type ChannelId = string & { readonly channelId: true };

/** An ircd's server name. Compared as it is written: configuration and certificates name servers in one spelling. */
export type ServerName = string & { readonly serverName: true };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SERVER_NAME =
  /^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*$/;
const CHANNEL_PREFIX = /^[#+!]/;
const MODE_NAME = /^[a-z0-9][a-z0-9-]*$/;
const METADATA_NAME = /^[a-z0-9][a-z0-9._-]*$/;

/** The id in its one spelling, or null. */
export function parseChannelId(text: string): ChannelId | null {
  if (UUID.test(text)) return text as ChannelId;
  const lower = text.toLowerCase();
  return UUID.test(lower) ? (lower as ChannelId) : null;
}

/**
 * The server name, or null: letters, digits, `-` and `_` between dots, at most 128 bytes. Equal names are one string: there
 * are few, and each is kept many times.
 */
export function parseServerName(text: string): ServerName | null {
  const known = serverNames.get(text);
  if (known !== undefined) return known;
  if (text.length > limits.serverNameBytes || !SERVER_NAME.test(text)) return null;
  if (serverNames.size >= SERVER_NAMES_MAX) serverNames.clear();
  const name = ownText(text as ServerName);
  serverNames.set(name, name);
  return name;
}

/** Far more than a network has. */
const SERVER_NAMES_MAX = 4096;
const serverNames = new Map<string, ServerName>();

/** What is wrong with `name` as the name of a channel that may leave its server, or null. */
export function channelNameProblem(name: string): string | null {
  if (name.startsWith('&')) return 'is local to its server (&)';
  if (!CHANNEL_PREFIX.test(name)) return 'does not start with #, + or !';
  if (name.includes(',')) return 'contains a comma';
  if (name.includes('\x07')) return 'contains BEL';
  return wordProblem(name, limits.channelNameBytes);
}

export function parseChannelName(name: string): IrcText | null {
  return channelNameProblem(name) === null ? (name as IrcText) : null;
}

/** True when `name` can name a flag, a parameter mode or a list. */
export function isModeName(name: string): boolean {
  return name.length <= limits.modeNameBytes && MODE_NAME.test(name);
}

/** True when `name` can name a metadata entry. */
export function isMetadataName(name: string): boolean {
  return name.length <= limits.modeNameBytes && METADATA_NAME.test(name);
}
