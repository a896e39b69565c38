// Original file: proto/cburst/v1/ops.proto


/**
 * A server that holds a channel.
 */
export interface Holder {
  /**
   * Its name.
   */
  'server'?: (string);
  /**
   * Its members in the channel.
   */
  'members'?: (number);
  /**
   * False while there is no link to it.
   */
  'reachable'?: (boolean);
}

/**
 * A server that holds a channel.
 */
export interface Holder__Output {
  /**
   * Its name.
   */
  'server': (string);
  /**
   * Its members in the channel.
   */
  'members': (number);
  /**
   * False while there is no link to it.
   */
  'reachable': (boolean);
}
