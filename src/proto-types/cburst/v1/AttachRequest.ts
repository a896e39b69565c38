// Original file: proto/cburst/v1/host.proto

import type { HostHello as _cburst_v1_HostHello, HostHello__Output as _cburst_v1_HostHello__Output } from '../../cburst/v1/HostHello.ts';
import type { SnapshotBegin as _cburst_v1_SnapshotBegin, SnapshotBegin__Output as _cburst_v1_SnapshotBegin__Output } from '../../cburst/v1/SnapshotBegin.ts';
import type { SnapshotBatch as _cburst_v1_SnapshotBatch, SnapshotBatch__Output as _cburst_v1_SnapshotBatch__Output } from '../../cburst/v1/SnapshotBatch.ts';
import type { SnapshotEnd as _cburst_v1_SnapshotEnd, SnapshotEnd__Output as _cburst_v1_SnapshotEnd__Output } from '../../cburst/v1/SnapshotEnd.ts';
import type { EventBatch as _cburst_v1_EventBatch, EventBatch__Output as _cburst_v1_EventBatch__Output } from '../../cburst/v1/EventBatch.ts';
import type { ResultBatch as _cburst_v1_ResultBatch, ResultBatch__Output as _cburst_v1_ResultBatch__Output } from '../../cburst/v1/ResultBatch.ts';
import type { ShownMembers as _cburst_v1_ShownMembers, ShownMembers__Output as _cburst_v1_ShownMembers__Output } from '../../cburst/v1/ShownMembers.ts';

/**
 * Host to sidecar.
 */
export interface AttachRequest {
  /**
   * First message of the stream, once.
   */
  'hello'?: (_cburst_v1_HostHello | null);
  /**
   * Opens a snapshot: after the welcome, and after each resync request.
   */
  'snapshot_begin'?: (_cburst_v1_SnapshotBegin | null);
  /**
   * A part of the snapshot.
   */
  'snapshot'?: (_cburst_v1_SnapshotBatch | null);
  /**
   * Closes the snapshot.
   */
  'snapshot_end'?: (_cburst_v1_SnapshotEnd | null);
  /**
   * What happened on the host.
   */
  'events'?: (_cburst_v1_EventBatch | null);
  /**
   * What became of updates.
   */
  'results'?: (_cburst_v1_ResultBatch | null);
  /**
   * How many members of other servers the host shows.
   */
  'shown_members'?: (_cburst_v1_ShownMembers | null);
  /**
   * What the message is.
   */
  'message'?: "hello"|"snapshot_begin"|"snapshot"|"snapshot_end"|"events"|"results"|"shown_members";
}

/**
 * Host to sidecar.
 */
export interface AttachRequest__Output {
  /**
   * First message of the stream, once.
   */
  'hello'?: (_cburst_v1_HostHello__Output | null);
  /**
   * Opens a snapshot: after the welcome, and after each resync request.
   */
  'snapshot_begin'?: (_cburst_v1_SnapshotBegin__Output | null);
  /**
   * A part of the snapshot.
   */
  'snapshot'?: (_cburst_v1_SnapshotBatch__Output | null);
  /**
   * Closes the snapshot.
   */
  'snapshot_end'?: (_cburst_v1_SnapshotEnd__Output | null);
  /**
   * What happened on the host.
   */
  'events'?: (_cburst_v1_EventBatch__Output | null);
  /**
   * What became of updates.
   */
  'results'?: (_cburst_v1_ResultBatch__Output | null);
  /**
   * How many members of other servers the host shows.
   */
  'shown_members'?: (_cburst_v1_ShownMembers__Output | null);
  /**
   * What the message is.
   */
  'message'?: "hello"|"snapshot_begin"|"snapshot"|"snapshot_end"|"events"|"results"|"shown_members";
}
