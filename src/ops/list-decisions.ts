import { globMatcher } from '../core/glob.ts';
import { isHidingField } from '../core/hidden-channel.ts';
import { ircBytes, ircText } from '../core/irc-text.ts';
import type { Decision } from '../core/journal.ts';
import type { Replica } from '../core/replica.ts';
import type { Decision as DecisionMessage } from '../proto-types/cburst/v1/Decision.ts';
import type { ListDecisionsRequest__Output } from '../proto-types/cburst/v1/ListDecisionsRequest.ts';
import type { ListDecisionsResponse } from '../proto-types/cburst/v1/ListDecisionsResponse.ts';
import { numberToken, pageSize } from './paging.ts';
import { redactedField } from './redacted-field.ts';
import type { Visibility } from './visibility.ts';

/** A page of the journal, the latest decision first. */
export function listDecisions(
  replica: Pick<Replica, 'journal' | 'key'>,
  request: ListDecisionsRequest__Output,
  visibility: Visibility,
): ListDecisionsResponse {
  const size = pageSize(request.page_size);
  const before = numberToken(request.page_token, Number.POSITIVE_INFINITY);
  const matches = globMatcher(replica.key(ircText(request.name_glob)));
  const left = [...replica.journal.values()]
    .filter(({ number, channel }) => number < before && matches(replica.key(channel)))
    .filter((decision) => isSeen(decision, visibility))
    .reverse();
  const page = left.slice(0, size);
  return {
    decisions: page.map((decision) => decisionToProto(decision, visibility)),
    next_page_token: left.length > size ? String(page.at(-1)!.number) : '',
  };
}

/** It may be about a hidden channel whose name is another's now. */
function isSeen({ channel, lost, gained = [] }: Decision, visibility: Visibility): boolean {
  return visibility.everything || (visibility.seesName(channel) && ![...lost, ...gained].some(isHidingField));
}

function decisionToProto(
  { number, at, kind, channel, from, to, by, reason, lost, gained = [] }: Decision,
  { seesField }: Visibility,
): DecisionMessage {
  return {
    number,
    time: at,
    kind,
    channel: ircBytes(channel),
    from_id: from ?? '',
    to_id: to ?? '',
    by,
    reason,
    lost: lost.filter(seesField).map(redactedField),
    gained: gained.filter(seesField).map(redactedField),
  };
}
