// Original file: proto/cburst/v1/ops.proto


/**
 * Asks for the level of the log.
 */
export interface GetLogLevelRequest {
}

/**
 * Asks for the level of the log.
 */
export interface GetLogLevelRequest__Output {
}
