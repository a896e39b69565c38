// Original file: proto/cburst/v1/host.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Who the host is and what it can represent.
 */
export interface HostHello {
  /**
   * Version of this API that the host speaks: 1.
   */
  'protocol_version'?: (number);
  /**
   * The ircd's server name. Must be the name in the sidecar's configuration.
   */
  'server_name'?: (string);
  /**
   * The ircd's software and version, for people. At most 256 bytes.
   */
  'software'?: (string);
  /**
   * Identifies this run of the host or adapter: larger is newer (Unix milliseconds at its start will do). While one is
   * attached an equal or newer instance takes over from it and an older one is refused.
   */
  'instance'?: (number | string | Long);
  /**
   * The ircd's casemapping: `ascii`, `rfc1459` or `rfc1459-strict` (its CASEMAPPING token, `strict-rfc1459` is accepted).
   */
  'casemapping'?: (string);
  /**
   * Names of the flag modes that the host can represent. Flags not named here are not sent to it.
   */
  'flags'?: (string)[];
  /**
   * Names of the parameter modes (without key and limit) that the host can represent.
   */
  'parameters'?: (string)[];
  /**
   * Names of the lists that the host can represent.
   */
  'lists'?: (string)[];
  /**
   * What the ircd sets by itself on a new channel (flags such as `topic-protected`): defaults are nobody's write.
   */
  'defaults'?: (_cburst_v1_Field)[];
  /**
   * True when the host only reports and applies nothing (every result is RESULT_STATUS_OBSERVED).
   */
  'observe'?: (boolean);
  /**
   * True when the host can tell who is in its channels (HostChannel.member_list, HostEvent.members). It does when
   * Welcome.members says so, and then for every channel.
   */
  'members'?: (boolean);
  /**
   * True when the host shows who is in channels on other servers (RemoteMembersBatch).
   */
  'show_members'?: (boolean);
}

/**
 * Who the host is and what it can represent.
 */
export interface HostHello__Output {
  /**
   * Version of this API that the host speaks: 1.
   */
  'protocol_version': (number);
  /**
   * The ircd's server name. Must be the name in the sidecar's configuration.
   */
  'server_name': (string);
  /**
   * The ircd's software and version, for people. At most 256 bytes.
   */
  'software': (string);
  /**
   * Identifies this run of the host or adapter: larger is newer (Unix milliseconds at its start will do). While one is
   * attached an equal or newer instance takes over from it and an older one is refused.
   */
  'instance': (number);
  /**
   * The ircd's casemapping: `ascii`, `rfc1459` or `rfc1459-strict` (its CASEMAPPING token, `strict-rfc1459` is accepted).
   */
  'casemapping': (string);
  /**
   * Names of the flag modes that the host can represent. Flags not named here are not sent to it.
   */
  'flags': (string)[];
  /**
   * Names of the parameter modes (without key and limit) that the host can represent.
   */
  'parameters': (string)[];
  /**
   * Names of the lists that the host can represent.
   */
  'lists': (string)[];
  /**
   * What the ircd sets by itself on a new channel (flags such as `topic-protected`): defaults are nobody's write.
   */
  'defaults': (_cburst_v1_Field__Output)[];
  /**
   * True when the host only reports and applies nothing (every result is RESULT_STATUS_OBSERVED).
   */
  'observe': (boolean);
  /**
   * True when the host can tell who is in its channels (HostChannel.member_list, HostEvent.members). It does when
   * Welcome.members says so, and then for every channel.
   */
  'members': (boolean);
  /**
   * True when the host shows who is in channels on other servers (RemoteMembersBatch).
   */
  'show_members': (boolean);
}
