// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for events.
 */
export interface WatchEventsRequest {
  /**
   * Only events of channels that match this glob, folded. Empty: all, and those without a channel.
   */
  'name_glob'?: (Buffer | Uint8Array | string);
}

/**
 * Asks for events.
 */
export interface WatchEventsRequest__Output {
  /**
   * Only events of channels that match this glob, folded. Empty: all, and those without a channel.
   */
  'name_glob': (Buffer);
}
