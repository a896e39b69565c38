import type { SidecarConfig } from '../config/sidecar-config.ts';
import type { Border } from '../core/border.ts';
import { encodeScope } from '../core/exchange-scope.ts';
import type { ServerName } from '../core/identity.ts';
import type { SessionServer } from '../peer/session-server.ts';
import { type ConflictRules, helloLimits } from '../wire/hello-line.ts';
import { quoteList } from '../wire/quote.ts';

/**
 * What the hello tells each peer of this server's rules. What does not fit in a hello is not told at all: half of it would
 * say something else.
 */
export function helloRules(
  channels: Pick<SidecarConfig['channels'], 'conflictPolicy' | 'overrides'>,
  { policy }: Pick<Border, 'policy'>,
): (peer: ServerName) => SessionServer['rules'] {
  const conflicts = conflictRules(channels);
  return (peer) => {
    const scope = encodeScope(policy.scope(peer));
    return { conflicts, fields: scope.fields, channels: scope.channels && fitting(scope.channels) };
  };
}

function conflictRules({
  conflictPolicy,
  overrides,
}: Pick<SidecarConfig['channels'], 'conflictPolicy' | 'overrides'>): ConflictRules | null {
  const items = overrides.map((each) => `${each.name}=${each.conflictPolicy}`);
  if (overrides.length > helloLimits.conflictOverrides || fitting([conflictPolicy, ...items]) === null)
    return null;
  return {
    policy: conflictPolicy,
    overrides: new Map(overrides.map((each) => [each.name, each.conflictPolicy])),
  };
}

function fitting(items: readonly string[]): readonly string[] | null {
  return quoteList(items).length <= helloLimits.listBytes ? items : null;
}
