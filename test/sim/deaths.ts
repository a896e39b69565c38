import type { ServerName } from '../../src/core/identity.ts';
import type { Act, TimedAct } from './acts.ts';
import { ACCOUNTS, CHANNELS } from './acts.ts';
import { FORGET_AFTER_MS } from './memory.ts';
import { POINTS } from './points.ts';
import type { Random } from './random.ts';

/**
 * Where the servers of a seed's run die, or null. Half of the seeds have such a point, and seed after seed takes the next, so
 * that every point has its share however seldom chance leads there; the seldom ones have more.
 */
export function deathPointOf(seed: number): string | null {
  return seed % 4 < 2 ? SCHEDULE[Math.floor(seed / 4) % SCHEDULE.length]! : null;
}

/** What a run needs to come to the point. */
export interface PointNeeds {
  /** Who was away for too long is let in under review. */
  readonly reviews: boolean;
  readonly digests: boolean;
  readonly members: boolean;
  readonly byAccount: boolean;
}

export function needsOf(point: string | null): PointNeeds {
  const about = (pattern: RegExp) => point !== null && pattern.test(point);
  const reviews = about(/review/);
  const byAccount = about(/grants/);
  return {
    reviews,
    digests: reviews || about(/DIGEST|SUMS|DIFFER/),
    members: byAccount || about(/MEMBER|members/),
    byAccount,
  };
}

/** Within so long every server is to die at its point. */
const ARMED_MS_MAX = 3000;

/** Every server dies there once, and what leads to the point happens. */
export function deathsAt(point: string, names: readonly ServerName[], random: Random): TimedAct[] {
  const hitsMax = SELDOM.test(point) || BEGINS.test(point) ? 1 : 3;
  const deaths = names.map((server) => {
    const act: Act = {
      kind: 'die at',
      server,
      point,
      hits: 1 + random.whole(hitsMax),
      downMs: random.skewed(1, 20_000),
    };
    return { atMs: random.whole(ARMED_MS_MAX), act };
  });
  return [...deaths, ...provoking(point, names, random)];
}

/** Reached in a small part of the runs only. */
const SELDOM = /review|grants|grace|NAK|REQUEST|SUMS|clean stop|BYE|loading/;
/** Once for every link or attached host. */
const BEGINS = /HELLO|MESH|COMPRESS|RESUME|BURST|EOB|hello|welcome|snapshot/;

const SCHEDULE = POINTS.flatMap((point) => (SELDOM.test(point) ? [point, point] : [point]));

/** After the deaths are armed. */
const PROVOKED_MS = ARMED_MS_MAX + 500;
/** A grace that began before is over by then. */
const GRACE_OVER_MS = 60_000;

function provoking(point: string, names: readonly ServerName[], random: Random): TimedAct[] {
  const [server, other] = random.chance(0.5) ? [names[0]!, names[1]!] : [names[1]!, names[0]!];
  const story = Object.entries(STORIES).find(([about]) => new RegExp(about).test(point));
  const acts = story?.[1]({ server, other, names }) ?? [];
  return acts.map(([ms, act]) => ({ atMs: PROVOKED_MS + ms, act }));
}

interface Parts {
  readonly server: ServerName;
  readonly other: ServerName;
  readonly names: readonly ServerName[];
}

type Story = (parts: Parts) => (readonly [atMs: number, act: Act])[];

const channel = CHANNELS[0]!;
const account = ACCOUNTS.find((each) => each !== null)!;
const nick = 'ann';

/** What leads to the points whose name is like that, from the moment on when deaths are armed. */
const STORIES: Record<string, Story> = {
  'NAK|REQUEST': ({ server, other }) => [
    [0, { kind: 'mend', pair: [server, other] }],
    [1, { kind: 'join', server, channel }],
    [2, { kind: 'join', server: other, channel }],
    [3000, { kind: 'garble', from: server, to: other, how: 'bad value' }],
    [3001, { kind: 'garble', from: other, to: server, how: 'unreadable' }],
    [3002, ban(server)],
    [3003, ban(other)],
    [9000, { kind: 'reset', pair: [server, other] }],
  ],
  loading: ({ server }) => [[0, { kind: 'kill', server, downMs: 500 }]],
  'clean stop|BYE': ({ server }) => [[3000, { kind: 'stop', server, downMs: 500 }]],
  grace: ({ server, other }) => [
    [0, { kind: 'join', server, channel }],
    [2000, ban(server)],
    [5000, { kind: 'restart ircd', server }],
    [GRACE_OVER_MS, { kind: 'mend', pair: [server, other] }],
  ],
  SUMS: ({ server, other }) => [
    [0, { kind: 'join', server, channel }],
    [2, { kind: 'join', server: other, channel }],
    [3000, { kind: 'backup', server }],
    [4000, ban(server)],
    [8000, { kind: 'restore', server }],
    [90_000, { kind: 'mend', pair: [server, other] }],
  ],
  grants: ({ server, other, names }) => [
    ...names.map((each) => [0, { kind: 'empty', server: each, channel }] as const),
    [1000, { kind: 'join', server, channel, account }],
    [1500, { kind: 'prefix', server, channel, nick, modes: ['op'] }],
    [6000, { kind: 'join', server: other, channel, account }],
    [14_000, { kind: 'mend', pair: [server, other] }],
  ],
  review: ({ server, other, names }) => {
    const awayMs = FORGET_AFTER_MS + 100_000;
    const backMs = awayMs + 20_000;
    return [
      [0, { kind: 'isolate', server, forMs: awayMs }],
      ...names.map((each) => [backMs, { kind: 'readmit', server: each, review: true }] as const),
      ...names.map((each) => [backMs + 20_000, { kind: 'end reviews', server: each }] as const),
      [backMs + 30_000, { kind: 'mend', pair: [server, other] }],
    ];
  },
  [BEGINS.source]: ({ server, other }) => [
    [0, { kind: 'mend', pair: [server, other] }],
    [1, { kind: 'reset', pair: [server, other] }],
    [2, { kind: 'detach', server, forMs: 500 }],
    [2500, { kind: 'detach', server: other, forMs: 500 }],
    [5000, { kind: 'reset', pair: [server, other] }],
  ],
  // Of anything else there is more where somebody does something.
  '': ({ server, other }) => [
    [0, { kind: 'mend', pair: [server, other] }],
    [1, { kind: 'join', server, channel }],
    [2, { kind: 'join', server: other, channel }],
    [3000, ban(server)],
  ],
};

function ban(server: ServerName): Act {
  return { kind: 'wish', server, channel, inside: true, wish: { ban: 'a!*@*' } };
}
