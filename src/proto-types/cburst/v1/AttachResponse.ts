// Original file: proto/cburst/v1/host.proto

import type { Welcome as _cburst_v1_Welcome, Welcome__Output as _cburst_v1_Welcome__Output } from '../../cburst/v1/Welcome.ts';
import type { Acknowledgement as _cburst_v1_Acknowledgement, Acknowledgement__Output as _cburst_v1_Acknowledgement__Output } from '../../cburst/v1/Acknowledgement.ts';
import type { UpdateBatch as _cburst_v1_UpdateBatch, UpdateBatch__Output as _cburst_v1_UpdateBatch__Output } from '../../cburst/v1/UpdateBatch.ts';
import type { ResyncRequest as _cburst_v1_ResyncRequest, ResyncRequest__Output as _cburst_v1_ResyncRequest__Output } from '../../cburst/v1/ResyncRequest.ts';
import type { RemoteMembersBatch as _cburst_v1_RemoteMembersBatch, RemoteMembersBatch__Output as _cburst_v1_RemoteMembersBatch__Output } from '../../cburst/v1/RemoteMembersBatch.ts';
import type { GrantBatch as _cburst_v1_GrantBatch, GrantBatch__Output as _cburst_v1_GrantBatch__Output } from '../../cburst/v1/GrantBatch.ts';
import type { WritesChanged as _cburst_v1_WritesChanged, WritesChanged__Output as _cburst_v1_WritesChanged__Output } from '../../cburst/v1/WritesChanged.ts';

/**
 * Sidecar to host.
 */
export interface AttachResponse {
  /**
   * Answer to the hello.
   */
  'welcome'?: (_cburst_v1_Welcome | null);
  /**
   * Events up to here are durable.
   */
  'acknowledgement'?: (_cburst_v1_Acknowledgement | null);
  /**
   * What the host should show.
   */
  'updates'?: (_cburst_v1_UpdateBatch | null);
  /**
   * The sidecar wants to know what the host shows.
   */
  'resync'?: (_cburst_v1_ResyncRequest | null);
  /**
   * Who is in channels on other servers.
   */
  'members'?: (_cburst_v1_RemoteMembersBatch | null);
  /**
   * Prefix modes that local members are to be given.
   */
  'grants'?: (_cburst_v1_GrantBatch | null);
  /**
   * Whether the host may write to its ircd from now on.
   */
  'writes'?: (_cburst_v1_WritesChanged | null);
  /**
   * What the message is.
   */
  'message'?: "welcome"|"acknowledgement"|"updates"|"resync"|"members"|"grants"|"writes";
}

/**
 * Sidecar to host.
 */
export interface AttachResponse__Output {
  /**
   * Answer to the hello.
   */
  'welcome'?: (_cburst_v1_Welcome__Output | null);
  /**
   * Events up to here are durable.
   */
  'acknowledgement'?: (_cburst_v1_Acknowledgement__Output | null);
  /**
   * What the host should show.
   */
  'updates'?: (_cburst_v1_UpdateBatch__Output | null);
  /**
   * The sidecar wants to know what the host shows.
   */
  'resync'?: (_cburst_v1_ResyncRequest__Output | null);
  /**
   * Who is in channels on other servers.
   */
  'members'?: (_cburst_v1_RemoteMembersBatch__Output | null);
  /**
   * Prefix modes that local members are to be given.
   */
  'grants'?: (_cburst_v1_GrantBatch__Output | null);
  /**
   * Whether the host may write to its ircd from now on.
   */
  'writes'?: (_cburst_v1_WritesChanged__Output | null);
  /**
   * What the message is.
   */
  'message'?: "welcome"|"acknowledgement"|"updates"|"resync"|"members"|"grants"|"writes";
}
