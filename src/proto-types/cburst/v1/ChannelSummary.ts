// Original file: proto/cburst/v1/ops.proto


/**
 * A channel in a list.
 */
export interface ChannelSummary {
  /**
   * The name as created.
   */
  'name'?: (Buffer | Uint8Array | string);
  /**
   * The id that is shown here.
   */
  'id'?: (string);
  /**
   * Server on which it was created.
   */
  'origin'?: (string);
  /**
   * True when this server holds it.
   */
  'local'?: (boolean);
  /**
   * Members over all reachable holders.
   */
  'members'?: (number);
  /**
   * Reachable holders.
   */
  'holders'?: (string)[];
  /**
   * Flag modes that are on, by name.
   */
  'flags'?: (string)[];
  /**
   * True when it has a key.
   */
  'has_key'?: (boolean);
  /**
   * The limit, 0 for none.
   */
  'limit'?: (number);
  /**
   * Entries over all lists.
   */
  'entries'?: (number);
  /**
   * The topic's text, when it has one.
   */
  'topic'?: (Buffer | Uint8Array | string);
  /**
   * Other ids of this name that a reachable server holds.
   */
  'shadowed'?: (number);
  /**
   * The channel that this one belongs to, as that one spells its name where it is known here; absent: it belongs to none.
   */
  'parent'?: (Buffer | Uint8Array | string);
  '_topic'?: "topic";
  '_parent'?: "parent";
}

/**
 * A channel in a list.
 */
export interface ChannelSummary__Output {
  /**
   * The name as created.
   */
  'name': (Buffer);
  /**
   * The id that is shown here.
   */
  'id': (string);
  /**
   * Server on which it was created.
   */
  'origin': (string);
  /**
   * True when this server holds it.
   */
  'local': (boolean);
  /**
   * Members over all reachable holders.
   */
  'members': (number);
  /**
   * Reachable holders.
   */
  'holders': (string)[];
  /**
   * Flag modes that are on, by name.
   */
  'flags': (string)[];
  /**
   * True when it has a key.
   */
  'has_key': (boolean);
  /**
   * The limit, 0 for none.
   */
  'limit': (number);
  /**
   * Entries over all lists.
   */
  'entries': (number);
  /**
   * The topic's text, when it has one.
   */
  'topic'?: (Buffer);
  /**
   * Other ids of this name that a reachable server holds.
   */
  'shadowed': (number);
  /**
   * The channel that this one belongs to, as that one spells its name where it is known here; absent: it belongs to none.
   */
  'parent'?: (Buffer);
  '_topic'?: "topic";
  '_parent'?: "parent";
}
