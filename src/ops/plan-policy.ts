import { conflictPolicies } from '../core/choose-id.ts';
import { dryRunPolicy } from '../core/dry-run.ts';
import { globMatcher } from '../core/glob.ts';
import { ircText } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { PlanPolicyRequest__Output } from '../proto-types/cburst/v1/PlanPolicyRequest.ts';
import type { PlanPolicyResponse } from '../proto-types/cburst/v1/PlanPolicyResponse.ts';
import { CallError } from '../rpc/call-error.ts';
import { namesAfter, nameToken, pageSize } from './paging.ts';
import { plannedChangeToProto } from './planned-change.ts';

/** A page of what another policy would change. Only a name with several ids can change. */
export function planPolicy(replica: Replica, request: PlanPolicyRequest__Output): PlanPolicyResponse {
  const policy = conflictPolicies.find((name) => name === request.policy);
  if (policy === undefined) {
    const details = `a policy is one of ${conflictPolicies.join(', ')}`;
    throw new CallError('POLICY_UNKNOWN', details, { field: 'policy' });
  }
  const size = pageSize(request.page_size);
  const after = namesAfter(request.page_token);
  const matches = globMatcher(replica.key(ircText(request.name_glob)));
  const left = [...replica.contested].filter((key) => key > after && matches(key)).sort();
  const page = left.slice(0, size);
  const { changes } = dryRunPolicy(replica, page, () => policy);
  return {
    changes: changes.map(plannedChangeToProto),
    next_page_token: left.length > size ? nameToken(page.at(-1)!) : '',
  };
}
