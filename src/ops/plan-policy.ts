import type { ChannelKey } from '../core/casemapping.ts';
import { type ConflictPolicy, conflictPolicies } from '../core/choose-id.ts';
import { dryRunPolicy, type PlannedChange } from '../core/dry-run.ts';
import { globMatcher } from '../core/glob.ts';
import type { HostProfile } from '../core/host-messages.ts';
import { ircText } from '../core/irc-text.ts';
import { plannedWrites } from '../core/planned-writes.ts';
import type { Replica } from '../core/replica.ts';
import type { PlanPolicyRequest__Output } from '../proto-types/cburst/v1/PlanPolicyRequest.ts';
import type { PlanPolicyResponse } from '../proto-types/cburst/v1/PlanPolicyResponse.ts';
import { CallError } from '../rpc/call-error.ts';
import { namesAfter, nameToken, pageSize } from './paging.ts';
import { plannedChangeToProto } from './planned-change.ts';
import type { Visibility } from './visibility.ts';

/** Names that are compared with what the host shows for one page: some tens of milliseconds. */
const NAMES_AT_ONCE_MAX = 1000;

/**
 * A page of what another policy would change. While the host (`profile`; null: none is attached) is not written to, and where no
 * policy is named, it says what would be written: how what the ircd shows differs from what it should show then.
 */
export function planPolicy(
  replica: Replica,
  request: PlanPolicyRequest__Output,
  profile: HostProfile | null,
  visibility: Visibility,
): PlanPolicyResponse {
  const policy = request.policy === '' ? null : parsePolicy(request.policy);
  const isHeld = replica.host.writes.mode !== 'go' || profile?.observe === true;
  const againstHost = policy === null || (isHeld && profile !== null);
  if (againstHost && profile === null) throw noHost();
  const names = againstHost
    ? new Set([...replica.table.keys(), ...replica.host.channels.keys()])
    : replica.contested;
  const { page, next } = namesOf(
    replica,
    [...names].filter(visibility.sees),
    request,
    againstHost ? NAMES_AT_ONCE_MAX : pageSize(request.page_size),
  );
  const changes = againstHost
    ? plannedWrites(replica, profile!, page, policy && (() => policy))
    : dryRunPolicy(replica, page, () => policy!).changes;
  return { ...cut(replica, changes, page, next, request, visibility), against_host: againstHost };
}

/** At most as many changes as were asked for. */
function cut(
  replica: Replica,
  changes: readonly PlannedChange[],
  page: readonly ChannelKey[],
  isMore: boolean,
  request: PlanPolicyRequest__Output,
  visibility: Visibility,
): PlanPolicyResponse {
  const size = pageSize(request.page_size);
  const some = changes.slice(0, size);
  const last = changes.length > size ? replica.key(some.at(-1)!.channel) : isMore ? page.at(-1)! : null;
  return {
    changes: some.map((change) => plannedChangeToProto(change, visibility)),
    next_page_token: last === null ? '' : nameToken(last),
  };
}

function namesOf(
  replica: Replica,
  names: Iterable<ChannelKey>,
  request: PlanPolicyRequest__Output,
  max: number,
): { page: ChannelKey[]; next: boolean } {
  const after = namesAfter(request.page_token);
  const matches = globMatcher(replica.key(ircText(request.name_glob)));
  const left = [...names].filter((key) => key > after && matches(key)).sort();
  return { page: left.slice(0, max), next: left.length > max };
}

function parsePolicy(text: string): ConflictPolicy {
  const policy = conflictPolicies.find((name) => name === text);
  if (policy !== undefined) return policy;
  const details = `a policy is one of ${conflictPolicies.join(', ')}`;
  throw new CallError('POLICY_UNKNOWN', details, { field: 'policy' });
}

function noHost(): CallError {
  const details = 'no host is attached, so nobody knows what the ircd shows: start the adapter';
  return new CallError('HOST_NOT_ATTACHED', details, { nextCommand: 'cburst status' });
}
