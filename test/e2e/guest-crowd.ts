import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../sim/random.ts';
import type { IrcClient } from './irc-client.ts';
import type { NetworkStage } from './network-stage.ts';

/** Users on each server beside its operator. */
const MOVERS = 3;

/** As in traffic: all the time, but not so often that the processes cannot start beside it. */
const PACE_MS = 10;

/** What users of several servers want to be called, so that guests and users meet. */
const WANTED_NICK = 'twin';

const acts = { join: 4, part: 2, rename: 3, want: 1, quit: 1, status: 3 } as const;

interface User {
  client: IrcClient;
  nick: string;
  /** The letters of its prefix modes, by channel. */
  readonly channels: Map<string, string>;
}

/**
 * Users who join, part, quit and change nicks and prefix modes all the time, on every server; the operator of each stays in all
 * channels. What their ircds acknowledged is who really is there.
 */
export class GuestCrowd {
  readonly #stage: NetworkStage;
  readonly #channels: readonly string[];
  readonly #random: Random;
  /** By the number of the node; the first is the operator. */
  readonly #users: User[][] = [];
  readonly #away = new Set<number>();
  readonly #watchers = new Set<() => void>();
  #count = 0;
  #serial = 0;
  #isStopped = true;
  #running: Promise<unknown> = Promise.resolve();

  /** `channels`: as `NetworkStage.shared` made them. */
  constructor(stage: NetworkStage, channels: readonly string[], random: Random) {
    this.#stage = stage;
    this.#channels = channels;
    this.#random = random;
  }

  /** Users of that node come, where there were none or the ircd took them with it: under the same nicks, into the same channels. */
  async come(node: number): Promise<void> {
    const before = this.#users[node];
    const operator = await this.#operator(node, before === undefined);
    const movers = before?.slice(1) ?? Array.from({ length: MOVERS }, () => null);
    const users = [operator];
    for (const mover of movers) users.push(await this.#mover(node, mover));
    this.#users[node] = users;
    this.#away.delete(node);
  }

  /** The ircd is about to be killed: whatever its users do from now on did not happen. */
  lose(node: number): void {
    this.#away.add(node);
  }

  /** All who are there act until `stop`. */
  start(): void {
    this.#isStopped = false;
    this.#running = Promise.all(this.#users.map((_, node) => this.#act(node)));
    this.#running.catch(() => this.#wake());
  }

  /** Until so many more things were done. */
  async more(count: number): Promise<void> {
    const until = this.#count + count;
    const done = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.#count < until) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
    await Promise.race([done, this.#running]);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** Who is in the channel, of users of these nodes, as NAMES shows them; sorted. */
  in(channel: string, nodes: readonly number[]): string[] {
    const users = this.#present(nodes).filter(({ channels }) => channels.has(channel));
    return users.map(({ nick, channels }) => `${prefixOf(channels.get(channel)!)}${nick}`).sort();
  }

  /** How many users that node has itself, and of these other nodes how many are in some channel. */
  countAt(node: number, others: readonly number[]): number {
    const guests = this.#present(others.filter((other) => other !== node));
    return this.#present([node]).length + guests.filter(({ channels }) => channels.size > 0).length;
  }

  #present(nodes: readonly number[]): User[] {
    return nodes.flatMap((node) => (this.#away.has(node) ? [] : this.#users[node]!));
  }

  async #operator(node: number, isThere: boolean): Promise<User> {
    const client = isThere ? this.#stage.users[node]! : await this.#stage.reconnect(node);
    const user: User = { client, nick: client.nick, channels: new Map() };
    for (const channel of this.#channels) {
      if (!isThere) await client.join(channel);
      // OPME of ircd-hybrid helps in channels without operators only, and guests are some.
      if (!isThere && this.#stage.kinds[node] !== 'hybrid') await client.becomeOp(channel);
      await this.#learn(user, channel);
    }
    return user;
  }

  async #mover(node: number, before: User | null): Promise<User> {
    const isFree = before !== null && before.nick !== WANTED_NICK;
    const nick = isFree ? before.nick : this.#freshNick(node);
    const user = { client: await this.#stage.nodes[node]!.client(nick), nick, channels: new Map() };
    for (const channel of before?.channels.keys() ?? []) await this.#join(user, channel);
    return user;
  }

  async #act(node: number): Promise<void> {
    while (!this.#isStopped && !this.#away.has(node)) {
      const [operator, ...movers] = this.#users[node]!;
      await this.#change(node, operator!, this.#random.pick(movers)).catch((error: Error) => {
        if (!this.#away.has(node)) throw error;
      });
      this.#count++;
      this.#wake();
      await pause(PACE_MS);
    }
  }

  async #change(node: number, operator: User, user: User): Promise<void> {
    const channel = this.#random.pick(this.#channels);
    switch (this.#random.weighted(acts)) {
      case 'join':
        return user.channels.has(channel) ? undefined : this.#join(user, channel);
      case 'part':
        return user.channels.has(channel) ? this.#part(user, channel) : undefined;
      case 'rename':
        return this.#rename(user, this.#freshNick(node));
      case 'want':
        return this.#rename(user, WANTED_NICK);
      case 'quit':
        return this.#quit(node, user);
      case 'status':
        return this.#status(operator, user, channel);
    }
  }

  async #join(user: User, channel: string): Promise<void> {
    await user.client.join(channel);
    await this.#learn(user, channel);
  }

  /** An ircd gives modes to who comes first. */
  async #learn({ client, nick, channels }: User, channel: string): Promise<void> {
    const names = await client.names(channel);
    const own = names.find((name) => name.replace(PREFIXES, '') === nick);
    if (own === undefined) throw new Error(`${nick} is not in ${channel}: ${names.join()}`);
    channels.set(channel, own.startsWith('@') ? 'o' : own.startsWith('+') ? 'v' : '');
  }

  async #part({ client, channels }: User, channel: string): Promise<void> {
    await client.ask(`PART ${channel}`);
    channels.delete(channel);
  }

  /** Somebody else may have the nick. */
  async #rename(user: User, nick: string): Promise<void> {
    const answers = await user.client.ask(`NICK ${nick}`);
    // Another user's may come in between.
    const own = answers.filter(({ prefix }) => prefix.split('!')[0] === user.nick);
    if (own.some(({ command, params }) => command === 'NICK' && params[0] === nick)) user.nick = nick;
  }

  async #quit(node: number, user: User): Promise<void> {
    const nick = user.nick === WANTED_NICK ? this.#freshNick(node) : user.nick;
    await user.client.quit();
    user.channels.clear();
    user.client = await this.#stage.nodes[node]!.client(nick);
    user.nick = nick;
  }

  async #status(operator: User, user: User, channel: string): Promise<void> {
    const modes = user.channels.get(channel);
    if (modes === undefined || operator.channels.get(channel) !== 'o') return;
    const letter = this.#random.pick(['o', 'v']);
    const isSet = modes.includes(letter);
    await operator.client.ask(`MODE ${channel} ${isSet ? '-' : '+'}${letter} ${user.nick}`);
    user.channels.set(channel, isSet ? modes.replace(letter, '') : modes + letter);
  }

  #freshNick(node: number): string {
    return `${'abc'[node]}${++this.#serial}`;
  }

  #wake(): void {
    for (const look of [...this.#watchers]) look();
  }
}

/** How many users the ircd has by its own count, without services and what its adapter has for itself. */
export async function userCount(client: IrcClient, keeper: string): Promise<number> {
  const answers = await client.ask('LUSERS', `ISON ${keeper}`);
  const text = answers.find(({ command }) => command === '251')!.params.at(-1)!;
  const [users, others] = text.match(/\d+/g)!.map(Number);
  const isKept = answers.some(({ command, params }) => command === '303' && params.at(-1)!.trim() === keeper);
  return users! + (text.includes('invisible') ? others! : 0) - (isKept ? 1 : 0);
}

const PREFIXES = /^[~&@%+]*/;
/** What an adapter adds to a nick, where its own is taken or no guest may have it. */
const SUFFIX = /(?:_[0-9a-z]{4})?\|net$/;

/** What NAMES shows, without what adapters add: the suffixes of guests, and the keeper. Sorted. */
export function withoutSuffixes(names: readonly string[]): string[] {
  const users = names.filter((name) => !name.startsWith('cburst-'));
  return users.map((name) => name.replace(SUFFIX, '')).sort();
}

function prefixOf(modes: string): string {
  return modes.includes('o') ? '@' : modes.includes('v') ? '+' : '';
}
