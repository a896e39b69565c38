// Original file: proto/cburst/v1/ops.proto

import type { ChannelSummary as _cburst_v1_ChannelSummary, ChannelSummary__Output as _cburst_v1_ChannelSummary__Output } from '../../cburst/v1/ChannelSummary.ts';

/**
 * A page of channels.
 */
export interface ListChannelsResponse {
  /**
   * By folded name. A page may have fewer than were asked for, or none, and still not be the last one.
   */
  'channels'?: (_cburst_v1_ChannelSummary)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token'?: (string);
}

/**
 * A page of channels.
 */
export interface ListChannelsResponse__Output {
  /**
   * By folded name. A page may have fewer than were asked for, or none, and still not be the last one.
   */
  'channels': (_cburst_v1_ChannelSummary__Output)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token': (string);
}
