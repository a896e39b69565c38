import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { Random } from '../sim/random.ts';
import { GuestCrowd, userCount, withoutSuffixes } from './guest-crowd.ts';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { NetworkStage } from './network-stage.ts';
import { until } from './test-network.ts';

const SEED = Number(process.env.CBURST_TEST_SEED ?? 20240101);
const kinds = ['inspircd', 'ngircd', 'hybrid'] as const;
const programs = [inspircdProgram, ngircdProgram, hybridProgram];
const nodes = [0, 1, 2];
/** What users do before something ends, while it is away, and after its start. */
const ACTS = 15;
/** Back-off on both sides of a sidecar, on a machine that may be busy with other tests. */
const ROUND_MS_MAX = 150_000;
const sections = `
[modules]
enabled_modules = ["channel", "member"]
`;

type Part = 'ircd' | 'adapter' | 'sidecar' | 'links';

/** What ends: a process, or the links to the other sidecars. */
interface Ending {
  readonly node: number;
  readonly part: Part;
}

interface Round {
  readonly endings: readonly Ending[];
  /** What ended stays away until nobody counts on it any more. */
  readonly isLong: boolean;
}

const alone: readonly Round[] = (['adapter', 'ircd', 'sidecar', 'links'] as const).flatMap((part) =>
  nodes.map((node) => ({ endings: [{ node, part }], isLong: false })),
);
const together: readonly (readonly [Part, Part, 'same' | 'other', 'long'?])[] = [
  ['adapter', 'sidecar', 'same'],
  ['ircd', 'adapter', 'same'],
  ['ircd', 'sidecar', 'same'],
  ['links', 'ircd', 'same'],
  ['links', 'adapter', 'same'],
  ['adapter', 'adapter', 'other'],
  ['ircd', 'ircd', 'other'],
  ['sidecar', 'sidecar', 'other'],
  ['ircd', 'adapter', 'other', 'long'],
  ['ircd', 'sidecar', 'other'],
  ['adapter', 'sidecar', 'other'],
  ['links', 'ircd', 'other'],
];

describe.skipIf(programs.map(skipWithout).includes(true))(
  `members of other servers after crashes and splits (CBURST_TEST_SEED=${SEED})`,
  () => {
    const random = new Random(SEED);
    const rounds = [...alone, ...together.map((round) => placed(round, random))];
    const channels: string[] = [];
    let stage: NetworkStage;
    let crowd: GuestCrowd;

    beforeAll(async () => {
      const shows = { adapterOptions: 'show_members = true' };
      stage = await NetworkStage.start(kinds, { sections, hosts: kinds.map(() => shows) });
      // Its user would get no operator's rights where guests are operators.
      const hybrid = kinds.indexOf('hybrid');
      channels.push(await stage.shared(hybrid), await stage.shared(hybrid));
      crowd = new GuestCrowd(stage, channels, random);
      for (const node of nodes) await crowd.come(node);
    }, 90_000);

    // A round that failed must not disturb the next.
    afterEach(() => crowd.stop());

    afterAll(() => stage?.network.stop(), 60_000);

    it.each(rounds.map((round) => [titleOf(round.endings), round] as const))(
      '%s away and back: every ircd shows who is there, once and with their modes, and nobody else',
      async (_, { endings, isLong }) => {
        crowd.start();
        await crowd.more(ACTS);
        await Promise.all(endings.map(end));
        await crowd.more(ACTS);
        await crowd.stop();
        for (const node of nodes) {
          const seen = seenFrom(node, endings, isLong);
          if (seen !== null) await shows(node, seen);
        }
        crowd.start();
        await Promise.all(endings.map(begin));
        await crowd.more(ACTS);
        await crowd.stop();
        for (const node of nodes) await shows(node, nodes);
      },
      ROUND_MS_MAX,
    );

    async function end({ node, part }: Ending): Promise<void> {
      if (part === 'ircd') crowd.lose(node);
      if (part === 'links') await stage.network.split(node);
      else await stage.nodes[node]![part]!.stop('SIGKILL');
    }

    async function begin({ node, part }: Ending): Promise<void> {
      if (part === 'links') return stage.network.heal(node);
      await stage.nodes[node]![part]!.start();
      if (part === 'ircd') await crowd.come(node);
    }

    /** Users of these nodes in every channel, and no ghost outside of them. */
    async function shows(node: number, seen: readonly number[]): Promise<void> {
      const client = stage.users[node]!;
      await until(async () => {
        for (const channel of channels) {
          const wanted = crowd.in(channel, seen);
          const shown = withoutSuffixes(await client.names(channel));
          if (shown.join() !== wanted.join())
            return `${kinds[node]} shows ${shown.join(' ')} in ${channel}, where ${wanted.join(' ')} are`;
        }
        const [shown, wanted] = [await userCount(client, `cburst-${node}AD`), crowd.countAt(node, seen)];
        return shown === wanted ? null : `${kinds[node]} has ${shown} users instead of ${wanted}`;
      });
    }
  },
);

/** Of which nodes that node shows users while these are away; null: it shows what it showed before, for a while. */
function seenFrom(node: number, endings: readonly Ending[], isLong: boolean): number[] | null {
  const isAway = (which: number, ...parts: Part[]): boolean =>
    endings.some((ending) => ending.node === which && parts.includes(ending.part));
  if (isAway(node, 'ircd', 'sidecar')) return null;
  if (isAway(node, 'adapter')) return [node];
  const linked = nodes.filter((other) => {
    const isApart = isAway(other, 'sidecar', 'links') || isAway(node, 'links');
    return other === node || !isApart;
  });
  const silent = linked.filter((other) => isAway(other, 'ircd', 'adapter'));
  return silent.length > 0 && !isLong ? null : linked.filter((other) => !silent.includes(other));
}

function titleOf(endings: readonly Ending[]): string {
  return endings.map(({ node, part }) => `${part} of ${kinds[node]}`).join(', ');
}

function placed([one, other, where, long]: (typeof together)[number], random: Random): Round {
  const node = random.pick(nodes);
  const second = where === 'same' ? node : random.pick(nodes.filter((index) => index !== node));
  const endings = [
    { node, part: one },
    { node: second, part: other },
  ];
  return { endings, isLong: long === 'long' };
}
