import type { TimedAct } from './acts.ts';
import { PLAIN_IRCD } from './ircd.ts';
import type { Plan } from './plan.ts';

/** Beyond what is sent to a host at once, and what waits for the disk. */
const CROWD = 260;
/** Beyond what may be under way to a host. */
const GREAT_CROWD = 2300;

const CROWD_EVERY = 31;
/** They cost as much as many others. Odd and even ones in turn. */
const GREAT_CROWD_EVERY = 333;

/** Channels that somebody joins at once in the seed's run, or null: so many are dear. */
export function crowdOf(seed: number): number | null {
  if (seed % GREAT_CROWD_EVERY === 7) return GREAT_CROWD;
  return seed % CROWD_EVERY === 3 ? CROWD : null;
}

/** A short run of two, where one has all these channels at once and the other one's ircd takes its time. */
export function crowded({ options, troubles }: Plan, channels: number): Plan {
  const servers = options.servers.slice(0, 2).map((server) => ({
    ...server,
    pageSize: 50,
    commitMsMax: channels === GREAT_CROWD ? 0 : server.commitMsMax,
    hostDelayMsMax: channels === GREAT_CROWD ? 300 : server.hostDelayMsMax,
    hostWindow: channels === GREAT_CROWD ? 100 : server.hostWindow,
    traits: PLAIN_IRCD,
    createRate: 1_000_000,
  }));
  const [from, to] = servers.map(({ server }) => server);
  const acts: TimedAct[] = [
    { atMs: 100, act: { kind: 'join', server: to!, channel: '#one' } },
    { atMs: 3000, act: { kind: 'crowd', server: from!, channels } },
    { atMs: 4000, act: { kind: 'cut', pair: [from!, to!] } },
    { atMs: 4500, act: { kind: 'mend', pair: [from!, to!] } },
    { atMs: 8000, act: { kind: 'detach', server: to!, forMs: 1000 } },
  ];
  const common = troubles[0]!.filter(({ act }) => mayBeIn(act, from!, to!)).slice(0, 5);
  return {
    options: { ...options, servers, gaps: [], unlinked: [], hostile: false, rejects: false },
    troubles: [[...acts, ...common].toSorted((a, b) => a.atMs - b.atMs)],
  };
}

function mayBeIn(act: TimedAct['act'], ...names: readonly string[]): boolean {
  const USUAL = ['join', 'part', 'wish', 'prefix', 'nick'];
  return USUAL.includes(act.kind) && 'server' in act && names.includes(act.server);
}
