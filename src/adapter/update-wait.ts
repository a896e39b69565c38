/** When the first of the updates that wait may be written, and what holds it back until then. */
export interface UpdateWait {
  /** Infinite: until the ircd answers. */
  readonly waitMs: number;
  readonly why: 'answer' | 'pace' | keyof UpdateWaits;
}

/** How long one update has to wait, in milliseconds: each for its own reason, so the longest counts. */
export interface UpdateWaits {
  /** The pace of the channel's lines. */
  readonly channelPace: number;
  /** The ircd's clock: a topic's time has to be over. */
  readonly clock: number;
  /** What the ircd says of names that it forbids. */
  readonly names: number;
}

/** The ircd has not answered what was written. */
export const answerWait: UpdateWait = { waitMs: Number.POSITIVE_INFINITY, why: 'answer' };

/** The shortest of what several updates wait for; of none: the ircd owes answers about all of their channels. */
export function firstWait(all: Iterable<UpdateWaits>): UpdateWait {
  let first: UpdateWait | null = null;
  for (const waits of all) {
    const wait = longest(waits);
    if (first === null || wait.waitMs < first.waitMs) first = wait;
    if (wait.waitMs === 0) break;
  }
  return first ?? answerWait;
}

function longest({ channelPace, clock, names }: UpdateWaits): UpdateWait {
  const waitMs = Math.max(channelPace, clock, names);
  if (names === waitMs) return { waitMs, why: 'names' };
  return { waitMs, why: clock === waitMs ? 'clock' : 'channelPace' };
}
