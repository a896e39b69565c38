import { globMatcher } from '../core/glob.ts';
import { ircBytes, ircText } from '../core/irc-text.ts';
import type { Decision } from '../core/journal.ts';
import type { Replica } from '../core/replica.ts';
import type { Decision as DecisionMessage } from '../proto-types/cburst/v1/Decision.ts';
import type { ListDecisionsRequest__Output } from '../proto-types/cburst/v1/ListDecisionsRequest.ts';
import type { ListDecisionsResponse } from '../proto-types/cburst/v1/ListDecisionsResponse.ts';
import { numberToken, pageSize } from './paging.ts';
import { redactedField } from './redacted-field.ts';

/** A page of the journal, the latest decision first. */
export function listDecisions(
  replica: Pick<Replica, 'journal' | 'key'>,
  request: ListDecisionsRequest__Output,
): ListDecisionsResponse {
  const size = pageSize(request.page_size);
  const before = numberToken(request.page_token, Number.POSITIVE_INFINITY);
  const matches = globMatcher(replica.key(ircText(request.name_glob)));
  const left = [...replica.journal.values()]
    .filter(({ number, channel }) => number < before && matches(replica.key(channel)))
    .reverse();
  const page = left.slice(0, size);
  return {
    decisions: page.map(decisionToProto),
    next_page_token: left.length > size ? String(page.at(-1)!.number) : '',
  };
}

function decisionToProto({
  number,
  at,
  kind,
  channel,
  from,
  to,
  by,
  reason,
  lost,
}: Decision): DecisionMessage {
  return {
    number,
    time: at,
    kind,
    channel: ircBytes(channel),
    from_id: from ?? '',
    to_id: to ?? '',
    by,
    reason,
    lost: lost.map(redactedField),
  };
}
