import type { OwnModeName } from '../config/own-modes.ts';
import type { PrefixMode } from '../core/member.ts';
import type { IrcdMode } from './ircd-traits.ts';

/** A channel mode by our name, and what each ircd calls it: InspIRCd by a name (`CAPAB CHANMODES`), the others by a letter. */
export interface ModeRow {
  readonly name: string;
  readonly inspircd?: string;
  readonly ngircd?: string;
  readonly hybrid?: string;
}

/**
 * The flags that mean the same on several ircds, or that ircds without names for their modes have. To give a mode a name that
 * ircds share, add it here and, where it has a letter on the wire, to docs/protocol.md.
 */
export const sharedFlags: readonly ModeRow[] = [
  { name: 'invite-only', inspircd: 'inviteonly', ngircd: 'i', hybrid: 'i' },
  { name: 'moderated', inspircd: 'moderated', ngircd: 'm', hybrid: 'm' },
  { name: 'no-external', inspircd: 'noextmsg', ngircd: 'n', hybrid: 'n' },
  { name: 'private', inspircd: 'private' },
  { name: 'secret', inspircd: 'secret', ngircd: 's', hybrid: 's' },
  { name: 'topic-protected', inspircd: 'topiclock', ngircd: 't', hybrid: 't' },
  { name: 'no-ctcp', inspircd: 'noctcp', hybrid: 'C' },
  { name: 'delayed-join', inspircd: 'delayjoin' },
  { name: 'registered-moderated', inspircd: 'regmoderated', ngircd: 'M', hybrid: 'M' },
  { name: 'no-nick-change', inspircd: 'nonick', ngircd: 'N', hybrid: 'N' },
  { name: 'registered-only', inspircd: 'reginvite', ngircd: 'R', hybrid: 'R' },
  { name: 'no-notice', inspircd: 'nonotice', hybrid: 'T' },
  { name: 'tls-only', inspircd: 'sslonly', ngircd: 'z', hybrid: 'S' },
  { name: 'no-kick', inspircd: 'nokick', ngircd: 'Q', hybrid: 'Q' },
  { name: 'no-invite', ngircd: 'V', hybrid: 'V' },
  { name: 'no-knock', inspircd: 'noknock', hybrid: 'K' },
  { name: 'hybrid-no-control-codes', hybrid: 'c' },
  // No other ircd's p: it forbids to knock, and hides nothing.
  { name: 'hybrid-paranoia', hybrid: 'p' },
];

/**
 * The lists whose entries are user masks. Entries of other lists (exemptchanops, filter, autoop) are something else,
 * or hand out operator status, which is each server's own business.
 */
export const sharedLists: readonly ModeRow[] = [
  { name: 'ban', inspircd: 'ban', ngircd: 'b', hybrid: 'b' },
  { name: 'except', inspircd: 'banexception', ngircd: 'e', hybrid: 'e' },
  { name: 'invite', inspircd: 'invex', ngircd: 'I', hybrid: 'I' },
];

/**
 * What only services or operators of a server can set, for this server alone: neither reported nor applied nor cleared, unless
 * `[ircd] carry_modes` has the name. `permanent` says that the ircd keeps the channel, and is reported as being held.
 */
export const ownModes: readonly (ModeRow & { readonly name: OwnModeName })[] = [
  { name: 'permanent', inspircd: 'permanent', ngircd: 'P' },
  { name: 'registered', inspircd: 'c_registered', ngircd: 'r', hybrid: 'r' },
  { name: 'oper-only', inspircd: 'operonly', ngircd: 'O', hybrid: 'O' },
  { name: 'large-lists', hybrid: 'L' },
];

/** Flags that hide a channel or close it: one that cannot be shown with all of its is not made (see `planUpdate`). */
export const closingFlags: ReadonlySet<string> = new Set([
  'secret',
  'private',
  'invite-only',
  'tls-only',
  'oper-only',
]);

/** The letters of prefix modes, where a letter's meaning is fixed by the kind of ircd. */
const prefixLetters: Readonly<Record<string, PrefixMode>> = {
  q: 'owner',
  a: 'admin',
  o: 'op',
  h: 'halfop',
  v: 'voice',
};

/** What InspIRCd calls them: only `op` and `voice` are its own, the others are named in its configuration. */
const inspircdPrefixes: Readonly<Record<string, PrefixMode>> = {
  founder: 'owner',
  owner: 'owner',
  admin: 'admin',
  protect: 'admin',
  protected: 'admin',
  op: 'op',
  halfop: 'halfop',
  voice: 'voice',
};

/** A prefix mode, by what the ircd calls it; one that is not in the tables is that ircd's alone. */
export function prefixMode(ircd: Exclude<keyof ModeRow, 'name'>, letter: string, theirs: string): IrcdMode {
  const name = ircd === 'inspircd' ? inspircdPrefixes[theirs] : prefixLetters[letter];
  return { letter, takes: 'always', kind: 'prefix', name: name ?? '' };
}

/** Our name for what the ircd calls so; undefined: it is not in the table. */
export function sharedName(
  table: readonly ModeRow[],
  ircd: Exclude<keyof ModeRow, 'name'>,
  theirs: string,
): string | undefined {
  return table.find((row) => row[ircd] === theirs)?.name;
}

/**
 * What a mode without a parameter is to us; null: the tables do not have it. One of the ircd's own that is not carried keeps its
 * name: it is known what it means.
 */
export function flagMeaning(
  ircd: Exclude<keyof ModeRow, 'name'>,
  theirs: string,
  carried: readonly string[],
): Pick<IrcdMode, 'kind' | 'name'> | null {
  const own = sharedName(ownModes, ircd, theirs);
  if (own !== undefined) return { kind: carried.includes(own) ? 'flag' : 'unmanaged', name: own };
  const name = sharedName(sharedFlags, ircd, theirs);
  return name === undefined ? null : { kind: 'flag', name };
}

/**
 * What a flag or list is to us whose letter's meaning is fixed by the kind of ircd. A letter outside of the tables is not ours: it may mean
 * anything.
 */
export function modeOfLetter(
  ircd: 'ngircd' | 'hybrid',
  letter: string,
  takes: IrcdMode['takes'],
  carried: readonly string[] = [],
): IrcdMode {
  const list = takes === 'always' ? sharedName(sharedLists, ircd, letter) : undefined;
  if (list !== undefined) return { letter, takes, kind: 'list', name: list };
  const flag = takes === 'never' ? flagMeaning(ircd, letter, carried) : null;
  return { letter, takes, ...(flag ?? { kind: 'unmanaged', name: '' }) };
}
