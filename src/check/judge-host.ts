import type { HostStatus__Output } from '../proto-types/cburst/v1/HostStatus.ts';
import type { HostWrites__Output } from '../proto-types/cburst/v1/HostWrites.ts';
import { type Finding, findingsOf } from './finding.ts';

const { error, warning } = findingsOf('running');

const PLACE = 'the host';

/** The ircd, as a running sidecar sees it. */
export function judgeHost(host: HostStatus__Output | null, writes: HostWrites__Output | null): Finding[] {
  if (host?.attached) return [...otherHost(host), ...hiddenMembers(host), ...heldWrites(writes)];
  const refusal = host?.last_refusal ?? '';
  if (refusal !== '')
    return [error(`the ircd was refused: ${refusal}`, PLACE, 'change that, and restart the adapter')];
  return [
    error(
      'no ircd is attached: what happens on it is not told, and nothing of others is shown there',
      PLACE,
      'start the adapter: cburst adapter --ircd KIND --config adapter.toml, or look at its log',
    ),
  ];
}

function otherHost({ last_refusal: refusal }: HostStatus__Output): Finding[] {
  if (refusal === '') return [];
  return [warning(`another host came and was refused: ${refusal}`, PLACE, 'run one adapter for one sidecar')];
}

function hiddenMembers({
  members_missing: missing,
  members_missing_reason: reason,
}: HostStatus__Output): Finding[] {
  if (missing === 0) return [];
  const fix = 'write a greater show_members_max in [adapter] of the adapter, or find the reason in its log';
  return [warning(`${missing} members of other servers are not shown: ${reason}`, PLACE, fix)];
}

/** To observe is how one begins; a freeze is not to be forgotten. */
function heldWrites(writes: HostWrites__Output | null): Finding[] {
  if (writes?.mode !== 'HOST_WRITE_MODE_FREEZE') return [];
  const why = writes.reason === '' ? '' : `: ${writes.reason}`;
  return [warning(`nothing is written to the ircd, ${writes.by} froze it${why}`, PLACE, 'run: cburst go')];
}
