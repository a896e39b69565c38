// Original file: proto/cburst/v1/channel.proto


/**
 * A nick change.
 */
export interface NickChange {
  /**
   * The nick before.
   */
  'from'?: (Buffer | Uint8Array | string);
  /**
   * The nick now. Who had it before is gone.
   */
  'to'?: (Buffer | Uint8Array | string);
}

/**
 * A nick change.
 */
export interface NickChange__Output {
  /**
   * The nick before.
   */
  'from': (Buffer);
  /**
   * The nick now. Who had it before is gone.
   */
  'to': (Buffer);
}
