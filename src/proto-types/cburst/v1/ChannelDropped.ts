// Original file: proto/cburst/v1/host.proto


/**
 * The channel ceased to exist on the host.
 */
export interface ChannelDropped {
  /**
   * As PresenceChanged.lost.
   */
  'lost'?: (boolean);
}

/**
 * The channel ceased to exist on the host.
 */
export interface ChannelDropped__Output {
  /**
   * As PresenceChanged.lost.
   */
  'lost': (boolean);
}
