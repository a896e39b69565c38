/**
 * Modes that services and operators of an ircd set for that ircd alone: neither told nor applied unless `[ircd] carry_modes` names
 * them. What each ircd calls them is in the adapter's table of modes.
 */
export const ownModeNames = ['permanent', 'registered', 'oper-only', 'large-lists'] as const;

export type OwnModeName = (typeof ownModeNames)[number];
