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
  /**
   * With held false: nobody left; the last members went with a server of the host's native network that split off. Until
   * restart_grace has passed this server keeps the channel for them.
   */
  'lost'?: (boolean);
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
  /**
   * With held false: nobody left; the last members went with a server of the host's native network that split off. Until
   * restart_grace has passed this server keeps the channel for them.
   */
  'lost': (boolean);
}
