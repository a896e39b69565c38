// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for figures.
 */
export interface GetStatsRequest {
  /**
   * Only figures whose name, with or without `cburst_`, matches this glob (`*` and `?`), e.g. `*burst*`. Empty: all.
   */
  'name_glob'?: (string);
}

/**
 * Asks for figures.
 */
export interface GetStatsRequest__Output {
  /**
   * Only figures whose name, with or without `cburst_`, matches this glob (`*` and `?`), e.g. `*burst*`. Empty: all.
   */
  'name_glob': (string);
}
