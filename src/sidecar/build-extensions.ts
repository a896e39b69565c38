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

type ExtensionsConfig = Pick<SidecarConfig, 'modules' | 'channelBurst'>;

/** What an extension that is not part of this project may look at. */
export type ReadableReplica = Pick<Replica, 'server' | 'casemapping' | 'sequence' | 'key' | 'view'>;

/** Makes an extension of this sidecar. `announce` tells peers of what changed, once that is durable. */
export type BuildExtension = (replica: ReadableReplica, announce: Announce) => BurstExtension;

/** Which of this project's extensions run. Members without channels are nobody's. */
export function switchedOn({ channelBurst, modules }: ExtensionsConfig): {
  readonly channels: boolean;
  readonly members: boolean;
} {
  const channels = channelBurst.enabled && modules.enabledModules.includes('channel');
  return { channels, members: channels && modules.enabledModules.includes('member') };
}

/** What this sidecar bursts: what its configuration switches on, and `more`. Throws a BurstTypeError. */
export function buildExtensions(
  config: ExtensionsConfig,
  replica: Replica,
  border: Border,
  more: readonly BuildExtension[],
  events: ExtensionManagerEvents,
): ExtensionManager {
  const manager = new ExtensionManager(events);
  const { channels, members } = switchedOn(config);
  manager.register((announce) =>
    channels ? new ChannelBurst(replica, border, announce) : noChannelBurst(replica.casemapping),
  );
  if (members) manager.register((announce) => new MemberBurst(replica, border, announce));
  for (const build of more) manager.registerForeign((announce) => build(replica, announce));
  return manager;
}
