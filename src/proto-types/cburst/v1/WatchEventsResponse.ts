// Original file: proto/cburst/v1/ops.proto

import type { WatchStart as _cburst_v1_WatchStart, WatchStart__Output as _cburst_v1_WatchStart__Output } from '../../cburst/v1/WatchStart.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One event.
 */
export interface WatchEventsResponse {
  /**
   * Number, one more for each event since the sidecar started; a gap shows what a filter left out.
   */
  'number'?: (number | string | Long);
  /**
   * When, Unix milliseconds.
   */
  'time'?: (number | string | Long);
  /**
   * Kind, one of the names in docs/operations.md, e.g. `channel.changed`, `peer.linked`, `host.attached`.
   */
  'kind'?: (string);
  /**
   * The channel, empty for none.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The server that it comes from or concerns.
   */
  'server'?: (string);
  /**
   * What happened, in one line for people.
   */
  'text'?: (string);
  /**
   * The run of the sidecar: numbers count from 1 in each.
   */
  'run'?: (string);
  /**
   * In the first answer to a request that asks for it, and only there; that answer is no event.
   */
  'start'?: (_cburst_v1_WatchStart | null);
  '_start'?: "start";
}

/**
 * One event.
 */
export interface WatchEventsResponse__Output {
  /**
   * Number, one more for each event since the sidecar started; a gap shows what a filter left out.
   */
  'number': (number);
  /**
   * When, Unix milliseconds.
   */
  'time': (number);
  /**
   * Kind, one of the names in docs/operations.md, e.g. `channel.changed`, `peer.linked`, `host.attached`.
   */
  'kind': (string);
  /**
   * The channel, empty for none.
   */
  'channel': (Buffer);
  /**
   * The server that it comes from or concerns.
   */
  'server': (string);
  /**
   * What happened, in one line for people.
   */
  'text': (string);
  /**
   * The run of the sidecar: numbers count from 1 in each.
   */
  'run': (string);
  /**
   * In the first answer to a request that asks for it, and only there; that answer is no event.
   */
  'start'?: (_cburst_v1_WatchStart__Output | null);
  '_start'?: "start";
}
