// Original file: proto/cburst/v1/host.proto


/**
 * Opens the snapshot.
 */
export interface SnapshotBegin {
  /**
   * Identifies the run of the ircd: another value than Welcome.previous_incarnation says that the ircd restarted and may
   * have forgotten its channels. How to tell is the adapter's business. At most 256 bytes. Empty: the host cannot tell;
   * then a channel whose creation time is the same was not forgotten.
   */
  'incarnation'?: (string);
}

/**
 * Opens the snapshot.
 */
export interface SnapshotBegin__Output {
  /**
   * Identifies the run of the ircd: another value than Welcome.previous_incarnation says that the ircd restarted and may
   * have forgotten its channels. How to tell is the adapter's business. At most 256 bytes. Empty: the host cannot tell;
   * then a channel whose creation time is the same was not forgotten.
   */
  'incarnation': (string);
}
