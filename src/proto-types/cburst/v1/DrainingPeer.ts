// Original file: proto/cburst/v1/ops.proto


/**
 * A peer that is waited for.
 */
export interface DrainingPeer {
  /**
   * Its server name.
   */
  'server'?: (string);
  /**
   * Items and pages that it has not got for certain.
   */
  'waiting'?: (number);
}

/**
 * A peer that is waited for.
 */
export interface DrainingPeer__Output {
  /**
   * Its server name.
   */
  'server': (string);
  /**
   * Items and pages that it has not got for certain.
   */
  'waiting': (number);
}
