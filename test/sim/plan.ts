import { parseServerName, type ServerName } from '../../src/core/identity.ts';
import { ACCOUNTS, type Act, CHANNELS, MASKS, NICKS, NOTES, type TimedAct, type Wish } from './acts.ts';
import { crowded, crowdOf } from './crowd.ts';
import { deathPointOf, deathsAt, needsOf, type PointNeeds } from './deaths.ts';
import type { FaultOptions } from './faults.ts';
import { type IrcdTraits, PLAIN_IRCD } from './ircd.ts';
import { FORGET_AFTER_MS, FORGET_MIN_MS, GOES_BACK_MS_MAX } from './memory.ts';
import { POINTS } from './points.ts';
import { Random } from './random.ts';
import { rareStoriesOf } from './rare-stories.ts';
import type { NamePolicies } from './sim-sidecar.ts';
import { storiesOf } from './stories.ts';
import { NEVER_MS, type ServerOptions, type WorldOptions } from './world.ts';

/** What a seed stands for: a world, and times of trouble, each followed by a rest. */
export interface Plan {
  readonly options: Omit<WorldOptions, 'keepTrace'>;
  readonly troubles: readonly (readonly TimedAct[])[];
}

const POLICIES = ['local', 'local', 'oldest', 'merge'] as const;
const PREFIXES = [['op'], ['voice', 'op'], ['voice'], []] as const;
const FLAGS = ['secret', 'moderated', 'no-external'];
const DAY_MS = 24 * 3600 * 1000;

/** How often each kind of act happens compared to the others. */
type Weights = Record<Exclude<Act['kind'], 'secretly ban' | 'isolate' | 'crowd'>, number>;

export function planOf(seed: number, faults: FaultOptions): Plan {
  const plan = usualPlan(seed, faults);
  const crowd = crowdOf(seed);
  return crowd === null ? plan : crowded(plan, crowd);
}

function usualPlan(seed: number, faults: FaultOptions): Plan {
  const random = new Random(seed, 'plan');
  const count = faults.servers ?? serverCount(random);
  const names = Array.from({ length: count }, (_, index) => serverName(index));
  const policies = policiesOf(names, random, faults);
  // What digests repair would hide what else is wrong; but nothing else brings back what a disk lost, or tells everybody
  // what a copy told one.
  const point = faults.aimedDeaths ? deathPointOf(seed) : null;
  const needs = needsOf(point);
  const digests = random.chance(0.5) || needs.digests;
  const memory = memoryOf(random, faults, digests, needs);
  const possible = digests ? faults : { ...faults, lyingDisks: false, restores: false, copies: false };
  const members = random.chance(0.7) || needs.members;
  const byAccount = (members && random.chance(0.6)) || needs.byAccount;
  const hostile = faults.hostile && random.chance(0.12);
  // A channel that a readmitted peer is thought to hold still can be asked for only when it takes in which one is meant.
  const expels = memory.forgetAfterMs !== NEVER_MS;
  const rejects = faults.operators && !expels && random.chance(0.3);
  // Servers whose clocks differ take each other's new channels for forged.
  const off = rejects && faults.clocks ? { clock: 3 } : {};
  const weights = { ...weightsOf(random, possible), ...off, hostile: hostile ? 12 : 0 };
  if (byAccount) weights.prefix = 10;
  if (expels)
    Object.assign(weights, {
      'reject what waits': 0,
      readmit: 3,
      'end reviews': needs.reviews ? 4 : 1,
      'judge what returns': 2,
    });
  const troubles = count > 4 ? 1 : 1 + random.whole(3);
  const options = {
    seed,
    digests,
    hostile,
    rejects,
    reviews: expels && random.chance(0.6),
    windowBytes: random.pick([1 << 20, 2000, 150]),
    servers: names.map((server, index) => {
      const policy = policies[index]!;
      const memberSync = (members && random.chance(0.85)) || needs.members;
      const statusByAccount = (byAccount && random.chance(0.8)) || needs.byAccount;
      return { ...serverOptions(server, random, possible), ...memory, policy, memberSync, statusByAccount };
    }),
    gaps: gapsOf(names, random, faults),
    // Whose link is missing hears of what others write when they compare.
    unlinked: digests && random.chance(0.6) ? gapsOf(names, random, faults) : [],
  };
  const rare = new Random(seed, 'rare stories');
  return {
    options,
    troubles: Array.from({ length: troubles }, () => {
      const acts = troubleOf(names, weights, memory, random);
      const spanMs = acts.at(-1)!.atMs;
      const stories = storiesOf(names, possible, spanMs, random);
      const rareOnes = rareStoriesOf(names, possible, options.unlinked, spanMs, rare);
      const deaths = point === null ? [] : deathsAt(point, names, random);
      return inOrder([...deaths, ...stories, ...rareOnes, ...acts]);
    }),
  };
}

/** How long things are remembered. */
type Memory = Required<Pick<ServerOptions, 'forgetMinMs' | 'forgetAfterMs' | 'diskGoesBackMsMax'>>;

function memoryOf(random: Random, faults: FaultOptions, digests: boolean, needs: PointNeeds): Memory {
  if (!random.chance(0.4) && !needs.reviews)
    return { forgetMinMs: NEVER_MS, forgetAfterMs: NEVER_MS, diskGoesBackMsMax: NEVER_MS };
  // Who comes back with what all others forgot, and does not compare, differs for ever.
  const expels = faults.expulsions && digests && (random.chance(0.12) || needs.reviews);
  return {
    forgetMinMs: FORGET_MIN_MS,
    forgetAfterMs: expels ? FORGET_AFTER_MS : NEVER_MS,
    diskGoesBackMsMax: GOES_BACK_MS_MAX,
  };
}

/** By server: mostly those of the whole network. */
function policiesOf(names: readonly ServerName[], random: Random, faults: FaultOptions): NamePolicies[] {
  const common = namePolicies(random);
  const apart = faults.policies && random.chance(0.15);
  return names.map(() => (apart && random.chance(0.5) ? namePolicies(random) : common));
}

/** One for all channels, or one of them has its own. */
function namePolicies(random: Random): NamePolicies {
  const most = random.pick(POLICIES);
  return { most, others: random.chance(0.3) ? { '#two': random.pick(POLICIES) } : {} };
}

/** Mostly few: what goes wrong nearly always does so between two or three. */
function serverCount(random: Random): number {
  return random.chance(0.45) ? 2 : random.chance(0.7) ? 3 : random.chance(0.7) ? 4 : 5 + random.whole(5);
}

function serverName(index: number): ServerName {
  return parseServerName(`${'abcdefghi'[index]}.example`)!;
}

function serverOptions(
  server: ServerName,
  random: Random,
  faults: FaultOptions,
): Omit<ServerOptions, 'policy' | 'memberSync' | 'statusByAccount' | keyof Memory> {
  return {
    server,
    pageSize: random.pick([1, 2, 2, 50]),
    commitMsMax: random.pick([0, 3, 30, 400]),
    hostDelayMsMax: random.pick([1, 10, 300]),
    hostWindow: random.pick([1, 3, 100]),
    deltaDelayMs: random.pick([0, 0, 50, 2000]),
    traits: faults.oddHosts && random.chance(0.3) ? oddTraits(random) : PLAIN_IRCD,
    diskLies: faults.lyingDisks && random.chance(0.3),
  };
}

function oddTraits(random: Random): IrcdTraits {
  return {
    defaults: random.pick([[], PLAIN_IRCD.defaults]),
    topicBytesMax: random.pick([4, 300]),
    nickBytesMax: random.pick([10, 100]),
    listMax: random.pick([1, 2, 100]),
    refused: new Set(random.pick([[], ['moderated']])),
    shouts: random.chance(0.3),
  };
}

function gapsOf(
  names: readonly ServerName[],
  random: Random,
  faults: FaultOptions,
): [ServerName, ServerName][] {
  if (!faults.gaps || names.length < 3 || !random.chance(0.15)) return [];
  return [pairOf(names, random)];
}

/** Some runs know little trouble, some a lot of one kind. */
function weightsOf(random: Random, faults: FaultOptions): Weights {
  const some = (share: number, weight: number) => (random.chance(share) ? weight : 0);
  return {
    join: 6,
    part: 3,
    empty: 1,
    quit: 1,
    nick: 3,
    prefix: 2,
    wish: 14,
    cut: some(0.6, 1.5),
    mend: 2,
    reset: some(0.4, 1),
    'dial again': some(0.3, 2),
    block: faults.oneWay ? some(0.3, 1) : 0,
    unblock: faults.oneWay ? 1 : 0,
    slow: some(0.3, 1),
    garble: faults.garbledLines ? some(0.15, 0.7) : 0,
    kill: some(0.3, 0.7),
    power: faults.lyingDisks ? some(0.2, 0.7) : 0,
    stop: some(0.3, 0.7),
    'die at': some(0.5, 1.5),
    detach: some(0.4, 1.5),
    'restart ircd': some(0.3, 0.6),
    'repeat events': some(0.2, 0.7),
    clock: faults.clocks ? some(0.3, 1) : 0,
    'ircd clock': faults.clocks ? some(0.3, 1) : 0,
    'merge channels': faults.operators ? some(0.25, 0.7) : 0,
    'split channel': faults.operators ? some(0.15, 0.4) : 0,
    unpin: faults.operators ? some(0.2, 0.4) : 0,
    'restore decision': faults.operators ? some(0.2, 0.5) : 0,
    note: faults.operators ? some(0.4, 4) : 0,
    'reject what waits': faults.operators ? some(0.3, 1) : 0,
    readmit: 0,
    'end reviews': 0,
    freeze: faults.operators ? some(0.2, 0.5) : 0,
    go: faults.operators ? 0.5 : 0,
    'judge what returns': 0,
    hostile: 0,
    copy: faults.copies ? some(0.12, 0.7) : 0,
    backup: faults.restores ? some(0.2, 1) : 0,
    restore: faults.restores ? 0.5 : 0,
  };
}

const ACTS_MAX = 45;

function troubleOf(
  names: readonly ServerName[],
  weights: Weights,
  { forgetMinMs, forgetAfterMs }: Memory,
  random: Random,
): TimedAct[] {
  const acts: TimedAct[] = [];
  const forgets = forgetMinMs !== NEVER_MS;
  const expels = forgetAfterMs !== NEVER_MS && random.chance(0.7);
  // Long enough for removals to be forgotten while somebody is away.
  const pace = expels ? 120_000 : random.pick(forgets ? [3000, 20_000, 120_000] : [300, 3000, 20_000]);
  let atMs = 0;
  if (expels) acts.push(longAbsence(names, random));
  for (let left = 10 + random.whole(ACTS_MAX - 10); left > 0; left--) {
    atMs += random.skewed(0, pace);
    const act = actOf(random.weighted(weights), names, random);
    acts.push({ atMs, act });
    if (act.kind === 'backup' && random.chance(0.7)) {
      const laterMs = random.whole(GOES_BACK_MS_MAX);
      acts.push({ atMs: atMs + laterMs, act: actOf('restore', [act.server], random) });
    }
  }
  return inOrder(acts);
}

function inOrder(acts: readonly TimedAct[]): TimedAct[] {
  return acts.toSorted((a, b) => a.atMs - b.atMs);
}

/** Somebody does not run, or is cut off from everybody, for longer than others wait for him. */
function longAbsence(names: readonly ServerName[], random: Random): TimedAct {
  const server = random.pick(names);
  const forMs = FORGET_AFTER_MS + random.whole(FORGET_AFTER_MS);
  const act = random.pick([
    { kind: 'kill', server, downMs: forMs } as const,
    { kind: 'isolate', server, forMs } as const,
  ]);
  return { atMs: random.whole(60_000), act };
}

function actOf(kind: keyof Weights, names: readonly ServerName[], random: Random): Act {
  const server = random.pick(names);
  const channel = random.pick(CHANNELS);
  const downMs = random.skewed(1, 60_000);
  const [from, to] = pairOf(names, random);
  switch (kind) {
    case 'join':
      return { kind, server, channel, account: random.pick(ACCOUNTS) };
    case 'part':
    case 'empty':
      return { kind, server, channel };
    case 'quit':
      return { kind, server, nick: random.pick(NICKS) };
    case 'nick':
      return { kind, server, nick: random.pick(NICKS), to: random.pick([...NICKS, 'ANN', 'dee']) };
    case 'prefix':
      return { kind, server, channel, nick: random.pick(NICKS), modes: random.pick(PREFIXES) };
    case 'merge channels':
    case 'unpin':
      return { kind, server, channel };
    case 'hostile':
      return { kind, server, words: random.whole(2 ** 31) };
    case 'readmit':
      return { kind, server, review: random.chance(0.7) };
    case 'judge what returns':
      return { kind, server, choice: random.whole(8), approve: random.chance(0.5) };
    case 'split channel':
      return { kind, server, channel, servers: names.filter(() => random.chance(0.5)) };
    case 'note': {
      const [name, values] = random.pick(NOTES);
      return { kind, server, channel, name, value: random.pick(values) };
    }
    case 'wish':
      return { kind, server, channel, inside: random.chance(0.85), wish: wishOf(server, random) };
    case 'cut':
    case 'mend':
    case 'reset':
    case 'dial again':
      return { kind, pair: [from, to] };
    case 'block':
    case 'unblock':
      return { kind, from, to };
    case 'slow':
      return {
        kind,
        from,
        to,
        delayMsMax: random.pick([50, 1000, 8000]),
        windowBytes: random.pick([300, 2000, 1 << 20]),
      };
    case 'garble':
      return { kind, from, to, how: random.pick(['unreadable', 'bad value']) };
    case 'kill':
    case 'stop':
      return { kind, server, downMs };
    case 'power':
      return { kind, server, downMs, lost: random.whole(6) };
    case 'die at':
      return { kind, server, point: random.pick(POINTS), hits: 1 + random.skewed(0, 6), downMs };
    case 'restore':
      return { kind, server, withIrcd: random.chance(0.5) };
    case 'copy':
      return {
        kind,
        server,
        forMs: 1000 + random.whole(GOES_BACK_MS_MAX),
        channel,
        mask: random.pick(MASKS),
      };
    case 'detach':
      return { kind, server, forMs: downMs };
    case 'clock':
    case 'ircd clock':
      return { kind, server, offMs: random.pick([-DAY_MS, DAY_MS, -90_000, 90_000, 1500, 0]) };
    default:
      return { kind, server };
  }
}

function wishOf(server: ServerName, random: Random): Wish {
  const mask = random.pick(MASKS);
  switch (random.whole(9)) {
    case 0:
    case 1:
    case 2:
      return { ban: mask };
    case 3:
    case 4:
      return { unban: mask };
    case 5:
      return { topic: random.chance(0.1) ? null : `${random.whole(4)} by ${server}` };
    case 6:
      return { key: random.pick([null, 'sesame', 'open']) };
    case 7:
      return { limit: random.pick([null, 5, 50]) };
    default:
      return { flag: random.pick(FLAGS), set: random.chance(0.5) };
  }
}

function pairOf(names: readonly ServerName[], random: Random): [ServerName, ServerName] {
  const one = random.whole(names.length);
  const other = (one + 1 + random.whole(names.length - 1)) % names.length;
  return [names[one]!, names[other]!];
}
