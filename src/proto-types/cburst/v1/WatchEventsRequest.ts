// Original file: proto/cburst/v1/ops.proto

import type { EventPosition as _cburst_v1_EventPosition, EventPosition__Output as _cburst_v1_EventPosition__Output } from '../../cburst/v1/EventPosition.ts';

/**
 * Asks for events.
 */
export interface WatchEventsRequest {
  /**
   * Only events of channels that match this glob, folded. Empty: all, and those without a channel.
   */
  'name_glob'?: (Buffer | Uint8Array | string);
  /**
   * Only events of these kinds; one that ends in `.*`, e.g. `peer.*`, stands for all that begin so. Empty: all.
   */
  'kinds'?: (string)[];
  /**
   * Only events that come from this server or concern it. Empty: all.
   */
  'server'?: (string);
  /**
   * The last event that was seen: those after it come first, as far as they are kept, then what happens. Absent: from now on.
   */
  'after'?: (_cburst_v1_EventPosition | null);
  /**
   * True: the first answer says where watching begins. With `after` it always does.
   */
  'tell_start'?: (boolean);
  '_after'?: "after";
}

/**
 * Asks for events.
 */
export interface WatchEventsRequest__Output {
  /**
   * Only events of channels that match this glob, folded. Empty: all, and those without a channel.
   */
  'name_glob': (Buffer);
  /**
   * Only events of these kinds; one that ends in `.*`, e.g. `peer.*`, stands for all that begin so. Empty: all.
   */
  'kinds': (string)[];
  /**
   * Only events that come from this server or concern it. Empty: all.
   */
  'server': (string);
  /**
   * The last event that was seen: those after it come first, as far as they are kept, then what happens. Absent: from now on.
   */
  'after'?: (_cburst_v1_EventPosition__Output | null);
  /**
   * True: the first answer says where watching begins. With `after` it always does.
   */
  'tell_start': (boolean);
  '_after'?: "after";
}
