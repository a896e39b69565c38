// Original file: proto/cburst/v1/ops.proto


/**
 * It may link again, and that is durable.
 */
export interface ReadmitPeerResponse {
}

/**
 * It may link again, and that is durable.
 */
export interface ReadmitPeerResponse__Output {
}
