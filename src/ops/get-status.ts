import type { CurrentConfig } from '../config/current-config.ts';
import { countChannels } from '../core/count-channels.ts';
import type { HostService } from '../host/host-service.ts';
import type { PeerTable } from '../peer/peer-table.ts';
import type { GetStatusResponse } from '../proto-types/cburst/v1/GetStatusResponse.ts';
import type { HostStatus } from '../proto-types/cburst/v1/HostStatus.ts';
import type { ReplicaStore } from '../store/replica-store.ts';
import { configChangeToProto } from './daemon-calls.ts';
import { hostWritesToProto } from './host-writes-calls.ts';

export interface GetStatusDependencies {
  readonly version: string;
  /** Wall clock at the start, Unix ms. */
  readonly startedAt: number;
  readonly store: Pick<ReplicaStore, 'replica' | 'epoch'>;
  readonly peers: Pick<PeerTable, 'peers' | 'linked'>;
  readonly host: Pick<HostService, 'stream' | 'since' | 'lastRefusal'>;
  readonly config: Pick<CurrentConfig, 'loadedAt' | 'pending'>;
}

/** What the sidecar, its host and its links are at the moment, in figures. */
export function getStatus(dependencies: GetStatusDependencies): GetStatusResponse {
  const { version, startedAt, store, peers, host, config } = dependencies;
  const { replica } = store;
  const counts = countChannels(replica);
  return {
    server: replica.server,
    version,
    started_at: startedAt,
    epoch: store.epoch,
    sequence: replica.sequence,
    casemapping: replica.casemapping,
    host: hostStatus(host),
    local_channels: counts.local,
    remote_channels: counts.remote,
    shadowed_channels: counts.shadowed,
    documents: replica.table.size,
    peers: peers.peers.size,
    peers_linked: peers.linked().length,
    quarantined: replica.quarantine.size,
    conflicts: replica.contested.size,
    host_writes: hostWritesToProto(replica.host.writes),
    config_loaded_at: config.loadedAt,
    restart_pending: config.pending().map(configChangeToProto),
    peers_barred: [...peers.peers.keys()].filter((peer) => replica.peers.get(peer)?.barred).length,
  };
}

function hostStatus({ stream, since, lastRefusal }: GetStatusDependencies['host']): HostStatus {
  if (stream === null) return { attached: false, since, last_refusal: lastRefusal };
  const { attachment, profile } = stream;
  const { updates, inFlight, waiting } = attachment.counts;
  const { shown, missing, reason } = stream.shownMembers;
  return {
    attached: attachment.ready,
    software: profile.software,
    since,
    events: attachment.lastEvent,
    updates,
    updates_in_flight: inFlight,
    updates_waiting: waiting,
    observe: profile.observe,
    members_shown: shown,
    members_missing: missing,
    members_missing_reason: reason,
    last_refusal: lastRefusal,
  };
}
