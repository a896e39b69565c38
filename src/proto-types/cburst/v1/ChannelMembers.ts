// Original file: proto/cburst/v1/host.proto

import type { Member as _cburst_v1_Member, Member__Output as _cburst_v1_Member__Output } from '../../cburst/v1/Member.ts';

/**
 * Members of a channel.
 */
export interface ChannelMembers {
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The members.
   */
  'members'?: (_cburst_v1_Member)[];
}

/**
 * Members of a channel.
 */
export interface ChannelMembers__Output {
  /**
   * The channel's name.
   */
  'channel': (Buffer);
  /**
   * The members.
   */
  'members': (_cburst_v1_Member__Output)[];
}
