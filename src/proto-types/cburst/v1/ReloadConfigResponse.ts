// Original file: proto/cburst/v1/ops.proto

import type { ConfigChange as _cburst_v1_ConfigChange, ConfigChange__Output as _cburst_v1_ConfigChange__Output } from '../../cburst/v1/ConfigChange.ts';

/**
 * What the file says differently than the sidecar worked by before.
 */
export interface ReloadConfigResponse {
  /**
   * In the order of the file; of peers by name.
   */
  'changes'?: (_cburst_v1_ConfigChange)[];
}

/**
 * What the file says differently than the sidecar worked by before.
 */
export interface ReloadConfigResponse__Output {
  /**
   * In the order of the file; of peers by name.
   */
  'changes': (_cburst_v1_ConfigChange__Output)[];
}
