import type { Role } from '../config/api-roles.ts';
import type { HostServiceHandlers } from '../proto-types/cburst/v1/HostService.ts';
import type { OpsServiceHandlers } from '../proto-types/cburst/v1/OpsService.ts';

/** Names of a service's methods, without the index signature that every service has. */
type MethodsOf<Handlers> = keyof {
  [Name in keyof Handlers as string extends Name ? never : number extends Name ? never : Name]: true;
};

const HOST: Record<MethodsOf<HostServiceHandlers>, Role> = { Attach: 'host' };

/**
 * What each call of operators needs. `ops-read` calls leave out what is hidden from their caller: every one of them goes
 * through `Visibility`. Whatever changes something, here or elsewhere, is for `ops-admin`.
 */
const OPS: Record<MethodsOf<OpsServiceHandlers>, Role> = {
  GetStatus: 'ops-read',
  ListPeers: 'ops-read',
  ListChannels: 'ops-read',
  GetChannel: 'ops-read',
  ListMembers: 'ops-read',
  // The record that said that a channel is hidden may be the one that was lost.
  ListStoreProblems: 'ops-admin',
  ListQuarantine: 'ops-read',
  ApproveQuarantined: 'ops-admin',
  RejectQuarantined: 'ops-admin',
  ReconsiderRejected: 'ops-admin',
  ReadmitPeer: 'ops-admin',
  ListChannelMetadata: 'ops-read',
  GetChannelMetadata: 'ops-read',
  SetChannelMetadata: 'ops-admin',
  DeleteChannelMetadata: 'ops-admin',
  ListConflicts: 'ops-read',
  PlanPolicy: 'ops-read',
  MergeChannel: 'ops-admin',
  SplitChannel: 'ops-admin',
  UnpinChannel: 'ops-admin',
  ListDecisions: 'ops-read',
  RestoreDecision: 'ops-admin',
  ResyncPeers: 'ops-admin',
  SetHostWrites: 'ops-admin',
  RotateJoinKey: 'ops-admin',
  GetLogLevel: 'ops-read',
  SetLogLevel: 'ops-admin',
  ReloadConfig: 'ops-admin',
  DrainSidecar: 'ops-admin',
  LinkPeer: 'ops-admin',
  UnlinkPeer: 'ops-admin',
  // It mends what it finds.
  ComparePeer: 'ops-admin',
  GetStats: 'ops-read',
  WatchEvents: 'ops-read',
};

/** What comes with gRPC and tells nothing of channels. */
const FOR_ALL = [
  'grpc.health.v1.Health',
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

/** Who is connected from where, and what was said to whom how often. */
const CHANNELZ = 'grpc.channelz.v1.Channelz';

/** The role that a method needs, by its path (`/service/Method`); `any`: any caller may; null: it is in no table. */
export function requiredRole(path: string): Role | 'any' | null {
  const [, service = '', method = ''] = path.split('/');
  if (FOR_ALL.includes(service)) return 'any';
  if (service === CHANNELZ) return 'ops-admin';
  const table: Readonly<Record<string, Role>> | undefined = SERVICES.get(service);
  return table !== undefined && Object.hasOwn(table, method) ? table[method]! : null;
}

const SERVICES = new Map<string, Readonly<Record<string, Role>>>([
  ['cburst.v1.HostService', HOST],
  ['cburst.v1.OpsService', OPS],
]);
