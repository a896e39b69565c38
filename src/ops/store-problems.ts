import { ircBytes } from '../core/irc-text.ts';
import type { ListStoreProblemsRequest__Output } from '../proto-types/cburst/v1/ListStoreProblemsRequest.ts';
import type { ListStoreProblemsResponse } from '../proto-types/cburst/v1/ListStoreProblemsResponse.ts';
import type { StoreProblem as StoreProblemMessage } from '../proto-types/cburst/v1/StoreProblem.ts';
import type { ReplicaStore } from '../store/replica-store.ts';
import type { StoreProblem } from '../store/store-problem.ts';
import { badPageToken, numberToken, pageSize } from './paging.ts';

/** A page of what the store found at its start; that does not change while it is open. */
export function listStoreProblems(
  { problems, newProblems }: Pick<ReplicaStore, 'problems' | 'newProblems'>,
  request: ListStoreProblemsRequest__Output,
): ListStoreProblemsResponse {
  // A token is how many came before.
  const first = numberToken(request.page_token, 0);
  if (first > 0 && first >= problems.length) throw badPageToken();
  const end = first + pageSize(request.page_size);
  const found = new Set(newProblems);
  return {
    problems: problems.slice(first, end).map((problem) => storeProblemToProto(problem, found.has(problem))),
    next_page_token: end < problems.length ? String(end) : '',
  };
}

function storeProblemToProto(
  { space, key, reason, bytes, outcome }: StoreProblem,
  foundNow: boolean,
): StoreProblemMessage {
  return {
    space,
    key: ircBytes(key),
    reason,
    size: bytes,
    outcome: outcome === 'repaired' ? 'STORE_PROBLEM_OUTCOME_REPAIRED' : 'STORE_PROBLEM_OUTCOME_SET_ASIDE',
    found_now: foundNow,
  };
}
