// Original file: proto/cburst/v1/ops.proto

import type { MetadataEntry as _cburst_v1_MetadataEntry, MetadataEntry__Output as _cburst_v1_MetadataEntry__Output } from '../../cburst/v1/MetadataEntry.ts';

/**
 * The metadata of a channel. A channel has few entries: they come all at once.
 */
export interface ListChannelMetadataResponse {
  /**
   * By name.
   */
  'entries'?: (_cburst_v1_MetadataEntry)[];
}

/**
 * The metadata of a channel. A channel has few entries: they come all at once.
 */
export interface ListChannelMetadataResponse__Output {
  /**
   * By name.
   */
  'entries': (_cburst_v1_MetadataEntry__Output)[];
}
