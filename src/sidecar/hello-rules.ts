import type { SidecarConfig } from '../config/sidecar-config.ts';
import type { Border } from '../core/border.ts';
import { encodeScope } from '../core/exchange-scope.ts';
import type { ServerName } from '../core/identity.ts';
import type { SessionServer } from '../peer/session-server.ts';

/** What the hello tells each peer of this server's rules. */
export function helloRules(
  { conflictPolicy, overrides }: SidecarConfig['channels'],
  { policy }: Border,
): (peer: ServerName) => SessionServer['rules'] {
  const conflicts = {
    policy: conflictPolicy,
    overrides: new Map(overrides.map((each) => [each.name, each.conflictPolicy])),
  };
  return (peer) => ({ conflicts, ...encodeScope(policy.scope(peer)) });
}
