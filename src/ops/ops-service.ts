import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { callerOf } from '../access/caller.ts';
import type { CurrentConfig } from '../config/current-config.ts';
import type { ServerName } from '../core/identity.ts';
import { ircText } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { HostService } from '../host/host-service.ts';
import type { PeerTable } from '../peer/peer-table.ts';
import type { GetChannelRequest__Output } from '../proto-types/cburst/v1/GetChannelRequest.ts';
import type { GetChannelResponse } from '../proto-types/cburst/v1/GetChannelResponse.ts';
import type { OpsServiceHandlers } from '../proto-types/cburst/v1/OpsService.ts';
import { callErrorFrom } from '../rpc/call-error.ts';
import type { ReplicaStore } from '../store/replica-store.ts';
import { answer, answerLater } from './call-error.ts';
import { by } from './caller-name.ts';
import type { ChannelCalls } from './channel-calls.ts';
import { listMetadata, metadataEntry, shownChannel } from './channel-metadata.ts';
import type { DaemonCalls } from './daemon-calls.ts';
import type { EventHub } from './event-hub.ts';
import type { ExchangeCalls } from './exchange-calls.ts';
import { getChannel } from './get-channel.ts';
import { getStats, type ReadFigures } from './get-stats.ts';
import { getStatus } from './get-status.ts';
import type { HostWritesCalls } from './host-writes-calls.ts';
import { how } from './how-to-decide.ts';
import type { LinkCalls } from './link-calls.ts';
import { listChannels } from './list-channels.ts';
import { listConflicts } from './list-conflicts.ts';
import { listDecisions } from './list-decisions.ts';
import { listMembers } from './list-members.ts';
import { listPeers } from './list-peers.ts';
import { listQuarantine } from './list-quarantine.ts';
import type { MetadataCalls } from './metadata-calls.ts';
import type { OperatorCalls } from './operator-calls.ts';
import { planPolicy } from './plan-policy.ts';
import { listStoreProblems } from './store-problems.ts';
import { type Visibility, visibilityFor } from './visibility.ts';
import { watchEvents } from './watch-events.ts';

export interface OpsServiceDependencies {
  readonly version: string;
  /** Wall clock at the start, Unix ms. */
  readonly startedAt: number;
  readonly store: ReplicaStore;
  readonly peers: PeerTable;
  readonly host: HostService;
  readonly events: EventHub;
  readonly figures: ReadFigures;
  /** The peer was silent for too long. */
  readonly expelled: (peer: ServerName) => boolean;
  readonly calls: OperatorCalls;
  readonly channelCalls: ChannelCalls;
  readonly daemonCalls: DaemonCalls;
  readonly hostWrites: HostWritesCalls;
  readonly linkCalls: LinkCalls;
  readonly metadataCalls: MetadataCalls;
  readonly exchangeCalls: ExchangeCalls;
  readonly config: Pick<CurrentConfig, 'loadedAt' | 'pending'>;
}

/** Answers what operators ask, each no more than it may know, and has carried out what they decide. */
export class OpsService {
  readonly #dependencies: OpsServiceDependencies;

  constructor(dependencies: OpsServiceDependencies) {
    this.#dependencies = dependencies;
  }

  get handlers(): OpsServiceHandlers {
    const {
      calls,
      channelCalls: channels,
      daemonCalls,
      events,
      exchangeCalls,
      figures,
      host,
      hostWrites,
      linkCalls,
      metadataCalls,
      startedAt,
      store,
    } = this.#dependencies;
    return {
      ...daemonCalls.handlers(by),
      ...hostWrites.handlers(how),
      ...linkCalls.handlers(how),
      ...metadataCalls.handlers(how),
      ...exchangeCalls.handlers(by),
      GetStatus: (call, callback) => this.#tell(call, callback, () => getStatus(this.#dependencies)),
      ListPeers: (call, callback) =>
        this.#tell(call, callback, () => listPeers(this.#dependencies, call.request)),
      ListChannels: (call, callback) =>
        this.#tell(call, callback, (visibility) => listChannels(this.#replica, call.request, visibility)),
      GetChannel: (call, callback) => void this.#getChannel(call, callback),
      ListMembers: (call, callback) =>
        this.#tell(call, callback, (visibility) => listMembers(this.#replica, call.request, visibility)),
      ListStoreProblems: (call, callback) => answer(callback, () => listStoreProblems(store, call.request)),
      ListQuarantine: (call, callback) =>
        this.#tell(call, callback, (visibility) =>
          listQuarantine(this.#replica.quarantine, call.request, visibility),
        ),
      ApproveQuarantined: (call, callback) =>
        answerLater(callback, () => calls.approve(call.request.number, how(call))),
      RejectQuarantined: (call, callback) =>
        answerLater(callback, () => calls.reject(call.request.number, how(call))),
      ReconsiderRejected: (call, callback) =>
        answerLater(callback, () => calls.reconsider(call.request.number, how(call))),
      ReadmitPeer: (call, callback) =>
        answerLater(callback, () => calls.readmit(call.request.peer, call.request.review, how(call))),
      ListChannelMetadata: (call, callback) =>
        this.#tell(call, callback, (visibility) => {
          const channel = shownChannel(this.#replica, ircText(call.request.channel), visibility);
          return listMetadata(channel, call.request, visibility);
        }),
      GetChannelMetadata: (call, callback) =>
        this.#tell(call, callback, (visibility) => {
          const channel = shownChannel(this.#replica, ircText(call.request.channel), visibility);
          return { entry: metadataEntry(channel, call.request.name, visibility) };
        }),
      ListConflicts: (call, callback) =>
        this.#tell(call, callback, (visibility) => listConflicts(this.#replica, call.request, visibility)),
      PlanPolicy: (call, callback) =>
        this.#tell(call, callback, (visibility) =>
          planPolicy(this.#replica, call.request, host.stream?.profile ?? null, visibility),
        ),
      RotateJoinKey: (call, callback) =>
        answerLater(callback, () => channels.rotateJoinKey(call.request, by(call))),
      MergeChannel: (call, callback) =>
        answerLater(callback, () =>
          channels.merge(ircText(call.request.channel), call.request.winner_id, how(call)),
        ),
      SplitChannel: (call, callback) =>
        answerLater(callback, () =>
          channels.split(ircText(call.request.channel), call.request.servers, how(call)),
        ),
      UnpinChannel: (call, callback) =>
        answerLater(callback, () => channels.unpin(call.request.channel_id, how(call))),
      ListDecisions: (call, callback) =>
        this.#tell(call, callback, (visibility) => listDecisions(this.#replica, call.request, visibility)),
      RestoreDecision: (call, callback) =>
        answerLater(callback, () => channels.restore(call.request.number, call.request.apart, how(call))),
      GetStats: (call, callback) => answerLater(callback, () => getStats(figures, startedAt, call.request)),
      WatchEvents: (call) => watchEvents(call, { hub: events, replica: this.#replica }),
    };
  }

  get #replica(): Replica {
    return this.#dependencies.store.replica;
  }

  /** Answers a question with what its caller may be told. */
  #tell<T>(
    call: Pick<ServerUnaryCall<unknown, T>, 'metadata'>,
    callback: sendUnaryData<T>,
    make: (visibility: Visibility) => T,
  ): void {
    const visibility = visibilityFor(this.#replica, callerOf(call));
    answer(callback, () => visibility.conceal(make(visibility)));
  }

  /** That somebody asks for a join key is told before the key is. */
  async #getChannel(
    call: ServerUnaryCall<GetChannelRequest__Output, GetChannelResponse>,
    callback: sendUnaryData<GetChannelResponse>,
  ): Promise<void> {
    const { channelCalls, host } = this.#dependencies;
    try {
      if (call.request.reveal_keys) await channelCalls.revealKeys(ircText(call.request.name), callerOf(call));
    } catch (error) {
      callback(callErrorFrom(error));
      return;
    }
    this.#tell(call, callback, (visibility) => getChannel(this.#replica, host, call.request, visibility));
  }
}
