// Original file: proto/cburst/v1/ops.proto

/**
 * Where a channel is, seen from this server.
 */
export const ChannelPlace = {
  /**
   * Not set: anywhere.
   */
  CHANNEL_PLACE_UNSPECIFIED: 'CHANNEL_PLACE_UNSPECIFIED',
  /**
   * This server holds it.
   */
  CHANNEL_PLACE_LOCAL: 'CHANNEL_PLACE_LOCAL',
  /**
   * Only peers hold it.
   */
  CHANNEL_PLACE_REMOTE: 'CHANNEL_PLACE_REMOTE',
} as const;

/**
 * Where a channel is, seen from this server.
 */
export type ChannelPlace =
  /**
   * Not set: anywhere.
   */
  | 'CHANNEL_PLACE_UNSPECIFIED'
  | 0
  /**
   * This server holds it.
   */
  | 'CHANNEL_PLACE_LOCAL'
  | 1
  /**
   * Only peers hold it.
   */
  | 'CHANNEL_PLACE_REMOTE'
  | 2

/**
 * Where a channel is, seen from this server.
 */
export type ChannelPlace__Output = typeof ChannelPlace[keyof typeof ChannelPlace]
