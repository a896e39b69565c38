// Original file: proto/cburst/v1/ops.proto


/**
 * One number.
 */
export interface Figure {
  /**
   * Its name, as in docs/operations.md without `cburst_`. One that ends in `_total`, `_sum` or `_count` was counted since the start.
   */
  'name'?: (string);
  /**
   * Of what: configured servers and codes, never a channel.
   */
  'labels'?: ({[key: string]: string});
  /**
   * The number.
   */
  'value'?: (number | string);
}

/**
 * One number.
 */
export interface Figure__Output {
  /**
   * Its name, as in docs/operations.md without `cburst_`. One that ends in `_total`, `_sum` or `_count` was counted since the start.
   */
  'name': (string);
  /**
   * Of what: configured servers and codes, never a channel.
   */
  'labels': ({[key: string]: string});
  /**
   * The number.
   */
  'value': (number);
}
