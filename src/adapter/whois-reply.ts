import { guestWord } from './guest-writer.ts';
import { formatIrcLine, type IrcLine, middleProblem } from './irc-line.ts';

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
}

const WORD_BYTES_MAX = 63;

/**
 * The answer to `WHOIS target :nick`, which a user asked of the adapter as the server that alone knows how long somebody is idle. In
 * which channels the user is the ircd says by itself, as far as who asks may know.
 */
export function whoisReply({ source: asker, command, params }: IrcLine, request: WhoisRequest): string[] {
  const nick = params.at(-1) ?? '';
  if (command !== 'WHOIS' || asker === '' || middleProblem(nick) !== null) return [];
  const numeric = (number: string, words: readonly string[], trailing: string): string =>
    formatIrcLine({ source: request.ownId, command: number, params: [asker, ...words], trailing });
  const end = numeric('318', [nick], 'End of WHOIS list');
  const shown = request.find(params[0]!) ?? request.find(nick);
  if (shown === null) return [numeric('401', [nick], 'No member of another server has this nick'), end];
  const { user, host, realName, server } = shown;
  const { idle, signedOnAt } = idleTime(shown, request.now);
  const names = [guestWord(user, WORD_BYTES_MAX), guestWord(host, WORD_BYTES_MAX)];
  return [
    numeric('311', [shown.nick, ...names, '*'], realName),
    numeric('312', [shown.nick, server.name], server.text),
    numeric('317', [shown.nick, String(idle), String(signedOnAt)], 'seconds idle, signon time'),
    end,
  ];
}

/** In seconds, since it was last seen to do something: what it says elsewhere the adapter does not hear. */
export function idleTime(
  { signedOnAt, activeAt }: Pick<ShownUser, 'signedOnAt' | 'activeAt'>,
  now: number,
): { readonly idle: number; readonly signedOnAt: number } {
  return { idle: Math.max(0, now - activeAt), signedOnAt };
}
