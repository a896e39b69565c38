// Original file: proto/cburst/v1/ops.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ApproveQuarantinedRequest as _cburst_v1_ApproveQuarantinedRequest, ApproveQuarantinedRequest__Output as _cburst_v1_ApproveQuarantinedRequest__Output } from '../../cburst/v1/ApproveQuarantinedRequest.ts';
import type { ApproveQuarantinedResponse as _cburst_v1_ApproveQuarantinedResponse, ApproveQuarantinedResponse__Output as _cburst_v1_ApproveQuarantinedResponse__Output } from '../../cburst/v1/ApproveQuarantinedResponse.ts';
import type { ComparePeerRequest as _cburst_v1_ComparePeerRequest, ComparePeerRequest__Output as _cburst_v1_ComparePeerRequest__Output } from '../../cburst/v1/ComparePeerRequest.ts';
import type { ComparePeerResponse as _cburst_v1_ComparePeerResponse, ComparePeerResponse__Output as _cburst_v1_ComparePeerResponse__Output } from '../../cburst/v1/ComparePeerResponse.ts';
import type { DeleteChannelMetadataRequest as _cburst_v1_DeleteChannelMetadataRequest, DeleteChannelMetadataRequest__Output as _cburst_v1_DeleteChannelMetadataRequest__Output } from '../../cburst/v1/DeleteChannelMetadataRequest.ts';
import type { DeleteChannelMetadataResponse as _cburst_v1_DeleteChannelMetadataResponse, DeleteChannelMetadataResponse__Output as _cburst_v1_DeleteChannelMetadataResponse__Output } from '../../cburst/v1/DeleteChannelMetadataResponse.ts';
import type { DrainSidecarRequest as _cburst_v1_DrainSidecarRequest, DrainSidecarRequest__Output as _cburst_v1_DrainSidecarRequest__Output } from '../../cburst/v1/DrainSidecarRequest.ts';
import type { DrainSidecarResponse as _cburst_v1_DrainSidecarResponse, DrainSidecarResponse__Output as _cburst_v1_DrainSidecarResponse__Output } from '../../cburst/v1/DrainSidecarResponse.ts';
import type { GetChannelMetadataRequest as _cburst_v1_GetChannelMetadataRequest, GetChannelMetadataRequest__Output as _cburst_v1_GetChannelMetadataRequest__Output } from '../../cburst/v1/GetChannelMetadataRequest.ts';
import type { GetChannelMetadataResponse as _cburst_v1_GetChannelMetadataResponse, GetChannelMetadataResponse__Output as _cburst_v1_GetChannelMetadataResponse__Output } from '../../cburst/v1/GetChannelMetadataResponse.ts';
import type { GetChannelRequest as _cburst_v1_GetChannelRequest, GetChannelRequest__Output as _cburst_v1_GetChannelRequest__Output } from '../../cburst/v1/GetChannelRequest.ts';
import type { GetChannelResponse as _cburst_v1_GetChannelResponse, GetChannelResponse__Output as _cburst_v1_GetChannelResponse__Output } from '../../cburst/v1/GetChannelResponse.ts';
import type { GetLogLevelRequest as _cburst_v1_GetLogLevelRequest, GetLogLevelRequest__Output as _cburst_v1_GetLogLevelRequest__Output } from '../../cburst/v1/GetLogLevelRequest.ts';
import type { GetLogLevelResponse as _cburst_v1_GetLogLevelResponse, GetLogLevelResponse__Output as _cburst_v1_GetLogLevelResponse__Output } from '../../cburst/v1/GetLogLevelResponse.ts';
import type { GetStatsRequest as _cburst_v1_GetStatsRequest, GetStatsRequest__Output as _cburst_v1_GetStatsRequest__Output } from '../../cburst/v1/GetStatsRequest.ts';
import type { GetStatsResponse as _cburst_v1_GetStatsResponse, GetStatsResponse__Output as _cburst_v1_GetStatsResponse__Output } from '../../cburst/v1/GetStatsResponse.ts';
import type { GetStatusRequest as _cburst_v1_GetStatusRequest, GetStatusRequest__Output as _cburst_v1_GetStatusRequest__Output } from '../../cburst/v1/GetStatusRequest.ts';
import type { GetStatusResponse as _cburst_v1_GetStatusResponse, GetStatusResponse__Output as _cburst_v1_GetStatusResponse__Output } from '../../cburst/v1/GetStatusResponse.ts';
import type { LinkPeerRequest as _cburst_v1_LinkPeerRequest, LinkPeerRequest__Output as _cburst_v1_LinkPeerRequest__Output } from '../../cburst/v1/LinkPeerRequest.ts';
import type { LinkPeerResponse as _cburst_v1_LinkPeerResponse, LinkPeerResponse__Output as _cburst_v1_LinkPeerResponse__Output } from '../../cburst/v1/LinkPeerResponse.ts';
import type { ListChannelMetadataRequest as _cburst_v1_ListChannelMetadataRequest, ListChannelMetadataRequest__Output as _cburst_v1_ListChannelMetadataRequest__Output } from '../../cburst/v1/ListChannelMetadataRequest.ts';
import type { ListChannelMetadataResponse as _cburst_v1_ListChannelMetadataResponse, ListChannelMetadataResponse__Output as _cburst_v1_ListChannelMetadataResponse__Output } from '../../cburst/v1/ListChannelMetadataResponse.ts';
import type { ListChannelsRequest as _cburst_v1_ListChannelsRequest, ListChannelsRequest__Output as _cburst_v1_ListChannelsRequest__Output } from '../../cburst/v1/ListChannelsRequest.ts';
import type { ListChannelsResponse as _cburst_v1_ListChannelsResponse, ListChannelsResponse__Output as _cburst_v1_ListChannelsResponse__Output } from '../../cburst/v1/ListChannelsResponse.ts';
import type { ListConflictsRequest as _cburst_v1_ListConflictsRequest, ListConflictsRequest__Output as _cburst_v1_ListConflictsRequest__Output } from '../../cburst/v1/ListConflictsRequest.ts';
import type { ListConflictsResponse as _cburst_v1_ListConflictsResponse, ListConflictsResponse__Output as _cburst_v1_ListConflictsResponse__Output } from '../../cburst/v1/ListConflictsResponse.ts';
import type { ListDecisionsRequest as _cburst_v1_ListDecisionsRequest, ListDecisionsRequest__Output as _cburst_v1_ListDecisionsRequest__Output } from '../../cburst/v1/ListDecisionsRequest.ts';
import type { ListDecisionsResponse as _cburst_v1_ListDecisionsResponse, ListDecisionsResponse__Output as _cburst_v1_ListDecisionsResponse__Output } from '../../cburst/v1/ListDecisionsResponse.ts';
import type { ListMembersRequest as _cburst_v1_ListMembersRequest, ListMembersRequest__Output as _cburst_v1_ListMembersRequest__Output } from '../../cburst/v1/ListMembersRequest.ts';
import type { ListMembersResponse as _cburst_v1_ListMembersResponse, ListMembersResponse__Output as _cburst_v1_ListMembersResponse__Output } from '../../cburst/v1/ListMembersResponse.ts';
import type { ListPeersRequest as _cburst_v1_ListPeersRequest, ListPeersRequest__Output as _cburst_v1_ListPeersRequest__Output } from '../../cburst/v1/ListPeersRequest.ts';
import type { ListPeersResponse as _cburst_v1_ListPeersResponse, ListPeersResponse__Output as _cburst_v1_ListPeersResponse__Output } from '../../cburst/v1/ListPeersResponse.ts';
import type { ListQuarantineRequest as _cburst_v1_ListQuarantineRequest, ListQuarantineRequest__Output as _cburst_v1_ListQuarantineRequest__Output } from '../../cburst/v1/ListQuarantineRequest.ts';
import type { ListQuarantineResponse as _cburst_v1_ListQuarantineResponse, ListQuarantineResponse__Output as _cburst_v1_ListQuarantineResponse__Output } from '../../cburst/v1/ListQuarantineResponse.ts';
import type { ListStoreProblemsRequest as _cburst_v1_ListStoreProblemsRequest, ListStoreProblemsRequest__Output as _cburst_v1_ListStoreProblemsRequest__Output } from '../../cburst/v1/ListStoreProblemsRequest.ts';
import type { ListStoreProblemsResponse as _cburst_v1_ListStoreProblemsResponse, ListStoreProblemsResponse__Output as _cburst_v1_ListStoreProblemsResponse__Output } from '../../cburst/v1/ListStoreProblemsResponse.ts';
import type { MergeChannelRequest as _cburst_v1_MergeChannelRequest, MergeChannelRequest__Output as _cburst_v1_MergeChannelRequest__Output } from '../../cburst/v1/MergeChannelRequest.ts';
import type { MergeChannelResponse as _cburst_v1_MergeChannelResponse, MergeChannelResponse__Output as _cburst_v1_MergeChannelResponse__Output } from '../../cburst/v1/MergeChannelResponse.ts';
import type { PlanPolicyRequest as _cburst_v1_PlanPolicyRequest, PlanPolicyRequest__Output as _cburst_v1_PlanPolicyRequest__Output } from '../../cburst/v1/PlanPolicyRequest.ts';
import type { PlanPolicyResponse as _cburst_v1_PlanPolicyResponse, PlanPolicyResponse__Output as _cburst_v1_PlanPolicyResponse__Output } from '../../cburst/v1/PlanPolicyResponse.ts';
import type { ReadmitPeerRequest as _cburst_v1_ReadmitPeerRequest, ReadmitPeerRequest__Output as _cburst_v1_ReadmitPeerRequest__Output } from '../../cburst/v1/ReadmitPeerRequest.ts';
import type { ReadmitPeerResponse as _cburst_v1_ReadmitPeerResponse, ReadmitPeerResponse__Output as _cburst_v1_ReadmitPeerResponse__Output } from '../../cburst/v1/ReadmitPeerResponse.ts';
import type { ReconsiderRejectedRequest as _cburst_v1_ReconsiderRejectedRequest, ReconsiderRejectedRequest__Output as _cburst_v1_ReconsiderRejectedRequest__Output } from '../../cburst/v1/ReconsiderRejectedRequest.ts';
import type { ReconsiderRejectedResponse as _cburst_v1_ReconsiderRejectedResponse, ReconsiderRejectedResponse__Output as _cburst_v1_ReconsiderRejectedResponse__Output } from '../../cburst/v1/ReconsiderRejectedResponse.ts';
import type { RejectQuarantinedRequest as _cburst_v1_RejectQuarantinedRequest, RejectQuarantinedRequest__Output as _cburst_v1_RejectQuarantinedRequest__Output } from '../../cburst/v1/RejectQuarantinedRequest.ts';
import type { RejectQuarantinedResponse as _cburst_v1_RejectQuarantinedResponse, RejectQuarantinedResponse__Output as _cburst_v1_RejectQuarantinedResponse__Output } from '../../cburst/v1/RejectQuarantinedResponse.ts';
import type { ReloadConfigRequest as _cburst_v1_ReloadConfigRequest, ReloadConfigRequest__Output as _cburst_v1_ReloadConfigRequest__Output } from '../../cburst/v1/ReloadConfigRequest.ts';
import type { ReloadConfigResponse as _cburst_v1_ReloadConfigResponse, ReloadConfigResponse__Output as _cburst_v1_ReloadConfigResponse__Output } from '../../cburst/v1/ReloadConfigResponse.ts';
import type { RestoreDecisionRequest as _cburst_v1_RestoreDecisionRequest, RestoreDecisionRequest__Output as _cburst_v1_RestoreDecisionRequest__Output } from '../../cburst/v1/RestoreDecisionRequest.ts';
import type { RestoreDecisionResponse as _cburst_v1_RestoreDecisionResponse, RestoreDecisionResponse__Output as _cburst_v1_RestoreDecisionResponse__Output } from '../../cburst/v1/RestoreDecisionResponse.ts';
import type { ResyncPeersRequest as _cburst_v1_ResyncPeersRequest, ResyncPeersRequest__Output as _cburst_v1_ResyncPeersRequest__Output } from '../../cburst/v1/ResyncPeersRequest.ts';
import type { ResyncPeersResponse as _cburst_v1_ResyncPeersResponse, ResyncPeersResponse__Output as _cburst_v1_ResyncPeersResponse__Output } from '../../cburst/v1/ResyncPeersResponse.ts';
import type { RotateJoinKeyRequest as _cburst_v1_RotateJoinKeyRequest, RotateJoinKeyRequest__Output as _cburst_v1_RotateJoinKeyRequest__Output } from '../../cburst/v1/RotateJoinKeyRequest.ts';
import type { RotateJoinKeyResponse as _cburst_v1_RotateJoinKeyResponse, RotateJoinKeyResponse__Output as _cburst_v1_RotateJoinKeyResponse__Output } from '../../cburst/v1/RotateJoinKeyResponse.ts';
import type { SetChannelMetadataRequest as _cburst_v1_SetChannelMetadataRequest, SetChannelMetadataRequest__Output as _cburst_v1_SetChannelMetadataRequest__Output } from '../../cburst/v1/SetChannelMetadataRequest.ts';
import type { SetChannelMetadataResponse as _cburst_v1_SetChannelMetadataResponse, SetChannelMetadataResponse__Output as _cburst_v1_SetChannelMetadataResponse__Output } from '../../cburst/v1/SetChannelMetadataResponse.ts';
import type { SetHostWritesRequest as _cburst_v1_SetHostWritesRequest, SetHostWritesRequest__Output as _cburst_v1_SetHostWritesRequest__Output } from '../../cburst/v1/SetHostWritesRequest.ts';
import type { SetHostWritesResponse as _cburst_v1_SetHostWritesResponse, SetHostWritesResponse__Output as _cburst_v1_SetHostWritesResponse__Output } from '../../cburst/v1/SetHostWritesResponse.ts';
import type { SetLogLevelRequest as _cburst_v1_SetLogLevelRequest, SetLogLevelRequest__Output as _cburst_v1_SetLogLevelRequest__Output } from '../../cburst/v1/SetLogLevelRequest.ts';
import type { SetLogLevelResponse as _cburst_v1_SetLogLevelResponse, SetLogLevelResponse__Output as _cburst_v1_SetLogLevelResponse__Output } from '../../cburst/v1/SetLogLevelResponse.ts';
import type { SplitChannelRequest as _cburst_v1_SplitChannelRequest, SplitChannelRequest__Output as _cburst_v1_SplitChannelRequest__Output } from '../../cburst/v1/SplitChannelRequest.ts';
import type { SplitChannelResponse as _cburst_v1_SplitChannelResponse, SplitChannelResponse__Output as _cburst_v1_SplitChannelResponse__Output } from '../../cburst/v1/SplitChannelResponse.ts';
import type { UnlinkPeerRequest as _cburst_v1_UnlinkPeerRequest, UnlinkPeerRequest__Output as _cburst_v1_UnlinkPeerRequest__Output } from '../../cburst/v1/UnlinkPeerRequest.ts';
import type { UnlinkPeerResponse as _cburst_v1_UnlinkPeerResponse, UnlinkPeerResponse__Output as _cburst_v1_UnlinkPeerResponse__Output } from '../../cburst/v1/UnlinkPeerResponse.ts';
import type { UnpinChannelRequest as _cburst_v1_UnpinChannelRequest, UnpinChannelRequest__Output as _cburst_v1_UnpinChannelRequest__Output } from '../../cburst/v1/UnpinChannelRequest.ts';
import type { UnpinChannelResponse as _cburst_v1_UnpinChannelResponse, UnpinChannelResponse__Output as _cburst_v1_UnpinChannelResponse__Output } from '../../cburst/v1/UnpinChannelResponse.ts';
import type { WatchEventsRequest as _cburst_v1_WatchEventsRequest, WatchEventsRequest__Output as _cburst_v1_WatchEventsRequest__Output } from '../../cburst/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse as _cburst_v1_WatchEventsResponse, WatchEventsResponse__Output as _cburst_v1_WatchEventsResponse__Output } from '../../cburst/v1/WatchEventsResponse.ts';

/**
 * Questions about a sidecar, and what an operator decides. Callers of the role ops-read are not told of hidden channels: names of
 * which an id that is known is secret (+s) or private (+p), but for those that they were granted. UNAUTHENTICATED without a
 * valid credential, PERMISSION_DENIED where the caller's role does not include the call. Join keys are redacted.
 */
export interface OpsServiceClient extends grpc.Client {
  /**
   * Applies a message that waits. NOT_FOUND when none has that number, FAILED_PRECONDITION when it cannot be applied.
   */
  ApproveQuarantined(argument: _cburst_v1_ApproveQuarantinedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ApproveQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  ApproveQuarantined(argument: _cburst_v1_ApproveQuarantinedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ApproveQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  ApproveQuarantined(argument: _cburst_v1_ApproveQuarantinedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ApproveQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  ApproveQuarantined(argument: _cburst_v1_ApproveQuarantinedRequest, callback: grpc.requestCallback<_cburst_v1_ApproveQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Applies a message that waits. NOT_FOUND when none has that number, FAILED_PRECONDITION when it cannot be applied.
   */
  approveQuarantined(argument: _cburst_v1_ApproveQuarantinedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ApproveQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  approveQuarantined(argument: _cburst_v1_ApproveQuarantinedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ApproveQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  approveQuarantined(argument: _cburst_v1_ApproveQuarantinedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ApproveQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  approveQuarantined(argument: _cburst_v1_ApproveQuarantinedRequest, callback: grpc.requestCallback<_cburst_v1_ApproveQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Compares everything that is exchanged with a peer, now, and waits for the end. What differs is put right by that, as far as no
   * rule keeps it: another comparison, which comes by itself, says whether it was. Who asked is an event and not in the journal: it is a
   * reading, and servers compare and put right by themselves all the time. NOT_FOUND when no such peer is configured,
   * FAILED_PRECONDITION when it is not linked, RESOURCE_EXHAUSTED when too many wait for a comparison with it, DEADLINE_EXCEEDED when
   * none came to its end within the call's deadline or a minute.
   */
  ComparePeer(argument: _cburst_v1_ComparePeerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ComparePeerResponse__Output>): grpc.ClientUnaryCall;
  ComparePeer(argument: _cburst_v1_ComparePeerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ComparePeerResponse__Output>): grpc.ClientUnaryCall;
  ComparePeer(argument: _cburst_v1_ComparePeerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ComparePeerResponse__Output>): grpc.ClientUnaryCall;
  ComparePeer(argument: _cburst_v1_ComparePeerRequest, callback: grpc.requestCallback<_cburst_v1_ComparePeerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Compares everything that is exchanged with a peer, now, and waits for the end. What differs is put right by that, as far as no
   * rule keeps it: another comparison, which comes by itself, says whether it was. Who asked is an event and not in the journal: it is a
   * reading, and servers compare and put right by themselves all the time. NOT_FOUND when no such peer is configured,
   * FAILED_PRECONDITION when it is not linked, RESOURCE_EXHAUSTED when too many wait for a comparison with it, DEADLINE_EXCEEDED when
   * none came to its end within the call's deadline or a minute.
   */
  comparePeer(argument: _cburst_v1_ComparePeerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ComparePeerResponse__Output>): grpc.ClientUnaryCall;
  comparePeer(argument: _cburst_v1_ComparePeerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ComparePeerResponse__Output>): grpc.ClientUnaryCall;
  comparePeer(argument: _cburst_v1_ComparePeerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ComparePeerResponse__Output>): grpc.ClientUnaryCall;
  comparePeer(argument: _cburst_v1_ComparePeerRequest, callback: grpc.requestCallback<_cburst_v1_ComparePeerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes an entry away, on every server. NOT_FOUND when nobody in reach holds the channel, and when it has no such entry.
   */
  DeleteChannelMetadata(argument: _cburst_v1_DeleteChannelMetadataRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_DeleteChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  DeleteChannelMetadata(argument: _cburst_v1_DeleteChannelMetadataRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_DeleteChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  DeleteChannelMetadata(argument: _cburst_v1_DeleteChannelMetadataRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_DeleteChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  DeleteChannelMetadata(argument: _cburst_v1_DeleteChannelMetadataRequest, callback: grpc.requestCallback<_cburst_v1_DeleteChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes an entry away, on every server. NOT_FOUND when nobody in reach holds the channel, and when it has no such entry.
   */
  deleteChannelMetadata(argument: _cburst_v1_DeleteChannelMetadataRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_DeleteChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  deleteChannelMetadata(argument: _cburst_v1_DeleteChannelMetadataRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_DeleteChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  deleteChannelMetadata(argument: _cburst_v1_DeleteChannelMetadataRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_DeleteChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  deleteChannelMetadata(argument: _cburst_v1_DeleteChannelMetadataRequest, callback: grpc.requestCallback<_cburst_v1_DeleteChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gets the sidecar ready to stop, and stops it: nothing new is taken from the host or from new links, peers that are linked get what
   * waits for them, then links and process end. Tells how far it is, whenever that changed, until it ends. It goes on when the
   * caller leaves; a second call only watches.
   */
  DrainSidecar(argument: _cburst_v1_DrainSidecarRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_DrainSidecarResponse__Output>;
  DrainSidecar(argument: _cburst_v1_DrainSidecarRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_DrainSidecarResponse__Output>;
  /**
   * Gets the sidecar ready to stop, and stops it: nothing new is taken from the host or from new links, peers that are linked get what
   * waits for them, then links and process end. Tells how far it is, whenever that changed, until it ends. It goes on when the
   * caller leaves; a second call only watches.
   */
  drainSidecar(argument: _cburst_v1_DrainSidecarRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_DrainSidecarResponse__Output>;
  drainSidecar(argument: _cburst_v1_DrainSidecarRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_DrainSidecarResponse__Output>;
  
  /**
   * One channel with the reason of every field. NOT_FOUND when no document of that name is known, INVALID_ARGUMENT for a path in
   * the read mask that is no field, PERMISSION_DENIED when join keys are to be revealed and the caller's role is not ops-admin.
   */
  GetChannel(argument: _cburst_v1_GetChannelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetChannelResponse__Output>): grpc.ClientUnaryCall;
  GetChannel(argument: _cburst_v1_GetChannelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetChannelResponse__Output>): grpc.ClientUnaryCall;
  GetChannel(argument: _cburst_v1_GetChannelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetChannelResponse__Output>): grpc.ClientUnaryCall;
  GetChannel(argument: _cburst_v1_GetChannelRequest, callback: grpc.requestCallback<_cburst_v1_GetChannelResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One entry of it. NOT_FOUND when nobody in reach holds the channel, and when it has no such entry.
   */
  GetChannelMetadata(argument: _cburst_v1_GetChannelMetadataRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  GetChannelMetadata(argument: _cburst_v1_GetChannelMetadataRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  GetChannelMetadata(argument: _cburst_v1_GetChannelMetadataRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  GetChannelMetadata(argument: _cburst_v1_GetChannelMetadataRequest, callback: grpc.requestCallback<_cburst_v1_GetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One entry of it. NOT_FOUND when nobody in reach holds the channel, and when it has no such entry.
   */
  getChannelMetadata(argument: _cburst_v1_GetChannelMetadataRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  getChannelMetadata(argument: _cburst_v1_GetChannelMetadataRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  getChannelMetadata(argument: _cburst_v1_GetChannelMetadataRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  getChannelMetadata(argument: _cburst_v1_GetChannelMetadataRequest, callback: grpc.requestCallback<_cburst_v1_GetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The level of the sidecar's log.
   */
  GetLogLevel(argument: _cburst_v1_GetLogLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  GetLogLevel(argument: _cburst_v1_GetLogLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  GetLogLevel(argument: _cburst_v1_GetLogLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  GetLogLevel(argument: _cburst_v1_GetLogLevelRequest, callback: grpc.requestCallback<_cburst_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The level of the sidecar's log.
   */
  getLogLevel(argument: _cburst_v1_GetLogLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  getLogLevel(argument: _cburst_v1_GetLogLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  getLogLevel(argument: _cburst_v1_GetLogLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  getLogLevel(argument: _cburst_v1_GetLogLevelRequest, callback: grpc.requestCallback<_cburst_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What was counted since the start, and what is measured now: the figures that Prometheus can scrape, whether it does or not.
   */
  GetStats(argument: _cburst_v1_GetStatsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  GetStats(argument: _cburst_v1_GetStatsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  GetStats(argument: _cburst_v1_GetStatsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  GetStats(argument: _cburst_v1_GetStatsRequest, callback: grpc.requestCallback<_cburst_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What was counted since the start, and what is measured now: the figures that Prometheus can scrape, whether it does or not.
   */
  getStats(argument: _cburst_v1_GetStatsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  getStats(argument: _cburst_v1_GetStatsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  getStats(argument: _cburst_v1_GetStatsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  getStats(argument: _cburst_v1_GetStatsRequest, callback: grpc.requestCallback<_cburst_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Takes UnlinkPeer back, and dials the peer at once, however often that failed. NOT_FOUND when no such peer is configured,
   * FAILED_PRECONDITION when there is nothing to do (it is linked, or not barred and for the peer to dial), and while the sidecar drains.
   */
  LinkPeer(argument: _cburst_v1_LinkPeerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_LinkPeerResponse__Output>): grpc.ClientUnaryCall;
  LinkPeer(argument: _cburst_v1_LinkPeerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_LinkPeerResponse__Output>): grpc.ClientUnaryCall;
  LinkPeer(argument: _cburst_v1_LinkPeerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_LinkPeerResponse__Output>): grpc.ClientUnaryCall;
  LinkPeer(argument: _cburst_v1_LinkPeerRequest, callback: grpc.requestCallback<_cburst_v1_LinkPeerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes UnlinkPeer back, and dials the peer at once, however often that failed. NOT_FOUND when no such peer is configured,
   * FAILED_PRECONDITION when there is nothing to do (it is linked, or not barred and for the peer to dial), and while the sidecar drains.
   */
  linkPeer(argument: _cburst_v1_LinkPeerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_LinkPeerResponse__Output>): grpc.ClientUnaryCall;
  linkPeer(argument: _cburst_v1_LinkPeerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_LinkPeerResponse__Output>): grpc.ClientUnaryCall;
  linkPeer(argument: _cburst_v1_LinkPeerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_LinkPeerResponse__Output>): grpc.ClientUnaryCall;
  linkPeer(argument: _cburst_v1_LinkPeerRequest, callback: grpc.requestCallback<_cburst_v1_LinkPeerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Metadata of the channel that is shown for a name, by name of the entry, a page at a time. NOT_FOUND when nobody in reach holds the
   * channel, INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListChannelMetadata(argument: _cburst_v1_ListChannelMetadataRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  ListChannelMetadata(argument: _cburst_v1_ListChannelMetadataRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  ListChannelMetadata(argument: _cburst_v1_ListChannelMetadataRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  ListChannelMetadata(argument: _cburst_v1_ListChannelMetadataRequest, callback: grpc.requestCallback<_cburst_v1_ListChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Metadata of the channel that is shown for a name, by name of the entry, a page at a time. NOT_FOUND when nobody in reach holds the
   * channel, INVALID_ARGUMENT for a page token that this call did not give.
   */
  listChannelMetadata(argument: _cburst_v1_ListChannelMetadataRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  listChannelMetadata(argument: _cburst_v1_ListChannelMetadataRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  listChannelMetadata(argument: _cburst_v1_ListChannelMetadataRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  listChannelMetadata(argument: _cburst_v1_ListChannelMetadataRequest, callback: grpc.requestCallback<_cburst_v1_ListChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Channels by name, a page at a time. INVALID_ARGUMENT for a page token that this call did not give, for a server name that is
   * none, and for a path in the read mask that is no field.
   */
  ListChannels(argument: _cburst_v1_ListChannelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  ListChannels(argument: _cburst_v1_ListChannelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  ListChannels(argument: _cburst_v1_ListChannelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  ListChannels(argument: _cburst_v1_ListChannelsRequest, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Channels by name, a page at a time. INVALID_ARGUMENT for a page token that this call did not give, for a server name that is
   * none, and for a path in the read mask that is no field.
   */
  listChannels(argument: _cburst_v1_ListChannelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _cburst_v1_ListChannelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _cburst_v1_ListChannelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _cburst_v1_ListChannelsRequest, callback: grpc.requestCallback<_cburst_v1_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Names of which several ids are held at once by servers in reach, by folded name, a page at a time. INVALID_ARGUMENT for a
   * page token that this call did not give.
   */
  ListConflicts(argument: _cburst_v1_ListConflictsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  ListConflicts(argument: _cburst_v1_ListConflictsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  ListConflicts(argument: _cburst_v1_ListConflictsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  ListConflicts(argument: _cburst_v1_ListConflictsRequest, callback: grpc.requestCallback<_cburst_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Names of which several ids are held at once by servers in reach, by folded name, a page at a time. INVALID_ARGUMENT for a
   * page token that this call did not give.
   */
  listConflicts(argument: _cburst_v1_ListConflictsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  listConflicts(argument: _cburst_v1_ListConflictsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  listConflicts(argument: _cburst_v1_ListConflictsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  listConflicts(argument: _cburst_v1_ListConflictsRequest, callback: grpc.requestCallback<_cburst_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What was decided and what it cost, the latest first, a page at a time. INVALID_ARGUMENT for a page token that this call did
   * not give.
   */
  ListDecisions(argument: _cburst_v1_ListDecisionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListDecisionsResponse__Output>): grpc.ClientUnaryCall;
  ListDecisions(argument: _cburst_v1_ListDecisionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListDecisionsResponse__Output>): grpc.ClientUnaryCall;
  ListDecisions(argument: _cburst_v1_ListDecisionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListDecisionsResponse__Output>): grpc.ClientUnaryCall;
  ListDecisions(argument: _cburst_v1_ListDecisionsRequest, callback: grpc.requestCallback<_cburst_v1_ListDecisionsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What was decided and what it cost, the latest first, a page at a time. INVALID_ARGUMENT for a page token that this call did
   * not give.
   */
  listDecisions(argument: _cburst_v1_ListDecisionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListDecisionsResponse__Output>): grpc.ClientUnaryCall;
  listDecisions(argument: _cburst_v1_ListDecisionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListDecisionsResponse__Output>): grpc.ClientUnaryCall;
  listDecisions(argument: _cburst_v1_ListDecisionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListDecisionsResponse__Output>): grpc.ClientUnaryCall;
  listDecisions(argument: _cburst_v1_ListDecisionsRequest, callback: grpc.requestCallback<_cburst_v1_ListDecisionsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Who is in a channel, a page at a time: local members first, then by server; within one by folded nick. For ops-admin, and for
   * who was granted it: others get PERMISSION_DENIED. None where nobody in reach holds it. NOT_FOUND when no document of that
   * name is known, INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListMembers(argument: _cburst_v1_ListMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  ListMembers(argument: _cburst_v1_ListMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  ListMembers(argument: _cburst_v1_ListMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  ListMembers(argument: _cburst_v1_ListMembersRequest, callback: grpc.requestCallback<_cburst_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Who is in a channel, a page at a time: local members first, then by server; within one by folded nick. For ops-admin, and for
   * who was granted it: others get PERMISSION_DENIED. None where nobody in reach holds it. NOT_FOUND when no document of that
   * name is known, INVALID_ARGUMENT for a page token that this call did not give.
   */
  listMembers(argument: _cburst_v1_ListMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _cburst_v1_ListMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _cburst_v1_ListMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _cburst_v1_ListMembersRequest, callback: grpc.requestCallback<_cburst_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Every configured peer and the state of its link, by name, a page at a time. INVALID_ARGUMENT for a page token that this call did
   * not give.
   */
  ListPeers(argument: _cburst_v1_ListPeersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  ListPeers(argument: _cburst_v1_ListPeersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  ListPeers(argument: _cburst_v1_ListPeersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  ListPeers(argument: _cburst_v1_ListPeersRequest, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Every configured peer and the state of its link, by name, a page at a time. INVALID_ARGUMENT for a page token that this call did
   * not give.
   */
  listPeers(argument: _cburst_v1_ListPeersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  listPeers(argument: _cburst_v1_ListPeersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  listPeers(argument: _cburst_v1_ListPeersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  listPeers(argument: _cburst_v1_ListPeersRequest, callback: grpc.requestCallback<_cburst_v1_ListPeersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Messages of peers that wait for an operator, by number, a page at a time. Values of fields are never told.
   * INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListQuarantine(argument: _cburst_v1_ListQuarantineRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListQuarantineResponse__Output>): grpc.ClientUnaryCall;
  ListQuarantine(argument: _cburst_v1_ListQuarantineRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListQuarantineResponse__Output>): grpc.ClientUnaryCall;
  ListQuarantine(argument: _cburst_v1_ListQuarantineRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListQuarantineResponse__Output>): grpc.ClientUnaryCall;
  ListQuarantine(argument: _cburst_v1_ListQuarantineRequest, callback: grpc.requestCallback<_cburst_v1_ListQuarantineResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Messages of peers that wait for an operator, by number, a page at a time. Values of fields are never told.
   * INVALID_ARGUMENT for a page token that this call did not give.
   */
  listQuarantine(argument: _cburst_v1_ListQuarantineRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListQuarantineResponse__Output>): grpc.ClientUnaryCall;
  listQuarantine(argument: _cburst_v1_ListQuarantineRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ListQuarantineResponse__Output>): grpc.ClientUnaryCall;
  listQuarantine(argument: _cburst_v1_ListQuarantineRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ListQuarantineResponse__Output>): grpc.ClientUnaryCall;
  listQuarantine(argument: _cburst_v1_ListQuarantineRequest, callback: grpc.requestCallback<_cburst_v1_ListQuarantineResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Moves every server to one id of a name; what its rivals have that was not written on it is written there. NOT_FOUND when no
   * document of that name is known, FAILED_PRECONDITION when there is nothing to merge.
   */
  MergeChannel(argument: _cburst_v1_MergeChannelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_MergeChannelResponse__Output>): grpc.ClientUnaryCall;
  MergeChannel(argument: _cburst_v1_MergeChannelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_MergeChannelResponse__Output>): grpc.ClientUnaryCall;
  MergeChannel(argument: _cburst_v1_MergeChannelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_MergeChannelResponse__Output>): grpc.ClientUnaryCall;
  MergeChannel(argument: _cburst_v1_MergeChannelRequest, callback: grpc.requestCallback<_cburst_v1_MergeChannelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Moves every server to one id of a name; what its rivals have that was not written on it is written there. NOT_FOUND when no
   * document of that name is known, FAILED_PRECONDITION when there is nothing to merge.
   */
  mergeChannel(argument: _cburst_v1_MergeChannelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_MergeChannelResponse__Output>): grpc.ClientUnaryCall;
  mergeChannel(argument: _cburst_v1_MergeChannelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_MergeChannelResponse__Output>): grpc.ClientUnaryCall;
  mergeChannel(argument: _cburst_v1_MergeChannelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_MergeChannelResponse__Output>): grpc.ClientUnaryCall;
  mergeChannel(argument: _cburst_v1_MergeChannelRequest, callback: grpc.requestCallback<_cburst_v1_MergeChannelResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What users here would see differently if the conflict policy were another, by folded name, a page at a time. Nothing is
   * changed. INVALID_ARGUMENT for a page token that this call did not give.
   */
  PlanPolicy(argument: _cburst_v1_PlanPolicyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_PlanPolicyResponse__Output>): grpc.ClientUnaryCall;
  PlanPolicy(argument: _cburst_v1_PlanPolicyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_PlanPolicyResponse__Output>): grpc.ClientUnaryCall;
  PlanPolicy(argument: _cburst_v1_PlanPolicyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_PlanPolicyResponse__Output>): grpc.ClientUnaryCall;
  PlanPolicy(argument: _cburst_v1_PlanPolicyRequest, callback: grpc.requestCallback<_cburst_v1_PlanPolicyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What users here would see differently if the conflict policy were another, by folded name, a page at a time. Nothing is
   * changed. INVALID_ARGUMENT for a page token that this call did not give.
   */
  planPolicy(argument: _cburst_v1_PlanPolicyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_PlanPolicyResponse__Output>): grpc.ClientUnaryCall;
  planPolicy(argument: _cburst_v1_PlanPolicyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_PlanPolicyResponse__Output>): grpc.ClientUnaryCall;
  planPolicy(argument: _cburst_v1_PlanPolicyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_PlanPolicyResponse__Output>): grpc.ClientUnaryCall;
  planPolicy(argument: _cburst_v1_PlanPolicyRequest, callback: grpc.requestCallback<_cburst_v1_PlanPolicyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lets a peer link again that was silent for longer than forget_after. NOT_FOUND when no such peer is configured,
   * FAILED_PRECONDITION when it is not expelled.
   */
  ReadmitPeer(argument: _cburst_v1_ReadmitPeerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReadmitPeerResponse__Output>): grpc.ClientUnaryCall;
  ReadmitPeer(argument: _cburst_v1_ReadmitPeerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ReadmitPeerResponse__Output>): grpc.ClientUnaryCall;
  ReadmitPeer(argument: _cburst_v1_ReadmitPeerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReadmitPeerResponse__Output>): grpc.ClientUnaryCall;
  ReadmitPeer(argument: _cburst_v1_ReadmitPeerRequest, callback: grpc.requestCallback<_cburst_v1_ReadmitPeerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lets a peer link again that was silent for longer than forget_after. NOT_FOUND when no such peer is configured,
   * FAILED_PRECONDITION when it is not expelled.
   */
  readmitPeer(argument: _cburst_v1_ReadmitPeerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReadmitPeerResponse__Output>): grpc.ClientUnaryCall;
  readmitPeer(argument: _cburst_v1_ReadmitPeerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ReadmitPeerResponse__Output>): grpc.ClientUnaryCall;
  readmitPeer(argument: _cburst_v1_ReadmitPeerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReadmitPeerResponse__Output>): grpc.ClientUnaryCall;
  readmitPeer(argument: _cburst_v1_ReadmitPeerRequest, callback: grpc.requestCallback<_cburst_v1_ReadmitPeerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes the rejection of a message back: the peer is asked for it again, and what comes is judged anew. NOT_FOUND when no
   * rejection under that number is remembered.
   */
  ReconsiderRejected(argument: _cburst_v1_ReconsiderRejectedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReconsiderRejectedResponse__Output>): grpc.ClientUnaryCall;
  ReconsiderRejected(argument: _cburst_v1_ReconsiderRejectedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ReconsiderRejectedResponse__Output>): grpc.ClientUnaryCall;
  ReconsiderRejected(argument: _cburst_v1_ReconsiderRejectedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReconsiderRejectedResponse__Output>): grpc.ClientUnaryCall;
  ReconsiderRejected(argument: _cburst_v1_ReconsiderRejectedRequest, callback: grpc.requestCallback<_cburst_v1_ReconsiderRejectedResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes the rejection of a message back: the peer is asked for it again, and what comes is judged anew. NOT_FOUND when no
   * rejection under that number is remembered.
   */
  reconsiderRejected(argument: _cburst_v1_ReconsiderRejectedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReconsiderRejectedResponse__Output>): grpc.ClientUnaryCall;
  reconsiderRejected(argument: _cburst_v1_ReconsiderRejectedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ReconsiderRejectedResponse__Output>): grpc.ClientUnaryCall;
  reconsiderRejected(argument: _cburst_v1_ReconsiderRejectedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReconsiderRejectedResponse__Output>): grpc.ClientUnaryCall;
  reconsiderRejected(argument: _cburst_v1_ReconsiderRejectedRequest, callback: grpc.requestCallback<_cburst_v1_ReconsiderRejectedResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Drops a message that waits; it stays out as long as the peer says the same. NOT_FOUND when none has that number.
   */
  RejectQuarantined(argument: _cburst_v1_RejectQuarantinedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RejectQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  RejectQuarantined(argument: _cburst_v1_RejectQuarantinedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_RejectQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  RejectQuarantined(argument: _cburst_v1_RejectQuarantinedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RejectQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  RejectQuarantined(argument: _cburst_v1_RejectQuarantinedRequest, callback: grpc.requestCallback<_cburst_v1_RejectQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Drops a message that waits; it stays out as long as the peer says the same. NOT_FOUND when none has that number.
   */
  rejectQuarantined(argument: _cburst_v1_RejectQuarantinedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RejectQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  rejectQuarantined(argument: _cburst_v1_RejectQuarantinedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_RejectQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  rejectQuarantined(argument: _cburst_v1_RejectQuarantinedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RejectQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  rejectQuarantined(argument: _cburst_v1_RejectQuarantinedRequest, callback: grpc.requestCallback<_cburst_v1_RejectQuarantinedResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Reads the configuration again. What can counts at once, the rest after a restart; the answer says which. A file that cannot be
   * used changes nothing: FAILED_PRECONDITION, with what is wrong with it.
   */
  ReloadConfig(argument: _cburst_v1_ReloadConfigRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReloadConfigResponse__Output>): grpc.ClientUnaryCall;
  ReloadConfig(argument: _cburst_v1_ReloadConfigRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ReloadConfigResponse__Output>): grpc.ClientUnaryCall;
  ReloadConfig(argument: _cburst_v1_ReloadConfigRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReloadConfigResponse__Output>): grpc.ClientUnaryCall;
  ReloadConfig(argument: _cburst_v1_ReloadConfigRequest, callback: grpc.requestCallback<_cburst_v1_ReloadConfigResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Reads the configuration again. What can counts at once, the rest after a restart; the answer says which. A file that cannot be
   * used changes nothing: FAILED_PRECONDITION, with what is wrong with it.
   */
  reloadConfig(argument: _cburst_v1_ReloadConfigRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReloadConfigResponse__Output>): grpc.ClientUnaryCall;
  reloadConfig(argument: _cburst_v1_ReloadConfigRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ReloadConfigResponse__Output>): grpc.ClientUnaryCall;
  reloadConfig(argument: _cburst_v1_ReloadConfigRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ReloadConfigResponse__Output>): grpc.ClientUnaryCall;
  reloadConfig(argument: _cburst_v1_ReloadConfigRequest, callback: grpc.requestCallback<_cburst_v1_ReloadConfigResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Writes what a decision cost to the id that is shown now. NOT_FOUND when the journal has no such decision,
   * FAILED_PRECONDITION when it cost nothing or nobody in reach holds the channel.
   */
  RestoreDecision(argument: _cburst_v1_RestoreDecisionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RestoreDecisionResponse__Output>): grpc.ClientUnaryCall;
  RestoreDecision(argument: _cburst_v1_RestoreDecisionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_RestoreDecisionResponse__Output>): grpc.ClientUnaryCall;
  RestoreDecision(argument: _cburst_v1_RestoreDecisionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RestoreDecisionResponse__Output>): grpc.ClientUnaryCall;
  RestoreDecision(argument: _cburst_v1_RestoreDecisionRequest, callback: grpc.requestCallback<_cburst_v1_RestoreDecisionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Writes what a decision cost to the id that is shown now. NOT_FOUND when the journal has no such decision,
   * FAILED_PRECONDITION when it cost nothing or nobody in reach holds the channel.
   */
  restoreDecision(argument: _cburst_v1_RestoreDecisionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RestoreDecisionResponse__Output>): grpc.ClientUnaryCall;
  restoreDecision(argument: _cburst_v1_RestoreDecisionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_RestoreDecisionResponse__Output>): grpc.ClientUnaryCall;
  restoreDecision(argument: _cburst_v1_RestoreDecisionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RestoreDecisionResponse__Output>): grpc.ClientUnaryCall;
  restoreDecision(argument: _cburst_v1_RestoreDecisionRequest, callback: grpc.requestCallback<_cburst_v1_RestoreDecisionResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Asks linked peers for what they hold once more. That somebody did is in the journal, and an event of each peer. NOT_FOUND when no document of the channel's name is known or no such peer is
   * configured, FAILED_PRECONDITION when a peer that is named is not linked.
   */
  ResyncPeers(argument: _cburst_v1_ResyncPeersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ResyncPeersResponse__Output>): grpc.ClientUnaryCall;
  ResyncPeers(argument: _cburst_v1_ResyncPeersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ResyncPeersResponse__Output>): grpc.ClientUnaryCall;
  ResyncPeers(argument: _cburst_v1_ResyncPeersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ResyncPeersResponse__Output>): grpc.ClientUnaryCall;
  ResyncPeers(argument: _cburst_v1_ResyncPeersRequest, callback: grpc.requestCallback<_cburst_v1_ResyncPeersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Asks linked peers for what they hold once more. That somebody did is in the journal, and an event of each peer. NOT_FOUND when no document of the channel's name is known or no such peer is
   * configured, FAILED_PRECONDITION when a peer that is named is not linked.
   */
  resyncPeers(argument: _cburst_v1_ResyncPeersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ResyncPeersResponse__Output>): grpc.ClientUnaryCall;
  resyncPeers(argument: _cburst_v1_ResyncPeersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_ResyncPeersResponse__Output>): grpc.ClientUnaryCall;
  resyncPeers(argument: _cburst_v1_ResyncPeersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_ResyncPeersResponse__Output>): grpc.ClientUnaryCall;
  resyncPeers(argument: _cburst_v1_ResyncPeersRequest, callback: grpc.requestCallback<_cburst_v1_ResyncPeersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gives a channel that has a join key another one, on every server. NOT_FOUND: nothing is known of the channel.
   * FAILED_PRECONDITION: nobody in reach holds it, or it has no key.
   */
  RotateJoinKey(argument: _cburst_v1_RotateJoinKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RotateJoinKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateJoinKey(argument: _cburst_v1_RotateJoinKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_RotateJoinKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateJoinKey(argument: _cburst_v1_RotateJoinKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RotateJoinKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateJoinKey(argument: _cburst_v1_RotateJoinKeyRequest, callback: grpc.requestCallback<_cburst_v1_RotateJoinKeyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gives a channel that has a join key another one, on every server. NOT_FOUND: nothing is known of the channel.
   * FAILED_PRECONDITION: nobody in reach holds it, or it has no key.
   */
  rotateJoinKey(argument: _cburst_v1_RotateJoinKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RotateJoinKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateJoinKey(argument: _cburst_v1_RotateJoinKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_RotateJoinKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateJoinKey(argument: _cburst_v1_RotateJoinKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_RotateJoinKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateJoinKey(argument: _cburst_v1_RotateJoinKeyRequest, callback: grpc.requestCallback<_cburst_v1_RotateJoinKeyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Writes an entry, on every server. NOT_FOUND when nobody in reach holds the channel, FAILED_PRECONDITION when the entry
   * cannot be written: its name or value is not allowed, there are too many, or a channel would be below itself.
   */
  SetChannelMetadata(argument: _cburst_v1_SetChannelMetadataRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  SetChannelMetadata(argument: _cburst_v1_SetChannelMetadataRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_SetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  SetChannelMetadata(argument: _cburst_v1_SetChannelMetadataRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  SetChannelMetadata(argument: _cburst_v1_SetChannelMetadataRequest, callback: grpc.requestCallback<_cburst_v1_SetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Writes an entry, on every server. NOT_FOUND when nobody in reach holds the channel, FAILED_PRECONDITION when the entry
   * cannot be written: its name or value is not allowed, there are too many, or a channel would be below itself.
   */
  setChannelMetadata(argument: _cburst_v1_SetChannelMetadataRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  setChannelMetadata(argument: _cburst_v1_SetChannelMetadataRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_SetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  setChannelMetadata(argument: _cburst_v1_SetChannelMetadataRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  setChannelMetadata(argument: _cburst_v1_SetChannelMetadataRequest, callback: grpc.requestCallback<_cburst_v1_SetChannelMetadataResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Says whether the host is written to: `observe` and `freeze` stop it at once, `go` ends both. It lasts over restarts.
   */
  SetHostWrites(argument: _cburst_v1_SetHostWritesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetHostWritesResponse__Output>): grpc.ClientUnaryCall;
  SetHostWrites(argument: _cburst_v1_SetHostWritesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_SetHostWritesResponse__Output>): grpc.ClientUnaryCall;
  SetHostWrites(argument: _cburst_v1_SetHostWritesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetHostWritesResponse__Output>): grpc.ClientUnaryCall;
  SetHostWrites(argument: _cburst_v1_SetHostWritesRequest, callback: grpc.requestCallback<_cburst_v1_SetHostWritesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Says whether the host is written to: `observe` and `freeze` stop it at once, `go` ends both. It lasts over restarts.
   */
  setHostWrites(argument: _cburst_v1_SetHostWritesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetHostWritesResponse__Output>): grpc.ClientUnaryCall;
  setHostWrites(argument: _cburst_v1_SetHostWritesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_SetHostWritesResponse__Output>): grpc.ClientUnaryCall;
  setHostWrites(argument: _cburst_v1_SetHostWritesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetHostWritesResponse__Output>): grpc.ClientUnaryCall;
  setHostWrites(argument: _cburst_v1_SetHostWritesRequest, callback: grpc.requestCallback<_cburst_v1_SetHostWritesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Sets it until the configuration is read again: then what that says counts. INVALID_ARGUMENT when there is no such level.
   */
  SetLogLevel(argument: _cburst_v1_SetLogLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  SetLogLevel(argument: _cburst_v1_SetLogLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  SetLogLevel(argument: _cburst_v1_SetLogLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  SetLogLevel(argument: _cburst_v1_SetLogLevelRequest, callback: grpc.requestCallback<_cburst_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sets it until the configuration is read again: then what that says counts. INVALID_ARGUMENT when there is no such level.
   */
  setLogLevel(argument: _cburst_v1_SetLogLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  setLogLevel(argument: _cburst_v1_SetLogLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  setLogLevel(argument: _cburst_v1_SetLogLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  setLogLevel(argument: _cburst_v1_SetLogLevelRequest, callback: grpc.requestCallback<_cburst_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gives servers a new id of a name, with what is shown here as its state. NOT_FOUND when nobody in reach holds the channel,
   * INVALID_ARGUMENT when no server is named, a name is none, or it is that of no server known here: this one, a configured peer, or who
   * holds, created or wrote something of the channel.
   */
  SplitChannel(argument: _cburst_v1_SplitChannelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SplitChannelResponse__Output>): grpc.ClientUnaryCall;
  SplitChannel(argument: _cburst_v1_SplitChannelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_SplitChannelResponse__Output>): grpc.ClientUnaryCall;
  SplitChannel(argument: _cburst_v1_SplitChannelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SplitChannelResponse__Output>): grpc.ClientUnaryCall;
  SplitChannel(argument: _cburst_v1_SplitChannelRequest, callback: grpc.requestCallback<_cburst_v1_SplitChannelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gives servers a new id of a name, with what is shown here as its state. NOT_FOUND when nobody in reach holds the channel,
   * INVALID_ARGUMENT when no server is named, a name is none, or it is that of no server known here: this one, a configured peer, or who
   * holds, created or wrote something of the channel.
   */
  splitChannel(argument: _cburst_v1_SplitChannelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SplitChannelResponse__Output>): grpc.ClientUnaryCall;
  splitChannel(argument: _cburst_v1_SplitChannelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_SplitChannelResponse__Output>): grpc.ClientUnaryCall;
  splitChannel(argument: _cburst_v1_SplitChannelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_SplitChannelResponse__Output>): grpc.ClientUnaryCall;
  splitChannel(argument: _cburst_v1_SplitChannelRequest, callback: grpc.requestCallback<_cburst_v1_SplitChannelResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends the link to a peer, and neither dials nor accepts it until LinkPeer, over restarts as well. NOT_FOUND when no such peer is
   * configured, FAILED_PRECONDITION when it is barred already.
   */
  UnlinkPeer(argument: _cburst_v1_UnlinkPeerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_UnlinkPeerResponse__Output>): grpc.ClientUnaryCall;
  UnlinkPeer(argument: _cburst_v1_UnlinkPeerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_UnlinkPeerResponse__Output>): grpc.ClientUnaryCall;
  UnlinkPeer(argument: _cburst_v1_UnlinkPeerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_UnlinkPeerResponse__Output>): grpc.ClientUnaryCall;
  UnlinkPeer(argument: _cburst_v1_UnlinkPeerRequest, callback: grpc.requestCallback<_cburst_v1_UnlinkPeerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends the link to a peer, and neither dials nor accepts it until LinkPeer, over restarts as well. NOT_FOUND when no such peer is
   * configured, FAILED_PRECONDITION when it is barred already.
   */
  unlinkPeer(argument: _cburst_v1_UnlinkPeerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_UnlinkPeerResponse__Output>): grpc.ClientUnaryCall;
  unlinkPeer(argument: _cburst_v1_UnlinkPeerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_UnlinkPeerResponse__Output>): grpc.ClientUnaryCall;
  unlinkPeer(argument: _cburst_v1_UnlinkPeerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_UnlinkPeerResponse__Output>): grpc.ClientUnaryCall;
  unlinkPeer(argument: _cburst_v1_UnlinkPeerRequest, callback: grpc.requestCallback<_cburst_v1_UnlinkPeerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes back what MergeChannel or SplitChannel said about who has an id: the policy counts again. NOT_FOUND when no document
   * has that id, FAILED_PRECONDITION when nobody decided about it.
   */
  UnpinChannel(argument: _cburst_v1_UnpinChannelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_UnpinChannelResponse__Output>): grpc.ClientUnaryCall;
  UnpinChannel(argument: _cburst_v1_UnpinChannelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_UnpinChannelResponse__Output>): grpc.ClientUnaryCall;
  UnpinChannel(argument: _cburst_v1_UnpinChannelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_UnpinChannelResponse__Output>): grpc.ClientUnaryCall;
  UnpinChannel(argument: _cburst_v1_UnpinChannelRequest, callback: grpc.requestCallback<_cburst_v1_UnpinChannelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes back what MergeChannel or SplitChannel said about who has an id: the policy counts again. NOT_FOUND when no document
   * has that id, FAILED_PRECONDITION when nobody decided about it.
   */
  unpinChannel(argument: _cburst_v1_UnpinChannelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_UnpinChannelResponse__Output>): grpc.ClientUnaryCall;
  unpinChannel(argument: _cburst_v1_UnpinChannelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cburst_v1_UnpinChannelResponse__Output>): grpc.ClientUnaryCall;
  unpinChannel(argument: _cburst_v1_UnpinChannelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cburst_v1_UnpinChannelResponse__Output>): grpc.ClientUnaryCall;
  unpinChannel(argument: _cburst_v1_UnpinChannelRequest, callback: grpc.requestCallback<_cburst_v1_UnpinChannelResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Events as they happen, from now on or after one that was seen. INVALID_ARGUMENT for a filter that names nothing, and for a
   * number that no event of this run has. A watcher that reads so slowly that events go by which are not kept any more ends with
   * RESOURCE_EXHAUSTED, and can watch again after the last one that it saw.
   */
  WatchEvents(argument: _cburst_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_WatchEventsResponse__Output>;
  WatchEvents(argument: _cburst_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_WatchEventsResponse__Output>;
  /**
   * Events as they happen, from now on or after one that was seen. INVALID_ARGUMENT for a filter that names nothing, and for a
   * number that no event of this run has. A watcher that reads so slowly that events go by which are not kept any more ends with
   * RESOURCE_EXHAUSTED, and can watch again after the last one that it saw.
   */
  watchEvents(argument: _cburst_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_WatchEventsResponse__Output>;
  watchEvents(argument: _cburst_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cburst_v1_WatchEventsResponse__Output>;
  
}

/**
 * Questions about a sidecar, and what an operator decides. Callers of the role ops-read are not told of hidden channels: names of
 * which an id that is known is secret (+s) or private (+p), but for those that they were granted. UNAUTHENTICATED without a
 * valid credential, PERMISSION_DENIED where the caller's role does not include the call. Join keys are redacted.
 */
export interface OpsServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Applies a message that waits. NOT_FOUND when none has that number, FAILED_PRECONDITION when it cannot be applied.
   */
  ApproveQuarantined: grpc.handleUnaryCall<_cburst_v1_ApproveQuarantinedRequest__Output, _cburst_v1_ApproveQuarantinedResponse>;
  
  /**
   * Compares everything that is exchanged with a peer, now, and waits for the end. What differs is put right by that, as far as no
   * rule keeps it: another comparison, which comes by itself, says whether it was. Who asked is an event and not in the journal: it is a
   * reading, and servers compare and put right by themselves all the time. NOT_FOUND when no such peer is configured,
   * FAILED_PRECONDITION when it is not linked, RESOURCE_EXHAUSTED when too many wait for a comparison with it, DEADLINE_EXCEEDED when
   * none came to its end within the call's deadline or a minute.
   */
  ComparePeer: grpc.handleUnaryCall<_cburst_v1_ComparePeerRequest__Output, _cburst_v1_ComparePeerResponse>;
  
  /**
   * Takes an entry away, on every server. NOT_FOUND when nobody in reach holds the channel, and when it has no such entry.
   */
  DeleteChannelMetadata: grpc.handleUnaryCall<_cburst_v1_DeleteChannelMetadataRequest__Output, _cburst_v1_DeleteChannelMetadataResponse>;
  
  /**
   * Gets the sidecar ready to stop, and stops it: nothing new is taken from the host or from new links, peers that are linked get what
   * waits for them, then links and process end. Tells how far it is, whenever that changed, until it ends. It goes on when the
   * caller leaves; a second call only watches.
   */
  DrainSidecar: grpc.handleServerStreamingCall<_cburst_v1_DrainSidecarRequest__Output, _cburst_v1_DrainSidecarResponse>;
  
  /**
   * One channel with the reason of every field. NOT_FOUND when no document of that name is known, INVALID_ARGUMENT for a path in
   * the read mask that is no field, PERMISSION_DENIED when join keys are to be revealed and the caller's role is not ops-admin.
   */
  GetChannel: grpc.handleUnaryCall<_cburst_v1_GetChannelRequest__Output, _cburst_v1_GetChannelResponse>;
  
  /**
   * One entry of it. NOT_FOUND when nobody in reach holds the channel, and when it has no such entry.
   */
  GetChannelMetadata: grpc.handleUnaryCall<_cburst_v1_GetChannelMetadataRequest__Output, _cburst_v1_GetChannelMetadataResponse>;
  
  /**
   * The level of the sidecar's log.
   */
  GetLogLevel: grpc.handleUnaryCall<_cburst_v1_GetLogLevelRequest__Output, _cburst_v1_GetLogLevelResponse>;
  
  /**
   * What was counted since the start, and what is measured now: the figures that Prometheus can scrape, whether it does or not.
   */
  GetStats: grpc.handleUnaryCall<_cburst_v1_GetStatsRequest__Output, _cburst_v1_GetStatsResponse>;
  
  /**
   * The sidecar at a glance.
   */
  GetStatus: grpc.handleUnaryCall<_cburst_v1_GetStatusRequest__Output, _cburst_v1_GetStatusResponse>;
  
  /**
   * Takes UnlinkPeer back, and dials the peer at once, however often that failed. NOT_FOUND when no such peer is configured,
   * FAILED_PRECONDITION when there is nothing to do (it is linked, or not barred and for the peer to dial), and while the sidecar drains.
   */
  LinkPeer: grpc.handleUnaryCall<_cburst_v1_LinkPeerRequest__Output, _cburst_v1_LinkPeerResponse>;
  
  /**
   * Metadata of the channel that is shown for a name, by name of the entry, a page at a time. NOT_FOUND when nobody in reach holds the
   * channel, INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListChannelMetadata: grpc.handleUnaryCall<_cburst_v1_ListChannelMetadataRequest__Output, _cburst_v1_ListChannelMetadataResponse>;
  
  /**
   * Channels by name, a page at a time. INVALID_ARGUMENT for a page token that this call did not give, for a server name that is
   * none, and for a path in the read mask that is no field.
   */
  ListChannels: grpc.handleUnaryCall<_cburst_v1_ListChannelsRequest__Output, _cburst_v1_ListChannelsResponse>;
  
  /**
   * Names of which several ids are held at once by servers in reach, by folded name, a page at a time. INVALID_ARGUMENT for a
   * page token that this call did not give.
   */
  ListConflicts: grpc.handleUnaryCall<_cburst_v1_ListConflictsRequest__Output, _cburst_v1_ListConflictsResponse>;
  
  /**
   * What was decided and what it cost, the latest first, a page at a time. INVALID_ARGUMENT for a page token that this call did
   * not give.
   */
  ListDecisions: grpc.handleUnaryCall<_cburst_v1_ListDecisionsRequest__Output, _cburst_v1_ListDecisionsResponse>;
  
  /**
   * Who is in a channel, a page at a time: local members first, then by server; within one by folded nick. For ops-admin, and for
   * who was granted it: others get PERMISSION_DENIED. None where nobody in reach holds it. NOT_FOUND when no document of that
   * name is known, INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListMembers: grpc.handleUnaryCall<_cburst_v1_ListMembersRequest__Output, _cburst_v1_ListMembersResponse>;
  
  /**
   * Every configured peer and the state of its link, by name, a page at a time. INVALID_ARGUMENT for a page token that this call did
   * not give.
   */
  ListPeers: grpc.handleUnaryCall<_cburst_v1_ListPeersRequest__Output, _cburst_v1_ListPeersResponse>;
  
  /**
   * Messages of peers that wait for an operator, by number, a page at a time. Values of fields are never told.
   * INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListQuarantine: grpc.handleUnaryCall<_cburst_v1_ListQuarantineRequest__Output, _cburst_v1_ListQuarantineResponse>;
  
  /**
   * Records of the store that did not fit, a page at a time: all that were ever set aside, then those that were repaired at
   * this start. What the records say is never told. INVALID_ARGUMENT for a page token that this call did not give.
   */
  ListStoreProblems: grpc.handleUnaryCall<_cburst_v1_ListStoreProblemsRequest__Output, _cburst_v1_ListStoreProblemsResponse>;
  
  /**
   * Moves every server to one id of a name; what its rivals have that was not written on it is written there. NOT_FOUND when no
   * document of that name is known, FAILED_PRECONDITION when there is nothing to merge.
   */
  MergeChannel: grpc.handleUnaryCall<_cburst_v1_MergeChannelRequest__Output, _cburst_v1_MergeChannelResponse>;
  
  /**
   * What users here would see differently if the conflict policy were another, by folded name, a page at a time. Nothing is
   * changed. INVALID_ARGUMENT for a page token that this call did not give.
   */
  PlanPolicy: grpc.handleUnaryCall<_cburst_v1_PlanPolicyRequest__Output, _cburst_v1_PlanPolicyResponse>;
  
  /**
   * Lets a peer link again that was silent for longer than forget_after. NOT_FOUND when no such peer is configured,
   * FAILED_PRECONDITION when it is not expelled.
   */
  ReadmitPeer: grpc.handleUnaryCall<_cburst_v1_ReadmitPeerRequest__Output, _cburst_v1_ReadmitPeerResponse>;
  
  /**
   * Takes the rejection of a message back: the peer is asked for it again, and what comes is judged anew. NOT_FOUND when no
   * rejection under that number is remembered.
   */
  ReconsiderRejected: grpc.handleUnaryCall<_cburst_v1_ReconsiderRejectedRequest__Output, _cburst_v1_ReconsiderRejectedResponse>;
  
  /**
   * Drops a message that waits; it stays out as long as the peer says the same. NOT_FOUND when none has that number.
   */
  RejectQuarantined: grpc.handleUnaryCall<_cburst_v1_RejectQuarantinedRequest__Output, _cburst_v1_RejectQuarantinedResponse>;
  
  /**
   * Reads the configuration again. What can counts at once, the rest after a restart; the answer says which. A file that cannot be
   * used changes nothing: FAILED_PRECONDITION, with what is wrong with it.
   */
  ReloadConfig: grpc.handleUnaryCall<_cburst_v1_ReloadConfigRequest__Output, _cburst_v1_ReloadConfigResponse>;
  
  /**
   * Writes what a decision cost to the id that is shown now. NOT_FOUND when the journal has no such decision,
   * FAILED_PRECONDITION when it cost nothing or nobody in reach holds the channel.
   */
  RestoreDecision: grpc.handleUnaryCall<_cburst_v1_RestoreDecisionRequest__Output, _cburst_v1_RestoreDecisionResponse>;
  
  /**
   * Asks linked peers for what they hold once more. That somebody did is in the journal, and an event of each peer. NOT_FOUND when no document of the channel's name is known or no such peer is
   * configured, FAILED_PRECONDITION when a peer that is named is not linked.
   */
  ResyncPeers: grpc.handleUnaryCall<_cburst_v1_ResyncPeersRequest__Output, _cburst_v1_ResyncPeersResponse>;
  
  /**
   * Gives a channel that has a join key another one, on every server. NOT_FOUND: nothing is known of the channel.
   * FAILED_PRECONDITION: nobody in reach holds it, or it has no key.
   */
  RotateJoinKey: grpc.handleUnaryCall<_cburst_v1_RotateJoinKeyRequest__Output, _cburst_v1_RotateJoinKeyResponse>;
  
  /**
   * Writes an entry, on every server. NOT_FOUND when nobody in reach holds the channel, FAILED_PRECONDITION when the entry
   * cannot be written: its name or value is not allowed, there are too many, or a channel would be below itself.
   */
  SetChannelMetadata: grpc.handleUnaryCall<_cburst_v1_SetChannelMetadataRequest__Output, _cburst_v1_SetChannelMetadataResponse>;
  
  /**
   * Says whether the host is written to: `observe` and `freeze` stop it at once, `go` ends both. It lasts over restarts.
   */
  SetHostWrites: grpc.handleUnaryCall<_cburst_v1_SetHostWritesRequest__Output, _cburst_v1_SetHostWritesResponse>;
  
  /**
   * Sets it until the configuration is read again: then what that says counts. INVALID_ARGUMENT when there is no such level.
   */
  SetLogLevel: grpc.handleUnaryCall<_cburst_v1_SetLogLevelRequest__Output, _cburst_v1_SetLogLevelResponse>;
  
  /**
   * Gives servers a new id of a name, with what is shown here as its state. NOT_FOUND when nobody in reach holds the channel,
   * INVALID_ARGUMENT when no server is named, a name is none, or it is that of no server known here: this one, a configured peer, or who
   * holds, created or wrote something of the channel.
   */
  SplitChannel: grpc.handleUnaryCall<_cburst_v1_SplitChannelRequest__Output, _cburst_v1_SplitChannelResponse>;
  
  /**
   * Ends the link to a peer, and neither dials nor accepts it until LinkPeer, over restarts as well. NOT_FOUND when no such peer is
   * configured, FAILED_PRECONDITION when it is barred already.
   */
  UnlinkPeer: grpc.handleUnaryCall<_cburst_v1_UnlinkPeerRequest__Output, _cburst_v1_UnlinkPeerResponse>;
  
  /**
   * Takes back what MergeChannel or SplitChannel said about who has an id: the policy counts again. NOT_FOUND when no document
   * has that id, FAILED_PRECONDITION when nobody decided about it.
   */
  UnpinChannel: grpc.handleUnaryCall<_cburst_v1_UnpinChannelRequest__Output, _cburst_v1_UnpinChannelResponse>;
  
  /**
   * Events as they happen, from now on or after one that was seen. INVALID_ARGUMENT for a filter that names nothing, and for a
   * number that no event of this run has. A watcher that reads so slowly that events go by which are not kept any more ends with
   * RESOURCE_EXHAUSTED, and can watch again after the last one that it saw.
   */
  WatchEvents: grpc.handleServerStreamingCall<_cburst_v1_WatchEventsRequest__Output, _cburst_v1_WatchEventsResponse>;
  
}

export interface OpsServiceDefinition extends grpc.ServiceDefinition {
  ApproveQuarantined: MethodDefinition<_cburst_v1_ApproveQuarantinedRequest, _cburst_v1_ApproveQuarantinedResponse, _cburst_v1_ApproveQuarantinedRequest__Output, _cburst_v1_ApproveQuarantinedResponse__Output>
  ComparePeer: MethodDefinition<_cburst_v1_ComparePeerRequest, _cburst_v1_ComparePeerResponse, _cburst_v1_ComparePeerRequest__Output, _cburst_v1_ComparePeerResponse__Output>
  DeleteChannelMetadata: MethodDefinition<_cburst_v1_DeleteChannelMetadataRequest, _cburst_v1_DeleteChannelMetadataResponse, _cburst_v1_DeleteChannelMetadataRequest__Output, _cburst_v1_DeleteChannelMetadataResponse__Output>
  DrainSidecar: MethodDefinition<_cburst_v1_DrainSidecarRequest, _cburst_v1_DrainSidecarResponse, _cburst_v1_DrainSidecarRequest__Output, _cburst_v1_DrainSidecarResponse__Output>
  GetChannel: MethodDefinition<_cburst_v1_GetChannelRequest, _cburst_v1_GetChannelResponse, _cburst_v1_GetChannelRequest__Output, _cburst_v1_GetChannelResponse__Output>
  GetChannelMetadata: MethodDefinition<_cburst_v1_GetChannelMetadataRequest, _cburst_v1_GetChannelMetadataResponse, _cburst_v1_GetChannelMetadataRequest__Output, _cburst_v1_GetChannelMetadataResponse__Output>
  GetLogLevel: MethodDefinition<_cburst_v1_GetLogLevelRequest, _cburst_v1_GetLogLevelResponse, _cburst_v1_GetLogLevelRequest__Output, _cburst_v1_GetLogLevelResponse__Output>
  GetStats: MethodDefinition<_cburst_v1_GetStatsRequest, _cburst_v1_GetStatsResponse, _cburst_v1_GetStatsRequest__Output, _cburst_v1_GetStatsResponse__Output>
  GetStatus: MethodDefinition<_cburst_v1_GetStatusRequest, _cburst_v1_GetStatusResponse, _cburst_v1_GetStatusRequest__Output, _cburst_v1_GetStatusResponse__Output>
  LinkPeer: MethodDefinition<_cburst_v1_LinkPeerRequest, _cburst_v1_LinkPeerResponse, _cburst_v1_LinkPeerRequest__Output, _cburst_v1_LinkPeerResponse__Output>
  ListChannelMetadata: MethodDefinition<_cburst_v1_ListChannelMetadataRequest, _cburst_v1_ListChannelMetadataResponse, _cburst_v1_ListChannelMetadataRequest__Output, _cburst_v1_ListChannelMetadataResponse__Output>
  ListChannels: MethodDefinition<_cburst_v1_ListChannelsRequest, _cburst_v1_ListChannelsResponse, _cburst_v1_ListChannelsRequest__Output, _cburst_v1_ListChannelsResponse__Output>
  ListConflicts: MethodDefinition<_cburst_v1_ListConflictsRequest, _cburst_v1_ListConflictsResponse, _cburst_v1_ListConflictsRequest__Output, _cburst_v1_ListConflictsResponse__Output>
  ListDecisions: MethodDefinition<_cburst_v1_ListDecisionsRequest, _cburst_v1_ListDecisionsResponse, _cburst_v1_ListDecisionsRequest__Output, _cburst_v1_ListDecisionsResponse__Output>
  ListMembers: MethodDefinition<_cburst_v1_ListMembersRequest, _cburst_v1_ListMembersResponse, _cburst_v1_ListMembersRequest__Output, _cburst_v1_ListMembersResponse__Output>
  ListPeers: MethodDefinition<_cburst_v1_ListPeersRequest, _cburst_v1_ListPeersResponse, _cburst_v1_ListPeersRequest__Output, _cburst_v1_ListPeersResponse__Output>
  ListQuarantine: MethodDefinition<_cburst_v1_ListQuarantineRequest, _cburst_v1_ListQuarantineResponse, _cburst_v1_ListQuarantineRequest__Output, _cburst_v1_ListQuarantineResponse__Output>
  ListStoreProblems: MethodDefinition<_cburst_v1_ListStoreProblemsRequest, _cburst_v1_ListStoreProblemsResponse, _cburst_v1_ListStoreProblemsRequest__Output, _cburst_v1_ListStoreProblemsResponse__Output>
  MergeChannel: MethodDefinition<_cburst_v1_MergeChannelRequest, _cburst_v1_MergeChannelResponse, _cburst_v1_MergeChannelRequest__Output, _cburst_v1_MergeChannelResponse__Output>
  PlanPolicy: MethodDefinition<_cburst_v1_PlanPolicyRequest, _cburst_v1_PlanPolicyResponse, _cburst_v1_PlanPolicyRequest__Output, _cburst_v1_PlanPolicyResponse__Output>
  ReadmitPeer: MethodDefinition<_cburst_v1_ReadmitPeerRequest, _cburst_v1_ReadmitPeerResponse, _cburst_v1_ReadmitPeerRequest__Output, _cburst_v1_ReadmitPeerResponse__Output>
  ReconsiderRejected: MethodDefinition<_cburst_v1_ReconsiderRejectedRequest, _cburst_v1_ReconsiderRejectedResponse, _cburst_v1_ReconsiderRejectedRequest__Output, _cburst_v1_ReconsiderRejectedResponse__Output>
  RejectQuarantined: MethodDefinition<_cburst_v1_RejectQuarantinedRequest, _cburst_v1_RejectQuarantinedResponse, _cburst_v1_RejectQuarantinedRequest__Output, _cburst_v1_RejectQuarantinedResponse__Output>
  ReloadConfig: MethodDefinition<_cburst_v1_ReloadConfigRequest, _cburst_v1_ReloadConfigResponse, _cburst_v1_ReloadConfigRequest__Output, _cburst_v1_ReloadConfigResponse__Output>
  RestoreDecision: MethodDefinition<_cburst_v1_RestoreDecisionRequest, _cburst_v1_RestoreDecisionResponse, _cburst_v1_RestoreDecisionRequest__Output, _cburst_v1_RestoreDecisionResponse__Output>
  ResyncPeers: MethodDefinition<_cburst_v1_ResyncPeersRequest, _cburst_v1_ResyncPeersResponse, _cburst_v1_ResyncPeersRequest__Output, _cburst_v1_ResyncPeersResponse__Output>
  RotateJoinKey: MethodDefinition<_cburst_v1_RotateJoinKeyRequest, _cburst_v1_RotateJoinKeyResponse, _cburst_v1_RotateJoinKeyRequest__Output, _cburst_v1_RotateJoinKeyResponse__Output>
  SetChannelMetadata: MethodDefinition<_cburst_v1_SetChannelMetadataRequest, _cburst_v1_SetChannelMetadataResponse, _cburst_v1_SetChannelMetadataRequest__Output, _cburst_v1_SetChannelMetadataResponse__Output>
  SetHostWrites: MethodDefinition<_cburst_v1_SetHostWritesRequest, _cburst_v1_SetHostWritesResponse, _cburst_v1_SetHostWritesRequest__Output, _cburst_v1_SetHostWritesResponse__Output>
  SetLogLevel: MethodDefinition<_cburst_v1_SetLogLevelRequest, _cburst_v1_SetLogLevelResponse, _cburst_v1_SetLogLevelRequest__Output, _cburst_v1_SetLogLevelResponse__Output>
  SplitChannel: MethodDefinition<_cburst_v1_SplitChannelRequest, _cburst_v1_SplitChannelResponse, _cburst_v1_SplitChannelRequest__Output, _cburst_v1_SplitChannelResponse__Output>
  UnlinkPeer: MethodDefinition<_cburst_v1_UnlinkPeerRequest, _cburst_v1_UnlinkPeerResponse, _cburst_v1_UnlinkPeerRequest__Output, _cburst_v1_UnlinkPeerResponse__Output>
  UnpinChannel: MethodDefinition<_cburst_v1_UnpinChannelRequest, _cburst_v1_UnpinChannelResponse, _cburst_v1_UnpinChannelRequest__Output, _cburst_v1_UnpinChannelResponse__Output>
  WatchEvents: MethodDefinition<_cburst_v1_WatchEventsRequest, _cburst_v1_WatchEventsResponse, _cburst_v1_WatchEventsRequest__Output, _cburst_v1_WatchEventsResponse__Output>
}
