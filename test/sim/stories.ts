import type { ServerName } from '../../src/core/identity.ts';
import { type Act, CHANNELS, MASKS, type TimedAct, type Wish } from './acts.ts';
import type { FaultOptions } from './faults.ts';
import type { Random } from './random.ts';

/** How often a time of trouble has one of each. */
const SHARE = 0.04;

/** What chance hardly ever puts in the order in which it matters: a few acts each, at any time within `spanMs`. */
export function storiesOf(
  names: readonly ServerName[],
  faults: FaultOptions,
  spanMs: number,
  random: Random,
): TimedAct[] {
  const stories = [
    ...(faults.garbledLines ? [lostWithItsAnswer] : []),
    ...(faults.operators ? [removedBelow] : []),
    restartedUnseen,
  ];
  return stories.flatMap((story) => takesPlace(story, SHARE, names, spanMs, random));
}

/** What happens between two servers, or at one of them; times from the story's beginning. */
export type Story = (parts: Parts, random: Random) => TimedAct[];

/** With the chance of `share`. */
export function takesPlace(
  story: Story,
  share: number,
  names: readonly ServerName[],
  spanMs: number,
  random: Random,
): TimedAct[] {
  if (!random.chance(share)) return [];
  const startMs = random.whole(spanMs + 1);
  return story(partsOf(names, random), random).map(({ atMs, act }) => ({ atMs: startMs + atMs, act }));
}

/** A line is rejected, and the link is cut before it came again. */
function lostWithItsAnswer(parts: Parts, random: Random): TimedAct[] {
  const { server, other, channel, mask } = parts;
  const pair = [server, other] as const;
  const cutMs = 4000 + random.skewed(0, 4000);
  return timed([
    [0, { kind: 'mend', pair }],
    [1, { kind: 'join', server, channel }],
    [2, { kind: 'join', server: other, channel }],
    [3000, { kind: 'slow', from: server, to: other, delayMsMax: 1500, windowBytes: 1 << 20 }],
    [3001, { kind: 'garble', from: server, to: other, how: random.pick(['unreadable', 'bad value']) }],
    [3002, wish(server, channel, { ban: mask })],
    [cutMs, { kind: 'cut', pair }],
    [cutMs + 500, { kind: 'mend', pair }],
  ]);
}

/** What a channel inherits is removed there, while others may be away. */
function removedBelow(parts: Parts, random: Random): TimedAct[] {
  const { server, other, channel: above, mask } = parts;
  const below = random.pick(CHANNELS.filter((name) => name !== above));
  const inherit: readonly [string, string][] = [
    ['parent', above],
    ['inherit', 'bans'],
  ];
  return timed([
    [0, { kind: 'join', server, channel: above }],
    [1, { kind: 'join', server, channel: below }],
    [2, { kind: 'join', server: other, channel: below }],
    ...inherit.map(([name, value]): [number, Act] => [
      2000,
      { kind: 'note', server, channel: below, name, value },
    ]),
    [4000, wish(server, above, { ban: mask })],
    [8000, { kind: random.pick(['cut', 'mend']), pair: [server, other] }],
    [9000, wish(random.pick([server, other]), below, { unban: mask })],
    [12_000, { kind: 'mend', pair: [server, other] }],
  ]);
}

/** An ircd starts anew while no sidecar listens, and its users are back with less before one does. */
function restartedUnseen(parts: Parts, random: Random): TimedAct[] {
  const { server, other, channel, mask } = parts;
  return timed([
    [0, { kind: 'join', server, channel }],
    [1, { kind: 'join', server: other, channel }],
    [2000, wish(server, channel, { ban: mask })],
    [6000, { kind: random.pick(['kill', 'stop']), server, downMs: 6000 }],
    [7000, { kind: 'restart ircd', server }],
    [9000, { kind: 'join', server, channel }],
  ]);
}

interface Parts {
  readonly server: ServerName;
  readonly other: ServerName;
  readonly channel: string;
  readonly mask: string;
}

function partsOf(names: readonly ServerName[], random: Random): Parts {
  const one = random.whole(names.length);
  const next = (one + 1 + random.whole(names.length - 1)) % names.length;
  return {
    server: names[one]!,
    other: names[next]!,
    channel: random.pick(CHANNELS),
    mask: random.pick(MASKS),
  };
}

export function wish(server: ServerName, channel: string, what: Wish): Act {
  return { kind: 'wish', server, channel, inside: true, wish: what };
}

export function timed(acts: readonly (readonly [atMs: number, act: Act])[]): TimedAct[] {
  return acts.map(([atMs, act]) => ({ atMs, act }));
}
