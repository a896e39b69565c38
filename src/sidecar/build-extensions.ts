import type { SidecarConfig } from '../config/sidecar-config.ts';
import type { Border } from '../core/border.ts';
import type { Replica } from '../core/replica.ts';
import type { BurstExtension } from '../extension/burst-extension.ts';
import { ChannelBurst } from '../extension/channel-burst.ts';
import {
  type Announce,
  ExtensionManager,
  type ExtensionManagerEvents,
} from '../extension/extension-manager.ts';
import { MemberBurst } from '../extension/member-burst.ts';
import { noChannelBurst } from '../extension/no-channel-burst.ts';

/** What an extension that is not part of this project may look at. */
export type ReadableReplica = Pick<Replica, 'server' | 'casemapping' | 'key' | 'view'>;

/** Makes an extension of this sidecar. `announce` tells peers of what changed, once that is durable. */
export type BuildExtension = (replica: ReadableReplica, announce: Announce) => BurstExtension;

/** What this sidecar bursts: what its configuration switches on, and `more`. Throws a BurstTypeError. */
export function buildExtensions(
  config: Pick<SidecarConfig, 'modules' | 'channelBurst'>,
  replica: Replica,
  border: Border,
  more: readonly BuildExtension[],
  events: ExtensionManagerEvents,
): ExtensionManager {
  const manager = new ExtensionManager(events);
  const channels = config.channelBurst.enabled && config.modules.enabledModules.includes('channel');
  manager.register((announce) =>
    channels ? new ChannelBurst(replica, border, announce) : noChannelBurst(replica.casemapping),
  );
  if (channels && config.modules.enabledModules.includes('member'))
    manager.register((announce) => new MemberBurst(replica, border, announce));
  for (const build of more) manager.registerForeign((announce) => build(replica, announce));
  return manager;
}
