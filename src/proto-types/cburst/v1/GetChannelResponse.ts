// Original file: proto/cburst/v1/ops.proto

import type { ChannelDocument as _cburst_v1_ChannelDocument, ChannelDocument__Output as _cburst_v1_ChannelDocument__Output } from '../../cburst/v1/ChannelDocument.ts';
import type { HostDeviation as _cburst_v1_HostDeviation, HostDeviation__Output as _cburst_v1_HostDeviation__Output } from '../../cburst/v1/HostDeviation.ts';

/**
 * Everything about a name.
 */
export interface GetChannelResponse {
  /**
   * The name asked for, folded.
   */
  'key'?: (Buffer | Uint8Array | string);
  /**
   * The document that is shown here, if any, first; then the others by age.
   */
  'documents'?: (_cburst_v1_ChannelDocument)[];
  /**
   * What the host shows in other ways than it should, and why.
   */
  'host_deviations'?: (_cburst_v1_HostDeviation)[];
  /**
   * True when the host shows the channel.
   */
  'shown_by_host'?: (boolean);
  /**
   * The channels that the shown one is below, the nearest first.
   */
  'ancestors'?: (Buffer | Uint8Array | string)[];
  /**
   * The channels that are directly below it.
   */
  'children'?: (Buffer | Uint8Array | string)[];
  /**
   * The cycle of parents that it is a part of, from it upwards; the one whose parent was written last has none.
   */
  'cycle'?: (Buffer | Uint8Array | string)[];
  /**
   * Why the host does not show the channel although it should, as the host says; empty: it shows it, need not, or has not said.
   */
  'missing_on_host'?: (string);
}

/**
 * Everything about a name.
 */
export interface GetChannelResponse__Output {
  /**
   * The name asked for, folded.
   */
  'key': (Buffer);
  /**
   * The document that is shown here, if any, first; then the others by age.
   */
  'documents': (_cburst_v1_ChannelDocument__Output)[];
  /**
   * What the host shows in other ways than it should, and why.
   */
  'host_deviations': (_cburst_v1_HostDeviation__Output)[];
  /**
   * True when the host shows the channel.
   */
  'shown_by_host': (boolean);
  /**
   * The channels that the shown one is below, the nearest first.
   */
  'ancestors': (Buffer)[];
  /**
   * The channels that are directly below it.
   */
  'children': (Buffer)[];
  /**
   * The cycle of parents that it is a part of, from it upwards; the one whose parent was written last has none.
   */
  'cycle': (Buffer)[];
  /**
   * Why the host does not show the channel although it should, as the host says; empty: it shows it, need not, or has not said.
   */
  'missing_on_host': (string);
}
