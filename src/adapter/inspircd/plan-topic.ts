import { type Field, isSet } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { TopicField, TopicPlan, TopicRequest } from '../dialect.ts';
import { formatIrcLine } from '../irc-line.ts';
import { refused, truncated } from '../plan.ts';
import { shows } from '../shadow-channel.ts';
import type { LinkIdentity } from './inspircd-writer.ts';

/** A topic time that is further ahead of the ircd's clock than this is not waited for. */
const WAIT_SECONDS_MAX = 3;

/**
 * The ircd takes only a topic that is later than the present one, and one in the future would keep its users from
 * setting theirs until then. So an overwritten topic shows a time of at least one second after the present one's.
 */
export function planTopic(link: LinkIdentity, request: TopicRequest): TopicPlan {
  const { fitted, channel, now } = request;
  const waits = { lines: [], becomes: fitted, notBefore: null };
  if (showsTopic(channel?.fields, fitted)) return { ...waits, reason: onlyLater };
  const present = channel?.topicSetAt ?? 0;
  const desired = fitted.value === null ? present + 1 : fitted.value.setAt || now;
  const setAt = Math.max(Math.min(desired, now), present + 1);
  const isLater = isSet(fitted) && fitted.value?.setAt !== setAt;
  if (setAt > now + WAIT_SECONDS_MAX) {
    return { ...waits, reason: refused("the topic's time is in the ircd's future: compare the clocks") };
  }
  if (setAt > now) return { ...waits, reason: null, notBefore: setAt };
  const setter = (fitted.value?.setter || link.ownName) as IrcText;
  const text = fitted.value?.text ?? ('' as IrcText);
  return {
    lines: [topicLine(link, request, { setAt, setter, text })],
    becomes: { kind: 'topic', value: fitted.value && { text, setter, setAt } },
    reason: isLater ? onlyLater : null,
    notBefore: null,
  };
}

const onlyLater = truncated('the ircd takes only later topics');

/** True when the ircd shows the topic, maybe with a later time: going back is impossible and nobody needs it. */
function showsTopic(fields: ReadonlyMap<string, Field> | undefined, fitted: TopicField): boolean {
  const shown = fields?.get('topic');
  if (shown?.kind !== 'topic' || shown.value === null || fitted.value === null) return shows(shown, fitted);
  const { text, setter, setAt } = fitted.value;
  const isSameSetter = setter === '' || shown.value.setter === setter;
  return shown.value.text === text && isSameSetter && shown.value.setAt >= setAt;
}

function topicLine(
  { ownSid }: LinkIdentity,
  { name, createdAt }: TopicRequest,
  { setAt, setter, text }: { setAt: number; setter: string; text: string },
): string {
  const params = [name, String(createdAt), String(setAt), setter];
  return formatIrcLine({ source: ownSid, command: 'FTOPIC', params, trailing: text });
}
