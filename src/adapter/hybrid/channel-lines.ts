import { parseChannelName } from '../../core/identity.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { JoinedUser } from '../ircd-facts.ts';
import { joinedUser } from '../joined-user.ts';

export interface Sjoin {
  readonly name: IrcText;
  readonly createdAt: number;
  /** The letters of the modes and their parameters. */
  readonly words: readonly string[];
  readonly members: readonly JoinedUser[];
}

/** `TS chan +modes params :@UID %+UID`; null: it makes no sense. */
export function parseSjoin(params: readonly string[]): Sjoin | null {
  const name = parseChannelName(params[1] ?? '');
  const createdAt = Number(params[0]);
  if (name === null || params.length < 4 || !Number.isSafeInteger(createdAt) || createdAt < 1) return null;
  const members = params
    .at(-1)!
    .split(' ')
    .flatMap((member) => joinedUser(member) ?? []);
  return { name, createdAt, words: params.slice(2, -1), members };
}

export interface Tburst {
  readonly name: IrcText;
  readonly text: IrcText;
  readonly setter: IrcText;
  readonly setAt: number;
}

/** `chanTS chan topicTS setter :text`; null: it makes no sense. */
export function parseTburst(params: readonly string[]): Tburst | null {
  const [, name = '', time = '', setter = '', text] = params;
  const channel = parseChannelName(name);
  const setAt = Number(time);
  if (channel === null || text === undefined || !Number.isSafeInteger(setAt) || setAt < 0) return null;
  return { name: channel, text: text as IrcText, setter: setter as IrcText, setAt };
}

/** `TS chan letter :mask mask` as words of a mode line. */
export function bmaskWords([, , letter = '', masks = '']: readonly string[]): string[] {
  const all = masks.split(' ').filter((mask) => mask !== '');
  return [`+${letter.slice(0, 1).repeat(all.length)}`, ...all];
}
