// Original file: proto/cburst/v1/host.proto

import type { HostChannel as _cburst_v1_HostChannel, HostChannel__Output as _cburst_v1_HostChannel__Output } from '../../cburst/v1/HostChannel.ts';
import type { FieldsChanged as _cburst_v1_FieldsChanged, FieldsChanged__Output as _cburst_v1_FieldsChanged__Output } from '../../cburst/v1/FieldsChanged.ts';
import type { PresenceChanged as _cburst_v1_PresenceChanged, PresenceChanged__Output as _cburst_v1_PresenceChanged__Output } from '../../cburst/v1/PresenceChanged.ts';
import type { ChannelDropped as _cburst_v1_ChannelDropped, ChannelDropped__Output as _cburst_v1_ChannelDropped__Output } from '../../cburst/v1/ChannelDropped.ts';
import type { MembersChanged as _cburst_v1_MembersChanged, MembersChanged__Output as _cburst_v1_MembersChanged__Output } from '../../cburst/v1/MembersChanged.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One thing that happened on the host.
 */
export interface HostEvent {
  /**
   * Number of the event, from 1, one more each time within a stream.
   */
  'sequence'?: (number | string | Long);
  /**
   * Number of the last update that the host had applied when it happened, 0 for none.
   */
  'applied_update'?: (number | string | Long);
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * A local user created the channel. The state right after creation.
   */
  'created'?: (_cburst_v1_HostChannel | null);
  /**
   * Fields got new values.
   */
  'changed'?: (_cburst_v1_FieldsChanged | null);
  /**
   * Local members came or went, while the channel goes on existing there.
   */
  'presence'?: (_cburst_v1_PresenceChanged | null);
  /**
   * The channel ceased to exist on the host (the last member left).
   */
  'dropped'?: (_cburst_v1_ChannelDropped | null);
  /**
   * Who is in the channel changed. Instead of `presence`, of a host that tells who its members are.
   */
  'members'?: (_cburst_v1_MembersChanged | null);
  /**
   * What happened.
   */
  'event'?: "created"|"changed"|"presence"|"dropped"|"members";
}

/**
 * One thing that happened on the host.
 */
export interface HostEvent__Output {
  /**
   * Number of the event, from 1, one more each time within a stream.
   */
  'sequence': (number);
  /**
   * Number of the last update that the host had applied when it happened, 0 for none.
   */
  'applied_update': (number);
  /**
   * The channel's name.
   */
  'channel': (Buffer);
  /**
   * A local user created the channel. The state right after creation.
   */
  'created'?: (_cburst_v1_HostChannel__Output | null);
  /**
   * Fields got new values.
   */
  'changed'?: (_cburst_v1_FieldsChanged__Output | null);
  /**
   * Local members came or went, while the channel goes on existing there.
   */
  'presence'?: (_cburst_v1_PresenceChanged__Output | null);
  /**
   * The channel ceased to exist on the host (the last member left).
   */
  'dropped'?: (_cburst_v1_ChannelDropped__Output | null);
  /**
   * Who is in the channel changed. Instead of `presence`, of a host that tells who its members are.
   */
  'members'?: (_cburst_v1_MembersChanged__Output | null);
  /**
   * What happened.
   */
  'event'?: "created"|"changed"|"presence"|"dropped"|"members";
}
