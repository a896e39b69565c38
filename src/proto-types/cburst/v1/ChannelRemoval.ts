// Original file: proto/cburst/v1/host.proto


/**
 * The channel should not be shown.
 */
export interface ChannelRemoval {
}

/**
 * The channel should not be shown.
 */
export interface ChannelRemoval__Output {
}
