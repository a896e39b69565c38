import { nowMs } from '../clock.ts';
import { channelFacts, topicOf } from '../data-set.ts';
import type { Amounts, Figures } from '../figures.ts';
import { cpuSeconds, residentBytes } from '../proc-stats.ts';
import { quantile } from '../quantile.ts';
import { channelProblem } from './channel-problem.ts';
import { type IrcdKind, IrcdPair, servers } from './ircd-pair.ts';
import { PlayedLink } from './played-link.ts';
import type { SeenChannel } from './server-dialect.ts';

export interface IrcdRunOptions extends Amounts {
  readonly kind: IrcdKind;
  /** Empty; for this run alone. */
  readonly directory: string;
}

/** What two ircds need on their own link for the same work, measured once with fresh processes. Throws when B has something else. */
export async function ircdRun(options: IrcdRunOptions): Promise<Figures> {
  const run = new IrcdRun(options);
  try {
    await run.measure();
    return run.figures;
  } finally {
    await run.stop();
  }
}

/** A server that the bench plays brings the channels to A; another one watches at B. A dials B through the proxy. */
class IrcdRun {
  readonly figures: Figures = new Map();
  readonly #options: IrcdRunOptions;
  readonly #pair: IrcdPair;
  #source!: PlayedLink;
  #watch!: PlayedLink;

  constructor(options: IrcdRunOptions) {
    this.#options = options;
    this.#pair = new IrcdPair(options.kind, options.directory);
  }

  async measure(): Promise<void> {
    await this.#prepare();
    await this.#burst();
    await this.#watchAtB();
    await this.#pair.idle();
    await this.#pair.awake(() => this.#sequential());
    await this.#pair.idle();
    await this.#pair.awake(() => this.#pipelined());
    await this.#reconnect();
  }

  async stop(): Promise<void> {
    this.#source?.close();
    this.#watch?.close();
    await this.#pair.stop();
  }

  async #prepare(): Promise<void> {
    await this.#pair.start();
    const { a, dialect } = this.#pair;
    this.#source = await PlayedLink.open(servers.source, dialect, a.serverPort);
    const lines = [dialect.user(servers.source)];
    for (let index = 0; index < this.#options.channels; index++)
      lines.push(...dialect.channel(servers.source, channelFacts(index)));
    await this.#pair.awake(async () => {
      await this.#source.burst(lines);
      await this.#source.barrier(servers.a);
    });
  }

  async #burst(): Promise<void> {
    const { channels } = this.#options;
    const [, pid] = this.#pair.pids;
    await this.#pair.idle();
    const resident = residentBytes(pid);
    const link = await this.#link();
    this.#note('burst: wall, ms', link.ms);
    this.#note('burst: CPU of A, s', link.cpu.a);
    this.#note('burst: CPU of B, s', link.cpu.b);
    this.#note('burst: bytes to B per channel', link.toB / channels);
    this.#note('memory of B per channel, bytes', (residentBytes(pid) - resident) / channels);
    await this.#verify();
  }

  /** Both have all channels, since a user at B is in all of them, and neither changed one. */
  async #reconnect(): Promise<void> {
    const { dialect, proxy } = this.#pair;
    const joins = this.#channels((index) => dialect.join(servers.watch, channelFacts(index)));
    await this.#pair.awake(async () => {
      this.#watch.send(joins);
      await this.#watch.barrier(servers.a);
    });
    const split = this.#source.line((line) => dialect.splits(servers.b).test(line));
    await proxy.call('cut');
    await this.#pair.awake(() => split);
    const link = await this.#link();
    this.#note('reconnect, nothing changed: proven equal, ms', link.ms);
    this.#note('reconnect, nothing changed: bytes both ways', link.toA + link.toB);
    await this.#equal();
  }

  /**
   * A dials B: from the connection until B has answered what the source asked behind A's burst. Links are in order, so both
   * bursts are taken in by then.
   */
  async #link() {
    const pair = this.#pair;
    await pair.idle();
    const before = this.#cpu();
    const { startedAt, endedAt, after } = await pair.awake(async () => {
      const announced = this.#source.line((line) => pair.dialect.announces(servers.b).test(line));
      const startedAt = await pair.connect();
      await announced;
      const endedAt = await this.#source.barrier(servers.b);
      return { startedAt, endedAt, after: this.#cpu() };
    });
    await pair.idle();
    const { fromDialler: toB, toDialler: toA } = await pair.proxy.call('counts');
    const cpu = { a: after.a - before.a, b: after.b - before.b };
    return { ms: endedAt - startedAt, cpu, toA, toB };
  }

  async #watchAtB(): Promise<void> {
    const { b, dialect } = this.#pair;
    this.#watch = await PlayedLink.open(servers.watch, dialect, b.serverPort);
    await this.#pair.awake(async () => {
      await this.#watch.burst([dialect.user(servers.watch)]);
      await this.#watch.barrier(servers.a);
    });
  }

  async #sequential(): Promise<void> {
    const { sequentialChanges, channels } = this.#options;
    const index = Math.floor(channels / 2);
    const before = this.#cpu();
    const delays: number[] = [];
    for (let round = 1; round <= sequentialChanges; round++) {
      const seen = this.#seen(topicOf(index, round));
      const { atMs } = this.#change([{ index, round }]);
      delays.push((await seen) - atMs);
    }
    const after = this.#cpu();
    this.#note('one change, p50, ms', quantile(delays, 0.5));
    this.#note('one change, p99, ms', quantile(delays, 0.99));
    const cpu = after.a - before.a + after.b - before.b;
    this.#note('one change: CPU of A and B, ms', (cpu * 1000) / delays.length);
  }

  async #pipelined(): Promise<void> {
    const { pipelinedChanges, channels } = this.#options;
    const changes = Array.from({ length: pipelinedChanges }, (_, number) => ({
      index: number % channels,
      round: this.#options.sequentialChanges + 1 + Math.floor(number / channels),
    }));
    const last = changes.at(-1)!;
    const before = this.#cpu();
    const seen = this.#seen(topicOf(last.index, last.round));
    const { atMs } = this.#change(changes);
    const ms = (await seen) - atMs;
    const after = this.#cpu();
    this.#note('pipelined changes per second', changes.length / (ms / 1000));
    this.#note('pipelined: CPU of A and B, s', after.a - before.a + after.b - before.b);
  }

  #change(changes: readonly { index: number; round: number }[]): { atMs: number } {
    const { dialect } = this.#pair;
    const lines = changes.map(({ index, round }) =>
      dialect.topic(servers.source, channelFacts(index), topicOf(index, round)),
    );
    const atMs = nowMs();
    this.#source.send(lines);
    return { atMs };
  }

  #seen(topic: string): Promise<number> {
    const { topicCommand } = this.#pair.dialect;
    return this.#watch.line((line) => line.endsWith(topic) && topicCommand.test(line));
  }

  async #verify(): Promise<void> {
    const seen = await this.#read('b');
    const problems: string[] = [];
    for (let index = 0; index < this.#options.channels && problems.length < 5; index++) {
      const facts = channelFacts(index);
      const problem = channelProblem(facts, seen.get(facts.name));
      if (problem !== null) problems.push(problem);
    }
    if (problems.length > 0)
      throw new Error(`${this.#options.kind}: B has something else:\n${problems.join('\n')}`);
  }

  async #equal(): Promise<void> {
    const texts: string[] = [];
    for (const side of ['a', 'b'] as const) {
      const seen = await this.#read(side);
      if (seen.size !== this.#options.channels)
        throw new Error(`${this.#options.kind}: ${side} has ${seen.size} channels after the reconnect`);
      texts.push(
        [...seen]
          .map(([name, { topic }]) => `${name} ${topic}`)
          .sort()
          .join('\n'),
      );
    }
    if (texts[0] !== texts[1]) throw new Error(`${this.#options.kind}: A and B differ after the reconnect`);
  }

  /** What a server holds, as it bursts it to a server that has nothing. */
  async #read(side: 'a' | 'b'): Promise<Map<string, SeenChannel>> {
    const seen = new Map<string, SeenChannel>();
    const { dialect } = this.#pair;
    await this.#pair.awake(async () => {
      const reader = await PlayedLink.open(servers.reader, dialect, this.#pair[side].serverPort, seen);
      await reader.burst([]);
      const gone = this.#source.line((line) => dialect.splits(servers.reader).test(line));
      reader.close();
      await gone;
      // A told B no later than S: the name is free at both once B has answered behind that.
      await this.#source.barrier(servers.b);
    });
    return seen;
  }

  #channels(line: (index: number) => string): string[] {
    return Array.from({ length: this.#options.channels }, (_, index) => line(index));
  }

  #cpu(): { a: number; b: number } {
    const [a, b] = this.#pair.pids.map(cpuSeconds);
    return { a: a!, b: b! };
  }

  #note(name: string, value: number): void {
    this.figures.set(name, value);
  }
}
