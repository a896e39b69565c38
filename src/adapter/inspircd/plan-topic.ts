import { isUtf8 } from 'node:buffer';
import { type Field, type FieldKey, isSet } from '../../core/field.ts';
import { type IrcText, ircBytes } from '../../core/irc-text.ts';
import { middleProblem } from '../irc-line.ts';
import { type LinkIdentity, type Reason, refused, truncated } from './plan.ts';
import { type ShadowChannel, shows } from './shadow-channel.ts';

export type TopicField = Extract<Field, { kind: 'topic' }>;

/** The topic's key among the fields of any channel. */
export const topicKey = 'topic' as FieldKey;

/** A topic time that is further ahead of the ircd's clock than this is not waited for. */
const WAIT_SECONDS_MAX = 3;

export interface TopicPlan {
  /** What is to be written; its time, setter and text are FTOPIC's. Null: nothing, or not now. */
  readonly write: { readonly setAt: number; readonly setter: string; readonly text: string } | null;
  /** What the ircd then shows. */
  readonly becomes: TopicField;
  readonly reason: Reason | null;
  /** When it can be written, Unix seconds. */
  readonly notBefore: number | null;
}

/** The topic as this ircd can show it, or null and why not. */
export function fitTopic(
  { capabilities }: LinkIdentity,
  field: TopicField,
): { fitted: TopicField | null; reason: Reason | null } {
  if (field.value === null) return { fitted: field, reason: null };
  const { text, setter } = field.value;
  const problem = setter === '' ? null : middleProblem(setter);
  if (problem !== null) return { fitted: null, reason: refused(`its setter ${problem}`) };
  if (text === '') {
    return {
      fitted: { kind: 'topic', value: null },
      reason: truncated('to this ircd an empty topic is none'),
    };
  }
  const max = capabilities.topicBytesMax;
  if (text.length <= max) return { fitted: field, reason: null };
  const value = { ...field.value, text: cut(text, max) };
  return { fitted: { kind: 'topic', value }, reason: truncated(`topic cut to ${value.text.length} bytes`) };
}

/** True when the ircd shows the topic, maybe with a later time: going back is impossible and nobody needs it. */
export function showsTopic(shown: Field | undefined, fitted: TopicField): boolean {
  if (shown?.kind !== 'topic' || shown.value === null || fitted.value === null) return shows(shown, fitted);
  const { text, setter, setAt } = fitted.value;
  const isSameSetter = setter === '' || shown.value.setter === setter;
  return shown.value.text === text && isSameSetter && shown.value.setAt >= setAt;
}

/**
 * The ircd takes only a topic that is later than the present one, and one in the future would keep its users from
 * setting theirs until then. So an overwritten topic shows a time of at least one second after the present one's.
 */
export function planTopic(
  link: LinkIdentity,
  fitted: TopicField,
  channel: ShadowChannel | null,
  now: number,
): TopicPlan {
  const present = channel?.topicSetAt ?? 0;
  const desired = fitted.value === null ? present + 1 : fitted.value.setAt || now;
  const setAt = Math.max(Math.min(desired, now), present + 1);
  const isLater = isSet(fitted) && fitted.value?.setAt !== setAt;
  const waits = { write: null, becomes: fitted, notBefore: null };
  if (setAt > now + WAIT_SECONDS_MAX) {
    return { ...waits, reason: refused("the topic's time is in the ircd's future: compare the clocks") };
  }
  if (setAt > now) return { ...waits, reason: null, notBefore: setAt };
  const reason = isLater ? onlyLater : null;
  if (fitted.value === null) {
    return { write: { setAt, setter: link.ownName, text: '' }, becomes: fitted, reason, notBefore: null };
  }
  const setter = fitted.value.setter || (link.ownName as IrcText);
  const value = { ...fitted.value, setter, setAt };
  return { write: value, becomes: { kind: 'topic', value }, reason, notBefore: null };
}

export const onlyLater = truncated('the ircd takes only later topics');

/** At most `max` bytes; text that is UTF-8 stays so. */
function cut(text: IrcText, max: number): IrcText {
  if (isUtf8(ircBytes(text))) {
    let end = max;
    while (end > 0 && (text.charCodeAt(end) & 0xc0) === 0x80) end--;
    return text.slice(0, end) as IrcText;
  }
  return text.slice(0, max) as IrcText;
}
