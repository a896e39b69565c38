import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../sim/random.ts';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { LinkTap } from './link-tap.ts';
import { NetworkStage } from './network-stage.ts';
import { Traffic } from './traffic.ts';

const SEED = Number(process.env.CBURST_TEST_SEED ?? 20240101);
const kinds = ['inspircd', 'ngircd', 'hybrid'] as const;
const programs = [inspircdProgram, ngircdProgram, hybridProgram];
const parts = ['ircd', 'adapter', 'sidecar'] as const;
/** Back-off on both sides of a sidecar, on a machine that may be busy with other tests. */
const ROUND_MS_MAX = 150_000;
/** How many processes are killed in each round; together they are all nine. */
const rounds = [1, 1, 2, 2, 3];
/** What users do before the kill, while the processes are away, and after their start. */
const ACTS = 12;
/** Lines that one ircd may need for a channel that it forgot. */
const LINES_OF_CHANNEL_MAX = 12;

interface Process {
  readonly node: number;
  readonly part: (typeof parts)[number];
}

describe.skipIf(programs.map(skipWithout).includes(true))(
  `restarts under traffic (CBURST_TEST_SEED=${SEED})`,
  () => {
    const random = new Random(SEED);
    const groups = grouped(random);
    const channels: string[] = [];
    const taps: LinkTap[] = [];
    let stage: NetworkStage;
    let traffic: Traffic;

    beforeAll(async () => {
      stage = await NetworkStage.start(kinds);
      for (const node of stage.nodes) taps.push(await LinkTap.on(node));
      await stage.network.settled();
      for (const _ of kinds) channels.push(await stage.shared());
      traffic = new Traffic(stage, channels, random);
    }, 90_000);

    afterAll(async () => {
      await stage?.network.stop();
      for (const tap of taps) await tap.stop();
    }, 60_000);

    it.each(groups)(
      '%s killed: nothing acknowledged is lost, nothing is applied that is there',
      async (_, killed) => {
        const away = new Set(killed.filter(({ part }) => part === 'ircd').map(({ node }) => node));
        const staying = stage.users.flatMap((_, index) => (away.has(index) ? [] : [index]));
        // An ircd takes with it what it did not tell yet.
        await stage.network.settled();
        const before = { acts: [...traffic.acts], lines: taps.map(({ changes }) => changes.length) };
        traffic.start(staying);
        await traffic.more(ACTS);
        for (const process of killed) await processOf(process).stop('SIGKILL');
        await traffic.more(ACTS);
        for (const process of shuffled(killed, random)) await processOf(process).start();
        await traffic.more(ACTS);
        await traffic.stop();
        for (const index of away) await comesBack(index);
        await allAsExpected();
        for (const [index, { changes }] of taps.entries()) {
          const ofOthers = traffic.acts.reduce(
            (sum, acts, user) => sum + (user === index ? 0 : acts - before.acts[user]!),
            0,
          );
          const forgotten = away.has(index) ? channels.length * LINES_OF_CHANNEL_MAX : 0;
          const told = changes.slice(before.lines[index]);
          expect(told.length > 0).toBe(ofOthers + forgotten > 0);
          expect(told.length, told.join('\n')).toBeLessThanOrEqual(ofOthers + forgotten);
        }
      },
      ROUND_MS_MAX,
    );

    it(
      'all adapters and sidecars killed while nobody does anything: no ircd is told anything',
      async () => {
        await stage.network.settled();
        const before = taps.map(({ changes }) => changes.length);
        const killed = kinds.flatMap((_, node) => [
          { node, part: 'adapter' } as const,
          { node, part: 'sidecar' } as const,
        ]);
        for (const process of killed) await processOf(process).stop('SIGKILL');
        for (const process of shuffled(killed, random)) await processOf(process).start();
        await allAsExpected();
        expect(taps.map(({ changes }, index) => changes.slice(before[index]))).toEqual(kinds.map(() => []));
      },
      ROUND_MS_MAX,
    );

    const processOf = ({ node, part }: Process) => stage.nodes[node]![part]!;

    async function comesBack(index: number): Promise<void> {
      await stage.network.settled();
      const user = await stage.reconnect(index);
      for (const name of channels) {
        await user.join(name);
        await user.becomeOp(name);
      }
    }

    async function allAsExpected(): Promise<void> {
      await stage.network.settled();
      for (const name of channels) {
        await stage
          .allTell(name, (state) => traffic.fits(name, state))
          .catch((error: Error) => {
            error.message += `, wanted in ${name}: ${traffic.expectedOf(name)}`;
            throw error;
          });
        for (const user of stage.users) expect(await user.names(name)).toContain(`@${user.nick}`);
      }
      await stage.network.settled();
    }
  },
);

/** All processes in an order by chance, in groups of the sizes of `rounds`. */
function grouped(random: Random): [title: string, killed: readonly Process[]][] {
  const all = shuffled(
    kinds.flatMap((_, node) => parts.map((part) => ({ node, part }))),
    random,
  );
  return rounds.map((size) => {
    const killed = all.splice(0, size);
    return [killed.map(({ node, part }) => `${part} of ${kinds[node]}`).join(', '), killed];
  });
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(random.whole(rest.length), 1)[0]!);
}
