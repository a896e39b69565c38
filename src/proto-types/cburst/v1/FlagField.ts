// Original file: proto/cburst/v1/channel.proto


/**
 * A mode without a parameter, known by its name: letters mean different things on different ircds.
 */
export interface FlagField {
  /**
   * Name in lower case: letters, digits and `-`, at most 64 bytes. The table of names is in docs/protocol.md.
   */
  'name'?: (string);
  /**
   * True when the mode is on.
   */
  'set'?: (boolean);
}

/**
 * A mode without a parameter, known by its name: letters mean different things on different ircds.
 */
export interface FlagField__Output {
  /**
   * Name in lower case: letters, digits and `-`, at most 64 bytes. The table of names is in docs/protocol.md.
   */
  'name': (string);
  /**
   * True when the mode is on.
   */
  'set': (boolean);
}
