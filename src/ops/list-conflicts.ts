import { type Conflict, listConflicts as conflictsOf, type Rival } from '../core/conflicts.ts';
import { ircBytes } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { Conflict as ConflictMessage } from '../proto-types/cburst/v1/Conflict.ts';
import type { ListConflictsRequest__Output } from '../proto-types/cburst/v1/ListConflictsRequest.ts';
import type { ListConflictsResponse } from '../proto-types/cburst/v1/ListConflictsResponse.ts';
import type { Rival as RivalMessage } from '../proto-types/cburst/v1/Rival.ts';
import { namesAfter, nameToken, pageSize } from './paging.ts';
import type { Visibility } from './visibility.ts';

/** A page of the names of which several ids are held, by folded name. */
export function listConflicts(
  replica: Replica,
  request: ListConflictsRequest__Output,
  visibility: Visibility,
): ListConflictsResponse {
  const size = pageSize(request.page_size);
  const after = namesAfter(request.page_token);
  const left = [...conflictsOf(replica)]
    .map((conflict) => ({ key: replica.key(conflict.channel), conflict }))
    .filter(({ key }) => key > after && visibility.sees(key))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = left.slice(0, size);
  return {
    conflicts: page.map(({ conflict }) => conflictToProto(conflict)),
    next_page_token: left.length > size ? nameToken(page.at(-1)!.key) : '',
  };
}

function conflictToProto({ channel, policy, shown, reason, rivals }: Conflict): ConflictMessage {
  return {
    channel: ircBytes(channel),
    policy,
    shown_id: shown ?? '',
    reason,
    rivals: rivals.map(rivalToProto),
  };
}

function rivalToProto({ id, origin, createdAt, holders }: Rival): RivalMessage {
  return { id, origin, created_at: createdAt ?? 0, holders: [...holders] };
}
