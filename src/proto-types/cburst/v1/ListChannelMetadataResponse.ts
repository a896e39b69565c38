// Original file: proto/cburst/v1/ops.proto

import type { MetadataEntry as _cburst_v1_MetadataEntry, MetadataEntry__Output as _cburst_v1_MetadataEntry__Output } from '../../cburst/v1/MetadataEntry.ts';

/**
 * A page of the metadata of a channel.
 */
export interface ListChannelMetadataResponse {
  /**
   * By name.
   */
  'entries'?: (_cburst_v1_MetadataEntry)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token'?: (string);
}

/**
 * A page of the metadata of a channel.
 */
export interface ListChannelMetadataResponse__Output {
  /**
   * By name.
   */
  'entries': (_cburst_v1_MetadataEntry__Output)[];
  /**
   * Token for the next page; empty at the end.
   */
  'next_page_token': (string);
}
