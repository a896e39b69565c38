// Original file: proto/cburst/v1/channel.proto


/**
 * A mode with one parameter other than key and limit, known by its name.
 */
export interface ParameterField {
  /**
   * Name in lower case: letters, digits and `-`, at most 64 bytes.
   */
  'name'?: (string);
  /**
   * The parameter. Absent: the mode is off. No blanks, at most 512 bytes.
   */
  'value'?: (Buffer | Uint8Array | string);
  '_value'?: "value";
}

/**
 * A mode with one parameter other than key and limit, known by its name.
 */
export interface ParameterField__Output {
  /**
   * Name in lower case: letters, digits and `-`, at most 64 bytes.
   */
  'name': (string);
  /**
   * The parameter. Absent: the mode is off. No blanks, at most 512 bytes.
   */
  'value'?: (Buffer);
  '_value'?: "value";
}
