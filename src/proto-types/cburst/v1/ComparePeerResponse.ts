// Original file: proto/cburst/v1/ops.proto

import type { DocumentDifference as _cburst_v1_DocumentDifference, DocumentDifference__Output as _cburst_v1_DocumentDifference__Output } from '../../cburst/v1/DocumentDifference.ts';

/**
 * What comparing came to. A join key is replaced by `*` everywhere.
 */
export interface ComparePeerResponse {
  /**
   * Nothing differed at first.
   */
  'equal'?: (boolean);
  /**
   * Everything that is exchanged is the same now, which the last comparison proved.
   */
  'equal_now'?: (boolean);
  /**
   * Documents that are compared with this peer.
   */
  'documents'?: (number);
  /**
   * What all of them come to, 12 hex digits: a peer that is equal tells the same when it is asked at the same time.
   */
  'digest'?: (string);
  /**
   * What differed, at most 1000 of them.
   */
  'differences'?: (_cburst_v1_DocumentDifference)[];
  /**
   * How many more differed.
   */
  'more_differences'?: (number);
  /**
   * Documents of the peer that it tells and this side does not take, as far as it is known that there are any.
   */
  'unknown_by_rule'?: (number);
  /**
   * Classes of fields that the rules of the two sides do not exchange, as `[peers.peer] import` names them.
   */
  'excluded_fields'?: (string)[];
  /**
   * Channels of either side that the rules do not exchange, at most 1000 of them.
   */
  'excluded_channels'?: (Buffer | Uint8Array | string)[];
  /**
   * How many of these there are.
   */
  'excluded_count'?: (number);
}

/**
 * What comparing came to. A join key is replaced by `*` everywhere.
 */
export interface ComparePeerResponse__Output {
  /**
   * Nothing differed at first.
   */
  'equal': (boolean);
  /**
   * Everything that is exchanged is the same now, which the last comparison proved.
   */
  'equal_now': (boolean);
  /**
   * Documents that are compared with this peer.
   */
  'documents': (number);
  /**
   * What all of them come to, 12 hex digits: a peer that is equal tells the same when it is asked at the same time.
   */
  'digest': (string);
  /**
   * What differed, at most 1000 of them.
   */
  'differences': (_cburst_v1_DocumentDifference__Output)[];
  /**
   * How many more differed.
   */
  'more_differences': (number);
  /**
   * Documents of the peer that it tells and this side does not take, as far as it is known that there are any.
   */
  'unknown_by_rule': (number);
  /**
   * Classes of fields that the rules of the two sides do not exchange, as `[peers.peer] import` names them.
   */
  'excluded_fields': (string)[];
  /**
   * Channels of either side that the rules do not exchange, at most 1000 of them.
   */
  'excluded_channels': (Buffer)[];
  /**
   * How many of these there are.
   */
  'excluded_count': (number);
}
