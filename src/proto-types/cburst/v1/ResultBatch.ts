// Original file: proto/cburst/v1/host.proto

import type { UpdateResult as _cburst_v1_UpdateResult, UpdateResult__Output as _cburst_v1_UpdateResult__Output } from '../../cburst/v1/UpdateResult.ts';

/**
 * What became of updates. At most 1 MiB.
 */
export interface ResultBatch {
  /**
   * One result for each update that was sent, in any order.
   */
  'results'?: (_cburst_v1_UpdateResult)[];
}

/**
 * What became of updates. At most 1 MiB.
 */
export interface ResultBatch__Output {
  /**
   * One result for each update that was sent, in any order.
   */
  'results': (_cburst_v1_UpdateResult__Output)[];
}
