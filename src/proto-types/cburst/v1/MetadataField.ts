// Original file: proto/cburst/v1/channel.proto


/**
 * One metadata entry: what servers and operators note about a channel. No ircd shows it, so a host may not send one.
 */
export interface MetadataField {
  /**
   * Name in lower case: letters, digits, `.`, `_` and `-`, at most 64 bytes.
   */
  'name'?: (string);
  /**
   * The value, at most 1024 bytes; may be empty. Absent: the entry is unset.
   */
  'value'?: (Buffer | Uint8Array | string);
  '_value'?: "value";
}

/**
 * One metadata entry: what servers and operators note about a channel. No ircd shows it, so a host may not send one.
 */
export interface MetadataField__Output {
  /**
   * Name in lower case: letters, digits, `.`, `_` and `-`, at most 64 bytes.
   */
  'name': (string);
  /**
   * The value, at most 1024 bytes; may be empty. Absent: the entry is unset.
   */
  'value'?: (Buffer);
  '_value'?: "value";
}
