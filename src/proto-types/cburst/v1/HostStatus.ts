// Original file: proto/cburst/v1/ops.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The host side of a sidecar.
 */
export interface HostStatus {
  /**
   * True while a host is attached and its snapshot has been taken.
   */
  'attached'?: (boolean);
  /**
   * The ircd's software, as it said.
   */
  'software'?: (string);
  /**
   * Since when it is attached or detached, Unix milliseconds.
   */
  'since'?: (number | string | Long);
  /**
   * Events acknowledged on this stream.
   */
  'events'?: (number | string | Long);
  /**
   * Updates sent on this stream.
   */
  'updates'?: (number | string | Long);
  /**
   * Updates sent that have no result yet.
   */
  'updates_in_flight'?: (number);
  /**
   * Channels whose newest view waits to be sent.
   */
  'updates_waiting'?: (number);
  /**
   * True when the host only observes.
   */
  'observe'?: (boolean);
  /**
   * Members of other servers that the host shows as users of its own, each once.
   */
  'members_shown'?: (number);
  /**
   * Members of other servers that it should show and does not.
   */
  'members_missing'?: (number);
  /**
   * Why it does not, for people. Empty: all are shown.
   */
  'members_missing_reason'?: (string);
  /**
   * Why the last host whose hello was not taken was refused, for people. Empty: none was since the last one that was taken.
   */
  'last_refusal'?: (string);
}

/**
 * The host side of a sidecar.
 */
export interface HostStatus__Output {
  /**
   * True while a host is attached and its snapshot has been taken.
   */
  'attached': (boolean);
  /**
   * The ircd's software, as it said.
   */
  'software': (string);
  /**
   * Since when it is attached or detached, Unix milliseconds.
   */
  'since': (number);
  /**
   * Events acknowledged on this stream.
   */
  'events': (number);
  /**
   * Updates sent on this stream.
   */
  'updates': (number);
  /**
   * Updates sent that have no result yet.
   */
  'updates_in_flight': (number);
  /**
   * Channels whose newest view waits to be sent.
   */
  'updates_waiting': (number);
  /**
   * True when the host only observes.
   */
  'observe': (boolean);
  /**
   * Members of other servers that the host shows as users of its own, each once.
   */
  'members_shown': (number);
  /**
   * Members of other servers that it should show and does not.
   */
  'members_missing': (number);
  /**
   * Why it does not, for people. Empty: all are shown.
   */
  'members_missing_reason': (string);
  /**
   * Why the last host whose hello was not taken was refused, for people. Empty: none was since the last one that was taken.
   */
  'last_refusal': (string);
}
