// Original file: proto/cburst/v1/channel.proto


/**
 * The user limit (+l).
 */
export interface LimitField {
  /**
   * Number of users, 1 to 4294967295. Absent: no limit.
   */
  'value'?: (number);
  '_value'?: "value";
}

/**
 * The user limit (+l).
 */
export interface LimitField__Output {
  /**
   * Number of users, 1 to 4294967295. Absent: no limit.
   */
  'value'?: (number);
  '_value'?: "value";
}
