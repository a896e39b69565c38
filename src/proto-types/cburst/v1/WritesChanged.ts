// Original file: proto/cburst/v1/host.proto


/**
 * Operators stopped or allowed what is written to the ircd. While it is held, the host writes nothing that users could notice: it
 * answers each update that it has not carried out with RESULT_STATUS_OBSERVED and what the ircd shows, carries out no grants, and
 * leaves members of other servers as it shows them. Snapshots and events go on.
 */
export interface WritesChanged {
  /**
   * True: nothing is to be written.
   */
  'held'?: (boolean);
}

/**
 * Operators stopped or allowed what is written to the ircd. While it is held, the host writes nothing that users could notice: it
 * answers each update that it has not carried out with RESULT_STATUS_OBSERVED and what the ircd shows, carries out no grants, and
 * leaves members of other servers as it shows them. Snapshots and events go on.
 */
export interface WritesChanged__Output {
  /**
   * True: nothing is to be written.
   */
  'held': (boolean);
}
