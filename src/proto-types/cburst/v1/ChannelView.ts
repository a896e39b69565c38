// Original file: proto/cburst/v1/host.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * The reconciled view of a channel.
 */
export interface ChannelView {
  /**
   * The channel's id, a lower-case UUID.
   */
  'id'?: (string);
  /**
   * Server on which the channel was created.
   */
  'origin'?: (string);
  /**
   * When it was created, Unix milliseconds. 0: unknown.
   */
  'created_at'?: (number | string | Long);
  /**
   * Everything that is set and that the host can represent. A field that is absent is to be unset.
   */
  'fields'?: (_cburst_v1_Field)[];
  /**
   * Members on other servers.
   */
  'remote_members'?: (number);
}

/**
 * The reconciled view of a channel.
 */
export interface ChannelView__Output {
  /**
   * The channel's id, a lower-case UUID.
   */
  'id': (string);
  /**
   * Server on which the channel was created.
   */
  'origin': (string);
  /**
   * When it was created, Unix milliseconds. 0: unknown.
   */
  'created_at': (number);
  /**
   * Everything that is set and that the host can represent. A field that is absent is to be unset.
   */
  'fields': (_cburst_v1_Field__Output)[];
  /**
   * Members on other servers.
   */
  'remote_members': (number);
}
