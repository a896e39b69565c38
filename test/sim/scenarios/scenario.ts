import type { ConflictPolicy } from '../../../src/core/choose-id.ts';
import { parseServerName, type ServerName } from '../../../src/core/identity.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import type { Act, Wish } from '../acts.ts';
import { type IrcdTraits, keyOf, PLAIN_IRCD } from '../ircd.ts';
import { healWorld, restWorld } from '../rest.ts';
import { checkRest } from '../run-trouble.ts';
import { NEVER_MS, type ServerOptions, World } from '../world.ts';

/** A server, by the letter that its name begins with. */
export type Letter = 'a' | 'b' | 'c' | 'd';

export interface ScenarioOptions {
  readonly policy?: ConflictPolicy;
  readonly pageSize?: number;
  /** False: nobody compares digests, so that they do not repair what a rule is for. Default: false. */
  readonly digests?: boolean;
  readonly traits?: Partial<Record<Letter, Partial<IrcdTraits>>>;
  /** Links that nobody configured. */
  readonly gaps?: readonly (readonly [Letter, Letter])[];
}

/** What an ircd shows of a channel. */
export interface Shown {
  readonly bans: readonly string[];
  readonly topic: string | null;
  readonly flags: readonly string[];
  readonly key: string | null;
  readonly limit: number | null;
}

/** Long enough for everybody to hear of something, in milliseconds. */
const SOON_MS = 3000;

/** A short history of a few servers, in the words of those who use it. */
export class Scenario {
  readonly world: World;
  readonly #letters: readonly Letter[];

  /** All are up and linked, and nobody is in any channel. */
  constructor(letters: string, options: ScenarioOptions = {}) {
    this.#letters = letters.split('') as Letter[];
    const gaps = (options.gaps ?? []).map(([one, other]) => [serverOf(one), serverOf(other)] as const);
    const servers = this.#letters.map((letter) => serverOptions(letter, options));
    const { digests = false } = options;
    this.world = new World({
      seed: 1,
      servers,
      gaps,
      digests,
      windowBytes: 1 << 20,
      hostile: false,
      keepTrace: false,
    });
    this.rest();
  }

  join(at: Letter, channel = '#x'): this {
    return this.#act({ kind: 'join', server: serverOf(at), channel });
  }

  part(at: Letter, channel = '#x'): this {
    return this.#act({ kind: 'part', server: serverOf(at), channel });
  }

  /** A user who is in the channel wants something of it. What follows without a `wait` happens at the same moment. */
  wish(at: Letter, wish: Wish, channel = '#x'): this {
    return this.#act({ kind: 'wish', server: serverOf(at), channel, inside: true, wish });
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
    return this.#act(act);
  }

  /** Links between the two groups are cut, and stay so. */
  split(one: string, others: string): this {
    return this.#pairs(one, others, 'cut');
  }

  /** The links between them come up again by themselves. */
  mend(one: string, others: string): this {
    return this.#pairs(one, others, 'mend');
  }

  wait(ms: number): this {
    this.world.run(ms);
    return this;
  }

  /** Everybody hears of what happened. */
  rest(): this {
    return this.wait(SOON_MS);
  }

  /** Everything is mended and comes to rest; nothing may be wrong then. */
  heal(): this {
    healWorld(this.world);
    restWorld(this.world);
    checkRest(this.world);
    const [problem] = this.world.problems;
    if (problem !== undefined) throw new Error(`${problem.check}: ${problem.text}`);
    return this;
  }

  /** What the ircd shows; null: it has no such channel. */
  shown(at: Letter, channel = '#x'): Shown | null {
    const fields = this.world.server(serverOf(at)).host.ircd.get(channel as IrcText)?.fields;
    if (fields === undefined) return null;
    const all = [...fields.values()];
    const topic = all.find((field) => field.kind === 'topic')?.value;
    return {
      bans: all.flatMap((field) => (field.kind === 'entry' ? [field.mask] : [])).sort(),
      topic: topic?.text ?? null,
      flags: all.flatMap((field) => (field.kind === 'flag' ? [field.name] : [])).sort(),
      key: all.find((field) => field.kind === 'join-key')?.value ?? null,
      limit: all.find((field) => field.kind === 'limit')?.value ?? null,
    };
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
    const view = this.world.server(serverOf(at)).sidecar?.replica.view(keyOf(channel as IrcText));
    return view?.entry.document.id ?? null;
  }

  /** How often a verb was said so far, on any link. */
  said(verb: string): number {
    return this.world.network.lines.get(verb) ?? 0;
  }

  #act(act: Act): this {
    this.world.act(act);
    return this;
  }

  #pairs(one: string, others: string, kind: 'cut' | 'mend'): this {
    for (const from of one) {
      for (const to of others) this.#act({ kind, pair: [serverOf(from), serverOf(to)] });
    }
    return this;
  }
}

export function serverOf(letter: string): ServerName {
  return parseServerName(`${letter}.example`)!;
}

function serverOptions(
  letter: Letter,
  { policy = 'local', pageSize = 2, traits }: ScenarioOptions,
): ServerOptions {
  return {
    server: serverOf(letter),
    policy: { most: policy, others: {} },
    pageSize,
    commitMsMax: 2,
    hostDelayMsMax: 2,
    hostWindow: 100,
    deltaDelayMs: 0,
    traits: { ...PLAIN_IRCD, ...traits?.[letter] },
    diskLies: false,
    forgetMinMs: NEVER_MS,
  };
}
