// Original file: proto/cburst/v1/host.proto


/**
 * The channel ceased to exist on the host.
 */
export interface ChannelDropped {
}

/**
 * The channel ceased to exist on the host.
 */
export interface ChannelDropped__Output {
}
