import { guestWord } from './guest-writer.ts';
import { formatIrcLine, type IrcLine, middleProblem, type OutgoingLine } from './irc-line.ts';

/** A user of the adapter as WHOIS shows it. */
export interface ShownUser {
  readonly nick: string;
  readonly user: string;
  readonly host: string;
  readonly realName: string;
  readonly server: { readonly name: string; readonly text: string };
  /** Unix seconds, the ircd's. */
  readonly signedOnAt: number;
  /** When it was last seen to do something, Unix seconds, the ircd's. */
  readonly activeAt: number;
}

/** Who of the adapter's users has this id or nick; null: nobody. */
export type FindShown = (who: string) => ShownUser | null;

export interface WhoisRequest {
  /** The adapter, as a source on the link. */
  readonly ownId: string;
  readonly find: FindShown;
  /** The ircd's clock, Unix seconds. */
  readonly now: number;
  /** Of the nicks of the ircd's users. */
  readonly nickBytesMax: number;
}

const WORD_BYTES_MAX = 63;
/** For a longer line some ircds drop the link. With CR LF. */
const LINE_BYTES_MAX = 512;

/**
 * The answer to `WHOIS target :nick`, which a user asked of the adapter as the server that alone knows how long somebody is idle. In
 * which channels the user is the ircd says by itself, as far as who asks may know. Any text may be asked for: of what can be no
 * nick nothing is said.
 */
export function whoisReply({ source: asker, command, params }: IrcLine, request: WhoisRequest): string[] {
  const [target = '', ...more] = params;
  const nick = more.at(-1) ?? target;
  if (command !== 'WHOIS' || [asker, nick].some((word) => middleProblem(word) !== null)) return [];
  const shown = request.find(target) ?? request.find(nick);
  if (nick.length > Math.max(request.nickBytesMax, shown?.nick.length ?? 0)) return [];
  const all = [...(shown === null ? [nobody(nick)] : description(shown, request.now)), endOf(nick)];
  return all.flatMap(({ number, words, text }) => {
    const line = { source: request.ownId, command: number, params: [asker, ...words] };
    return fittingLine(line, text);
  });
}

/** In seconds, since it was last seen to do something: what it says elsewhere the adapter does not hear. */
export function idleTime(
  { signedOnAt, activeAt }: Pick<ShownUser, 'signedOnAt' | 'activeAt'>,
  now: number,
): { readonly idle: number; readonly signedOnAt: number } {
  return { idle: Math.max(0, now - activeAt), signedOnAt };
}

interface Numeric {
  readonly number: string;
  readonly words: readonly string[];
  readonly text: string;
}

function nobody(nick: string): Numeric {
  return { number: '401', words: [nick], text: 'No member of another server has this nick' };
}

function endOf(nick: string): Numeric {
  return { number: '318', words: [nick], text: 'End of WHOIS list' };
}

function description(shown: ShownUser, now: number): Numeric[] {
  const { nick, user, host, realName, server } = shown;
  const { idle, signedOnAt } = idleTime(shown, now);
  const names = [guestWord(user, WORD_BYTES_MAX), guestWord(host, WORD_BYTES_MAX)];
  const times = [String(idle), String(signedOnAt)];
  return [
    { number: '311', words: [nick, ...names, '*'], text: realName },
    { number: '312', words: [nick, server.name], text: server.text },
    { number: '317', words: [nick, ...times], text: 'seconds idle, signon time' },
  ];
}

/** With as much of the text as there is room for; none where there is no room for the rest. */
function fittingLine(line: OutgoingLine, text: string): string[] {
  const words = [line.source, line.command, ...(line.params ?? [])];
  const room = LINE_BYTES_MAX - `:${words.join(' ')} :\r\n`.length;
  return room < 0 ? [] : [formatIrcLine({ ...line, trailing: text.slice(0, room) }, LINE_BYTES_MAX)];
}
