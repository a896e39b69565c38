// Original file: proto/cburst/v1/channel.proto

import type { PrefixMode as _cburst_v1_PrefixMode, PrefixMode__Output as _cburst_v1_PrefixMode__Output } from '../../cburst/v1/PrefixMode.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Somebody in a channel. No text has a blank or starts with a colon.
 */
export interface Member {
  /**
   * The nick, at most 128 bytes.
   */
  'nick'?: (Buffer | Uint8Array | string);
  /**
   * The user name, at most 128 bytes.
   */
  'user'?: (Buffer | Uint8Array | string);
  /**
   * The host as other users see it: cloaked, where the ircd cloaks. At most 255 bytes.
   */
  'host'?: (Buffer | Uint8Array | string);
  /**
   * The services account, at most 128 bytes. Absent: not logged in, or not known.
   */
  'account'?: (Buffer | Uint8Array | string);
  /**
   * The prefix modes that it has in the channel, each once, in any order.
   */
  'modes'?: (_cburst_v1_PrefixMode)[];
  /**
   * Those of `modes` that status_by_account gave. A host leaves it empty.
   */
  'granted'?: (_cburst_v1_PrefixMode)[];
  /**
   * When it joined, Unix seconds. 0: unknown.
   */
  'joined_at'?: (number | string | Long);
  '_account'?: "account";
}

/**
 * Somebody in a channel. No text has a blank or starts with a colon.
 */
export interface Member__Output {
  /**
   * The nick, at most 128 bytes.
   */
  'nick': (Buffer);
  /**
   * The user name, at most 128 bytes.
   */
  'user': (Buffer);
  /**
   * The host as other users see it: cloaked, where the ircd cloaks. At most 255 bytes.
   */
  'host': (Buffer);
  /**
   * The services account, at most 128 bytes. Absent: not logged in, or not known.
   */
  'account'?: (Buffer);
  /**
   * The prefix modes that it has in the channel, each once, in any order.
   */
  'modes': (_cburst_v1_PrefixMode__Output)[];
  /**
   * Those of `modes` that status_by_account gave. A host leaves it empty.
   */
  'granted': (_cburst_v1_PrefixMode__Output)[];
  /**
   * When it joined, Unix seconds. 0: unknown.
   */
  'joined_at': (number);
  '_account'?: "account";
}
