// Original file: proto/cburst/v1/ops.proto

import type { Figure as _cburst_v1_Figure, Figure__Output as _cburst_v1_Figure__Output } from '../../cburst/v1/Figure.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * The figures.
 */
export interface GetStatsResponse {
  /**
   * Since when is counted: when the process started, Unix milliseconds.
   */
  'started_at'?: (number | string | Long);
  /**
   * When this was looked at, Unix milliseconds.
   */
  'time'?: (number | string | Long);
  /**
   * By name, then as the figure orders them.
   */
  'figures'?: (_cburst_v1_Figure)[];
}

/**
 * The figures.
 */
export interface GetStatsResponse__Output {
  /**
   * Since when is counted: when the process started, Unix milliseconds.
   */
  'started_at': (number);
  /**
   * When this was looked at, Unix milliseconds.
   */
  'time': (number);
  /**
   * By name, then as the figure orders them.
   */
  'figures': (_cburst_v1_Figure__Output)[];
}
