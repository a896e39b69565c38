// Original file: proto/cburst/v1/ops.proto

import type { HostWriteMode as _cburst_v1_HostWriteMode, HostWriteMode__Output as _cburst_v1_HostWriteMode__Output } from '../../cburst/v1/HostWriteMode.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Whether the host is written to, and who said so.
 */
export interface HostWrites {
  /**
   * How.
   */
  'mode'?: (_cburst_v1_HostWriteMode);
  /**
   * Why, as whoever decided said; may be empty.
   */
  'reason'?: (string);
  /**
   * Who decided, as in Decision.by; empty: the configuration did.
   */
  'by'?: (string);
  /**
   * Since when, Unix milliseconds; 0: from the start.
   */
  'since'?: (number | string | Long);
}

/**
 * Whether the host is written to, and who said so.
 */
export interface HostWrites__Output {
  /**
   * How.
   */
  'mode': (_cburst_v1_HostWriteMode__Output);
  /**
   * Why, as whoever decided said; may be empty.
   */
  'reason': (string);
  /**
   * Who decided, as in Decision.by; empty: the configuration did.
   */
  'by': (string);
  /**
   * Since when, Unix milliseconds; 0: from the start.
   */
  'since': (number);
}
