import { performance } from 'node:perf_hooks';
import { Random } from '../sim/random.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { type Cost, fasterThanLinear, growsStill } from './growth.ts';
import type { SeenBranches } from './seen-branches.ts';

/** Inputs that are kept because they did something new. Beyond it new ones replace others by chance. */
const corpusMax = 4000;

/** Each input that did something new is repeated to see how its cost grows; when none is left one of so many others. */
const growthEvery = 2000;

/** Of all branches taken, so much may be for that: a grown input costs as much as hundreds. */
const growthShareMax = 0.25;

/** The heap is looked at once in so many inputs. */
const heapEvery = 512;

/** Shorter inputs count as this long: what happens once for each is no cost of a byte. */
const costlyBytesMin = 64;
const recounts = 20;

const shrinksMax = 2000;

export interface FuzzLoopOptions {
  readonly runs: number;
  readonly seed: number;
  /** Time counts as a cost, too. False: only branches, which are the same in each run. */
  readonly timed: boolean;
}

export interface FuzzLoopDependencies {
  readonly seen: SeenBranches;
  /** Called before each run: a watcher knows then what ran when nothing more comes. */
  readonly running: (input: string) => void;
}

export interface FuzzStats {
  inputs: number;
  corpus: number;
  branches: number;
  /** The costliest input, each byte of it, with its length. */
  slowestUsPerByte: number;
  slowestBytes: number;
  growthChecks: number;
  heapMaxBytes: number;
}

export interface Finding {
  readonly input: string;
  readonly what: string;
}

/**
 * Runs a target on changed inputs, and keeps those that reach something new for further changes. The same seed gives the
 * same inputs, as long as a target reads no clock.
 */
export class FuzzLoop {
  readonly stats: FuzzStats = {
    inputs: 0,
    corpus: 0,
    branches: 0,
    slowestUsPerByte: 0,
    slowestBytes: 0,
    growthChecks: 0,
    heapMaxBytes: 0,
  };
  readonly #target: FuzzTarget;
  readonly #options: FuzzLoopOptions;
  readonly #dependencies: FuzzLoopDependencies;
  readonly #random: Random;
  readonly #growthRandom: Random;
  readonly #corpus: string[] = [];
  /** Of the corpus those whose growth nobody has looked at. */
  readonly #unchecked: string[] = [];
  #operations = 0;
  #growthOperations = 0;

  constructor(target: FuzzTarget, options: FuzzLoopOptions, dependencies: FuzzLoopDependencies) {
    this.#target = target;
    this.#options = options;
    this.#dependencies = dependencies;
    this.#random = new Random(options.seed);
    this.#growthRandom = new Random(options.seed);
  }

  /** Runs for about `ms` more. Returns a finding, or null; `done` says whether all inputs have run. */
  advance(ms: number): Finding | null {
    const until = performance.now() + ms;
    while (!this.done && performance.now() < until) {
      const finding = this.#one(this.#next());
      if (finding !== null) return finding;
    }
    return null;
  }

  get done(): boolean {
    return this.stats.inputs >= this.#options.runs;
  }

  /** The shortest input found, within bounds, that fails in the same way. What costs too much takes long to run, and stays. */
  shrink(finding: Finding): Finding {
    let { input } = finding;
    if (this.growsStill(input) !== null) return finding;
    let tries = shrinksMax;
    for (let size = input.length >> 1; size > 0 && tries > 0; size >>= 1) {
      for (let at = 0; at < input.length && tries-- > 0; ) {
        const shorter = input.slice(0, at) + input.slice(at + size);
        if (this.#run(shorter).failure === finding.what) input = shorter;
        else at += size;
      }
    }
    return { input, what: finding.what };
  }

  /** What is wrong with the cost of an input that was found for it, or null. */
  growsStill(found: string): string | null {
    return growsStill(found, (input) => this.#measure(input));
  }

  #next(): string {
    const { seeds } = this.#target;
    const { inputs } = this.stats;
    if (inputs < seeds.length) return seeds[inputs]!;
    return this.#target.mutate(this.#pick(), this.#pick(), this.#random);
  }

  /** The newest have had the fewest changes, and short ones take less time: both are picked more often. */
  #pick(): string {
    const size = this.#corpus.length;
    if (size === 0) return this.#target.seeds[0] ?? '';
    const some = () => {
      const recent = this.#random.chance(0.3);
      return this.#corpus[
        recent ? size - 1 - this.#random.whole(Math.min(size, 50)) : this.#random.whole(size)
      ]!;
    };
    const [one, another] = [some(), some()];
    return one.length <= another.length || this.#random.chance(0.3) ? one : another;
  }

  #one(input: string): Finding | null {
    const { stats } = this;
    stats.inputs++;
    const { failure, isNew, operations, ms } = this.#run(input);
    if (failure !== null) return { input, what: failure };
    this.#noteCost(input, ms);
    if (isNew) this.#keep(input);
    if (stats.inputs % heapEvery === 0) {
      stats.heapMaxBytes = Math.max(stats.heapMaxBytes, process.memoryUsage().heapUsed);
    }
    this.#operations += operations;
    if (this.#growthOperations > this.#operations * growthShareMax) return null;
    const unchecked = this.#unchecked.pop() ?? (stats.inputs % growthEvery === 0 ? input : null);
    return unchecked === null ? null : this.#checkGrowth(unchecked);
  }

  #checkGrowth(input: string): Finding | null {
    let failed: Finding | null = null;
    const measure = (grown: string): Cost => {
      const cost = this.#measure(grown);
      if (cost.failure !== null) failed ??= { input: grown, what: cost.failure };
      this.#growthOperations += cost.operations;
      return cost;
    };
    this.stats.growthChecks++;
    const growth = fasterThanLinear(this.#target.grow(input, this.#growthRandom), measure);
    return failed ?? growth;
  }

  #measure(input: string): Cost & { failure: string | null } {
    const before = process.threadCpuUsage();
    const { failure, operations } = this.#run(input);
    const { user, system } = process.threadCpuUsage(before);
    return { failure, operations, cpuMs: this.#options.timed ? (user + system) / 1000 : 0 };
  }

  #run(input: string): { failure: string | null; isNew: boolean; operations: number; ms: number } {
    this.#dependencies.running(input);
    let failure: string | null = null;
    const startedAt = performance.now();
    try {
      this.#target.run(input);
    } catch (error) {
      failure = failureOf(error);
    }
    const ms = performance.now() - startedAt;
    const { isNew, operations } = this.#dependencies.seen.take();
    return { failure, isNew, operations, ms };
  }

  /** What the collector or other programs take is no cost of the input: one that seems costly is run again. */
  #noteCost(input: string, ms: number): void {
    const bytes = Math.max(input.length, costlyBytesMin);
    let usPerByte = (ms * 1000) / bytes;
    for (let run = 0; run < recounts && usPerByte > this.stats.slowestUsPerByte; run++) {
      usPerByte = Math.min(usPerByte, (this.#run(input).ms * 1000) / bytes);
    }
    if (usPerByte <= this.stats.slowestUsPerByte) return;
    this.stats.slowestUsPerByte = usPerByte;
    this.stats.slowestBytes = input.length;
  }

  #keep(input: string): void {
    if (this.#corpus.length < corpusMax) this.#corpus.push(input);
    else this.#corpus[this.#random.whole(corpusMax)] = input;
    if (this.#unchecked.length < corpusMax) this.#unchecked.push(input);
    this.stats.corpus = this.#corpus.length;
    this.stats.branches = this.#dependencies.seen.branches;
  }
}

/** What went wrong and where: the same for all inputs that go wrong in the same way. */
function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const where = error.stack?.split('\n').filter((line) => line.includes('/src/'))[0] ?? '';
  return `${error.name}: ${error.message.split('\n')[0]} ${where.trim()}`.trim();
}
