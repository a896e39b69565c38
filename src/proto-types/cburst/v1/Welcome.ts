// Original file: proto/cburst/v1/host.proto


/**
 * Answer to the hello.
 */
export interface Welcome {
  /**
   * Version of this API: 1.
   */
  'protocol_version'?: (number);
  /**
   * The sidecar's software and version, for people.
   */
  'software'?: (string);
  /**
   * The last incarnation that this sidecar stored, empty when no host was attached before.
   */
  'previous_incarnation'?: (string);
  /**
   * The network's casemapping.
   */
  'casemapping'?: (string);
  /**
   * True when the sidecar wants to know who is in channels: a host that can tells it.
   */
  'members'?: (boolean);
  /**
   * True: nothing is to be written to the ircd until WritesChanged says otherwise. A host that does not know this gets no updates
   * meanwhile.
   */
  'writes_held'?: (boolean);
}

/**
 * Answer to the hello.
 */
export interface Welcome__Output {
  /**
   * Version of this API: 1.
   */
  'protocol_version': (number);
  /**
   * The sidecar's software and version, for people.
   */
  'software': (string);
  /**
   * The last incarnation that this sidecar stored, empty when no host was attached before.
   */
  'previous_incarnation': (string);
  /**
   * The network's casemapping.
   */
  'casemapping': (string);
  /**
   * True when the sidecar wants to know who is in channels: a host that can tells it.
   */
  'members': (boolean);
  /**
   * True: nothing is to be written to the ircd until WritesChanged says otherwise. A host that does not know this gets no updates
   * meanwhile.
   */
  'writes_held': (boolean);
}
