// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What a peer said of a channel id, and was not applied.
 */
export interface QuarantinedMessage {
  /**
   * What approving and rejecting name it by.
   */
  'number'?: (number | string | Long);
  /**
   * When the first of it came, Unix milliseconds.
   */
  'since'?: (number | string | Long);
  /**
   * The peer that said it.
   */
  'peer'?: (string);
  /**
   * The channel's name as the peer spells it.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The channel's id.
   */
  'channel_id'?: (string);
  /**
   * Why it waits, one of the codes in docs/operations.md, e.g. `origin`.
   */
  'code'?: (string);
  /**
   * The same for people.
   */
  'reason'?: (string);
  /**
   * The server of creation that the peer names.
   */
  'origin'?: (string);
  /**
   * The time of creation that the peer names, Unix milliseconds. 0: unknown.
   */
  'created_at'?: (number | string | Long);
  /**
   * The peer's members in the channel; absent when it does not hold it.
   */
  'members'?: (number);
  /**
   * Fields that it sets.
   */
  'fields_set'?: (number);
  /**
   * Fields that it unsets.
   */
  'fields_unset'?: (number);
  '_members'?: "members";
}

/**
 * What a peer said of a channel id, and was not applied.
 */
export interface QuarantinedMessage__Output {
  /**
   * What approving and rejecting name it by.
   */
  'number': (number);
  /**
   * When the first of it came, Unix milliseconds.
   */
  'since': (number);
  /**
   * The peer that said it.
   */
  'peer': (string);
  /**
   * The channel's name as the peer spells it.
   */
  'channel': (Buffer);
  /**
   * The channel's id.
   */
  'channel_id': (string);
  /**
   * Why it waits, one of the codes in docs/operations.md, e.g. `origin`.
   */
  'code': (string);
  /**
   * The same for people.
   */
  'reason': (string);
  /**
   * The server of creation that the peer names.
   */
  'origin': (string);
  /**
   * The time of creation that the peer names, Unix milliseconds. 0: unknown.
   */
  'created_at': (number);
  /**
   * The peer's members in the channel; absent when it does not hold it.
   */
  'members'?: (number);
  /**
   * Fields that it sets.
   */
  'fields_set': (number);
  /**
   * Fields that it unsets.
   */
  'fields_unset': (number);
  '_members'?: "members";
}
