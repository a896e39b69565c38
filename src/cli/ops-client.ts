import { type ClientReadableStream, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { ChannelMember__Output } from '../proto-types/cburst/v1/ChannelMember.ts';
import type { ChannelSummary__Output } from '../proto-types/cburst/v1/ChannelSummary.ts';
import type { GetChannelMetadataResponse__Output } from '../proto-types/cburst/v1/GetChannelMetadataResponse.ts';
import type { GetChannelResponse__Output } from '../proto-types/cburst/v1/GetChannelResponse.ts';
import type { GetStatusResponse__Output } from '../proto-types/cburst/v1/GetStatusResponse.ts';
import type { ListChannelMetadataResponse__Output } from '../proto-types/cburst/v1/ListChannelMetadataResponse.ts';
import type { ListChannelsResponse__Output } from '../proto-types/cburst/v1/ListChannelsResponse.ts';
import type { ListMembersResponse__Output } from '../proto-types/cburst/v1/ListMembersResponse.ts';
import type { ListPeersResponse__Output } from '../proto-types/cburst/v1/ListPeersResponse.ts';
import type { ListQuarantineResponse__Output } from '../proto-types/cburst/v1/ListQuarantineResponse.ts';
import type { ListStoreProblemsResponse__Output } from '../proto-types/cburst/v1/ListStoreProblemsResponse.ts';
import type { MetadataEntry__Output } from '../proto-types/cburst/v1/MetadataEntry.ts';
import type { OpsServiceClient } from '../proto-types/cburst/v1/OpsService.ts';
import type { QuarantinedMessage__Output } from '../proto-types/cburst/v1/QuarantinedMessage.ts';
import type { ReadmitPeerResponse__Output } from '../proto-types/cburst/v1/ReadmitPeerResponse.ts';
import type { ReconsiderRejectedResponse__Output } from '../proto-types/cburst/v1/ReconsiderRejectedResponse.ts';
import type { StoreProblem__Output } from '../proto-types/cburst/v1/StoreProblem.ts';
import type { WatchEventsResponse__Output } from '../proto-types/cburst/v1/WatchEventsResponse.ts';
import { proto } from '../rpc/load-proto.ts';
import type { Endpoint } from './endpoint.ts';
import { rpcFailure } from './rpc-failure.ts';

/** A sidecar that does not answer within this time is as good as away. */
export const CALL_TIMEOUT_MS = 10_000;
/** One channel with its longest lists and their reasons. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
const PAGE_SIZE_MAX = 1000;

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

/** Asks a running sidecar. Every failure is a `CliError`. */
export class OpsClient {
  private readonly client: OpsServiceClient;
  private readonly metadata: Metadata;
  private readonly endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.client = new proto.OpsService(endpoint.target, credentials.createInsecure(), {
      'grpc.max_receive_message_length': ANSWER_BYTES_MAX,
    });
    this.metadata = callMetadata(endpoint);
  }

  status(): Promise<GetStatusResponse__Output> {
    return this.call((done) => this.client.GetStatus({}, this.metadata, deadline(), done));
  }

  peers(): Promise<ListPeersResponse__Output> {
    return this.call((done) => this.client.ListPeers({}, this.metadata, deadline(), done));
  }

  /** The first `limit` channels, by name. An empty glob is every name. */
  async channels(glob: Uint8Array, limit: number): Promise<ChannelList> {
    const channels: ChannelSummary__Output[] = [];
    let pageToken = '';
    do {
      const page = await this.channelPage(glob, Math.min(limit - channels.length, PAGE_SIZE_MAX), pageToken);
      channels.push(...page.channels);
      pageToken = page.next_page_token;
    } while (pageToken !== '' && channels.length < limit);
    return { channels, more: pageToken !== '' };
  }

  channel(name: Uint8Array): Promise<GetChannelResponse__Output> {
    return this.call((done) => this.client.GetChannel({ name }, this.metadata, deadline(), done));
  }

  /** The first `limit` members of the channel that is shown here; of one that nobody in reach holds, none. */
  async members(name: Uint8Array, limit: number): Promise<MemberList> {
    const members: ChannelMember__Output[] = [];
    let pageToken = '';
    do {
      const pageSize = Math.min(limit - members.length, PAGE_SIZE_MAX);
      const page = await this.memberPage(name, pageSize, pageToken);
      members.push(...page.members);
      pageToken = page.next_page_token;
    } while (pageToken !== '' && members.length < limit);
    return { members, more: pageToken !== '' };
  }

  /** The first `limit` records that did not fit. */
  async storeProblems(limit: number): Promise<StoreProblemList> {
    const problems: StoreProblem__Output[] = [];
    let pageToken = '';
    do {
      const page = await this.storeProblemPage(Math.min(limit - problems.length, PAGE_SIZE_MAX), pageToken);
      problems.push(...page.problems);
      pageToken = page.next_page_token;
    } while (pageToken !== '' && problems.length < limit);
    return { problems, more: pageToken !== '' };
  }

  /** The first `limit` messages that wait for an operator, by number. */
  async quarantine(limit: number): Promise<QuarantineList> {
    const messages: QuarantinedMessage__Output[] = [];
    let pageToken = '';
    do {
      const page = await this.quarantinePage(Math.min(limit - messages.length, PAGE_SIZE_MAX), pageToken);
      messages.push(...page.messages);
      pageToken = page.next_page_token;
    } while (pageToken !== '' && messages.length < limit);
    return { messages, more: pageToken !== '' };
  }

  /** `by`: who decides; empty: not told. Returns the number of the decision in the journal. */
  async approve(number: number, by: string): Promise<number> {
    const request = { number, by };
    const { decision } = await this.call<{ decision: number }>((done) =>
      this.client.ApproveQuarantined(request, this.metadata, deadline(), done),
    );
    return decision;
  }

  /** As `approve`. */
  async reject(number: number, by: string): Promise<number> {
    const request = { number, by };
    const { decision } = await this.call<{ decision: number }>((done) =>
      this.client.RejectQuarantined(request, this.metadata, deadline(), done),
    );
    return decision;
  }

  listMetadata(channel: Uint8Array): Promise<ListChannelMetadataResponse__Output> {
    return this.call((done) => this.client.ListChannelMetadata({ channel }, this.metadata, deadline(), done));
  }

  async getMetadata(channel: Uint8Array, name: string): Promise<MetadataEntry__Output> {
    const { entry } = await this.call<GetChannelMetadataResponse__Output>((done) =>
      this.client.GetChannelMetadata({ channel, name }, this.metadata, deadline(), done),
    );
    return entry!;
  }

  /** `by`, and what is returned: as of `approve`. */
  async setMetadata(channel: Uint8Array, name: string, value: Uint8Array, by: string): Promise<number> {
    const request = { channel, name, value, by };
    const { decision } = await this.call<{ decision: number }>((done) =>
      this.client.SetChannelMetadata(request, this.metadata, deadline(), done),
    );
    return decision;
  }

  /** As `setMetadata`. */
  async deleteMetadata(channel: Uint8Array, name: string, by: string): Promise<number> {
    const request = { channel, name, by };
    const { decision } = await this.call<{ decision: number }>((done) =>
      this.client.DeleteChannelMetadata(request, this.metadata, deadline(), done),
    );
    return decision;
  }

  /** Takes the rejection under `number` back. */
  reconsider(number: number, by: string): Promise<ReconsiderRejectedResponse__Output> {
    const request = { number, by };
    return this.call((done) => this.client.ReconsiderRejected(request, this.metadata, deadline(), done));
  }

  readmit(peer: string, review: boolean, by: string): Promise<ReadmitPeerResponse__Output> {
    const request = { peer, review, by };
    return this.call((done) => this.client.ReadmitPeer(request, this.metadata, deadline(), done));
  }

  /** Events until `signal` aborts; from `watching` on none is missed. */
  async *watch(
    glob: Uint8Array,
    signal: AbortSignal,
    watching: () => void,
  ): AsyncGenerator<WatchEventsResponse__Output> {
    const stream: ClientReadableStream<WatchEventsResponse__Output> = this.client.WatchEvents(
      { name_glob: glob },
      this.metadata,
    );
    stream.once('metadata', watching);
    signal.addEventListener('abort', () => stream.cancel());
    try {
      yield* stream as AsyncIterable<WatchEventsResponse__Output>;
    } catch (error) {
      if ((error as ServiceError).code === status.CANCELLED && signal.aborted) return;
      throw rpcFailure(error as ServiceError, this.endpoint);
    }
  }

  close(): void {
    this.client.close();
  }

  private channelPage(
    glob: Uint8Array,
    pageSize: number,
    pageToken: string,
  ): Promise<ListChannelsResponse__Output> {
    const request = { name_glob: glob, page_size: pageSize, page_token: pageToken };
    return this.call((done) => this.client.ListChannels(request, this.metadata, deadline(), done));
  }

  private memberPage(
    name: Uint8Array,
    pageSize: number,
    pageToken: string,
  ): Promise<ListMembersResponse__Output> {
    const request = { name, page_size: pageSize, page_token: pageToken };
    return this.call((done) => this.client.ListMembers(request, this.metadata, deadline(), done));
  }

  private storeProblemPage(pageSize: number, pageToken: string): Promise<ListStoreProblemsResponse__Output> {
    const request = { page_size: pageSize, page_token: pageToken };
    return this.call((done) => this.client.ListStoreProblems(request, this.metadata, deadline(), done));
  }

  private quarantinePage(pageSize: number, pageToken: string): Promise<ListQuarantineResponse__Output> {
    const request = { page_size: pageSize, page_token: pageToken };
    return this.call((done) => this.client.ListQuarantine(request, this.metadata, deadline(), done));
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
