// Original file: proto/cburst/v1/ops.proto

import type { ChannelPlace as _cburst_v1_ChannelPlace, ChannelPlace__Output as _cburst_v1_ChannelPlace__Output } from '../../cburst/v1/ChannelPlace.ts';
import type { FieldMask as _google_protobuf_FieldMask, FieldMask__Output as _google_protobuf_FieldMask__Output } from '../../google/protobuf/FieldMask.ts';

/**
 * Asks for channels.
 */
export interface ListChannelsRequest {
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size'?: (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token'?: (string);
  /**
   * Only names that match this glob (`*` and `?`), folded. Empty: all.
   */
  'name_glob'?: (Buffer | Uint8Array | string);
  /**
   * Only those that this server holds, of the servers in reach. Empty: whoever holds them.
   */
  'holder'?: (string);
  /**
   * Only those that were created on this server. Empty: on any.
   */
  'origin'?: (string);
  /**
   * Only those that this server holds, or only those that it does not. Not set: both.
   */
  'place'?: (_cburst_v1_ChannelPlace);
  /**
   * Only those with all these flag modes on, by name.
   */
  'flags'?: (string)[];
  /**
   * Only those with a join key, or only those without. Absent: both.
   */
  'has_key'?: (boolean);
  /**
   * Only those with at least so many members.
   */
  'min_members'?: (number);
  /**
   * True: only names of which a reachable server holds another id, too.
   */
  'shadowed'?: (boolean);
  /**
   * Only those with a topic whose text matches this glob (`*` and `?`), whatever the case of its ASCII letters. Empty: all.
   */
  'topic_glob'?: (Buffer | Uint8Array | string);
  /**
   * Which fields of ChannelSummary to answer with, by name; others are not set. Empty or `*`: all.
   */
  'read_mask'?: (_google_protobuf_FieldMask | null);
  '_has_key'?: "has_key";
}

/**
 * Asks for channels.
 */
export interface ListChannelsRequest__Output {
  /**
   * At most so many, 1 to 1000; 0 means 100.
   */
  'page_size': (number);
  /**
   * next_page_token of the previous response; empty for the first page.
   */
  'page_token': (string);
  /**
   * Only names that match this glob (`*` and `?`), folded. Empty: all.
   */
  'name_glob': (Buffer);
  /**
   * Only those that this server holds, of the servers in reach. Empty: whoever holds them.
   */
  'holder': (string);
  /**
   * Only those that were created on this server. Empty: on any.
   */
  'origin': (string);
  /**
   * Only those that this server holds, or only those that it does not. Not set: both.
   */
  'place': (_cburst_v1_ChannelPlace__Output);
  /**
   * Only those with all these flag modes on, by name.
   */
  'flags': (string)[];
  /**
   * Only those with a join key, or only those without. Absent: both.
   */
  'has_key'?: (boolean);
  /**
   * Only those with at least so many members.
   */
  'min_members': (number);
  /**
   * True: only names of which a reachable server holds another id, too.
   */
  'shadowed': (boolean);
  /**
   * Only those with a topic whose text matches this glob (`*` and `?`), whatever the case of its ASCII letters. Empty: all.
   */
  'topic_glob': (Buffer);
  /**
   * Which fields of ChannelSummary to answer with, by name; others are not set. Empty or `*`: all.
   */
  'read_mask': (_google_protobuf_FieldMask__Output | null);
  '_has_key'?: "has_key";
}
