import { type Casemapping, type ChannelKey, channelKey } from './casemapping.ts';
import type { ConflictPolicy, PolicyFor } from './choose-id.ts';
import type { IrcText } from './irc-text.ts';

export interface NamePolicies {
  /** The network's. */
  readonly conflictPolicy: ConflictPolicy;
  /** Channels with a policy of their own. */
  readonly overrides: readonly { readonly name: IrcText; readonly conflictPolicy: ConflictPolicy }[];
}

export function policyForNames(
  { conflictPolicy, overrides }: NamePolicies,
  casemapping: Casemapping,
): PolicyFor {
  const own = new Map<ChannelKey, ConflictPolicy>();
  for (const override of overrides) own.set(channelKey(casemapping, override.name), override.conflictPolicy);
  return (key) => own.get(key) ?? conflictPolicy;
}
