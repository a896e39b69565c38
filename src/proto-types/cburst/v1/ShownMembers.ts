// Original file: proto/cburst/v1/host.proto


/**
 * How many members of other servers the host shows, after each change of it.
 */
export interface ShownMembers {
  /**
   * Users that are shown, each once.
   */
  'shown'?: (number);
  /**
   * Users that should be and are not.
   */
  'missing'?: (number);
  /**
   * Why they are not, for people. At most 256 bytes.
   */
  'reason'?: (string);
}

/**
 * How many members of other servers the host shows, after each change of it.
 */
export interface ShownMembers__Output {
  /**
   * Users that are shown, each once.
   */
  'shown': (number);
  /**
   * Users that should be and are not.
   */
  'missing': (number);
  /**
   * Why they are not, for people. At most 256 bytes.
   */
  'reason': (string);
}
