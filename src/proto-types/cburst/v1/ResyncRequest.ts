// Original file: proto/cburst/v1/host.proto


/**
 * The sidecar wants to know what the host shows (an operator asked for it): the host sends snapshot_begin, its batches and
 * snapshot_end again on the same stream; events and results go on being numbered as before.
 * 
 * This version of the sidecar does not send it yet; a host has to understand it.
 */
export interface ResyncRequest {
}

/**
 * The sidecar wants to know what the host shows (an operator asked for it): the host sends snapshot_begin, its batches and
 * snapshot_end again on the same stream; events and results go on being numbered as before.
 * 
 * This version of the sidecar does not send it yet; a host has to understand it.
 */
export interface ResyncRequest__Output {
}
