// Original file: proto/cburst/v1/ops.proto

import type { ChannelMember as _cburst_v1_ChannelMember, ChannelMember__Output as _cburst_v1_ChannelMember__Output } from '../../cburst/v1/ChannelMember.ts';

/**
 * A page of members of the channel that is shown here under the name.
 */
export interface ListMembersResponse {
  /**
   * Those that are known by name; of holders that only count them there are none.
   */
  'members'?: (_cburst_v1_ChannelMember)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token'?: (string);
}

/**
 * A page of members of the channel that is shown here under the name.
 */
export interface ListMembersResponse__Output {
  /**
   * Those that are known by name; of holders that only count them there are none.
   */
  'members': (_cburst_v1_ChannelMember__Output)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token': (string);
}
