// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for one channel.
 */
export interface GetChannelRequest {
  /**
   * Its name.
   */
  'name'?: (Buffer | Uint8Array | string);
}

/**
 * Asks for one channel.
 */
export interface GetChannelRequest__Output {
  /**
   * Its name.
   */
  'name': (Buffer);
}
