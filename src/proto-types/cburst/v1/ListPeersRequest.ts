// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for the peers.
 */
export interface ListPeersRequest {
}

/**
 * Asks for the peers.
 */
export interface ListPeersRequest__Output {
}
