// Original file: proto/cburst/v1/ops.proto

import type { EventPosition as _cburst_v1_EventPosition, EventPosition__Output as _cburst_v1_EventPosition__Output } from '../../cburst/v1/EventPosition.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Where watching begins.
 */
export interface WatchStart {
  /**
   * The run of the sidecar, and the event after which watching begins.
   */
  'position'?: (_cburst_v1_EventPosition | null);
  /**
   * Events after the one that was seen that are not kept any more, whatever the filters say of them. With `restarted`: those of
   * this run.
   */
  'missed'?: (number | string | Long);
  /**
   * The sidecar was started since the event that was seen: what happened between that and the start is not known.
   */
  'restarted'?: (boolean);
}

/**
 * Where watching begins.
 */
export interface WatchStart__Output {
  /**
   * The run of the sidecar, and the event after which watching begins.
   */
  'position': (_cburst_v1_EventPosition__Output | null);
  /**
   * Events after the one that was seen that are not kept any more, whatever the filters say of them. With `restarted`: those of
   * this run.
   */
  'missed': (number);
  /**
   * The sidecar was started since the event that was seen: what happened between that and the start is not known.
   */
  'restarted': (boolean);
}
