import { type Casemapping, channelKey } from '../core/casemapping.ts';
import { displayText, type IrcText } from '../core/irc-text.ts';
import type { ConflictRules } from '../wire/hello-line.ts';

/** Named in a report; of the others only their number. */
const NAMED_MAX = 10;

/**
 * What two servers would decide differently where a name has several ids, for people; null: nothing. A network agrees
 * only where all its servers do.
 */
export function policyDifferences(
  casemapping: Casemapping,
  ours: ConflictRules,
  theirs: ConflictRules,
): string | null {
  const own = byKey(casemapping, ours);
  const other = byKey(casemapping, theirs);
  const channels = [...new Map([...own, ...other])]
    .map(([key, { name }]) => ({
      name,
      here: own.get(key)?.policy ?? ours.policy,
      there: other.get(key)?.policy ?? theirs.policy,
    }))
    .filter(({ here, there }) => here !== there);
  const texts = channels.slice(0, NAMED_MAX).map(({ name, here, there }) => {
    return `${displayText(name)}: ${here} here, ${there} there`;
  });
  if (ours.policy !== theirs.policy)
    texts.unshift(`every channel: ${ours.policy} here, ${theirs.policy} there`);
  if (channels.length > NAMED_MAX) texts.push(`${channels.length - NAMED_MAX} more channels`);
  return texts.length === 0 ? null : texts.join('; ');
}

function byKey(casemapping: Casemapping, { overrides }: ConflictRules) {
  return new Map(
    [...overrides].map(([name, policy]: [IrcText, string]) => [
      channelKey(casemapping, name),
      { name, policy },
    ]),
  );
}
