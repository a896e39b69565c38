// Original file: proto/cburst/v1/ops.proto

import type { StoreProblemOutcome as _cburst_v1_StoreProblemOutcome, StoreProblemOutcome__Output as _cburst_v1_StoreProblemOutcome__Output } from '../../cburst/v1/StoreProblemOutcome.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A record that did not fit.
 */
export interface StoreProblem {
  /**
   * The kind of record, one of the names in docs/operations.md, e.g. `channel`, `host`, `damaged`.
   */
  'space'?: (string);
  /**
   * Which one: an id, a folded channel name, a server name or a place in the file.
   */
  'key'?: (Buffer | Uint8Array | string);
  /**
   * What was wrong, and of a repaired one what was made of it, for people.
   */
  'reason'?: (string);
  /**
   * Size of what was set aside, 0 for a repaired one.
   */
  'size'?: (number | string | Long);
  /**
   * What became of it.
   */
  'outcome'?: (_cburst_v1_StoreProblemOutcome);
  /**
   * True when it was found at this start.
   */
  'found_now'?: (boolean);
}

/**
 * A record that did not fit.
 */
export interface StoreProblem__Output {
  /**
   * The kind of record, one of the names in docs/operations.md, e.g. `channel`, `host`, `damaged`.
   */
  'space': (string);
  /**
   * Which one: an id, a folded channel name, a server name or a place in the file.
   */
  'key': (Buffer);
  /**
   * What was wrong, and of a repaired one what was made of it, for people.
   */
  'reason': (string);
  /**
   * Size of what was set aside, 0 for a repaired one.
   */
  'size': (number);
  /**
   * What became of it.
   */
  'outcome': (_cburst_v1_StoreProblemOutcome__Output);
  /**
   * True when it was found at this start.
   */
  'found_now': (boolean);
}
