// Original file: proto/cburst/v1/ops.proto


/**
 * One key of the configuration. Never holds a secret.
 */
export interface ConfigChange {
  /**
   * Its section, as it stands in the file, of a peer with its name.
   */
  'place'?: (string);
  /**
   * The key.
   */
  'key'?: (string);
  /**
   * What counted before, as it could stand in the file.
   */
  'before'?: (string);
  /**
   * What the file says now.
   */
  'after'?: (string);
  /**
   * Why it counts only after a restart. Empty: it counts now.
   */
  'restart_reason'?: (string);
}

/**
 * One key of the configuration. Never holds a secret.
 */
export interface ConfigChange__Output {
  /**
   * Its section, as it stands in the file, of a peer with its name.
   */
  'place': (string);
  /**
   * The key.
   */
  'key': (string);
  /**
   * What counted before, as it could stand in the file.
   */
  'before': (string);
  /**
   * What the file says now.
   */
  'after': (string);
  /**
   * Why it counts only after a restart. Empty: it counts now.
   */
  'restart_reason': (string);
}
