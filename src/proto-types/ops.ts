import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ApproveQuarantinedRequest as _cburst_v1_ApproveQuarantinedRequest, ApproveQuarantinedRequest__Output as _cburst_v1_ApproveQuarantinedRequest__Output } from './cburst/v1/ApproveQuarantinedRequest.ts';
import type { ApproveQuarantinedResponse as _cburst_v1_ApproveQuarantinedResponse, ApproveQuarantinedResponse__Output as _cburst_v1_ApproveQuarantinedResponse__Output } from './cburst/v1/ApproveQuarantinedResponse.ts';
import type { ChannelDocument as _cburst_v1_ChannelDocument, ChannelDocument__Output as _cburst_v1_ChannelDocument__Output } from './cburst/v1/ChannelDocument.ts';
import type { ChannelMember as _cburst_v1_ChannelMember, ChannelMember__Output as _cburst_v1_ChannelMember__Output } from './cburst/v1/ChannelMember.ts';
import type { ChannelSummary as _cburst_v1_ChannelSummary, ChannelSummary__Output as _cburst_v1_ChannelSummary__Output } from './cburst/v1/ChannelSummary.ts';
import type { ComparePeerRequest as _cburst_v1_ComparePeerRequest, ComparePeerRequest__Output as _cburst_v1_ComparePeerRequest__Output } from './cburst/v1/ComparePeerRequest.ts';
import type { ComparePeerResponse as _cburst_v1_ComparePeerResponse, ComparePeerResponse__Output as _cburst_v1_ComparePeerResponse__Output } from './cburst/v1/ComparePeerResponse.ts';
import type { Comparison as _cburst_v1_Comparison, Comparison__Output as _cburst_v1_Comparison__Output } from './cburst/v1/Comparison.ts';
import type { ConfigChange as _cburst_v1_ConfigChange, ConfigChange__Output as _cburst_v1_ConfigChange__Output } from './cburst/v1/ConfigChange.ts';
import type { Conflict as _cburst_v1_Conflict, Conflict__Output as _cburst_v1_Conflict__Output } from './cburst/v1/Conflict.ts';
import type { Decision as _cburst_v1_Decision, Decision__Output as _cburst_v1_Decision__Output } from './cburst/v1/Decision.ts';
import type { DeleteChannelMetadataRequest as _cburst_v1_DeleteChannelMetadataRequest, DeleteChannelMetadataRequest__Output as _cburst_v1_DeleteChannelMetadataRequest__Output } from './cburst/v1/DeleteChannelMetadataRequest.ts';
import type { DeleteChannelMetadataResponse as _cburst_v1_DeleteChannelMetadataResponse, DeleteChannelMetadataResponse__Output as _cburst_v1_DeleteChannelMetadataResponse__Output } from './cburst/v1/DeleteChannelMetadataResponse.ts';
import type { DocumentDifference as _cburst_v1_DocumentDifference, DocumentDifference__Output as _cburst_v1_DocumentDifference__Output } from './cburst/v1/DocumentDifference.ts';
import type { DrainSidecarRequest as _cburst_v1_DrainSidecarRequest, DrainSidecarRequest__Output as _cburst_v1_DrainSidecarRequest__Output } from './cburst/v1/DrainSidecarRequest.ts';
import type { DrainSidecarResponse as _cburst_v1_DrainSidecarResponse, DrainSidecarResponse__Output as _cburst_v1_DrainSidecarResponse__Output } from './cburst/v1/DrainSidecarResponse.ts';
import type { DrainingPeer as _cburst_v1_DrainingPeer, DrainingPeer__Output as _cburst_v1_DrainingPeer__Output } from './cburst/v1/DrainingPeer.ts';
import type { EntryField as _cburst_v1_EntryField, EntryField__Output as _cburst_v1_EntryField__Output } from './cburst/v1/EntryField.ts';
import type { EventPosition as _cburst_v1_EventPosition, EventPosition__Output as _cburst_v1_EventPosition__Output } from './cburst/v1/EventPosition.ts';
import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from './cburst/v1/Field.ts';
import type { FieldDifference as _cburst_v1_FieldDifference, FieldDifference__Output as _cburst_v1_FieldDifference__Output } from './cburst/v1/FieldDifference.ts';
import type { FieldReason as _cburst_v1_FieldReason, FieldReason__Output as _cburst_v1_FieldReason__Output } from './cburst/v1/FieldReason.ts';
import type { Figure as _cburst_v1_Figure, Figure__Output as _cburst_v1_Figure__Output } from './cburst/v1/Figure.ts';
import type { FlagField as _cburst_v1_FlagField, FlagField__Output as _cburst_v1_FlagField__Output } from './cburst/v1/FlagField.ts';
import type { GetChannelMetadataRequest as _cburst_v1_GetChannelMetadataRequest, GetChannelMetadataRequest__Output as _cburst_v1_GetChannelMetadataRequest__Output } from './cburst/v1/GetChannelMetadataRequest.ts';
import type { GetChannelMetadataResponse as _cburst_v1_GetChannelMetadataResponse, GetChannelMetadataResponse__Output as _cburst_v1_GetChannelMetadataResponse__Output } from './cburst/v1/GetChannelMetadataResponse.ts';
import type { GetChannelRequest as _cburst_v1_GetChannelRequest, GetChannelRequest__Output as _cburst_v1_GetChannelRequest__Output } from './cburst/v1/GetChannelRequest.ts';
import type { GetChannelResponse as _cburst_v1_GetChannelResponse, GetChannelResponse__Output as _cburst_v1_GetChannelResponse__Output } from './cburst/v1/GetChannelResponse.ts';
import type { GetLogLevelRequest as _cburst_v1_GetLogLevelRequest, GetLogLevelRequest__Output as _cburst_v1_GetLogLevelRequest__Output } from './cburst/v1/GetLogLevelRequest.ts';
import type { GetLogLevelResponse as _cburst_v1_GetLogLevelResponse, GetLogLevelResponse__Output as _cburst_v1_GetLogLevelResponse__Output } from './cburst/v1/GetLogLevelResponse.ts';
import type { GetStatsRequest as _cburst_v1_GetStatsRequest, GetStatsRequest__Output as _cburst_v1_GetStatsRequest__Output } from './cburst/v1/GetStatsRequest.ts';
import type { GetStatsResponse as _cburst_v1_GetStatsResponse, GetStatsResponse__Output as _cburst_v1_GetStatsResponse__Output } from './cburst/v1/GetStatsResponse.ts';
import type { GetStatusRequest as _cburst_v1_GetStatusRequest, GetStatusRequest__Output as _cburst_v1_GetStatusRequest__Output } from './cburst/v1/GetStatusRequest.ts';
import type { GetStatusResponse as _cburst_v1_GetStatusResponse, GetStatusResponse__Output as _cburst_v1_GetStatusResponse__Output } from './cburst/v1/GetStatusResponse.ts';
import type { Holder as _cburst_v1_Holder, Holder__Output as _cburst_v1_Holder__Output } from './cburst/v1/Holder.ts';
import type { HostDeviation as _cburst_v1_HostDeviation, HostDeviation__Output as _cburst_v1_HostDeviation__Output } from './cburst/v1/HostDeviation.ts';
import type { HostStatus as _cburst_v1_HostStatus, HostStatus__Output as _cburst_v1_HostStatus__Output } from './cburst/v1/HostStatus.ts';
import type { HostWrites as _cburst_v1_HostWrites, HostWrites__Output as _cburst_v1_HostWrites__Output } from './cburst/v1/HostWrites.ts';
import type { JoinKeyField as _cburst_v1_JoinKeyField, JoinKeyField__Output as _cburst_v1_JoinKeyField__Output } from './cburst/v1/JoinKeyField.ts';
import type { LimitField as _cburst_v1_LimitField, LimitField__Output as _cburst_v1_LimitField__Output } from './cburst/v1/LimitField.ts';
import type { LinkPeerRequest as _cburst_v1_LinkPeerRequest, LinkPeerRequest__Output as _cburst_v1_LinkPeerRequest__Output } from './cburst/v1/LinkPeerRequest.ts';
import type { LinkPeerResponse as _cburst_v1_LinkPeerResponse, LinkPeerResponse__Output as _cburst_v1_LinkPeerResponse__Output } from './cburst/v1/LinkPeerResponse.ts';
import type { ListChannelMetadataRequest as _cburst_v1_ListChannelMetadataRequest, ListChannelMetadataRequest__Output as _cburst_v1_ListChannelMetadataRequest__Output } from './cburst/v1/ListChannelMetadataRequest.ts';
import type { ListChannelMetadataResponse as _cburst_v1_ListChannelMetadataResponse, ListChannelMetadataResponse__Output as _cburst_v1_ListChannelMetadataResponse__Output } from './cburst/v1/ListChannelMetadataResponse.ts';
import type { ListChannelsRequest as _cburst_v1_ListChannelsRequest, ListChannelsRequest__Output as _cburst_v1_ListChannelsRequest__Output } from './cburst/v1/ListChannelsRequest.ts';
import type { ListChannelsResponse as _cburst_v1_ListChannelsResponse, ListChannelsResponse__Output as _cburst_v1_ListChannelsResponse__Output } from './cburst/v1/ListChannelsResponse.ts';
import type { ListConflictsRequest as _cburst_v1_ListConflictsRequest, ListConflictsRequest__Output as _cburst_v1_ListConflictsRequest__Output } from './cburst/v1/ListConflictsRequest.ts';
import type { ListConflictsResponse as _cburst_v1_ListConflictsResponse, ListConflictsResponse__Output as _cburst_v1_ListConflictsResponse__Output } from './cburst/v1/ListConflictsResponse.ts';
import type { ListDecisionsRequest as _cburst_v1_ListDecisionsRequest, ListDecisionsRequest__Output as _cburst_v1_ListDecisionsRequest__Output } from './cburst/v1/ListDecisionsRequest.ts';
import type { ListDecisionsResponse as _cburst_v1_ListDecisionsResponse, ListDecisionsResponse__Output as _cburst_v1_ListDecisionsResponse__Output } from './cburst/v1/ListDecisionsResponse.ts';
import type { ListMembersRequest as _cburst_v1_ListMembersRequest, ListMembersRequest__Output as _cburst_v1_ListMembersRequest__Output } from './cburst/v1/ListMembersRequest.ts';
import type { ListMembersResponse as _cburst_v1_ListMembersResponse, ListMembersResponse__Output as _cburst_v1_ListMembersResponse__Output } from './cburst/v1/ListMembersResponse.ts';
import type { ListPeersRequest as _cburst_v1_ListPeersRequest, ListPeersRequest__Output as _cburst_v1_ListPeersRequest__Output } from './cburst/v1/ListPeersRequest.ts';
import type { ListPeersResponse as _cburst_v1_ListPeersResponse, ListPeersResponse__Output as _cburst_v1_ListPeersResponse__Output } from './cburst/v1/ListPeersResponse.ts';
import type { ListQuarantineRequest as _cburst_v1_ListQuarantineRequest, ListQuarantineRequest__Output as _cburst_v1_ListQuarantineRequest__Output } from './cburst/v1/ListQuarantineRequest.ts';
import type { ListQuarantineResponse as _cburst_v1_ListQuarantineResponse, ListQuarantineResponse__Output as _cburst_v1_ListQuarantineResponse__Output } from './cburst/v1/ListQuarantineResponse.ts';
import type { ListStoreProblemsRequest as _cburst_v1_ListStoreProblemsRequest, ListStoreProblemsRequest__Output as _cburst_v1_ListStoreProblemsRequest__Output } from './cburst/v1/ListStoreProblemsRequest.ts';
import type { ListStoreProblemsResponse as _cburst_v1_ListStoreProblemsResponse, ListStoreProblemsResponse__Output as _cburst_v1_ListStoreProblemsResponse__Output } from './cburst/v1/ListStoreProblemsResponse.ts';
import type { LostWrite as _cburst_v1_LostWrite, LostWrite__Output as _cburst_v1_LostWrite__Output } from './cburst/v1/LostWrite.ts';
import type { Member as _cburst_v1_Member, Member__Output as _cburst_v1_Member__Output } from './cburst/v1/Member.ts';
import type { MergeChannelRequest as _cburst_v1_MergeChannelRequest, MergeChannelRequest__Output as _cburst_v1_MergeChannelRequest__Output } from './cburst/v1/MergeChannelRequest.ts';
import type { MergeChannelResponse as _cburst_v1_MergeChannelResponse, MergeChannelResponse__Output as _cburst_v1_MergeChannelResponse__Output } from './cburst/v1/MergeChannelResponse.ts';
import type { MetadataEntry as _cburst_v1_MetadataEntry, MetadataEntry__Output as _cburst_v1_MetadataEntry__Output } from './cburst/v1/MetadataEntry.ts';
import type { MetadataField as _cburst_v1_MetadataField, MetadataField__Output as _cburst_v1_MetadataField__Output } from './cburst/v1/MetadataField.ts';
import type { NickChange as _cburst_v1_NickChange, NickChange__Output as _cburst_v1_NickChange__Output } from './cburst/v1/NickChange.ts';
import type { OpsServiceClient as _cburst_v1_OpsServiceClient, OpsServiceDefinition as _cburst_v1_OpsServiceDefinition } from './cburst/v1/OpsService.ts';
import type { ParameterField as _cburst_v1_ParameterField, ParameterField__Output as _cburst_v1_ParameterField__Output } from './cburst/v1/ParameterField.ts';
import type { Peer as _cburst_v1_Peer, Peer__Output as _cburst_v1_Peer__Output } from './cburst/v1/Peer.ts';
import type { PlanPolicyRequest as _cburst_v1_PlanPolicyRequest, PlanPolicyRequest__Output as _cburst_v1_PlanPolicyRequest__Output } from './cburst/v1/PlanPolicyRequest.ts';
import type { PlanPolicyResponse as _cburst_v1_PlanPolicyResponse, PlanPolicyResponse__Output as _cburst_v1_PlanPolicyResponse__Output } from './cburst/v1/PlanPolicyResponse.ts';
import type { PlannedChange as _cburst_v1_PlannedChange, PlannedChange__Output as _cburst_v1_PlannedChange__Output } from './cburst/v1/PlannedChange.ts';
import type { QuarantinedMessage as _cburst_v1_QuarantinedMessage, QuarantinedMessage__Output as _cburst_v1_QuarantinedMessage__Output } from './cburst/v1/QuarantinedMessage.ts';
import type { ReadmitPeerRequest as _cburst_v1_ReadmitPeerRequest, ReadmitPeerRequest__Output as _cburst_v1_ReadmitPeerRequest__Output } from './cburst/v1/ReadmitPeerRequest.ts';
import type { ReadmitPeerResponse as _cburst_v1_ReadmitPeerResponse, ReadmitPeerResponse__Output as _cburst_v1_ReadmitPeerResponse__Output } from './cburst/v1/ReadmitPeerResponse.ts';
import type { ReconsiderRejectedRequest as _cburst_v1_ReconsiderRejectedRequest, ReconsiderRejectedRequest__Output as _cburst_v1_ReconsiderRejectedRequest__Output } from './cburst/v1/ReconsiderRejectedRequest.ts';
import type { ReconsiderRejectedResponse as _cburst_v1_ReconsiderRejectedResponse, ReconsiderRejectedResponse__Output as _cburst_v1_ReconsiderRejectedResponse__Output } from './cburst/v1/ReconsiderRejectedResponse.ts';
import type { RejectQuarantinedRequest as _cburst_v1_RejectQuarantinedRequest, RejectQuarantinedRequest__Output as _cburst_v1_RejectQuarantinedRequest__Output } from './cburst/v1/RejectQuarantinedRequest.ts';
import type { RejectQuarantinedResponse as _cburst_v1_RejectQuarantinedResponse, RejectQuarantinedResponse__Output as _cburst_v1_RejectQuarantinedResponse__Output } from './cburst/v1/RejectQuarantinedResponse.ts';
import type { ReloadConfigRequest as _cburst_v1_ReloadConfigRequest, ReloadConfigRequest__Output as _cburst_v1_ReloadConfigRequest__Output } from './cburst/v1/ReloadConfigRequest.ts';
import type { ReloadConfigResponse as _cburst_v1_ReloadConfigResponse, ReloadConfigResponse__Output as _cburst_v1_ReloadConfigResponse__Output } from './cburst/v1/ReloadConfigResponse.ts';
import type { RestoreDecisionRequest as _cburst_v1_RestoreDecisionRequest, RestoreDecisionRequest__Output as _cburst_v1_RestoreDecisionRequest__Output } from './cburst/v1/RestoreDecisionRequest.ts';
import type { RestoreDecisionResponse as _cburst_v1_RestoreDecisionResponse, RestoreDecisionResponse__Output as _cburst_v1_RestoreDecisionResponse__Output } from './cburst/v1/RestoreDecisionResponse.ts';
import type { ResyncPeersRequest as _cburst_v1_ResyncPeersRequest, ResyncPeersRequest__Output as _cburst_v1_ResyncPeersRequest__Output } from './cburst/v1/ResyncPeersRequest.ts';
import type { ResyncPeersResponse as _cburst_v1_ResyncPeersResponse, ResyncPeersResponse__Output as _cburst_v1_ResyncPeersResponse__Output } from './cburst/v1/ResyncPeersResponse.ts';
import type { Rival as _cburst_v1_Rival, Rival__Output as _cburst_v1_Rival__Output } from './cburst/v1/Rival.ts';
import type { RotateJoinKeyRequest as _cburst_v1_RotateJoinKeyRequest, RotateJoinKeyRequest__Output as _cburst_v1_RotateJoinKeyRequest__Output } from './cburst/v1/RotateJoinKeyRequest.ts';
import type { RotateJoinKeyResponse as _cburst_v1_RotateJoinKeyResponse, RotateJoinKeyResponse__Output as _cburst_v1_RotateJoinKeyResponse__Output } from './cburst/v1/RotateJoinKeyResponse.ts';
import type { SetChannelMetadataRequest as _cburst_v1_SetChannelMetadataRequest, SetChannelMetadataRequest__Output as _cburst_v1_SetChannelMetadataRequest__Output } from './cburst/v1/SetChannelMetadataRequest.ts';
import type { SetChannelMetadataResponse as _cburst_v1_SetChannelMetadataResponse, SetChannelMetadataResponse__Output as _cburst_v1_SetChannelMetadataResponse__Output } from './cburst/v1/SetChannelMetadataResponse.ts';
import type { SetHostWritesRequest as _cburst_v1_SetHostWritesRequest, SetHostWritesRequest__Output as _cburst_v1_SetHostWritesRequest__Output } from './cburst/v1/SetHostWritesRequest.ts';
import type { SetHostWritesResponse as _cburst_v1_SetHostWritesResponse, SetHostWritesResponse__Output as _cburst_v1_SetHostWritesResponse__Output } from './cburst/v1/SetHostWritesResponse.ts';
import type { SetLogLevelRequest as _cburst_v1_SetLogLevelRequest, SetLogLevelRequest__Output as _cburst_v1_SetLogLevelRequest__Output } from './cburst/v1/SetLogLevelRequest.ts';
import type { SetLogLevelResponse as _cburst_v1_SetLogLevelResponse, SetLogLevelResponse__Output as _cburst_v1_SetLogLevelResponse__Output } from './cburst/v1/SetLogLevelResponse.ts';
import type { SplitChannelRequest as _cburst_v1_SplitChannelRequest, SplitChannelRequest__Output as _cburst_v1_SplitChannelRequest__Output } from './cburst/v1/SplitChannelRequest.ts';
import type { SplitChannelResponse as _cburst_v1_SplitChannelResponse, SplitChannelResponse__Output as _cburst_v1_SplitChannelResponse__Output } from './cburst/v1/SplitChannelResponse.ts';
import type { StoreProblem as _cburst_v1_StoreProblem, StoreProblem__Output as _cburst_v1_StoreProblem__Output } from './cburst/v1/StoreProblem.ts';
import type { Topic as _cburst_v1_Topic, Topic__Output as _cburst_v1_Topic__Output } from './cburst/v1/Topic.ts';
import type { TopicField as _cburst_v1_TopicField, TopicField__Output as _cburst_v1_TopicField__Output } from './cburst/v1/TopicField.ts';
import type { UnlinkPeerRequest as _cburst_v1_UnlinkPeerRequest, UnlinkPeerRequest__Output as _cburst_v1_UnlinkPeerRequest__Output } from './cburst/v1/UnlinkPeerRequest.ts';
import type { UnlinkPeerResponse as _cburst_v1_UnlinkPeerResponse, UnlinkPeerResponse__Output as _cburst_v1_UnlinkPeerResponse__Output } from './cburst/v1/UnlinkPeerResponse.ts';
import type { UnpinChannelRequest as _cburst_v1_UnpinChannelRequest, UnpinChannelRequest__Output as _cburst_v1_UnpinChannelRequest__Output } from './cburst/v1/UnpinChannelRequest.ts';
import type { UnpinChannelResponse as _cburst_v1_UnpinChannelResponse, UnpinChannelResponse__Output as _cburst_v1_UnpinChannelResponse__Output } from './cburst/v1/UnpinChannelResponse.ts';
import type { WatchEventsRequest as _cburst_v1_WatchEventsRequest, WatchEventsRequest__Output as _cburst_v1_WatchEventsRequest__Output } from './cburst/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse as _cburst_v1_WatchEventsResponse, WatchEventsResponse__Output as _cburst_v1_WatchEventsResponse__Output } from './cburst/v1/WatchEventsResponse.ts';
import type { WatchStart as _cburst_v1_WatchStart, WatchStart__Output as _cburst_v1_WatchStart__Output } from './cburst/v1/WatchStart.ts';
import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from './google/protobuf/FieldMask.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  cburst: {
    v1: {
      ApproveQuarantinedRequest: MessageTypeDefinition<_cburst_v1_ApproveQuarantinedRequest, _cburst_v1_ApproveQuarantinedRequest__Output>
      ApproveQuarantinedResponse: MessageTypeDefinition<_cburst_v1_ApproveQuarantinedResponse, _cburst_v1_ApproveQuarantinedResponse__Output>
      ChannelDocument: MessageTypeDefinition<_cburst_v1_ChannelDocument, _cburst_v1_ChannelDocument__Output>
      ChannelMember: MessageTypeDefinition<_cburst_v1_ChannelMember, _cburst_v1_ChannelMember__Output>
      ChannelPlace: EnumTypeDefinition
      ChannelSummary: MessageTypeDefinition<_cburst_v1_ChannelSummary, _cburst_v1_ChannelSummary__Output>
      ComparePeerRequest: MessageTypeDefinition<_cburst_v1_ComparePeerRequest, _cburst_v1_ComparePeerRequest__Output>
      ComparePeerResponse: MessageTypeDefinition<_cburst_v1_ComparePeerResponse, _cburst_v1_ComparePeerResponse__Output>
      Comparison: MessageTypeDefinition<_cburst_v1_Comparison, _cburst_v1_Comparison__Output>
      ComparisonOutcome: EnumTypeDefinition
      ConfigChange: MessageTypeDefinition<_cburst_v1_ConfigChange, _cburst_v1_ConfigChange__Output>
      Conflict: MessageTypeDefinition<_cburst_v1_Conflict, _cburst_v1_Conflict__Output>
      Decision: MessageTypeDefinition<_cburst_v1_Decision, _cburst_v1_Decision__Output>
      DeleteChannelMetadataRequest: MessageTypeDefinition<_cburst_v1_DeleteChannelMetadataRequest, _cburst_v1_DeleteChannelMetadataRequest__Output>
      DeleteChannelMetadataResponse: MessageTypeDefinition<_cburst_v1_DeleteChannelMetadataResponse, _cburst_v1_DeleteChannelMetadataResponse__Output>
      DifferenceSide: EnumTypeDefinition
      DifferenceState: EnumTypeDefinition
      DocumentDifference: MessageTypeDefinition<_cburst_v1_DocumentDifference, _cburst_v1_DocumentDifference__Output>
      DrainSidecarRequest: MessageTypeDefinition<_cburst_v1_DrainSidecarRequest, _cburst_v1_DrainSidecarRequest__Output>
      DrainSidecarResponse: MessageTypeDefinition<_cburst_v1_DrainSidecarResponse, _cburst_v1_DrainSidecarResponse__Output>
      DrainState: EnumTypeDefinition
      DrainingPeer: MessageTypeDefinition<_cburst_v1_DrainingPeer, _cburst_v1_DrainingPeer__Output>
      EntryField: MessageTypeDefinition<_cburst_v1_EntryField, _cburst_v1_EntryField__Output>
      EventPosition: MessageTypeDefinition<_cburst_v1_EventPosition, _cburst_v1_EventPosition__Output>
      Field: MessageTypeDefinition<_cburst_v1_Field, _cburst_v1_Field__Output>
      FieldDifference: MessageTypeDefinition<_cburst_v1_FieldDifference, _cburst_v1_FieldDifference__Output>
      FieldReason: MessageTypeDefinition<_cburst_v1_FieldReason, _cburst_v1_FieldReason__Output>
      Figure: MessageTypeDefinition<_cburst_v1_Figure, _cburst_v1_Figure__Output>
      FlagField: MessageTypeDefinition<_cburst_v1_FlagField, _cburst_v1_FlagField__Output>
      GetChannelMetadataRequest: MessageTypeDefinition<_cburst_v1_GetChannelMetadataRequest, _cburst_v1_GetChannelMetadataRequest__Output>
      GetChannelMetadataResponse: MessageTypeDefinition<_cburst_v1_GetChannelMetadataResponse, _cburst_v1_GetChannelMetadataResponse__Output>
      GetChannelRequest: MessageTypeDefinition<_cburst_v1_GetChannelRequest, _cburst_v1_GetChannelRequest__Output>
      GetChannelResponse: MessageTypeDefinition<_cburst_v1_GetChannelResponse, _cburst_v1_GetChannelResponse__Output>
      GetLogLevelRequest: MessageTypeDefinition<_cburst_v1_GetLogLevelRequest, _cburst_v1_GetLogLevelRequest__Output>
      GetLogLevelResponse: MessageTypeDefinition<_cburst_v1_GetLogLevelResponse, _cburst_v1_GetLogLevelResponse__Output>
      GetStatsRequest: MessageTypeDefinition<_cburst_v1_GetStatsRequest, _cburst_v1_GetStatsRequest__Output>
      GetStatsResponse: MessageTypeDefinition<_cburst_v1_GetStatsResponse, _cburst_v1_GetStatsResponse__Output>
      GetStatusRequest: MessageTypeDefinition<_cburst_v1_GetStatusRequest, _cburst_v1_GetStatusRequest__Output>
      GetStatusResponse: MessageTypeDefinition<_cburst_v1_GetStatusResponse, _cburst_v1_GetStatusResponse__Output>
      Holder: MessageTypeDefinition<_cburst_v1_Holder, _cburst_v1_Holder__Output>
      HostDeviation: MessageTypeDefinition<_cburst_v1_HostDeviation, _cburst_v1_HostDeviation__Output>
      HostStatus: MessageTypeDefinition<_cburst_v1_HostStatus, _cburst_v1_HostStatus__Output>
      HostWriteMode: EnumTypeDefinition
      HostWrites: MessageTypeDefinition<_cburst_v1_HostWrites, _cburst_v1_HostWrites__Output>
      JoinKeyField: MessageTypeDefinition<_cburst_v1_JoinKeyField, _cburst_v1_JoinKeyField__Output>
      LimitField: MessageTypeDefinition<_cburst_v1_LimitField, _cburst_v1_LimitField__Output>
      LinkPeerRequest: MessageTypeDefinition<_cburst_v1_LinkPeerRequest, _cburst_v1_LinkPeerRequest__Output>
      LinkPeerResponse: MessageTypeDefinition<_cburst_v1_LinkPeerResponse, _cburst_v1_LinkPeerResponse__Output>
      ListChannelMetadataRequest: MessageTypeDefinition<_cburst_v1_ListChannelMetadataRequest, _cburst_v1_ListChannelMetadataRequest__Output>
      ListChannelMetadataResponse: MessageTypeDefinition<_cburst_v1_ListChannelMetadataResponse, _cburst_v1_ListChannelMetadataResponse__Output>
      ListChannelsRequest: MessageTypeDefinition<_cburst_v1_ListChannelsRequest, _cburst_v1_ListChannelsRequest__Output>
      ListChannelsResponse: MessageTypeDefinition<_cburst_v1_ListChannelsResponse, _cburst_v1_ListChannelsResponse__Output>
      ListConflictsRequest: MessageTypeDefinition<_cburst_v1_ListConflictsRequest, _cburst_v1_ListConflictsRequest__Output>
      ListConflictsResponse: MessageTypeDefinition<_cburst_v1_ListConflictsResponse, _cburst_v1_ListConflictsResponse__Output>
      ListDecisionsRequest: MessageTypeDefinition<_cburst_v1_ListDecisionsRequest, _cburst_v1_ListDecisionsRequest__Output>
      ListDecisionsResponse: MessageTypeDefinition<_cburst_v1_ListDecisionsResponse, _cburst_v1_ListDecisionsResponse__Output>
      ListMembersRequest: MessageTypeDefinition<_cburst_v1_ListMembersRequest, _cburst_v1_ListMembersRequest__Output>
      ListMembersResponse: MessageTypeDefinition<_cburst_v1_ListMembersResponse, _cburst_v1_ListMembersResponse__Output>
      ListPeersRequest: MessageTypeDefinition<_cburst_v1_ListPeersRequest, _cburst_v1_ListPeersRequest__Output>
      ListPeersResponse: MessageTypeDefinition<_cburst_v1_ListPeersResponse, _cburst_v1_ListPeersResponse__Output>
      ListQuarantineRequest: MessageTypeDefinition<_cburst_v1_ListQuarantineRequest, _cburst_v1_ListQuarantineRequest__Output>
      ListQuarantineResponse: MessageTypeDefinition<_cburst_v1_ListQuarantineResponse, _cburst_v1_ListQuarantineResponse__Output>
      ListStoreProblemsRequest: MessageTypeDefinition<_cburst_v1_ListStoreProblemsRequest, _cburst_v1_ListStoreProblemsRequest__Output>
      ListStoreProblemsResponse: MessageTypeDefinition<_cburst_v1_ListStoreProblemsResponse, _cburst_v1_ListStoreProblemsResponse__Output>
      LostWrite: MessageTypeDefinition<_cburst_v1_LostWrite, _cburst_v1_LostWrite__Output>
      Member: MessageTypeDefinition<_cburst_v1_Member, _cburst_v1_Member__Output>
      MergeChannelRequest: MessageTypeDefinition<_cburst_v1_MergeChannelRequest, _cburst_v1_MergeChannelRequest__Output>
      MergeChannelResponse: MessageTypeDefinition<_cburst_v1_MergeChannelResponse, _cburst_v1_MergeChannelResponse__Output>
      MetadataEntry: MessageTypeDefinition<_cburst_v1_MetadataEntry, _cburst_v1_MetadataEntry__Output>
      MetadataField: MessageTypeDefinition<_cburst_v1_MetadataField, _cburst_v1_MetadataField__Output>
      NickChange: MessageTypeDefinition<_cburst_v1_NickChange, _cburst_v1_NickChange__Output>
      /**
       * Questions about a sidecar, and what an operator decides. Callers of the role ops-read are not told of hidden channels: names of
       * which an id that is known is secret (+s) or private (+p), but for those that they were granted. UNAUTHENTICATED without a
       * valid credential, PERMISSION_DENIED where the caller's role does not include the call. Join keys are redacted.
       */
      OpsService: SubtypeConstructor<typeof grpc.Client, _cburst_v1_OpsServiceClient> & { service: _cburst_v1_OpsServiceDefinition }
      ParameterField: MessageTypeDefinition<_cburst_v1_ParameterField, _cburst_v1_ParameterField__Output>
      Peer: MessageTypeDefinition<_cburst_v1_Peer, _cburst_v1_Peer__Output>
      PeerState: EnumTypeDefinition
      PlanPolicyRequest: MessageTypeDefinition<_cburst_v1_PlanPolicyRequest, _cburst_v1_PlanPolicyRequest__Output>
      PlanPolicyResponse: MessageTypeDefinition<_cburst_v1_PlanPolicyResponse, _cburst_v1_PlanPolicyResponse__Output>
      PlannedChange: MessageTypeDefinition<_cburst_v1_PlannedChange, _cburst_v1_PlannedChange__Output>
      PrefixMode: EnumTypeDefinition
      QuarantinedMessage: MessageTypeDefinition<_cburst_v1_QuarantinedMessage, _cburst_v1_QuarantinedMessage__Output>
      ReadmitPeerRequest: MessageTypeDefinition<_cburst_v1_ReadmitPeerRequest, _cburst_v1_ReadmitPeerRequest__Output>
      ReadmitPeerResponse: MessageTypeDefinition<_cburst_v1_ReadmitPeerResponse, _cburst_v1_ReadmitPeerResponse__Output>
      ReconsiderRejectedRequest: MessageTypeDefinition<_cburst_v1_ReconsiderRejectedRequest, _cburst_v1_ReconsiderRejectedRequest__Output>
      ReconsiderRejectedResponse: MessageTypeDefinition<_cburst_v1_ReconsiderRejectedResponse, _cburst_v1_ReconsiderRejectedResponse__Output>
      RejectQuarantinedRequest: MessageTypeDefinition<_cburst_v1_RejectQuarantinedRequest, _cburst_v1_RejectQuarantinedRequest__Output>
      RejectQuarantinedResponse: MessageTypeDefinition<_cburst_v1_RejectQuarantinedResponse, _cburst_v1_RejectQuarantinedResponse__Output>
      ReloadConfigRequest: MessageTypeDefinition<_cburst_v1_ReloadConfigRequest, _cburst_v1_ReloadConfigRequest__Output>
      ReloadConfigResponse: MessageTypeDefinition<_cburst_v1_ReloadConfigResponse, _cburst_v1_ReloadConfigResponse__Output>
      RestoreDecisionRequest: MessageTypeDefinition<_cburst_v1_RestoreDecisionRequest, _cburst_v1_RestoreDecisionRequest__Output>
      RestoreDecisionResponse: MessageTypeDefinition<_cburst_v1_RestoreDecisionResponse, _cburst_v1_RestoreDecisionResponse__Output>
      ResyncPeersRequest: MessageTypeDefinition<_cburst_v1_ResyncPeersRequest, _cburst_v1_ResyncPeersRequest__Output>
      ResyncPeersResponse: MessageTypeDefinition<_cburst_v1_ResyncPeersResponse, _cburst_v1_ResyncPeersResponse__Output>
      Rival: MessageTypeDefinition<_cburst_v1_Rival, _cburst_v1_Rival__Output>
      RotateJoinKeyRequest: MessageTypeDefinition<_cburst_v1_RotateJoinKeyRequest, _cburst_v1_RotateJoinKeyRequest__Output>
      RotateJoinKeyResponse: MessageTypeDefinition<_cburst_v1_RotateJoinKeyResponse, _cburst_v1_RotateJoinKeyResponse__Output>
      SetChannelMetadataRequest: MessageTypeDefinition<_cburst_v1_SetChannelMetadataRequest, _cburst_v1_SetChannelMetadataRequest__Output>
      SetChannelMetadataResponse: MessageTypeDefinition<_cburst_v1_SetChannelMetadataResponse, _cburst_v1_SetChannelMetadataResponse__Output>
      SetHostWritesRequest: MessageTypeDefinition<_cburst_v1_SetHostWritesRequest, _cburst_v1_SetHostWritesRequest__Output>
      SetHostWritesResponse: MessageTypeDefinition<_cburst_v1_SetHostWritesResponse, _cburst_v1_SetHostWritesResponse__Output>
      SetLogLevelRequest: MessageTypeDefinition<_cburst_v1_SetLogLevelRequest, _cburst_v1_SetLogLevelRequest__Output>
      SetLogLevelResponse: MessageTypeDefinition<_cburst_v1_SetLogLevelResponse, _cburst_v1_SetLogLevelResponse__Output>
      SplitChannelRequest: MessageTypeDefinition<_cburst_v1_SplitChannelRequest, _cburst_v1_SplitChannelRequest__Output>
      SplitChannelResponse: MessageTypeDefinition<_cburst_v1_SplitChannelResponse, _cburst_v1_SplitChannelResponse__Output>
      StoreProblem: MessageTypeDefinition<_cburst_v1_StoreProblem, _cburst_v1_StoreProblem__Output>
      StoreProblemOutcome: EnumTypeDefinition
      Topic: MessageTypeDefinition<_cburst_v1_Topic, _cburst_v1_Topic__Output>
      TopicField: MessageTypeDefinition<_cburst_v1_TopicField, _cburst_v1_TopicField__Output>
      UnlinkPeerRequest: MessageTypeDefinition<_cburst_v1_UnlinkPeerRequest, _cburst_v1_UnlinkPeerRequest__Output>
      UnlinkPeerResponse: MessageTypeDefinition<_cburst_v1_UnlinkPeerResponse, _cburst_v1_UnlinkPeerResponse__Output>
      UnpinChannelRequest: MessageTypeDefinition<_cburst_v1_UnpinChannelRequest, _cburst_v1_UnpinChannelRequest__Output>
      UnpinChannelResponse: MessageTypeDefinition<_cburst_v1_UnpinChannelResponse, _cburst_v1_UnpinChannelResponse__Output>
      WatchEventsRequest: MessageTypeDefinition<_cburst_v1_WatchEventsRequest, _cburst_v1_WatchEventsRequest__Output>
      WatchEventsResponse: MessageTypeDefinition<_cburst_v1_WatchEventsResponse, _cburst_v1_WatchEventsResponse__Output>
      WatchStart: MessageTypeDefinition<_cburst_v1_WatchStart, _cburst_v1_WatchStart__Output>
    }
  }
  google: {
    protobuf: {
      FieldMask: MessageTypeDefinition<_google_protobuf_FieldMask, _google_protobuf_FieldMask__Output>
    }
  }
}

