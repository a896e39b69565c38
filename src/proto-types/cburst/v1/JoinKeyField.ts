// Original file: proto/cburst/v1/channel.proto


/**
 * The key that opens a +k channel (`joinKey` in the code, KEY on the wire). Secret: never logged.
 */
export interface JoinKeyField {
  /**
   * The key. Absent: the channel has none. No blanks, at most 256 bytes.
   */
  'value'?: (Buffer | Uint8Array | string);
  '_value'?: "value";
}

/**
 * The key that opens a +k channel (`joinKey` in the code, KEY on the wire). Secret: never logged.
 */
export interface JoinKeyField__Output {
  /**
   * The key. Absent: the channel has none. No blanks, at most 256 bytes.
   */
  'value'?: (Buffer);
  '_value'?: "value";
}
