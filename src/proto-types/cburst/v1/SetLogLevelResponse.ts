// Original file: proto/cburst/v1/ops.proto


/**
 * The level is set.
 */
export interface SetLogLevelResponse {
  /**
   * What it was before.
   */
  'previous'?: (string);
  /**
   * What the configuration says.
   */
  'configured'?: (string);
}

/**
 * The level is set.
 */
export interface SetLogLevelResponse__Output {
  /**
   * What it was before.
   */
  'previous': (string);
  /**
   * What the configuration says.
   */
  'configured': (string);
}
