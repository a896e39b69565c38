// Original file: proto/cburst/v1/ops.proto

/**
 * Who had a document that differed.
 */
export const DifferenceSide = {
  /**
   * Not set: an error.
   */
  DIFFERENCE_SIDE_UNSPECIFIED: 'DIFFERENCE_SIDE_UNSPECIFIED',
  /**
   * Both, not the same.
   */
  DIFFERENCE_SIDE_BOTH: 'DIFFERENCE_SIDE_BOTH',
  /**
   * This side alone.
   */
  DIFFERENCE_SIDE_HERE: 'DIFFERENCE_SIDE_HERE',
  /**
   * The peer alone.
   */
  DIFFERENCE_SIDE_PEER: 'DIFFERENCE_SIDE_PEER',
} as const;

/**
 * Who had a document that differed.
 */
export type DifferenceSide =
  /**
   * Not set: an error.
   */
  | 'DIFFERENCE_SIDE_UNSPECIFIED'
  | 0
  /**
   * Both, not the same.
   */
  | 'DIFFERENCE_SIDE_BOTH'
  | 1
  /**
   * This side alone.
   */
  | 'DIFFERENCE_SIDE_HERE'
  | 2
  /**
   * The peer alone.
   */
  | 'DIFFERENCE_SIDE_PEER'
  | 3

/**
 * Who had a document that differed.
 */
export type DifferenceSide__Output = typeof DifferenceSide[keyof typeof DifferenceSide]
