// Original file: proto/cburst/v1/ops.proto

/**
 * Whether a host is written to.
 */
export const HostWriteMode = {
  /**
   * Not set: an error.
   */
  HOST_WRITE_MODE_UNSPECIFIED: 'HOST_WRITE_MODE_UNSPECIFIED',
  /**
   * It shows what the network says.
   */
  HOST_WRITE_MODE_GO: 'HOST_WRITE_MODE_GO',
  /**
   * It is only looked at: peers hear of it, and nothing is written to it.
   */
  HOST_WRITE_MODE_OBSERVE: 'HOST_WRITE_MODE_OBSERVE',
  /**
   * As observe, after an operator stopped all writes in an emergency.
   */
  HOST_WRITE_MODE_FREEZE: 'HOST_WRITE_MODE_FREEZE',
} as const;

/**
 * Whether a host is written to.
 */
export type HostWriteMode =
  /**
   * Not set: an error.
   */
  | 'HOST_WRITE_MODE_UNSPECIFIED'
  | 0
  /**
   * It shows what the network says.
   */
  | 'HOST_WRITE_MODE_GO'
  | 1
  /**
   * It is only looked at: peers hear of it, and nothing is written to it.
   */
  | 'HOST_WRITE_MODE_OBSERVE'
  | 2
  /**
   * As observe, after an operator stopped all writes in an emergency.
   */
  | 'HOST_WRITE_MODE_FREEZE'
  | 3

/**
 * Whether a host is written to.
 */
export type HostWriteMode__Output = typeof HostWriteMode[keyof typeof HostWriteMode]
