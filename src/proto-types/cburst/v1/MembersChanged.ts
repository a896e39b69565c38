// Original file: proto/cburst/v1/host.proto

import type { NickChange as _cburst_v1_NickChange, NickChange__Output as _cburst_v1_NickChange__Output } from '../../cburst/v1/NickChange.ts';
import type { Member as _cburst_v1_Member, Member__Output as _cburst_v1_Member__Output } from '../../cburst/v1/Member.ts';

/**
 * What happened to the local members of one channel, applied in this order: a nick may be in all three. What happened to many at
 * once is one event for each channel, or a few where it would not fit.
 */
export interface MembersChanged {
  /**
   * As HostChannel.held.
   */
  'held'?: (boolean);
  /**
   * Nick changes, in the order in which they happened.
   */
  'renamed'?: (_cburst_v1_NickChange)[];
  /**
   * Nicks that are not in the channel any more: they parted, were kicked, quit.
   */
  'gone'?: (Buffer | Uint8Array | string)[];
  /**
   * Who joined, or is otherwise than before (user, host, account, modes).
   */
  'present'?: (_cburst_v1_Member)[];
  /**
   * As PresenceChanged.lost.
   */
  'lost'?: (boolean);
}

/**
 * What happened to the local members of one channel, applied in this order: a nick may be in all three. What happened to many at
 * once is one event for each channel, or a few where it would not fit.
 */
export interface MembersChanged__Output {
  /**
   * As HostChannel.held.
   */
  'held': (boolean);
  /**
   * Nick changes, in the order in which they happened.
   */
  'renamed': (_cburst_v1_NickChange__Output)[];
  /**
   * Nicks that are not in the channel any more: they parted, were kicked, quit.
   */
  'gone': (Buffer)[];
  /**
   * Who joined, or is otherwise than before (user, host, account, modes).
   */
  'present': (_cburst_v1_Member__Output)[];
  /**
   * As PresenceChanged.lost.
   */
  'lost': (boolean);
}
