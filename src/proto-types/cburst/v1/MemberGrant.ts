// Original file: proto/cburst/v1/host.proto

import type { PrefixMode as _cburst_v1_PrefixMode, PrefixMode__Output as _cburst_v1_PrefixMode__Output } from '../../cburst/v1/PrefixMode.ts';

/**
 * Prefix modes that a local member is to be given.
 */
export interface MemberGrant {
  /**
   * The channel's name.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The member's nick. One who is not in the channel any more is passed over.
   */
  'nick'?: (Buffer | Uint8Array | string);
  /**
   * What it lacks, the highest first. Modes that the ircd does not have are passed over.
   */
  'modes'?: (_cburst_v1_PrefixMode)[];
  /**
   * The services account for which it is to have them: a member of that nick with another one or none is somebody else, and is passed
   * over. Empty: not told.
   */
  'account'?: (Buffer | Uint8Array | string);
}

/**
 * Prefix modes that a local member is to be given.
 */
export interface MemberGrant__Output {
  /**
   * The channel's name.
   */
  'channel': (Buffer);
  /**
   * The member's nick. One who is not in the channel any more is passed over.
   */
  'nick': (Buffer);
  /**
   * What it lacks, the highest first. Modes that the ircd does not have are passed over.
   */
  'modes': (_cburst_v1_PrefixMode__Output)[];
  /**
   * The services account for which it is to have them: a member of that nick with another one or none is somebody else, and is passed
   * over. Empty: not told.
   */
  'account': (Buffer);
}
