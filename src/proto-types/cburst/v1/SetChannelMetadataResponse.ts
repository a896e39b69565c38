// Original file: proto/cburst/v1/ops.proto

import type { PlannedChange as _cburst_v1_PlannedChange, PlannedChange__Output as _cburst_v1_PlannedChange__Output } from '../../cburst/v1/PlannedChange.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * It was written, and that is durable; or what would be changed.
 */
export interface SetChannelMetadataResponse {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision'?: (number | string | Long);
  /**
   * With validate_only what users here would see differently; absent: nothing.
   */
  'change'?: (_cburst_v1_PlannedChange | null);
  '_change'?: "change";
}

/**
 * It was written, and that is durable; or what would be changed.
 */
export interface SetChannelMetadataResponse__Output {
  /**
   * Number of the decision in the journal; 0: nothing was changed.
   */
  'decision': (number);
  /**
   * With validate_only what users here would see differently; absent: nothing.
   */
  'change'?: (_cburst_v1_PlannedChange__Output | null);
  '_change'?: "change";
}
