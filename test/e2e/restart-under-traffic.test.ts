import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../sim/random.ts';
import type { IrcClient } from './irc-client.ts';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { LinkTap } from './link-tap.ts';
import { NetworkStage } from './network-stage.ts';
import { until } from './test-network.ts';
import { repeatedSettings } from './told-settings.ts';
import { Traffic } from './traffic.ts';

const SEED = Number(process.env.CBURST_TEST_SEED ?? 20240101);
const kinds = ['inspircd', 'ngircd', 'hybrid'] as const;
const nodes = [0, 1, 2];
const programs = [inspircdProgram, ngircdProgram, hybridProgram];
const parts = ['ircd', 'adapter', 'sidecar'] as const;
/** Back-off on both sides of a sidecar, on a machine that may be busy with other tests. */
const ROUND_MS_MAX = 150_000;
/** How many processes are killed together, after each was killed alone. */
const groups = [2, 2, 3];
/** What users do before the kill, while the processes are away, and after their start. */
const ACTS = 12;
/** A process that comes back is killed once more within so many acts. */
const ACTS_OF_RETURN_MAX = 100;
/** Lines that one ircd may need for a channel that it forgot. */
const LINES_OF_CHANNEL_MAX = 12;

interface Process {
  readonly node: number;
  readonly part: (typeof parts)[number];
}

interface Round {
  readonly title: string;
  readonly killed: readonly Process[];
  /** They are killed again while they come back. */
  readonly isTwice: boolean;
}

const all = nodes.flatMap((node) => parts.map((part): Process => ({ node, part })));

describe.skipIf(programs.map(skipWithout).includes(true))(
  `restarts under traffic (CBURST_TEST_SEED=${SEED})`,
  () => {
    const random = new Random(SEED);
    const rounds = roundsOf(random);
    const channels: string[] = [];
    const taps: LinkTap[] = [];
    /** A user beside the operator on each ircd, who has a voice in all channels. */
    const voices: IrcClient[] = [];
    /** Where in `changes` of each tap the present run of its ircd begins. */
    const runs = nodes.map(() => 0);
    let stage: NetworkStage;
    let traffic: Traffic;

    beforeAll(async () => {
      stage = await NetworkStage.start(kinds);
      for (const node of stage.nodes) taps.push(await LinkTap.on(node));
      await stage.network.settled();
      for (const _ of kinds) channels.push(await stage.shared());
      for (const node of nodes) await voiceComes(node);
      traffic = new Traffic(stage, channels, random);
    }, 90_000);

    // A round that failed must not disturb the next.
    afterEach(() => traffic.stop());

    afterAll(async () => {
      await stage?.network.stop();
      for (const tap of taps) await tap.stop();
    }, 60_000);

    it.each(rounds.map((round) => [round.title, round] as const))(
      '%s killed: nothing acknowledged is lost, nothing is applied that is there',
      async (_, { killed, isTwice }) => {
        const away = new Set(killed.filter(({ part }) => part === 'ircd').map(({ node }) => node));
        // An ircd takes with it what it did not tell yet.
        await stage.network.settled();
        const before = { acts: [...traffic.acts], lines: taps.map(({ changes }) => changes.length) };
        traffic.start(nodes.filter((node) => !away.has(node)));
        await traffic.more(ACTS);
        for (const process of killed) await kill(process);
        await traffic.more(ACTS);
        for (const process of shuffled(killed, random)) await processOf(process).start();
        if (isTwice) {
          await traffic.more(random.whole(ACTS_OF_RETURN_MAX));
          for (const process of killed) await kill(process);
          for (const process of shuffled(killed, random)) await processOf(process).start();
        }
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
          const told = changes.slice(Math.max(before.lines[index]!, runs[index]!));
          expect(told.length > 0).toBe(ofOthers + forgotten > 0);
          expect(told.length, told.join('\n')).toBeLessThanOrEqual(ofOthers + forgotten);
          expect(repeatedSettings(changes.slice(runs[index])), `what ${kinds[index]} has already`).toEqual(
            [],
          );
        }
      },
      ROUND_MS_MAX,
    );

    it(
      'all adapters and sidecars killed while nobody does anything: no ircd is told anything',
      async () => {
        await stage.network.settled();
        const before = taps.map(({ changes }) => changes.length);
        const killed = all.filter(({ part }) => part !== 'ircd');
        for (const process of killed) await kill(process);
        for (const process of shuffled(killed, random)) await processOf(process).start();
        await allAsExpected();
        expect(taps.map(({ changes }, index) => changes.slice(before[index]))).toEqual(kinds.map(() => []));
      },
      ROUND_MS_MAX,
    );

    it.each(nodes)(
      'the ircd of node %i killed while nobody does anything: it is told all once, the others nothing',
      async (index) => {
        await stage.network.settled();
        const before = taps.map(({ changes }) => changes.length);
        await kill({ node: index, part: 'ircd' });
        await stage.nodes[index]!.ircd.start();
        await comesBack(index);
        await allAsExpected();
        for (const [other, { changes }] of taps.entries()) {
          const told = changes.slice(before[other]);
          if (other !== index) expect(told).toEqual([]);
          else
            expect(told.length, told.join('\n')).toBeLessThanOrEqual(channels.length * LINES_OF_CHANNEL_MAX);
        }
        expect(repeatedSettings(taps[index]!.changes.slice(runs[index]))).toEqual([]);
      },
      ROUND_MS_MAX,
    );

    it(
      'all processes killed: what each sidecar took of its ircd while it was alone is everywhere in the end',
      async () => {
        await stage.network.settled();
        for (const node of nodes) await stage.network.split(node);
        for (const [node, name] of channels.entries())
          await isKept(node, name, await traffic.ban(node, name));
        await Promise.all(all.map(kill));
        for (const process of shuffled(all, random)) await processOf(process).start();
        for (const node of nodes) stage.network.heal(node);
        for (const node of nodes) await comesBack(node);
        await allAsExpected();
      },
      ROUND_MS_MAX,
    );

    const processOf = ({ node, part }: Process) => stage.nodes[node]![part]!;

    async function kill(process: Process): Promise<void> {
      await processOf(process).stop('SIGKILL');
      if (process.part === 'ircd') runs[process.node] = taps[process.node]!.changes.length;
    }

    async function comesBack(index: number): Promise<void> {
      await stage.network.settled();
      const user = await stage.reconnect(index);
      for (const name of channels) {
        await user.join(name);
        await user.becomeOp(name);
      }
      await voiceComes(index);
    }

    async function voiceComes(index: number): Promise<void> {
      const nick = `voice${index}`;
      const voice = await stage.nodes[index]!.client(nick);
      voices[index] = voice;
      for (const name of channels) {
        await voice.join(name);
        await stage.users[index]!.ask(`MODE ${name} +v ${nick}`);
      }
    }

    /** The node's sidecar has it on its disk. */
    async function isKept(node: number, name: string, mask: string): Promise<void> {
      await until(async () => {
        const { documents } = await stage.nodes[node]!.ops.channel(Buffer.from(name));
        const fields = documents.flatMap((document) => document.fields);
        const isThere = fields.some(({ field }) => field?.entry?.mask.toString() === mask);
        return isThere ? null : `${mask} is not kept`;
      });
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
        for (const [index, user] of stage.users.entries()) {
          const wanted = [`@${user.nick}`, `+${voices[index]!.nick}`];
          expect((await user.names(name)).filter((shown) => !shown.includes('cburst-')).sort()).toEqual(
            wanted.sort(),
          );
        }
      }
      await stage.network.settled();
    }
  },
);

/** Each process alone; some together, in groups by chance; and one of each part twice. */
function roundsOf(random: Random): Round[] {
  const rest = shuffled(all, random);
  const together = groups.map((size) => rest.splice(0, size));
  const once = [...all.map((process) => [process]), ...together];
  const twice = parts.map((part) => [{ node: random.pick(nodes), part }]);
  return [
    ...once.map((killed) => ({ title: titleOf(killed), killed, isTwice: false })),
    ...twice.map((killed) => ({ title: `${titleOf(killed)}, twice`, killed, isTwice: true })),
  ];
}

function titleOf(killed: readonly Process[]): string {
  return killed.map(({ node, part }) => `${part} of ${kinds[node]}`).join(', ');
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(random.whole(rest.length), 1)[0]!);
}
