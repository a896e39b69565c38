// Original file: proto/cburst/v1/ops.proto

import type { PeerState as _cburst_v1_PeerState, PeerState__Output as _cburst_v1_PeerState__Output } from '../../cburst/v1/PeerState.ts';
import type { Comparison as _cburst_v1_Comparison, Comparison__Output as _cburst_v1_Comparison__Output } from '../../cburst/v1/Comparison.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A peer and its link.
 */
export interface Peer {
  /**
   * Its server name.
   */
  'server'?: (string);
  /**
   * Where this sidecar dials it, `host:port`; empty when it only accepts.
   */
  'address'?: (string);
  /**
   * The configured pin, `sha256:` and 64 hex digits.
   */
  'pin'?: (string);
  /**
   * State of the link.
   */
  'state'?: (_cburst_v1_PeerState);
  /**
   * Since when it is in that state, Unix milliseconds.
   */
  'since'?: (number | string | Long);
  /**
   * Who dialled the present link: true for this side.
   */
  'outgoing'?: (boolean);
  /**
   * Round trip of the last ping, microseconds. 0: not measured.
   */
  'latency_us'?: (number);
  /**
   * Changes that wait to be sent to it or are not acknowledged.
   */
  'waiting'?: (number);
  /**
   * The last sequence of the peer that is durable here.
   */
  'received_sequence'?: (number | string | Long);
  /**
   * Lines of the peer that were rejected since the sidecar started.
   */
  'rejected_lines'?: (number | string | Long);
  /**
   * True when a rejected line has not been made good yet.
   */
  'dirty'?: (boolean);
  /**
   * Why the last link or attempt ended, for people. Empty: never.
   */
  'last_error'?: (string);
  /**
   * The peer's software, as it said.
   */
  'software'?: (string);
  /**
   * What both sides can do.
   */
  'capabilities'?: (string)[];
  /**
   * True when it was silent for longer than forget_after: it links again once an operator readmits it.
   */
  'expelled'?: (boolean);
  /**
   * Peers with which it should be linked and for some time is not, though both are linked with this server.
   */
  'missing_links'?: (string)[];
  /**
   * How the last comparison with it ended; absent when there was none since the sidecar started.
   */
  'compared'?: (_cburst_v1_Comparison | null);
  /**
   * With what this side compresses what it sends on the present link; empty: with nothing.
   */
  'compression_sent'?: (string);
  /**
   * With what the peer compresses what it sends on the present link; empty: with nothing.
   */
  'compression_received'?: (string);
  /**
   * True when an operator let it in with a review: what it would change here waits in quarantine.
   */
  'under_review'?: (boolean);
  /**
   * When it last connected to this side and proved its pin, Unix milliseconds. 0: not since the sidecar started.
   */
  'last_incoming_at'?: (number | string | Long);
  /**
   * By how much its clock was ahead of this side's when it last said hello, milliseconds; negative: behind. Absent: it did not tell.
   */
  'clock_ahead_ms'?: (number | string | Long);
  /**
   * The last sequence of this server that the peer has, as far as it said.
   */
  'acknowledged_sequence'?: (number | string | Long);
  /**
   * Changes here that the peer has not acknowledged.
   */
  'unacknowledged_changes'?: (number | string | Long);
  /**
   * The last sequence of the peer that it told of on the present link; 0: none yet.
   */
  'told_sequence'?: (number | string | Long);
  /**
   * Of the changes of the peer that it told of, those that are not durable here.
   */
  'unstored_changes'?: (number | string | Long);
  /**
   * The servers with which the peer says that it is linked now. Of a peer that is not linked here: none.
   */
  'linked_with'?: (string)[];
  /**
   * False: the peer does not tell with whom it is linked.
   */
  'tells_links'?: (boolean);
  /**
   * When an operator ended its link and barred it, Unix milliseconds; 0: it is not barred.
   */
  'barred_at'?: (number | string | Long);
  /**
   * Who did so; empty: it is not barred.
   */
  'barred_by'?: (string);
  '_compared'?: "compared";
  '_clock_ahead_ms'?: "clock_ahead_ms";
}

/**
 * A peer and its link.
 */
export interface Peer__Output {
  /**
   * Its server name.
   */
  'server': (string);
  /**
   * Where this sidecar dials it, `host:port`; empty when it only accepts.
   */
  'address': (string);
  /**
   * The configured pin, `sha256:` and 64 hex digits.
   */
  'pin': (string);
  /**
   * State of the link.
   */
  'state': (_cburst_v1_PeerState__Output);
  /**
   * Since when it is in that state, Unix milliseconds.
   */
  'since': (number);
  /**
   * Who dialled the present link: true for this side.
   */
  'outgoing': (boolean);
  /**
   * Round trip of the last ping, microseconds. 0: not measured.
   */
  'latency_us': (number);
  /**
   * Changes that wait to be sent to it or are not acknowledged.
   */
  'waiting': (number);
  /**
   * The last sequence of the peer that is durable here.
   */
  'received_sequence': (number);
  /**
   * Lines of the peer that were rejected since the sidecar started.
   */
  'rejected_lines': (number);
  /**
   * True when a rejected line has not been made good yet.
   */
  'dirty': (boolean);
  /**
   * Why the last link or attempt ended, for people. Empty: never.
   */
  'last_error': (string);
  /**
   * The peer's software, as it said.
   */
  'software': (string);
  /**
   * What both sides can do.
   */
  'capabilities': (string)[];
  /**
   * True when it was silent for longer than forget_after: it links again once an operator readmits it.
   */
  'expelled': (boolean);
  /**
   * Peers with which it should be linked and for some time is not, though both are linked with this server.
   */
  'missing_links': (string)[];
  /**
   * How the last comparison with it ended; absent when there was none since the sidecar started.
   */
  'compared'?: (_cburst_v1_Comparison__Output | null);
  /**
   * With what this side compresses what it sends on the present link; empty: with nothing.
   */
  'compression_sent': (string);
  /**
   * With what the peer compresses what it sends on the present link; empty: with nothing.
   */
  'compression_received': (string);
  /**
   * True when an operator let it in with a review: what it would change here waits in quarantine.
   */
  'under_review': (boolean);
  /**
   * When it last connected to this side and proved its pin, Unix milliseconds. 0: not since the sidecar started.
   */
  'last_incoming_at': (number);
  /**
   * By how much its clock was ahead of this side's when it last said hello, milliseconds; negative: behind. Absent: it did not tell.
   */
  'clock_ahead_ms'?: (number);
  /**
   * The last sequence of this server that the peer has, as far as it said.
   */
  'acknowledged_sequence': (number);
  /**
   * Changes here that the peer has not acknowledged.
   */
  'unacknowledged_changes': (number);
  /**
   * The last sequence of the peer that it told of on the present link; 0: none yet.
   */
  'told_sequence': (number);
  /**
   * Of the changes of the peer that it told of, those that are not durable here.
   */
  'unstored_changes': (number);
  /**
   * The servers with which the peer says that it is linked now. Of a peer that is not linked here: none.
   */
  'linked_with': (string)[];
  /**
   * False: the peer does not tell with whom it is linked.
   */
  'tells_links': (boolean);
  /**
   * When an operator ended its link and barred it, Unix milliseconds; 0: it is not barred.
   */
  'barred_at': (number);
  /**
   * Who did so; empty: it is not barred.
   */
  'barred_by': (string);
  '_compared'?: "compared";
  '_clock_ahead_ms'?: "clock_ahead_ms";
}
