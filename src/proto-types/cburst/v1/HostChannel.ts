// Original file: proto/cburst/v1/host.proto

import type { Field as _cburst_v1_Field, Field__Output as _cburst_v1_Field__Output } from '../../cburst/v1/Field.ts';
import type { Member as _cburst_v1_Member, Member__Output as _cburst_v1_Member__Output } from '../../cburst/v1/Member.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A channel as the host shows it.
 */
export interface HostChannel {
  /**
   * The name as the host spells it. Starts with `#` or `+` or `!`; `&` channels never leave the server. At most 200 bytes.
   */
  'name'?: (Buffer | Uint8Array | string);
  /**
   * When it was created on this ircd, Unix seconds; another value for the same name means that it was created anew.
   * 0: the ircd does not tell.
   */
  'created_at'?: (number | string | Long);
  /**
   * True when the host has the channel by itself: a local member, or a local act made it permanent.
   * False: it is there because an update made it.
   */
  'held'?: (boolean);
  /**
   * Local members now (not pseudo-users of the adapter). Where the host tells who they are, their list counts.
   */
  'members'?: (number);
  /**
   * Everything that is set. At most 384 KiB, where each field counts 48 bytes and its texts, but at least 96. More ends the
   * stream, also when it comes about by events. The network keeps what fills three quarters of that; what an event or a
   * snapshot adds beyond, an update takes away again.
   */
  'fields'?: (_cburst_v1_Field)[];
  /**
   * Who the local members are, each nick once: the first of them, when one message has no room for all. Others follow, in a
   * snapshot as SnapshotBatch.more_members, of a created channel as an event `members`. At most 100,000 for a channel and
   * 1,000,000 for all. Only while HostHello.members and Welcome.members are true: without them it is passed over.
   */
  'member_list'?: (_cburst_v1_Member)[];
}

/**
 * A channel as the host shows it.
 */
export interface HostChannel__Output {
  /**
   * The name as the host spells it. Starts with `#` or `+` or `!`; `&` channels never leave the server. At most 200 bytes.
   */
  'name': (Buffer);
  /**
   * When it was created on this ircd, Unix seconds; another value for the same name means that it was created anew.
   * 0: the ircd does not tell.
   */
  'created_at': (number);
  /**
   * True when the host has the channel by itself: a local member, or a local act made it permanent.
   * False: it is there because an update made it.
   */
  'held': (boolean);
  /**
   * Local members now (not pseudo-users of the adapter). Where the host tells who they are, their list counts.
   */
  'members': (number);
  /**
   * Everything that is set. At most 384 KiB, where each field counts 48 bytes and its texts, but at least 96. More ends the
   * stream, also when it comes about by events. The network keeps what fills three quarters of that; what an event or a
   * snapshot adds beyond, an update takes away again.
   */
  'fields': (_cburst_v1_Field__Output)[];
  /**
   * Who the local members are, each nick once: the first of them, when one message has no room for all. Others follow, in a
   * snapshot as SnapshotBatch.more_members, of a created channel as an event `members`. At most 100,000 for a channel and
   * 1,000,000 for all. Only while HostHello.members and Welcome.members are true: without them it is passed over.
   */
  'member_list': (_cburst_v1_Member__Output)[];
}
