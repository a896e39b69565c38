// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for the status.
 */
export interface GetStatusRequest {
}

/**
 * Asks for the status.
 */
export interface GetStatusRequest__Output {
}
