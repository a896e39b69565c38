/**
 * The public interface: what a program needs that runs a sidecar itself, with burst extensions of its own. What is not
 * named here may change with any version. docs/integrate.md leads through it.
 */
export { ConfigError } from '../config/config-error.ts';
export { loadSidecarConfig } from '../config/load-sidecar-config.ts';
export type { SidecarConfig } from '../config/sidecar-config.ts';
export type { ChannelId, ServerName } from '../core/identity.ts';
export { displayText, type IrcText, ircTextFromUtf8 } from '../core/irc-text.ts';
export type { HeldPoint } from '../core/remote-members.ts';
export type { ReplicaChanges } from '../core/replica-changes.ts';
export type {
  BurstEnd,
  BurstExchange,
  BurstExtension,
  BurstPeer,
  ItemChanges,
  ItemId,
  ItemParts,
  ReceivedItem,
} from '../extension/burst-extension.ts';
export { type Announce, BurstTypeError } from '../extension/extension-manager.ts';
export { itemIdFor } from '../extension/item-id.ts';
export { createLogger, type Logger } from '../log/logger.ts';
export { generateIdentity } from '../peer/keygen.ts';
export { formatPin } from '../peer/spki-pin.ts';
export { type BurstLine, readBurstLine, writeBurstLine } from '../wire/burst-line.ts';
export type { LineProblem } from '../wire/line-problem.ts';
export type { BuildExtension, ReadableReplica } from './build-extensions.ts';
export { type Sidecar, type SidecarDependencies, startSidecar } from './sidecar.ts';
export { StartError } from './start-error.ts';
