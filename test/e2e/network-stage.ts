import { story, type Told, tellTheSame } from './channel-story.ts';
import type { ChannelState, IrcClient } from './irc-client.ts';
import {
  type IrcdKind,
  type NetworkOptions,
  startNetwork,
  type TestNetwork,
  type TestNode,
  until,
} from './test-network.ts';

export const hasBan = (mask: string) => (state: ChannelState) => state.bans.some((ban) => ban.mask === mask);
export const hasNoBan = (mask: string) => (state: ChannelState) => !hasBan(mask)(state);
export const hasTopic = (text: string) => (state: ChannelState) => state.topic?.text === text;

/** A running network with one user, an IRC operator, on each of its servers. */
export class NetworkStage {
  readonly network: TestNetwork;
  readonly kinds: readonly IrcdKind[];
  /** By the number of their node. */
  readonly users: IrcClient[] = [];
  #channels = 0;

  private constructor(network: TestNetwork, kinds: readonly IrcdKind[]) {
    this.network = network;
    this.kinds = kinds;
  }

  static async start(kinds: readonly IrcdKind[], options: NetworkOptions = {}): Promise<NetworkStage> {
    const stage = new NetworkStage(await startNetwork(kinds, options), kinds);
    try {
      await stage.network.settled();
      for (const index of kinds.keys()) await stage.reconnect(index);
    } catch (error) {
      await stage.network.stop();
      throw error;
    }
    return stage;
  }

  get nodes(): readonly TestNode[] {
    return this.network.nodes;
  }

  freshName(): string {
    return `#chan${++this.#channels}`;
  }

  /** The user of that node comes anew, in no channel. */
  async reconnect(index: number): Promise<IrcClient> {
    const user = await this.nodes[index]!.client(NICKS[index]!);
    await user.oper();
    this.users[index] = user;
    return user;
  }

  /** A channel that the user of node `creator` made and all are in as operators, the same on all sides. */
  async shared(creator = 0, name = this.freshName()): Promise<string> {
    const author = this.users[creator]!;
    await author.join(name);
    const text = `from ${author.nick}`;
    await author.ask(`TOPIC ${name} :${text}`, `MODE ${name} +b old!*@*`);
    for (const user of this.users) {
      if (user === author) continue;
      await user.waitForState(name, (state) => hasTopic(text)(state) && hasBan('old!*@*')(state));
      await user.join(name);
      await user.becomeOp(name);
    }
    // A host that is killed before it could say that it applied an update leaves open whether it did.
    await this.network.settled();
    await this.#heldByAll(name);
    return name;
  }

  /** InspIRCd refuses a topic within the second of the one before (437). */
  async setTopic(client: IrcClient, name: string, text: string): Promise<void> {
    await until(async () => {
      const refusal = (await client.ask(`TOPIC ${name} :${text}`)).find(({ command }) => command === '437');
      return refusal?.raw ?? null;
    });
  }

  /** Waits until all ircds tell the same of the channel, as far as they can, and each fits. */
  async allTell(name: string, fits: (state: ChannelState) => boolean): Promise<void> {
    await until(async () => {
      const told: Told[] = [];
      for (const [index, kind] of this.kinds.entries()) {
        told.push({ kind, state: await this.users[index]!.channelState(name) });
      }
      const pairs = told.flatMap((one, index) => told.slice(index + 1).map((other) => [one, other] as const));
      const agree = pairs.every(([one, other]) => tellTheSame(one, other));
      if (agree && told.every(({ state }) => fits(state))) return null;
      return told.map(({ kind, state }) => `${kind} tells ${JSON.stringify(story(state))}`).join(', ');
    });
  }

  async #heldByAll(name: string): Promise<void> {
    const wanted = this.nodes.map((node) => node.name).join();
    await until(async () => {
      const { documents } = await this.nodes[0]!.ops.channel(Buffer.from(name, 'latin1'));
      const holders = documents[0]!.holders.map(({ server }) => server).sort();
      return holders.join() === wanted ? null : `${name} is held by ${holders}`;
    });
  }
}

const NICKS = ['alice', 'bob', 'carol'];
