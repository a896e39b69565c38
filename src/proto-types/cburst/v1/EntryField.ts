// Original file: proto/cburst/v1/channel.proto

import type { Long } from '@grpc/proto-loader';

/**
 * One entry of a list mode (ban, except, invite, quiet).
 */
export interface EntryField {
  /**
   * Name of the list: `ban`, `except`, `invite`, `quiet` or a name of the same form as a flag's.
   */
  'list'?: (string);
  /**
   * The mask as the ircd shows it, at most 512 bytes. Masks of the form nick!user@host are completed by the sidecar.
   */
  'mask'?: (Buffer | Uint8Array | string);
  /**
   * True when the entry is on the list, false when it was removed.
   */
  'present'?: (boolean);
  /**
   * Who set it, as in Topic.setter. Empty: unknown.
   */
  'setter'?: (Buffer | Uint8Array | string);
  /**
   * When it was set, Unix seconds. 0: unknown.
   */
  'set_at'?: (number | string | Long);
}

/**
 * One entry of a list mode (ban, except, invite, quiet).
 */
export interface EntryField__Output {
  /**
   * Name of the list: `ban`, `except`, `invite`, `quiet` or a name of the same form as a flag's.
   */
  'list': (string);
  /**
   * The mask as the ircd shows it, at most 512 bytes. Masks of the form nick!user@host are completed by the sidecar.
   */
  'mask': (Buffer);
  /**
   * True when the entry is on the list, false when it was removed.
   */
  'present': (boolean);
  /**
   * Who set it, as in Topic.setter. Empty: unknown.
   */
  'setter': (Buffer);
  /**
   * When it was set, Unix seconds. 0: unknown.
   */
  'set_at': (number);
}
