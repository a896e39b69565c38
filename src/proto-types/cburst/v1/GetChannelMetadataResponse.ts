// Original file: proto/cburst/v1/ops.proto

import type { MetadataEntry as _cburst_v1_MetadataEntry, MetadataEntry__Output as _cburst_v1_MetadataEntry__Output } from '../../cburst/v1/MetadataEntry.ts';

/**
 * One entry.
 */
export interface GetChannelMetadataResponse {
  /**
   * The entry.
   */
  'entry'?: (_cburst_v1_MetadataEntry | null);
}

/**
 * One entry.
 */
export interface GetChannelMetadataResponse__Output {
  /**
   * The entry.
   */
  'entry': (_cburst_v1_MetadataEntry__Output | null);
}
