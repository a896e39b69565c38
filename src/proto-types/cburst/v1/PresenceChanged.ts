// Original file: proto/cburst/v1/host.proto


/**
 * Local members came or went.
 */
export interface PresenceChanged {
  /**
   * As HostChannel.held.
   */
  'held'?: (boolean);
  /**
   * As HostChannel.members.
   */
  'members'?: (number);
}

/**
 * Local members came or went.
 */
export interface PresenceChanged__Output {
  /**
   * As HostChannel.held.
   */
  'held': (boolean);
  /**
   * As HostChannel.members.
   */
  'members': (number);
}
