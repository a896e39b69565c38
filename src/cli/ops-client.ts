import { type ClientReadableStream, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { ApproveQuarantinedResponse__Output } from '../proto-types/cburst/v1/ApproveQuarantinedResponse.ts';
import type { ChannelMember__Output } from '../proto-types/cburst/v1/ChannelMember.ts';
import type { ChannelSummary__Output } from '../proto-types/cburst/v1/ChannelSummary.ts';
import type { ComparePeerResponse__Output } from '../proto-types/cburst/v1/ComparePeerResponse.ts';
import type { Conflict__Output } from '../proto-types/cburst/v1/Conflict.ts';
import type { Decision__Output } from '../proto-types/cburst/v1/Decision.ts';
import type { DeleteChannelMetadataResponse__Output } from '../proto-types/cburst/v1/DeleteChannelMetadataResponse.ts';
import type { DrainSidecarResponse__Output } from '../proto-types/cburst/v1/DrainSidecarResponse.ts';
import type { GetChannelMetadataResponse__Output } from '../proto-types/cburst/v1/GetChannelMetadataResponse.ts';
import type { GetChannelResponse__Output } from '../proto-types/cburst/v1/GetChannelResponse.ts';
import type { GetLogLevelResponse__Output } from '../proto-types/cburst/v1/GetLogLevelResponse.ts';
import type { GetStatsResponse__Output } from '../proto-types/cburst/v1/GetStatsResponse.ts';
import type { GetStatusResponse__Output } from '../proto-types/cburst/v1/GetStatusResponse.ts';
import type { HostWriteMode } from '../proto-types/cburst/v1/HostWriteMode.ts';
import type { LinkPeerResponse__Output } from '../proto-types/cburst/v1/LinkPeerResponse.ts';
import type { ListChannelMetadataResponse__Output } from '../proto-types/cburst/v1/ListChannelMetadataResponse.ts';
import type { ListChannelsRequest } from '../proto-types/cburst/v1/ListChannelsRequest.ts';
import type { ListChannelsResponse__Output } from '../proto-types/cburst/v1/ListChannelsResponse.ts';
import type { ListConflictsResponse__Output } from '../proto-types/cburst/v1/ListConflictsResponse.ts';
import type { ListDecisionsResponse__Output } from '../proto-types/cburst/v1/ListDecisionsResponse.ts';
import type { ListMembersResponse__Output } from '../proto-types/cburst/v1/ListMembersResponse.ts';
import type { ListPeersResponse__Output } from '../proto-types/cburst/v1/ListPeersResponse.ts';
import type { ListQuarantineResponse__Output } from '../proto-types/cburst/v1/ListQuarantineResponse.ts';
import type { ListStoreProblemsResponse__Output } from '../proto-types/cburst/v1/ListStoreProblemsResponse.ts';
import type { MergeChannelResponse__Output } from '../proto-types/cburst/v1/MergeChannelResponse.ts';
import type { MetadataEntry__Output } from '../proto-types/cburst/v1/MetadataEntry.ts';
import type { OpsServiceClient } from '../proto-types/cburst/v1/OpsService.ts';
import type { Peer__Output } from '../proto-types/cburst/v1/Peer.ts';
import type { PlannedChange__Output } from '../proto-types/cburst/v1/PlannedChange.ts';
import type { PlanPolicyResponse__Output } from '../proto-types/cburst/v1/PlanPolicyResponse.ts';
import type { QuarantinedMessage__Output } from '../proto-types/cburst/v1/QuarantinedMessage.ts';
import type { ReadmitPeerResponse__Output } from '../proto-types/cburst/v1/ReadmitPeerResponse.ts';
import type { ReconsiderRejectedResponse__Output } from '../proto-types/cburst/v1/ReconsiderRejectedResponse.ts';
import type { RejectQuarantinedResponse__Output } from '../proto-types/cburst/v1/RejectQuarantinedResponse.ts';
import type { ReloadConfigResponse__Output } from '../proto-types/cburst/v1/ReloadConfigResponse.ts';
import type { RestoreDecisionResponse__Output } from '../proto-types/cburst/v1/RestoreDecisionResponse.ts';
import type { ResyncPeersResponse__Output } from '../proto-types/cburst/v1/ResyncPeersResponse.ts';
import type { RotateJoinKeyResponse__Output } from '../proto-types/cburst/v1/RotateJoinKeyResponse.ts';
import type { SetChannelMetadataResponse__Output } from '../proto-types/cburst/v1/SetChannelMetadataResponse.ts';
import type { SetHostWritesResponse__Output } from '../proto-types/cburst/v1/SetHostWritesResponse.ts';
import type { SetLogLevelResponse__Output } from '../proto-types/cburst/v1/SetLogLevelResponse.ts';
import type { SplitChannelResponse__Output } from '../proto-types/cburst/v1/SplitChannelResponse.ts';
import type { StoreProblem__Output } from '../proto-types/cburst/v1/StoreProblem.ts';
import type { UnlinkPeerResponse__Output } from '../proto-types/cburst/v1/UnlinkPeerResponse.ts';
import type { UnpinChannelResponse__Output } from '../proto-types/cburst/v1/UnpinChannelResponse.ts';
import type { WatchEventsRequest } from '../proto-types/cburst/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse__Output } from '../proto-types/cburst/v1/WatchEventsResponse.ts';
import { proto } from '../rpc/load-proto.ts';
import { channelCredentials } from './channel-credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { rpcFailure } from './rpc-failure.ts';

/** A sidecar that does not answer within this time is as good as away. */
export const CALL_TIMEOUT_MS = 10_000;
/** `top` and `watch` outlive their sidecar: by itself gRPC would try again after up to two minutes only. */
const RECONNECT_MS = { first: 250, last: 2000 };
/** Under traffic a comparison waits for a quiet moment. */
const COMPARE_TIMEOUT_MS = 60_000;
/** One channel with its longest lists and their reasons. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
const PAGE_SIZE_MAX = 1000;

export interface PeerList {
  readonly peers: Peer__Output[];
}

export interface MetadataList {
  readonly entries: MetadataEntry__Output[];
}

export interface ChannelList {
  readonly channels: ChannelSummary__Output[];
  /** There are more than were asked for. */
  readonly more: boolean;
}

export interface MemberList {
  readonly members: ChannelMember__Output[];
  /** There are more than were asked for. */
  readonly more: boolean;
}

export interface StoreProblemList {
  readonly problems: StoreProblem__Output[];
  /** There are more than were asked for. */
  readonly more: boolean;
}

export interface QuarantineList {
  readonly messages: QuarantinedMessage__Output[];
  /** There are more than were asked for. */
  readonly more: boolean;
}

export interface ConflictList {
  readonly conflicts: Conflict__Output[];
  /** There are more than were asked for. */
  readonly more: boolean;
}

export interface PlanList {
  readonly changes: PlannedChange__Output[];
  /** They are against what the ircd shows. */
  readonly against_host: boolean;
  /** There are more than were asked for. */
  readonly more: boolean;
}

export interface DecisionList {
  readonly decisions: Decision__Output[];
  /** There are more than were asked for. */
  readonly more: boolean;
}

/** How a decision is to be carried out. */
export interface HowToDecide {
  /** Who decides; empty: not told. */
  readonly by: string;
  /** Nothing is changed: the answer says what would be. */
  readonly validate_only: boolean;
}

/** Asks a running sidecar. Every failure is a `CliError`. */
export class OpsClient {
  private readonly client: OpsServiceClient;
  private readonly metadata: Metadata;
  private readonly endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.client = new proto.OpsService(endpoint.target, channelCredentials(endpoint), {
      'grpc.max_receive_message_length': ANSWER_BYTES_MAX,
      'grpc.initial_reconnect_backoff_ms': RECONNECT_MS.first,
      'grpc.max_reconnect_backoff_ms': RECONNECT_MS.last,
    });
    this.metadata = callMetadata(endpoint);
  }

  status(): Promise<GetStatusResponse__Output> {
    return this.call((done) => this.client.GetStatus({}, this.metadata, deadline(), done));
  }

  /** Figures whose name matches; an empty glob is every name. */
  stats(glob: string): Promise<GetStatsResponse__Output> {
    const request = { name_glob: glob };
    return this.call((done) => this.client.GetStats(request, this.metadata, deadline(), done));
  }

  /** All of them, by name. */
  async peers(): Promise<PeerList> {
    const { items } = await firstOf(Number.POSITIVE_INFINITY, async (page) => {
      const answer = await this.call<ListPeersResponse__Output>((done) =>
        this.client.ListPeers(page, this.metadata, deadline(), done),
      );
      return { items: answer.peers, next: answer.next_page_token };
    });
    return { peers: items };
  }

  /** The first `limit` channels that pass the filters, by name. An empty glob is every name. */
  async channels(glob: Uint8Array, limit: number, filters: ListChannelsRequest = {}): Promise<ChannelList> {
    const { items, more } = await firstOf(limit, async (page) => {
      const request = { ...filters, ...page, name_glob: glob };
      const answer = await this.call<ListChannelsResponse__Output>((done) =>
        this.client.ListChannels(request, this.metadata, deadline(), done),
      );
      return { items: answer.channels, next: answer.next_page_token };
    });
    return { channels: items, more };
  }

  /** `reveal`: with the join key as it is, which the sidecar tells others of. */
  channel(name: Uint8Array, reveal = false): Promise<GetChannelResponse__Output> {
    const request = { name, reveal_keys: reveal };
    return this.call((done) => this.client.GetChannel(request, this.metadata, deadline(), done));
  }

  /** The first `limit` members of the channel that is shown here; of one that nobody in reach holds, none. */
  async members(name: Uint8Array, limit: number): Promise<MemberList> {
    const { items, more } = await firstOf(limit, async (page) => {
      const answer = await this.call<ListMembersResponse__Output>((done) =>
        this.client.ListMembers({ ...page, name }, this.metadata, deadline(), done),
      );
      return { items: answer.members, next: answer.next_page_token };
    });
    return { members: items, more };
  }

  /** The first `limit` records that did not fit. */
  async storeProblems(limit: number): Promise<StoreProblemList> {
    const { items, more } = await firstOf(limit, async (page) => {
      const answer = await this.call<ListStoreProblemsResponse__Output>((done) =>
        this.client.ListStoreProblems(page, this.metadata, deadline(), done),
      );
      return { items: answer.problems, next: answer.next_page_token };
    });
    return { problems: items, more };
  }

  /** The first `limit` messages that wait for an operator, by number. */
  async quarantine(limit: number): Promise<QuarantineList> {
    const { items, more } = await firstOf(limit, async (page) => {
      const answer = await this.call<ListQuarantineResponse__Output>((done) =>
        this.client.ListQuarantine(page, this.metadata, deadline(), done),
      );
      return { items: answer.messages, next: answer.next_page_token };
    });
    return { messages: items, more };
  }

  /** The first `limit` names of which several ids are held, by name. */
  async conflicts(limit: number): Promise<ConflictList> {
    const { items, more } = await firstOf(limit, async (page) => {
      const answer = await this.call<ListConflictsResponse__Output>((done) =>
        this.client.ListConflicts(page, this.metadata, deadline(), done),
      );
      return { items: answer.conflicts, next: answer.next_page_token };
    });
    return { conflicts: items, more };
  }

  /** The first `limit` changes that another policy would make, or, with none, what is to be written to the ircd, by name. */
  async planPolicy(policy: string, glob: Uint8Array, limit: number): Promise<PlanList> {
    let against_host = false;
    const { items, more } = await firstOf(limit, async (page) => {
      const request = { ...page, policy, name_glob: glob };
      const answer = await this.call<PlanPolicyResponse__Output>((done) =>
        this.client.PlanPolicy(request, this.metadata, deadline(), done),
      );
      against_host = answer.against_host;
      return { items: answer.changes, next: answer.next_page_token };
    });
    return { changes: items, against_host, more };
  }

  /** The latest `limit` decisions, the latest first. An empty glob is every channel. */
  async decisions(glob: Uint8Array, limit: number): Promise<DecisionList> {
    const { items, more } = await firstOf(limit, async (page) => {
      const answer = await this.call<ListDecisionsResponse__Output>((done) =>
        this.client.ListDecisions({ ...page, name_glob: glob }, this.metadata, deadline(), done),
      );
      return { items: answer.decisions, next: answer.next_page_token };
    });
    return { decisions: items, more };
  }

  /** `winner` empty: the id with the best claim. */
  merge(channel: Uint8Array, winner: string, how: HowToDecide): Promise<MergeChannelResponse__Output> {
    const request = { channel, winner_id: winner, ...how };
    return this.call((done) => this.client.MergeChannel(request, this.metadata, deadline(), done));
  }

  split(
    channel: Uint8Array,
    servers: readonly string[],
    how: HowToDecide,
  ): Promise<SplitChannelResponse__Output> {
    const request = { channel, servers: [...servers], ...how };
    return this.call((done) => this.client.SplitChannel(request, this.metadata, deadline(), done));
  }

  unpin(channelId: string, how: HowToDecide): Promise<UnpinChannelResponse__Output> {
    const request = { channel_id: channelId, ...how };
    return this.call((done) => this.client.UnpinChannel(request, this.metadata, deadline(), done));
  }

  /** Restores what decision `number` cost; `apart`: as `RestoreDecisionRequest` says. */
  restore(number: number, apart: boolean, how: HowToDecide): Promise<RestoreDecisionResponse__Output> {
    const request = { number, apart, ...how };
    return this.call((done) => this.client.RestoreDecision(request, this.metadata, deadline(), done));
  }

  setHostWrites(
    mode: HostWriteMode,
    reason: string,
    how: HowToDecide,
  ): Promise<SetHostWritesResponse__Output> {
    const request = { mode, reason, ...how };
    return this.call((done) => this.client.SetHostWrites(request, this.metadata, deadline(), done));
  }

  /** `join_key` empty: the sidecar makes one. */
  rotateJoinKey(
    channel: Uint8Array,
    rotation: { readonly join_key: Uint8Array; readonly show_join_key: boolean },
    how: HowToDecide,
  ): Promise<RotateJoinKeyResponse__Output> {
    const request = { channel, ...rotation, ...how };
    return this.call((done) => this.client.RotateJoinKey(request, this.metadata, deadline(), done));
  }

  /** Empty: all channels, all peers. */
  resync(channel: Uint8Array, peer: string, by: string): Promise<ResyncPeersResponse__Output> {
    const request = { channel, peer, by };
    return this.call((done) => this.client.ResyncPeers(request, this.metadata, deadline(), done));
  }

  /** Compares with a peer now, within `COMPARE_TIMEOUT_MS`. */
  compare(peer: string, by: string): Promise<ComparePeerResponse__Output> {
    const within = { deadline: Date.now() + COMPARE_TIMEOUT_MS };
    return this.call((done) => this.client.ComparePeer({ peer, by }, this.metadata, within, done));
  }

  approve(number: number, how: HowToDecide): Promise<ApproveQuarantinedResponse__Output> {
    const request = { number, ...how };
    return this.call((done) => this.client.ApproveQuarantined(request, this.metadata, deadline(), done));
  }

  reject(number: number, how: HowToDecide): Promise<RejectQuarantinedResponse__Output> {
    const request = { number, ...how };
    return this.call((done) => this.client.RejectQuarantined(request, this.metadata, deadline(), done));
  }

  /** All entries, by name. */
  async listMetadata(channel: Uint8Array): Promise<MetadataList> {
    const { items } = await firstOf(Number.POSITIVE_INFINITY, async (page) => {
      const answer = await this.call<ListChannelMetadataResponse__Output>((done) =>
        this.client.ListChannelMetadata({ ...page, channel }, this.metadata, deadline(), done),
      );
      return { items: answer.entries, next: answer.next_page_token };
    });
    return { entries: items };
  }

  async getMetadata(channel: Uint8Array, name: string): Promise<MetadataEntry__Output> {
    const { entry } = await this.call<GetChannelMetadataResponse__Output>((done) =>
      this.client.GetChannelMetadata({ channel, name }, this.metadata, deadline(), done),
    );
    return entry!;
  }

  setMetadata(
    channel: Uint8Array,
    entry: { readonly name: string; readonly value: Uint8Array },
    how: HowToDecide,
  ): Promise<SetChannelMetadataResponse__Output> {
    const request = { channel, ...entry, ...how };
    return this.call((done) => this.client.SetChannelMetadata(request, this.metadata, deadline(), done));
  }

  deleteMetadata(
    channel: Uint8Array,
    name: string,
    how: HowToDecide,
  ): Promise<DeleteChannelMetadataResponse__Output> {
    const request = { channel, name, ...how };
    return this.call((done) => this.client.DeleteChannelMetadata(request, this.metadata, deadline(), done));
  }

  /** Takes the rejection under `number` back. */
  reconsider(number: number, how: HowToDecide): Promise<ReconsiderRejectedResponse__Output> {
    const request = { number, ...how };
    return this.call((done) => this.client.ReconsiderRejected(request, this.metadata, deadline(), done));
  }

  readmit(peer: string, review: boolean, how: HowToDecide): Promise<ReadmitPeerResponse__Output> {
    const request = { peer, review, ...how };
    return this.call((done) => this.client.ReadmitPeer(request, this.metadata, deadline(), done));
  }

  /** Drains the sidecar; how far it is, until it ends. */
  async *drain(by: string, timeoutMs: number): AsyncGenerator<DrainSidecarResponse__Output> {
    const stream = this.client.DrainSidecar({ by, timeout_ms: timeoutMs }, this.metadata);
    try {
      yield* stream as AsyncIterable<DrainSidecarResponse__Output>;
    } catch (error) {
      throw rpcFailure(error as ServiceError, this.endpoint);
    }
  }

  reload(how: HowToDecide): Promise<ReloadConfigResponse__Output> {
    return this.call((done) => this.client.ReloadConfig(how, this.metadata, deadline(), done));
  }

  linkPeer(peer: string, how: HowToDecide): Promise<LinkPeerResponse__Output> {
    return this.call((done) => this.client.LinkPeer({ peer, ...how }, this.metadata, deadline(), done));
  }

  unlinkPeer(peer: string, how: HowToDecide): Promise<UnlinkPeerResponse__Output> {
    return this.call((done) => this.client.UnlinkPeer({ peer, ...how }, this.metadata, deadline(), done));
  }

  logLevel(): Promise<GetLogLevelResponse__Output> {
    return this.call((done) => this.client.GetLogLevel({}, this.metadata, deadline(), done));
  }

  setLogLevel(level: string, by: string): Promise<SetLogLevelResponse__Output> {
    return this.call((done) => this.client.SetLogLevel({ level, by }, this.metadata, deadline(), done));
  }

  /** Events until `signal` aborts; from `watching` on none is missed. */
  async *watch(
    request: WatchEventsRequest,
    signal: AbortSignal,
    watching: () => void,
  ): AsyncGenerator<WatchEventsResponse__Output> {
    const stream: ClientReadableStream<WatchEventsResponse__Output> = this.client.WatchEvents(
      request,
      this.metadata,
    );
    stream.once('metadata', watching);
    const cancel = () => stream.cancel();
    signal.addEventListener('abort', cancel);
    try {
      yield* stream as AsyncIterable<WatchEventsResponse__Output>;
    } catch (error) {
      if ((error as ServiceError).code === status.CANCELLED && signal.aborted) return;
      throw rpcFailure(error as ServiceError, this.endpoint);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  close(): void {
    this.client.close();
  }

  private call<T>(start: (done: (error: ServiceError | null, answer?: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      start((error, answer) => {
        if (error === null) resolve(answer as T);
        else reject(rpcFailure(error, this.endpoint));
      });
    });
  }
}

/** What a call to `endpoint` carries. */
export function callMetadata({ token }: Endpoint): Metadata {
  const metadata = new Metadata();
  if (token !== null) metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}

export function deadline(): { deadline: number } {
  return { deadline: Date.now() + CALL_TIMEOUT_MS };
}

/** The first `limit` items of a list that comes in pages. `more`: there are more of them. */
async function firstOf<T>(
  limit: number,
  ask: (page: { page_size: number; page_token: string }) => Promise<{ items: readonly T[]; next: string }>,
): Promise<{ items: T[]; more: boolean }> {
  const items: T[] = [];
  let token = '';
  do {
    const page = { page_size: Math.min(limit - items.length, PAGE_SIZE_MAX), page_token: token };
    const answer = await ask(page);
    items.push(...answer.items);
    token = answer.next;
  } while (token !== '' && items.length < limit);
  return { items, more: token !== '' };
}
