/** More than the silence after which a link is given up: what was said on it has come by then, or is said again. */
export const FORGET_MIN_MS = 150_000;
/** Silence is written down every minute: so long after it began, or a minute later, a peer is expelled. */
export const FORGET_AFTER_MS = 360_000;
/**
 * What an older disk lacks others must not have forgotten: within this they have noticed that the link to it is dead, as late
 * as they may notice that, and forget nothing before it has told them how much it has.
 */
export const GOES_BACK_MS_MAX = FORGET_MIN_MS - 100_000;
