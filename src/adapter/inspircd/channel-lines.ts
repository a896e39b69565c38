import { parseChannelName } from '../../core/identity.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { JoinedUser } from '../ircd-facts.ts';

export interface Fjoin {
  readonly name: IrcText;
  readonly createdAt: number;
  /** The letters of the modes and their parameters. */
  readonly words: readonly string[];
  readonly members: readonly JoinedUser[];
}

/** `chan TS +modes params :modes,UID:id modes,UID:id`; null: it makes no sense. */
export function parseFjoin(params: readonly string[]): Fjoin | null {
  const name = parseChannelName(params[0] ?? '');
  const createdAt = Number(params[1]);
  if (name === null || !Number.isSafeInteger(createdAt) || createdAt < 1) return null;
  const members = params
    .at(-1)!
    .split(' ')
    .flatMap((member): JoinedUser[] => {
      const match = /^([^,]*),([^,:]+)/.exec(member);
      return match === null ? [] : [{ id: match[2]!, letters: match[1]! }];
    });
  return { name, createdAt, words: params.slice(2, -1), members };
}

export interface Ftopic {
  readonly text: IrcText;
  /** Null: the source of the line. */
  readonly setter: IrcText | null;
  readonly setAt: number;
}

/** Live from a user: `chan chanTS topicTS :text`. In a burst and from a server: with the setter before the text. */
export function parseFtopic(params: readonly string[]): Ftopic | null {
  const setAt = Number(params[2]);
  if (!Number.isSafeInteger(setAt) || params.length < 4) return null;
  const setter = params.length > 4 ? (params[3]! as IrcText) : null;
  return { text: params.at(-1)! as IrcText, setter, setAt };
}
