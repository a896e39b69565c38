import type { IrcText } from '../core/irc-text.ts';
import { cutText } from './cut-text.ts';
import type { Fitted, TopicField } from './dialect.ts';
import { middleProblem } from './irc-line.ts';
import { refused, truncated } from './plan.ts';

/** What an ircd takes of a topic with its setter, in bytes. */
export interface TopicRoom {
  readonly setterBytesMax: number;
  /** Beside that setter. */
  readonly textBytesMax: (setter: IrcText) => number;
}

/** The topic as an ircd can show it that takes who set it, or null and why not. */
export function fitTopic(
  wanted: TopicField,
  { setterBytesMax, textBytesMax }: TopicRoom,
): Fitted<TopicField> {
  if (wanted.value === null) return { fitted: wanted, reason: null };
  const { text, setter, setAt } = wanted.value;
  const problem = setter === '' ? null : middleProblem(setter);
  if (problem !== null) return { fitted: null, reason: refused(`its setter ${problem}`) };
  if (text === '') return noTopic;
  const by = cutText(setter, setterBytesMax);
  const value = { text: cutText(text, textBytesMax(by)), setter: by, setAt };
  const fitted: TopicField = { kind: 'topic', value };
  if (value.text !== text) return { fitted, reason: truncated(`topic cut to ${value.text.length} bytes`) };
  return { fitted, reason: by === setter ? null : truncated(`the topic's setter cut to ${by.length} bytes`) };
}

/** An empty topic, as any ircd shows it. */
export const noTopic: Fitted<TopicField> = {
  fitted: { kind: 'topic', value: null },
  reason: truncated('to this ircd an empty topic is none'),
};
