// Original file: proto/cburst/v1/channel.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A channel's topic as the ircd shows it.
 */
export interface Topic {
  /**
   * The topic text. May be empty: an empty topic is not the same as no topic. At most 4096 bytes.
   */
  'text'?: (Buffer | Uint8Array | string);
  /**
   * Who set it: a nick, `nick!user@host`, or a server name. No blanks. At most 512 bytes. Empty: unknown.
   */
  'setter'?: (Buffer | Uint8Array | string);
  /**
   * When it was set, Unix seconds. 0: unknown.
   */
  'set_at'?: (number | string | Long);
}

/**
 * A channel's topic as the ircd shows it.
 */
export interface Topic__Output {
  /**
   * The topic text. May be empty: an empty topic is not the same as no topic. At most 4096 bytes.
   */
  'text': (Buffer);
  /**
   * Who set it: a nick, `nick!user@host`, or a server name. No blanks. At most 512 bytes. Empty: unknown.
   */
  'setter': (Buffer);
  /**
   * When it was set, Unix seconds. 0: unknown.
   */
  'set_at': (number);
}
