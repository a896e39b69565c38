// Original file: proto/cburst/v1/ops.proto


/**
 * The level of the log.
 */
export interface GetLogLevelResponse {
  /**
   * The least grave lines that are written: trace, debug, info, warn, error or fatal.
   */
  'level'?: (string);
  /**
   * What the configuration says.
   */
  'configured'?: (string);
}

/**
 * The level of the log.
 */
export interface GetLogLevelResponse__Output {
  /**
   * The least grave lines that are written: trace, debug, info, warn, error or fatal.
   */
  'level': (string);
  /**
   * What the configuration says.
   */
  'configured': (string);
}
