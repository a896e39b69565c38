// Original file: proto/cburst/v1/ops.proto

import type { HostStatus as _cburst_v1_HostStatus, HostStatus__Output as _cburst_v1_HostStatus__Output } from '../../cburst/v1/HostStatus.ts';
import type { HostWrites as _cburst_v1_HostWrites, HostWrites__Output as _cburst_v1_HostWrites__Output } from '../../cburst/v1/HostWrites.ts';
import type { ConfigChange as _cburst_v1_ConfigChange, ConfigChange__Output as _cburst_v1_ConfigChange__Output } from '../../cburst/v1/ConfigChange.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * The sidecar at a glance.
 */
export interface GetStatusResponse {
  /**
   * This server's name.
   */
  'server'?: (string);
  /**
   * The sidecar's version.
   */
  'version'?: (string);
  /**
   * When the process started, Unix milliseconds.
   */
  'started_at'?: (number | string | Long);
  /**
   * The epoch: a UUID that changes when sequence numbers start anew.
   */
  'epoch'?: (string);
  /**
   * The local sequence: one more for each change of a document.
   */
  'sequence'?: (number | string | Long);
  /**
   * The network's casemapping.
   */
  'casemapping'?: (string);
  /**
   * The host.
   */
  'host'?: (_cburst_v1_HostStatus | null);
  /**
   * Names for which the host should show a channel that this server holds.
   */
  'local_channels'?: (number);
  /**
   * Names for which the host should show a channel that only peers hold.
   */
  'remote_channels'?: (number);
  /**
   * Channel ids held by somebody reachable that are not shown here because another id of the name is.
   */
  'shadowed_channels'?: (number);
  /**
   * Documents known, live or not.
   */
  'documents'?: (number);
  /**
   * Peers configured.
   */
  'peers'?: (number);
  /**
   * Peers linked.
   */
  'peers_linked'?: (number);
  /**
   * Messages of peers that wait for an operator.
   */
  'quarantined'?: (number);
  /**
   * Whether the host is written to.
   */
  'host_writes'?: (_cburst_v1_HostWrites | null);
  /**
   * Peers that an operator barred: no link to them is wanted for now.
   */
  'peers_barred'?: (number);
  /**
   * When the configuration was last read and counted, Unix milliseconds.
   */
  'config_loaded_at'?: (number | string | Long);
  /**
   * What was changed in it then and counts only after a restart.
   */
  'restart_pending'?: (_cburst_v1_ConfigChange)[];
  /**
   * Names of which several ids are held at once.
   */
  'conflicts'?: (number);
}

/**
 * The sidecar at a glance.
 */
export interface GetStatusResponse__Output {
  /**
   * This server's name.
   */
  'server': (string);
  /**
   * The sidecar's version.
   */
  'version': (string);
  /**
   * When the process started, Unix milliseconds.
   */
  'started_at': (number);
  /**
   * The epoch: a UUID that changes when sequence numbers start anew.
   */
  'epoch': (string);
  /**
   * The local sequence: one more for each change of a document.
   */
  'sequence': (number);
  /**
   * The network's casemapping.
   */
  'casemapping': (string);
  /**
   * The host.
   */
  'host': (_cburst_v1_HostStatus__Output | null);
  /**
   * Names for which the host should show a channel that this server holds.
   */
  'local_channels': (number);
  /**
   * Names for which the host should show a channel that only peers hold.
   */
  'remote_channels': (number);
  /**
   * Channel ids held by somebody reachable that are not shown here because another id of the name is.
   */
  'shadowed_channels': (number);
  /**
   * Documents known, live or not.
   */
  'documents': (number);
  /**
   * Peers configured.
   */
  'peers': (number);
  /**
   * Peers linked.
   */
  'peers_linked': (number);
  /**
   * Messages of peers that wait for an operator.
   */
  'quarantined': (number);
  /**
   * Whether the host is written to.
   */
  'host_writes': (_cburst_v1_HostWrites__Output | null);
  /**
   * Peers that an operator barred: no link to them is wanted for now.
   */
  'peers_barred': (number);
  /**
   * When the configuration was last read and counted, Unix milliseconds.
   */
  'config_loaded_at': (number);
  /**
   * What was changed in it then and counts only after a restart.
   */
  'restart_pending': (_cburst_v1_ConfigChange__Output)[];
  /**
   * Names of which several ids are held at once.
   */
  'conflicts': (number);
}
