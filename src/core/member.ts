import { type Casemapping, fold } from './casemapping.ts';
import { type IrcText, wordProblem } from './irc-text.ts';

/** What a member may be in a channel, the highest first. Other prefix modes of ircds stay there. */
export const prefixModes = ['owner', 'admin', 'op', 'halfop', 'voice'] as const;

export type PrefixMode = (typeof prefixModes)[number];

/** A nick folded under the network's casemapping: what members of a channel are keyed by. */
export type NickKey = string & { readonly nickKey: true };

/** Somebody in a channel, as the one holder says on whose ircd that user is. */
export interface Member {
  readonly nick: IrcText;
  readonly user: IrcText;
  /** As other users see it: cloaked, where the ircd cloaks. */
  readonly host: IrcText;
  /** The services account; null: not logged in, or not known. */
  readonly account: IrcText | null;
  /** Sorted as `prefixModes` is, each once: see `sortedModes`. */
  readonly modes: readonly PrefixMode[];
  /** Those of `modes` that `status_by_account` gave. Hosts leave it empty: what they say here does not count. */
  readonly granted: readonly PrefixMode[];
  /** Unix seconds; 0: unknown. */
  readonly joinedAt: number;
}

/** What happened to the members of one channel. Applied in this order, so a nick may be in all three. */
export interface MemberChange {
  /** Nick changes, in the order in which they happened. Who had the new nick before is gone. */
  readonly renamed: readonly NickChange[];
  /** Nicks that are not in the channel any more: they parted, were kicked, quit. */
  readonly gone: readonly string[];
  /** Who joined, or is otherwise than before. */
  readonly present: readonly Member[];
}

export interface NickChange {
  readonly from: string;
  readonly to: IrcText;
}

/** Most bytes of each text of a member: more than any ircd lets a user have. */
export const memberLimits = {
  nickBytes: 128,
  userBytes: 128,
  hostBytes: 255,
  accountBytes: 128,
} as const;

/** Members that one holder may have in one channel: ten times the largest channels there are. */
export const CHANNEL_MEMBERS_MAX = 100_000;

/** Memberships of one holder in all its channels: some hundred bytes each here. */
export const HOLDER_MEMBERS_MAX = 1_000_000;

/** How many members one holder may have. */
export interface MemberRoom {
  readonly channel: number;
  readonly holder: number;
}

export const memberRoom: MemberRoom = { channel: CHANNEL_MEMBERS_MAX, holder: HOLDER_MEMBERS_MAX };

/** Why a channel of `before` members cannot have `after`, where the holder has `total` in all; or null. */
export function memberRoomProblem(
  room: MemberRoom,
  before: number,
  after: number,
  total: number,
): string | null {
  if (after > room.channel) return `the channel would have more than ${room.channel} members`;
  const isTooMuch = after > before && total - before + after > room.holder;
  return isTooMuch ? `the channels of one server would have more than ${room.holder} members` : null;
}

/** Year 9999. */
const JOINED_AT_MAX = 253_402_300_799;

/** What no ircd lets into a nick: it would part the words, items and masks that nicks stand in. */
const NOT_IN_NICK = /[!@,*?\x01-\x1f\x7f]/;
const NOT_IN_USER = /[!@\x01-\x1f\x7f]/;

export function nickKey(casemapping: Casemapping, nick: string): NickKey {
  return fold(casemapping, nick) as NickKey;
}

/** Each mode once, the highest first. */
export function sortedModes(modes: Iterable<PrefixMode>): PrefixMode[] {
  const given = new Set(modes);
  return prefixModes.filter((mode) => given.has(mode));
}

/** What is wrong with a member whose types are right, or null. */
export function memberProblem(member: Member): string | null {
  const { nick, user, host, account, joinedAt } = member;
  const wrong = nickProblem(nick);
  if (wrong !== null) return `nick ${wrong}`;
  const userProblem = partProblem(user, memberLimits.userBytes);
  if (userProblem !== null) return `user ${userProblem}`;
  const hostProblem = partProblem(host, memberLimits.hostBytes);
  if (hostProblem !== null) return `host ${hostProblem}`;
  const accountProblem = account === null ? null : wordProblem(account, memberLimits.accountBytes);
  if (accountProblem !== null) return `account ${accountProblem}`;
  if (!Number.isSafeInteger(joinedAt) || joinedAt < 0 || joinedAt > JOINED_AT_MAX)
    return 'join time is no time in Unix seconds from 1970 to 9999';
  return null;
}

/** What is wrong with `nick`, or null. */
export function nickProblem(nick: string): string | null {
  const problem = wordProblem(nick, memberLimits.nickBytes);
  if (problem !== null) return problem;
  if (/^[#&+$]/.test(nick)) return 'starts with a character that names a channel or a mask';
  return NOT_IN_NICK.test(nick) ? 'contains a character that no nick has' : null;
}

/** The letter of a mode in a member's text: lower case for what the ircd gave, upper case for what was granted. */
const LETTERS: Readonly<Record<PrefixMode, string>> = {
  owner: 'q',
  admin: 'a',
  op: 'o',
  halfop: 'h',
  voice: 'v',
};

const MODE_OF = new Map<string, PrefixMode>(prefixModes.map((mode) => [LETTERS[mode], mode]));

/**
 *     <nick>!<user>@<host>[ <joined>[ <modes>[ <account>]]]
 *
 * The one line that is kept and sent for each member; what is unknown at its end is left out. `joined` 0 and `modes` `-` stand
 * for nothing before a word that is there.
 */
export function memberText({ nick, user, host, account, modes, granted, joinedAt }: Member): string {
  const letters = modes.map((mode) => (granted.includes(mode) ? LETTERS[mode].toUpperCase() : LETTERS[mode]));
  const words = [`${nick}!${user}@${host}`, String(joinedAt), letters.join('') || '-', account ?? ''];
  if (account !== null) return words.join(' ');
  if (letters.length > 0) return words.slice(0, 3).join(' ');
  return joinedAt > 0 ? words.slice(0, 2).join(' ') : words[0]!;
}

/** The inverse of `memberText`, or what is wrong. Modes may come in any order. */
export function parseMemberText(text: string): { readonly member: Member } | { readonly problem: string } {
  const [mask = '', joined = '0', letters = '-', account, ...more] = text.split(' ');
  const bang = mask.indexOf('!');
  const at = mask.indexOf('@', bang);
  if (bang < 0 || at < 0) return { problem: 'is not nick!user@host' };
  if (more.length > 0) return { problem: 'has more words than a member has' };
  if (!/^(?:0|[1-9]\d{0,11})$/.test(joined))
    return { problem: 'has a join time that is not in whole seconds' };
  const given = modesOf(letters);
  if (given === null)
    return { problem: 'has modes that are neither - nor some of q, a, o, h and v, each once' };
  const member: Member = {
    nick: mask.slice(0, bang) as IrcText,
    user: mask.slice(bang + 1, at) as IrcText,
    host: mask.slice(at + 1) as IrcText,
    account: (account as IrcText | undefined) ?? null,
    ...given,
    joinedAt: Number(joined),
  };
  const problem = memberProblem(member);
  return problem === null ? { member } : { problem: `has a ${problem}` };
}

/** The member of a text that `memberText` made. */
export function memberOf(text: string): Member {
  const parsed = parseMemberText(text);
  if ('problem' in parsed) throw new Error(`a kept member ${parsed.problem}`);
  return parsed.member;
}

/** The nick of a text that `memberText` made. */
export function nickOf(text: string): IrcText {
  return text.slice(0, text.indexOf('!')) as IrcText;
}

/** The same member under another nick. */
export function renamedText(text: string, nick: IrcText): string {
  return `${nick}${text.slice(text.indexOf('!'))}`;
}

function partProblem(text: string, bytesMax: number): string | null {
  return (
    wordProblem(text, bytesMax) ?? (NOT_IN_USER.test(text) ? 'contains !, @ or a control character' : null)
  );
}

function modesOf(letters: string): Pick<Member, 'modes' | 'granted'> | null {
  if (letters === '-') return { modes: [], granted: [] };
  const modes: PrefixMode[] = [];
  const granted: PrefixMode[] = [];
  for (const letter of letters) {
    const mode = MODE_OF.get(letter.toLowerCase());
    if (mode === undefined || modes.includes(mode)) return null;
    modes.push(mode);
    if (letter !== letter.toLowerCase()) granted.push(mode);
  }
  if (modes.length === 0) return null;
  return { modes: sortedModes(modes), granted: sortedModes(granted) };
}
