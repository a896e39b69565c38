// Original file: proto/cburst/v1/channel.proto

/**
 * What a member may be in a channel. Other prefix modes of an ircd stay there.
 */
export const PrefixMode = {
  /**
   * Not set: passed over, as a mode that this version does not know.
   */
  PREFIX_MODE_UNSPECIFIED: 'PREFIX_MODE_UNSPECIFIED',
  /**
   * Owner (founder), +q on most ircds.
   */
  PREFIX_MODE_OWNER: 'PREFIX_MODE_OWNER',
  /**
   * Admin (protected), +a.
   */
  PREFIX_MODE_ADMIN: 'PREFIX_MODE_ADMIN',
  /**
   * Operator, +o.
   */
  PREFIX_MODE_OP: 'PREFIX_MODE_OP',
  /**
   * Half operator, +h.
   */
  PREFIX_MODE_HALFOP: 'PREFIX_MODE_HALFOP',
  /**
   * Voice, +v.
   */
  PREFIX_MODE_VOICE: 'PREFIX_MODE_VOICE',
} as const;

/**
 * What a member may be in a channel. Other prefix modes of an ircd stay there.
 */
export type PrefixMode =
  /**
   * Not set: passed over, as a mode that this version does not know.
   */
  | 'PREFIX_MODE_UNSPECIFIED'
  | 0
  /**
   * Owner (founder), +q on most ircds.
   */
  | 'PREFIX_MODE_OWNER'
  | 1
  /**
   * Admin (protected), +a.
   */
  | 'PREFIX_MODE_ADMIN'
  | 2
  /**
   * Operator, +o.
   */
  | 'PREFIX_MODE_OP'
  | 3
  /**
   * Half operator, +h.
   */
  | 'PREFIX_MODE_HALFOP'
  | 4
  /**
   * Voice, +v.
   */
  | 'PREFIX_MODE_VOICE'
  | 5

/**
 * What a member may be in a channel. Other prefix modes of an ircd stay there.
 */
export type PrefixMode__Output = typeof PrefixMode[keyof typeof PrefixMode]
