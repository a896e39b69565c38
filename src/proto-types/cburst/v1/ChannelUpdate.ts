// Original file: proto/cburst/v1/host.proto

import type { ChannelView as _cburst_v1_ChannelView, ChannelView__Output as _cburst_v1_ChannelView__Output } from '../../cburst/v1/ChannelView.ts';
import type { ChannelRemoval as _cburst_v1_ChannelRemoval, ChannelRemoval__Output as _cburst_v1_ChannelRemoval__Output } from '../../cburst/v1/ChannelRemoval.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What the host should show for one name from now on. It is the whole state, not a difference.
 */
export interface ChannelUpdate {
  /**
   * Number of the update, from 1, one more each time within a stream.
   */
  'number'?: (number | string | Long);
  /**
   * The last event that this update takes into account. Fields that changed on the host by a later event keep the host's
   * value: the sidecar answers that event with a newer update where it must.
   */
  'host_sequence'?: (number | string | Long);
  /**
   * The channel's name, spelled as created.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The channel exists and looks like this.
   */
  'view'?: (_cburst_v1_ChannelView | null);
  /**
   * No holder is left: the channel should not be shown. A host that has local members in it ignores this.
   */
  'removal'?: (_cburst_v1_ChannelRemoval | null);
  /**
   * What to show.
   */
  'update'?: "view"|"removal";
}

/**
 * What the host should show for one name from now on. It is the whole state, not a difference.
 */
export interface ChannelUpdate__Output {
  /**
   * Number of the update, from 1, one more each time within a stream.
   */
  'number': (number);
  /**
   * The last event that this update takes into account. Fields that changed on the host by a later event keep the host's
   * value: the sidecar answers that event with a newer update where it must.
   */
  'host_sequence': (number);
  /**
   * The channel's name, spelled as created.
   */
  'channel': (Buffer);
  /**
   * The channel exists and looks like this.
   */
  'view'?: (_cburst_v1_ChannelView__Output | null);
  /**
   * No holder is left: the channel should not be shown. A host that has local members in it ignores this.
   */
  'removal'?: (_cburst_v1_ChannelRemoval__Output | null);
  /**
   * What to show.
   */
  'update'?: "view"|"removal";
}
