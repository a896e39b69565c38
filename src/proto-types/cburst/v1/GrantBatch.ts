// Original file: proto/cburst/v1/host.proto

import type { MemberGrant as _cburst_v1_MemberGrant, MemberGrant__Output as _cburst_v1_MemberGrant__Output } from '../../cburst/v1/MemberGrant.ts';

/**
 * Prefix modes that local members are to be given, because the same services account has them on another server. Each once; what
 * becomes of it is an event `members`.
 */
export interface GrantBatch {
  /**
   * The grants.
   */
  'grants'?: (_cburst_v1_MemberGrant)[];
}

/**
 * Prefix modes that local members are to be given, because the same services account has them on another server. Each once; what
 * becomes of it is an event `members`.
 */
export interface GrantBatch__Output {
  /**
   * The grants.
   */
  'grants': (_cburst_v1_MemberGrant__Output)[];
}
