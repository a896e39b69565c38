// Original file: proto/cburst/v1/ops.proto

import type { Member as _cburst_v1_Member, Member__Output as _cburst_v1_Member__Output } from '../../cburst/v1/Member.ts';

/**
 * A member of a channel and where.
 */
export interface ChannelMember {
  /**
   * The server on which the user is: the holder that tells of it.
   */
  'server'?: (string);
  /**
   * True on this server.
   */
  'local'?: (boolean);
  /**
   * The member.
   */
  'member'?: (_cburst_v1_Member | null);
}

/**
 * A member of a channel and where.
 */
export interface ChannelMember__Output {
  /**
   * The server on which the user is: the holder that tells of it.
   */
  'server': (string);
  /**
   * True on this server.
   */
  'local': (boolean);
  /**
   * The member.
   */
  'member': (_cburst_v1_Member__Output | null);
}
