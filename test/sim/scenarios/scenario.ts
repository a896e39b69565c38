import type { IrcText } from '../../../src/core/irc-text.ts';
import type { Act, Wish } from '../acts.ts';
import { keyOf } from '../ircd.ts';
import { healWorld, restWorld } from '../rest.ts';
import { checkRest } from '../run-trouble.ts';
import type { SimSidecar } from '../sim-sidecar.ts';
import { World } from '../world.ts';
import { type Letter, pairsOf, type ScenarioOptions, serverOf, serverOptions } from './scenario-options.ts';
import { type Shown, shownBy } from './shown-channel.ts';

/** Long enough for everybody to hear of something, in milliseconds. */
const SOON_MS = 3000;
/** The longest wait between two dials, and what comes after it, in milliseconds. */
const RELINK_MS = 40_000;
const UNTIL_MS_MAX = 60_000;

/** A short history of a few servers, in the words of those who use it. */
export class Scenario {
  readonly world: World;
  readonly #letters: readonly Letter[];

  /** All are up and linked, and nobody is in any channel. */
  constructor(letters: string, options: ScenarioOptions = {}) {
    this.#letters = letters.split('') as Letter[];
    const servers = this.#letters.map((letter) => serverOptions(letter, options));
    const { digests = false, hostile = false } = options;
    this.world = new World({
      seed: 1,
      servers,
      gaps: pairsOf(options.gaps),
      unlinked: pairsOf(options.unlinked),
      digests,
      windowBytes: 1 << 20,
      hostile,
      keepTrace: false,
    });
    this.rest();
  }

  join(at: Letter, channel = '#x'): this {
    return this.act({ kind: 'join', server: serverOf(at), channel });
  }

  part(at: Letter, channel = '#x'): this {
    return this.act({ kind: 'part', server: serverOf(at), channel });
  }

  /** A user who is in the channel wants something of it. What follows without a `wait` happens at the same moment. */
  wish(at: Letter, wish: Wish, channel = '#x'): this {
    return this.act({ kind: 'wish', server: serverOf(at), channel, inside: true, wish });
  }

  ban(at: Letter, mask: string, channel = '#x'): this {
    return this.wish(at, { ban: mask }, channel);
  }

  unban(at: Letter, mask: string, channel = '#x'): this {
    return this.wish(at, { unban: mask }, channel);
  }

  topic(at: Letter, topic: string | null, channel = '#x'): this {
    return this.wish(at, { topic }, channel);
  }

  /** Everything else that may happen. */
  act(act: Act): this {
    this.world.act(act);
    return this;
  }

  /** Links between the two groups are cut, and stay so. */
  split(one: string, others: string): this {
    return this.#pairs(one, others, 'cut');
  }

  /** The links between them come up again by themselves. */
  mend(one: string, others: string): this {
    return this.#pairs(one, others, 'mend');
  }

  /** As `mend`, and they are up. */
  relink(one: string, others: string): this {
    return this.mend(one, others).wait(RELINK_MS);
  }

  wait(ms: number): this {
    this.world.run(ms);
    return this;
  }

  /** Waits for something that has to come within a minute. */
  until(happened: () => boolean): this {
    for (let waitedMs = 0; !happened(); waitedMs++) {
      if (waitedMs > UNTIL_MS_MAX) throw new Error('what was waited for did not come');
      this.wait(1);
    }
    return this;
  }

  /** Everybody hears of what happened. */
  rest(): this {
    return this.wait(SOON_MS);
  }

  /** Everything is mended and comes to rest; nothing may be wrong then. */
  heal(): this {
    this.settle();
    checkRest(this.world);
    return this.#throwProblem();
  }

  /** As `heal`, where servers may differ because their rules say so. */
  settle(): this {
    const died = this.world.points.died.values().reduce((sum, count) => sum + count, 0);
    if (died < this.counted('die at')) throw new Error('somebody who was to die did not');
    healWorld(this.world);
    restWorld(this.world);
    return this.#throwProblem();
  }

  /** What went wrong so far, which is as it has to be. */
  expectedProblems(): string[] {
    return this.world.problems.splice(0).map(({ text }) => text);
  }

  /** The process ends, orderly; its disk stays. */
  stop(at: Letter, downMs: number): this {
    return this.act({ kind: 'stop', server: serverOf(at), downMs });
  }

  /** The process is shot. */
  kill(at: Letter, downMs: number): this {
    return this.act({ kind: 'kill', server: serverOf(at), downMs });
  }

  /** Its adapter is away for so long. */
  detach(at: Letter, forMs: number): this {
    return this.act({ kind: 'detach', server: serverOf(at), forMs });
  }

  restartIrcd(at: Letter): this {
    return this.act({ kind: 'restart ircd', server: serverOf(at) });
  }

  /** The machine's clock is wrong by so much from now on. */
  clock(at: Letter, offMs: number): this {
    return this.act({ kind: 'clock', server: serverOf(at), offMs });
  }

  /** What the ircd shows; null: it has no such channel. */
  shown(at: Letter, channel = '#x'): Shown | null {
    return shownBy(this.world.server(serverOf(at)).host.ircd, channel);
  }

  /** What every server shows, when all show the same. */
  everywhere(channel = '#x'): Shown | null {
    const all = this.#letters.map((letter) => this.shown(letter, channel));
    const different = new Set(all.map((shown) => JSON.stringify(shown)));
    if (different.size > 1) throw new Error(`they show different things: ${[...different].join(' ')}`);
    return all[0]!;
  }

  /** The id behind the channel's name there. */
  id(at: Letter, channel = '#x'): string | null {
    return this.sidecar(at).replica.view(keyOf(channel as IrcText))?.entry.document.id ?? null;
  }

  /** How many ids of the name are known there, held or not. */
  ids(at: Letter, channel = '#x'): number {
    return this.sidecar(at).replica.table.named(keyOf(channel as IrcText)).length;
  }

  /** The process that runs there. */
  sidecar(at: Letter): SimSidecar {
    const { sidecar } = this.world.server(serverOf(at));
    if (sidecar === null) throw new Error(`none runs at ${at}`);
    return sidecar;
  }

  /** How often something was told of or counted so far, anywhere. */
  counted(what: string): number {
    return this.world.faults.get(what) ?? 0;
  }

  /** How often a verb was said so far, on any link. */
  said(verb: string): number {
    return this.world.network.lines.get(verb) ?? 0;
  }

  #throwProblem(): this {
    const [problem] = this.world.problems;
    if (problem !== undefined) throw new Error(`${problem.check}: ${problem.text}`);
    return this;
  }

  #pairs(one: string, others: string, kind: 'cut' | 'mend'): this {
    for (const from of one) {
      for (const to of others) this.act({ kind, pair: [serverOf(from), serverOf(to)] });
    }
    return this;
  }
}
