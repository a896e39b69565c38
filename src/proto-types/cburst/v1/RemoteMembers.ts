// Original file: proto/cburst/v1/host.proto

import type { Member as _cburst_v1_Member, Member__Output as _cburst_v1_Member__Output } from '../../cburst/v1/Member.ts';

/**
 * Members of a channel on one other server.
 */
export interface RemoteMembers {
  /**
   * The channel's name, spelled as created.
   */
  'channel'?: (Buffer | Uint8Array | string);
  /**
   * The server on which they are.
   */
  'server'?: (string);
  /**
   * True: what was told before of this channel and server is forgotten first.
   */
  'reset'?: (boolean);
  /**
   * Nicks that are not in the channel any more; the case of letters may differ.
   */
  'gone'?: (Buffer | Uint8Array | string)[];
  /**
   * Who is in the channel now, new or changed.
   */
  'present'?: (_cburst_v1_Member)[];
}

/**
 * Members of a channel on one other server.
 */
export interface RemoteMembers__Output {
  /**
   * The channel's name, spelled as created.
   */
  'channel': (Buffer);
  /**
   * The server on which they are.
   */
  'server': (string);
  /**
   * True: what was told before of this channel and server is forgotten first.
   */
  'reset': (boolean);
  /**
   * Nicks that are not in the channel any more; the case of letters may differ.
   */
  'gone': (Buffer)[];
  /**
   * Who is in the channel now, new or changed.
   */
  'present': (_cburst_v1_Member__Output)[];
}
