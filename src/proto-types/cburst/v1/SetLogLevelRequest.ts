// Original file: proto/cburst/v1/ops.proto


/**
 * Sets the level of the log.
 */
export interface SetLogLevelRequest {
  /**
   * The least grave lines to be written: trace, debug, info, warn, error or fatal.
   */
  'level'?: (string);
  /**
   * Who decides, for the log. Nothing proves it; empty: not told.
   */
  'by'?: (string);
}

/**
 * Sets the level of the log.
 */
export interface SetLogLevelRequest__Output {
  /**
   * The least grave lines to be written: trace, debug, info, warn, error or fatal.
   */
  'level': (string);
  /**
   * Who decides, for the log. Nothing proves it; empty: not told.
   */
  'by': (string);
}
