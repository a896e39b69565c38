import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Acknowledgement as _cburst_v1_Acknowledgement, Acknowledgement__Output as _cburst_v1_Acknowledgement__Output } from './cburst/v1/Acknowledgement.ts';
import type { AttachRequest as _cburst_v1_AttachRequest, AttachRequest__Output as _cburst_v1_AttachRequest__Output } from './cburst/v1/AttachRequest.ts';
import type { AttachResponse as _cburst_v1_AttachResponse, AttachResponse__Output as _cburst_v1_AttachResponse__Output } from './cburst/v1/AttachResponse.ts';
import type { ChannelDropped as _cburst_v1_ChannelDropped, ChannelDropped__Output as _cburst_v1_ChannelDropped__Output } from './cburst/v1/ChannelDropped.ts';
import type { ChannelMembers as _cburst_v1_ChannelMembers, ChannelMembers__Output as _cburst_v1_ChannelMembers__Output } from './cburst/v1/ChannelMembers.ts';
import type { ChannelRemoval as _cburst_v1_ChannelRemoval, ChannelRemoval__Output as _cburst_v1_ChannelRemoval__Output } from './cburst/v1/ChannelRemoval.ts';
import type { ChannelUpdate as _cburst_v1_ChannelUpdate, ChannelUpdate__Output as _cburst_v1_ChannelUpdate__Output } from './cburst/v1/ChannelUpdate.ts';
import type { ChannelView as _cburst_v1_ChannelView, ChannelView__Output as _cburst_v1_ChannelView__Output } from './cburst/v1/ChannelView.ts';
import type { Deviation as _cburst_v1_Deviation, Deviation__Output as _cburst_v1_Deviation__Output } from './cburst/v1/Deviation.ts';
import type { EntryField as _cburst_v1_EntryField, EntryField__Output as _cburst_v1_EntryField__Output } from './cburst/v1/EntryField.ts';
import type { EventBatch as _cburst_v1_EventBatch, EventBatch__Output as _cburst_v1_EventBatch__Output } from './cburst/v1/EventBatch.ts';
import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from './cburst/v1/Field.ts';
import type { FieldsChanged as _cburst_v1_FieldsChanged, FieldsChanged__Output as _cburst_v1_FieldsChanged__Output } from './cburst/v1/FieldsChanged.ts';
import type { FlagField as _cburst_v1_FlagField, FlagField__Output as _cburst_v1_FlagField__Output } from './cburst/v1/FlagField.ts';
import type { GrantBatch as _cburst_v1_GrantBatch, GrantBatch__Output as _cburst_v1_GrantBatch__Output } from './cburst/v1/GrantBatch.ts';
import type { HostChannel as _cburst_v1_HostChannel, HostChannel__Output as _cburst_v1_HostChannel__Output } from './cburst/v1/HostChannel.ts';
import type { HostEvent as _cburst_v1_HostEvent, HostEvent__Output as _cburst_v1_HostEvent__Output } from './cburst/v1/HostEvent.ts';
import type { HostHello as _cburst_v1_HostHello, HostHello__Output as _cburst_v1_HostHello__Output } from './cburst/v1/HostHello.ts';
import type { HostServiceClient as _cburst_v1_HostServiceClient, HostServiceDefinition as _cburst_v1_HostServiceDefinition } from './cburst/v1/HostService.ts';
import type { JoinKeyField as _cburst_v1_JoinKeyField, JoinKeyField__Output as _cburst_v1_JoinKeyField__Output } from './cburst/v1/JoinKeyField.ts';
import type { LimitField as _cburst_v1_LimitField, LimitField__Output as _cburst_v1_LimitField__Output } from './cburst/v1/LimitField.ts';
import type { Member as _cburst_v1_Member, Member__Output as _cburst_v1_Member__Output } from './cburst/v1/Member.ts';
import type { MemberGrant as _cburst_v1_MemberGrant, MemberGrant__Output as _cburst_v1_MemberGrant__Output } from './cburst/v1/MemberGrant.ts';
import type { MembersChanged as _cburst_v1_MembersChanged, MembersChanged__Output as _cburst_v1_MembersChanged__Output } from './cburst/v1/MembersChanged.ts';
import type { MetadataField as _cburst_v1_MetadataField, MetadataField__Output as _cburst_v1_MetadataField__Output } from './cburst/v1/MetadataField.ts';
import type { NickChange as _cburst_v1_NickChange, NickChange__Output as _cburst_v1_NickChange__Output } from './cburst/v1/NickChange.ts';
import type { ParameterField as _cburst_v1_ParameterField, ParameterField__Output as _cburst_v1_ParameterField__Output } from './cburst/v1/ParameterField.ts';
import type { PresenceChanged as _cburst_v1_PresenceChanged, PresenceChanged__Output as _cburst_v1_PresenceChanged__Output } from './cburst/v1/PresenceChanged.ts';
import type { RemoteMembers as _cburst_v1_RemoteMembers, RemoteMembers__Output as _cburst_v1_RemoteMembers__Output } from './cburst/v1/RemoteMembers.ts';
import type { RemoteMembersBatch as _cburst_v1_RemoteMembersBatch, RemoteMembersBatch__Output as _cburst_v1_RemoteMembersBatch__Output } from './cburst/v1/RemoteMembersBatch.ts';
import type { RemoteRename as _cburst_v1_RemoteRename, RemoteRename__Output as _cburst_v1_RemoteRename__Output } from './cburst/v1/RemoteRename.ts';
import type { ResultBatch as _cburst_v1_ResultBatch, ResultBatch__Output as _cburst_v1_ResultBatch__Output } from './cburst/v1/ResultBatch.ts';
import type { ResyncRequest as _cburst_v1_ResyncRequest, ResyncRequest__Output as _cburst_v1_ResyncRequest__Output } from './cburst/v1/ResyncRequest.ts';
import type { ShownMembers as _cburst_v1_ShownMembers, ShownMembers__Output as _cburst_v1_ShownMembers__Output } from './cburst/v1/ShownMembers.ts';
import type { SnapshotBatch as _cburst_v1_SnapshotBatch, SnapshotBatch__Output as _cburst_v1_SnapshotBatch__Output } from './cburst/v1/SnapshotBatch.ts';
import type { SnapshotBegin as _cburst_v1_SnapshotBegin, SnapshotBegin__Output as _cburst_v1_SnapshotBegin__Output } from './cburst/v1/SnapshotBegin.ts';
import type { SnapshotEnd as _cburst_v1_SnapshotEnd, SnapshotEnd__Output as _cburst_v1_SnapshotEnd__Output } from './cburst/v1/SnapshotEnd.ts';
import type { Topic as _cburst_v1_Topic, Topic__Output as _cburst_v1_Topic__Output } from './cburst/v1/Topic.ts';
import type { TopicField as _cburst_v1_TopicField, TopicField__Output as _cburst_v1_TopicField__Output } from './cburst/v1/TopicField.ts';
import type { UpdateBatch as _cburst_v1_UpdateBatch, UpdateBatch__Output as _cburst_v1_UpdateBatch__Output } from './cburst/v1/UpdateBatch.ts';
import type { UpdateResult as _cburst_v1_UpdateResult, UpdateResult__Output as _cburst_v1_UpdateResult__Output } from './cburst/v1/UpdateResult.ts';
import type { Welcome as _cburst_v1_Welcome, Welcome__Output as _cburst_v1_Welcome__Output } from './cburst/v1/Welcome.ts';
import type { WritesChanged as _cburst_v1_WritesChanged, WritesChanged__Output as _cburst_v1_WritesChanged__Output } from './cburst/v1/WritesChanged.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  cburst: {
    v1: {
      Acknowledgement: MessageTypeDefinition<_cburst_v1_Acknowledgement, _cburst_v1_Acknowledgement__Output>
      AttachRequest: MessageTypeDefinition<_cburst_v1_AttachRequest, _cburst_v1_AttachRequest__Output>
      AttachResponse: MessageTypeDefinition<_cburst_v1_AttachResponse, _cburst_v1_AttachResponse__Output>
      ChannelDropped: MessageTypeDefinition<_cburst_v1_ChannelDropped, _cburst_v1_ChannelDropped__Output>
      ChannelMembers: MessageTypeDefinition<_cburst_v1_ChannelMembers, _cburst_v1_ChannelMembers__Output>
      ChannelRemoval: MessageTypeDefinition<_cburst_v1_ChannelRemoval, _cburst_v1_ChannelRemoval__Output>
      ChannelUpdate: MessageTypeDefinition<_cburst_v1_ChannelUpdate, _cburst_v1_ChannelUpdate__Output>
      ChannelView: MessageTypeDefinition<_cburst_v1_ChannelView, _cburst_v1_ChannelView__Output>
      Deviation: MessageTypeDefinition<_cburst_v1_Deviation, _cburst_v1_Deviation__Output>
      EntryField: MessageTypeDefinition<_cburst_v1_EntryField, _cburst_v1_EntryField__Output>
      EventBatch: MessageTypeDefinition<_cburst_v1_EventBatch, _cburst_v1_EventBatch__Output>
      Field: MessageTypeDefinition<_cburst_v1_Field, _cburst_v1_Field__Output>
      FieldsChanged: MessageTypeDefinition<_cburst_v1_FieldsChanged, _cburst_v1_FieldsChanged__Output>
      FlagField: MessageTypeDefinition<_cburst_v1_FlagField, _cburst_v1_FlagField__Output>
      GrantBatch: MessageTypeDefinition<_cburst_v1_GrantBatch, _cburst_v1_GrantBatch__Output>
      HostChannel: MessageTypeDefinition<_cburst_v1_HostChannel, _cburst_v1_HostChannel__Output>
      HostEvent: MessageTypeDefinition<_cburst_v1_HostEvent, _cburst_v1_HostEvent__Output>
      HostHello: MessageTypeDefinition<_cburst_v1_HostHello, _cburst_v1_HostHello__Output>
      /**
       * One stream binds one ircd to its sidecar. docs/integrate.md leads through it.
       */
      HostService: SubtypeConstructor<typeof grpc.Client, _cburst_v1_HostServiceClient> & { service: _cburst_v1_HostServiceDefinition }
      JoinKeyField: MessageTypeDefinition<_cburst_v1_JoinKeyField, _cburst_v1_JoinKeyField__Output>
      LimitField: MessageTypeDefinition<_cburst_v1_LimitField, _cburst_v1_LimitField__Output>
      Member: MessageTypeDefinition<_cburst_v1_Member, _cburst_v1_Member__Output>
      MemberGrant: MessageTypeDefinition<_cburst_v1_MemberGrant, _cburst_v1_MemberGrant__Output>
      MembersChanged: MessageTypeDefinition<_cburst_v1_MembersChanged, _cburst_v1_MembersChanged__Output>
      MetadataField: MessageTypeDefinition<_cburst_v1_MetadataField, _cburst_v1_MetadataField__Output>
      NickChange: MessageTypeDefinition<_cburst_v1_NickChange, _cburst_v1_NickChange__Output>
      ParameterField: MessageTypeDefinition<_cburst_v1_ParameterField, _cburst_v1_ParameterField__Output>
      PrefixMode: EnumTypeDefinition
      PresenceChanged: MessageTypeDefinition<_cburst_v1_PresenceChanged, _cburst_v1_PresenceChanged__Output>
      RemoteMembers: MessageTypeDefinition<_cburst_v1_RemoteMembers, _cburst_v1_RemoteMembers__Output>
      RemoteMembersBatch: MessageTypeDefinition<_cburst_v1_RemoteMembersBatch, _cburst_v1_RemoteMembersBatch__Output>
      RemoteRename: MessageTypeDefinition<_cburst_v1_RemoteRename, _cburst_v1_RemoteRename__Output>
      ResultBatch: MessageTypeDefinition<_cburst_v1_ResultBatch, _cburst_v1_ResultBatch__Output>
      ResultStatus: EnumTypeDefinition
      ResyncRequest: MessageTypeDefinition<_cburst_v1_ResyncRequest, _cburst_v1_ResyncRequest__Output>
      ShownMembers: MessageTypeDefinition<_cburst_v1_ShownMembers, _cburst_v1_ShownMembers__Output>
      SnapshotBatch: MessageTypeDefinition<_cburst_v1_SnapshotBatch, _cburst_v1_SnapshotBatch__Output>
      SnapshotBegin: MessageTypeDefinition<_cburst_v1_SnapshotBegin, _cburst_v1_SnapshotBegin__Output>
      SnapshotEnd: MessageTypeDefinition<_cburst_v1_SnapshotEnd, _cburst_v1_SnapshotEnd__Output>
      Topic: MessageTypeDefinition<_cburst_v1_Topic, _cburst_v1_Topic__Output>
      TopicField: MessageTypeDefinition<_cburst_v1_TopicField, _cburst_v1_TopicField__Output>
      UpdateBatch: MessageTypeDefinition<_cburst_v1_UpdateBatch, _cburst_v1_UpdateBatch__Output>
      UpdateResult: MessageTypeDefinition<_cburst_v1_UpdateResult, _cburst_v1_UpdateResult__Output>
      Welcome: MessageTypeDefinition<_cburst_v1_Welcome, _cburst_v1_Welcome__Output>
      WritesChanged: MessageTypeDefinition<_cburst_v1_WritesChanged, _cburst_v1_WritesChanged__Output>
    }
  }
}

