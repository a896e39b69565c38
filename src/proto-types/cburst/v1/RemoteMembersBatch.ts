// Original file: proto/cburst/v1/host.proto

import type { RemoteRename as _cburst_v1_RemoteRename, RemoteRename__Output as _cburst_v1_RemoteRename__Output } from '../../cburst/v1/RemoteRename.ts';
import type { RemoteMembers as _cburst_v1_RemoteMembers, RemoteMembers__Output as _cburst_v1_RemoteMembers__Output } from '../../cburst/v1/RemoteMembers.ts';

/**
 * Who is in channels on other servers: what changed since it was told last. Sent from the end of the first snapshot on, to hosts
 * whose hello asks for it. While the host does not read, changes gather and only the newest state of each member is sent. Not
 * acknowledged: a new stream begins anew. At most 1 MiB.
 */
export interface RemoteMembersBatch {
  /**
   * Nick changes on other servers, in order, before anything below: the same user in all its channels. One that is missing shows
   * as a nick that is gone and another that is present.
   */
  'renamed'?: (_cburst_v1_RemoteRename)[];
  /**
   * What changed in channels; a channel may be here several times, also with the same server.
   */
  'changes'?: (_cburst_v1_RemoteMembers)[];
  /**
   * True once on a stream: all that there was when it began has been told. What an earlier stream told of channels and servers
   * that this one did not name is not so any more.
   */
  'complete'?: (boolean);
}

/**
 * Who is in channels on other servers: what changed since it was told last. Sent from the end of the first snapshot on, to hosts
 * whose hello asks for it. While the host does not read, changes gather and only the newest state of each member is sent. Not
 * acknowledged: a new stream begins anew. At most 1 MiB.
 */
export interface RemoteMembersBatch__Output {
  /**
   * Nick changes on other servers, in order, before anything below: the same user in all its channels. One that is missing shows
   * as a nick that is gone and another that is present.
   */
  'renamed': (_cburst_v1_RemoteRename__Output)[];
  /**
   * What changed in channels; a channel may be here several times, also with the same server.
   */
  'changes': (_cburst_v1_RemoteMembers__Output)[];
  /**
   * True once on a stream: all that there was when it began has been told. What an earlier stream told of channels and servers
   * that this one did not name is not so any more.
   */
  'complete': (boolean);
}
