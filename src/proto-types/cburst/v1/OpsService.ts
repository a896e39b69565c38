// Original file: proto/cburst/v1/ops.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetChannelRequest as _cburst_v1_GetChannelRequest, GetChannelRequest__Output as _cburst_v1_GetChannelRequest__Output } from '../../cburst/v1/GetChannelRequest.ts';
import type { GetChannelResponse as _cburst_v1_GetChannelResponse, GetChannelResponse__Output as _cburst_v1_GetChannelResponse__Output } from '../../cburst/v1/GetChannelResponse.ts';
import type { GetStatusRequest as _cburst_v1_GetStatusRequest, GetStatusRequest__Output as _cburst_v1_GetStatusRequest__Output } from '../../cburst/v1/GetStatusRequest.ts';
import type { GetStatusResponse as _cburst_v1_GetStatusResponse, GetStatusResponse__Output as _cburst_v1_GetStatusResponse__Output } from '../../cburst/v1/GetStatusResponse.ts';
import type { ListChannelsRequest as _cburst_v1_ListChannelsRequest, ListChannelsRequest__Output as _cburst_v1_ListChannelsRequest__Output } from '../../cburst/v1/ListChannelsRequest.ts';
import type { ListChannelsResponse as _cburst_v1_ListChannelsResponse, ListChannelsResponse__Output as _cburst_v1_ListChannelsResponse__Output } from '../../cburst/v1/ListChannelsResponse.ts';
import type { ListPeersRequest as _cburst_v1_ListPeersRequest, ListPeersRequest__Output as _cburst_v1_ListPeersRequest__Output } from '../../cburst/v1/ListPeersRequest.ts';
import type { ListPeersResponse as _cburst_v1_ListPeersResponse, ListPeersResponse__Output as _cburst_v1_ListPeersResponse__Output } from '../../cburst/v1/ListPeersResponse.ts';
import type { ListStoreProblemsRequest as _cburst_v1_ListStoreProblemsRequest, ListStoreProblemsRequest__Output as _cburst_v1_ListStoreProblemsRequest__Output } from '../../cburst/v1/ListStoreProblemsRequest.ts';
import type { ListStoreProblemsResponse as _cburst_v1_ListStoreProblemsResponse, ListStoreProblemsResponse__Output as _cburst_v1_ListStoreProblemsResponse__Output } from '../../cburst/v1/ListStoreProblemsResponse.ts';
import type { WatchEventsRequest as _cburst_v1_WatchEventsRequest, WatchEventsRequest__Output as _cburst_v1_WatchEventsRequest__Output } from '../../cburst/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse as _cburst_v1_WatchEventsResponse, WatchEventsResponse__Output as _cburst_v1_WatchEventsResponse__Output } from '../../cburst/v1/WatchEventsResponse.ts';

/**
 * Read-only questions about a sidecar. Join keys are always redacted.
 */
export interface OpsServiceClient extends grpc.Client {
  /**
   * One channel with the reason of every field. NOT_FOUND when no document of that name is known.
   */
  GetChannel(argument: _cburst_v1_GetChannelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetChannelResponse__Output>): grpc.ClientUnaryCall;
  GetChannel(argument: _cburst_v1_GetChannelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetChannelResponse__Output>): grpc.ClientUnaryCall;
  GetChannel(argument: _cburst_v1_GetChannelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetChannelResponse__Output>): grpc.ClientUnaryCall;
  GetChannel(argument: _cburst_v1_GetChannelRequest, callback: grpc.requestCallback<_cburst_v1_GetChannelResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The sidecar at a glance.
   */
  GetStatus(argument: _cburst_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _cburst_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _cburst_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _cburst_v1_GetStatusRequest, callback: grpc.requestCallback<_cburst_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The sidecar at a glance.
   */
  getStatus(argument: _cburst_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _cburst_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _cburst_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _cburst_v1_GetStatusRequest, callback: grpc.requestCallback<_cburst_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Channels by name, a page at a time. INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListChannels(argument: _cburst_v1_ListChannelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  ListChannels(argument: _cburst_v1_ListChannelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  ListChannels(argument: _cburst_v1_ListChannelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  ListChannels(argument: _cburst_v1_ListChannelsRequest, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Channels by name, a page at a time. INVALID_ARGUMENT for a page token that this call did not give.
   */
  listChannels(argument: _cburst_v1_ListChannelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _cburst_v1_ListChannelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _cburst_v1_ListChannelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _cburst_v1_ListChannelsRequest, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Every configured peer and the state of its link.
   */
  ListPeers(argument: _cburst_v1_ListPeersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  ListPeers(argument: _cburst_v1_ListPeersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  ListPeers(argument: _cburst_v1_ListPeersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  ListPeers(argument: _cburst_v1_ListPeersRequest, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Every configured peer and the state of its link.
   */
  listPeers(argument: _cburst_v1_ListPeersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  listPeers(argument: _cburst_v1_ListPeersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  listPeers(argument: _cburst_v1_ListPeersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  listPeers(argument: _cburst_v1_ListPeersRequest, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Records of the store that did not fit, a page at a time: all that were ever set aside, then those that were repaired at
   * this start. What the records say is never told. INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListStoreProblems(argument: _cburst_v1_ListStoreProblemsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListStoreProblemsResponse__Output>): grpc.ClientUnaryCall;
  ListStoreProblems(argument: _cburst_v1_ListStoreProblemsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListStoreProblemsResponse__Output>): grpc.ClientUnaryCall;
  ListStoreProblems(argument: _cburst_v1_ListStoreProblemsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListStoreProblemsResponse__Output>): grpc.ClientUnaryCall;
  ListStoreProblems(argument: _cburst_v1_ListStoreProblemsRequest, callback: grpc.requestCallback<_cburst_v1_ListStoreProblemsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Records of the store that did not fit, a page at a time: all that were ever set aside, then those that were repaired at
   * this start. What the records say is never told. INVALID_ARGUMENT for a page token that this call did not give.
   */
  listStoreProblems(argument: _cburst_v1_ListStoreProblemsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListStoreProblemsResponse__Output>): grpc.ClientUnaryCall;
  listStoreProblems(argument: _cburst_v1_ListStoreProblemsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListStoreProblemsResponse__Output>): grpc.ClientUnaryCall;
  listStoreProblems(argument: _cburst_v1_ListStoreProblemsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListStoreProblemsResponse__Output>): grpc.ClientUnaryCall;
  listStoreProblems(argument: _cburst_v1_ListStoreProblemsRequest, callback: grpc.requestCallback<_cburst_v1_ListStoreProblemsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Events as they happen, from now on. A watcher that reads too slowly ends with RESOURCE_EXHAUSTED.
   */
  WatchEvents(argument: _cburst_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_WatchEventsResponse__Output>;
  WatchEvents(argument: _cburst_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_WatchEventsResponse__Output>;
  /**
   * Events as they happen, from now on. A watcher that reads too slowly ends with RESOURCE_EXHAUSTED.
   */
  watchEvents(argument: _cburst_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_WatchEventsResponse__Output>;
  watchEvents(argument: _cburst_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_WatchEventsResponse__Output>;
  
}

/**
 * Read-only questions about a sidecar. Join keys are always redacted.
 */
export interface OpsServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * One channel with the reason of every field. NOT_FOUND when no document of that name is known.
   */
  GetChannel: grpc.handleUnaryCall<_cburst_v1_GetChannelRequest__Output, _cburst_v1_GetChannelResponse>;
  
  /**
   * The sidecar at a glance.
   */
  GetStatus: grpc.handleUnaryCall<_cburst_v1_GetStatusRequest__Output, _cburst_v1_GetStatusResponse>;
  
  /**
   * Channels by name, a page at a time. INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListChannels: grpc.handleUnaryCall<_cburst_v1_ListChannelsRequest__Output, _cburst_v1_ListChannelsResponse>;
  
  /**
   * Every configured peer and the state of its link.
   */
  ListPeers: grpc.handleUnaryCall<_cburst_v1_ListPeersRequest__Output, _cburst_v1_ListPeersResponse>;
  
  /**
   * Records of the store that did not fit, a page at a time: all that were ever set aside, then those that were repaired at
   * this start. What the records say is never told. INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListStoreProblems: grpc.handleUnaryCall<_cburst_v1_ListStoreProblemsRequest__Output, _cburst_v1_ListStoreProblemsResponse>;
  
  /**
   * Events as they happen, from now on. A watcher that reads too slowly ends with RESOURCE_EXHAUSTED.
   */
  WatchEvents: grpc.handleServerStreamingCall<_cburst_v1_WatchEventsRequest__Output, _cburst_v1_WatchEventsResponse>;
  
}

export interface OpsServiceDefinition extends grpc.ServiceDefinition {
  GetChannel: MethodDefinition<_cburst_v1_GetChannelRequest, _cburst_v1_GetChannelResponse, _cburst_v1_GetChannelRequest__Output, _cburst_v1_GetChannelResponse__Output>
  GetStatus: MethodDefinition<_cburst_v1_GetStatusRequest, _cburst_v1_GetStatusResponse, _cburst_v1_GetStatusRequest__Output, _cburst_v1_GetStatusResponse__Output>
  ListChannels: MethodDefinition<_cburst_v1_ListChannelsRequest, _cburst_v1_ListChannelsResponse, _cburst_v1_ListChannelsRequest__Output, _cburst_v1_ListChannelsResponse__Output>
  ListPeers: MethodDefinition<_cburst_v1_ListPeersRequest, _cburst_v1_ListPeersResponse, _cburst_v1_ListPeersRequest__Output, _cburst_v1_ListPeersResponse__Output>
  ListStoreProblems: MethodDefinition<_cburst_v1_ListStoreProblemsRequest, _cburst_v1_ListStoreProblemsResponse, _cburst_v1_ListStoreProblemsRequest__Output, _cburst_v1_ListStoreProblemsResponse__Output>
  WatchEvents: MethodDefinition<_cburst_v1_WatchEventsRequest, _cburst_v1_WatchEventsResponse, _cburst_v1_WatchEventsRequest__Output, _cburst_v1_WatchEventsResponse__Output>
}
