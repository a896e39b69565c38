import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../sim/random.ts';
import type { ChannelState, IrcClient } from './irc-client.ts';
import type { NetworkStage } from './network-stage.ts';

/** Of each user in each channel: so that entries come and go, and no ircd's list is full. */
const MASKS = 4;

/** Between two things that a user does: all the time, but not so often that the processes cannot start beside it. */
const PACE_MS = 10;

/** What a channel has to look like. */
interface Expected {
  topic: string;
  limit: number;
  moderated: boolean;
  readonly bans: Set<string>;
}

/**
 * Users who change the channels all the time. Each field of a channel is one user's: what was acknowledged last by the user's ircd
 * is what all have to show in the end.
 */
export class Traffic {
  readonly #stage: NetworkStage;
  readonly #random: Random;
  readonly #channels = new Map<string, Expected>();
  readonly #watchers = new Set<() => void>();
  /** Of each user. */
  readonly acts: number[];
  /** No value is set twice in a row: an ircd that is told it again would be told what it has. */
  #number = 0;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = true;

  /** `channels`: as `NetworkStage.shared` made them; user i sets the topic of number i. */
  constructor(stage: NetworkStage, channels: readonly string[], random: Random) {
    this.#stage = stage;
    this.#random = random;
    this.acts = stage.users.map(() => 0);
    for (const name of channels) {
      const bans = new Set(['old!*@*']);
      this.#channels.set(name, { topic: 'from alice', limit: 0, moderated: false, bans });
    }
  }

  get #count(): number {
    return this.acts.reduce((sum, acts) => sum + acts, 0);
  }

  /** These users act until `stop`. */
  start(users: readonly number[]): void {
    this.#stopped = false;
    this.#running = Promise.all(users.map((user) => this.#act(user)));
    this.#running.catch(() => this.#wake());
  }

  /** Until so many more things were done. */
  async more(acts: number): Promise<void> {
    const until = this.#count + acts;
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
    this.#stopped = true;
    await this.#running;
  }

  /** That user bans somebody else than before; returns the mask. */
  async ban(index: number, name: string): Promise<string> {
    const user = this.#stage.users[index]!;
    const mask = `${user.nick}-last!*@*`;
    this.#channels.get(name)!.bans.add(mask);
    await user.ask(`MODE ${name} +b ${mask}`);
    return mask;
  }

  fits(name: string, state: ChannelState): boolean {
    const { topic, limit, moderated, bans } = this.#channels.get(name)!;
    return (
      state.topic?.text === topic &&
      Number(state.parameters.l ?? 0) === limit &&
      state.modes.includes('m') === moderated &&
      state.bans.map(({ mask }) => mask).join() === [...bans].sort().join()
    );
  }

  /** For the message of a failure. */
  expectedOf(name: string): string {
    const { bans, ...others } = this.#channels.get(name)!;
    return JSON.stringify({ ...others, bans: [...bans].sort() });
  }

  async #act(index: number): Promise<void> {
    while (!this.#stopped) {
      const [which, [name, expected]] = this.#random.pick([...[...this.#channels].entries()]);
      const role = (index - which + this.#stage.users.length) % this.#stage.users.length;
      await this.#change(this.#stage.users[index]!, name, expected, role);
      this.acts[index]!++;
      this.#wake();
      await pause(PACE_MS);
    }
  }

  /** Every user bans; `role` says which one of the other fields is the user's. */
  async #change(user: IrcClient, name: string, expected: Expected, role: number): Promise<void> {
    if (this.#random.chance(0.5)) return this.#toggleBan(user, name, expected);
    const number = ++this.#number;
    if (role === 0) {
      expected.topic = `topic ${number} of ${user.nick}`;
      await this.#stage.setTopic(user, name, expected.topic);
    } else if (role === 1) {
      expected.limit = expected.limit > 0 && this.#random.chance(0.3) ? 0 : 20 + number;
      await user.ask(`MODE ${name} ${expected.limit === 0 ? '-l' : `+l ${expected.limit}`}`);
    } else {
      expected.moderated = !expected.moderated;
      await user.ask(`MODE ${name} ${expected.moderated ? '+' : '-'}m`);
    }
  }

  async #toggleBan(user: IrcClient, name: string, { bans }: Expected): Promise<void> {
    const mask = `${user.nick}-${this.#random.whole(MASKS)}!*@*`;
    const sign = bans.has(mask) ? '-' : '+';
    if (!bans.delete(mask)) bans.add(mask);
    await user.ask(`MODE ${name} ${sign}b ${mask}`);
  }

  #wake(): void {
    for (const look of [...this.#watchers]) look();
  }
}
