// Original file: proto/cburst/v1/host.proto

import type { ResultStatus as _cburst_v1_ResultStatus, ResultStatus__Output as _cburst_v1_ResultStatus__Output } from '../../cburst/v1/ResultStatus.ts';
import type { Deviation as _cburst_v1_Deviation, Deviation__Output as _cburst_v1_Deviation__Output } from '../../cburst/v1/Deviation.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What became of one update.
 */
export interface UpdateResult {
  /**
   * ChannelUpdate.number.
   */
  'number'?: (number | string | Long);
  /**
   * ChannelUpdate.channel.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The worst of what happened to its fields.
   */
  'status'?: (_cburst_v1_ResultStatus);
  /**
   * Every field in which the host now shows something else than the update wanted.
   */
  'deviations'?: (_cburst_v1_Deviation)[];
  /**
   * HostChannel.created_at as it is now, 0 when the channel is not there or the ircd does not tell.
   */
  'created_at'?: (number | string | Long);
  /**
   * Why the host does not have the channel that the update wanted, for people: `operators forbade the name`. Empty: it has it, or none was
   * wanted. Never holds a key. At most 256 bytes.
   */
  'missing'?: (string);
}

/**
 * What became of one update.
 */
export interface UpdateResult__Output {
  /**
   * ChannelUpdate.number.
   */
  'number': (number);
  /**
   * ChannelUpdate.channel.
   */
  'channel': (Buffer);
  /**
   * The worst of what happened to its fields.
   */
  'status': (_cburst_v1_ResultStatus__Output);
  /**
   * Every field in which the host now shows something else than the update wanted.
   */
  'deviations': (_cburst_v1_Deviation__Output)[];
  /**
   * HostChannel.created_at as it is now, 0 when the channel is not there or the ircd does not tell.
   */
  'created_at': (number);
  /**
   * Why the host does not have the channel that the update wanted, for people: `operators forbade the name`. Empty: it has it, or none was
   * wanted. Never holds a key. At most 256 bytes.
   */
  'missing': (string);
}
