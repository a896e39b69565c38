import { type Field, fieldKey, isSet, unset } from '../../src/core/field.ts';
import { showsSame } from '../../src/core/host-channel.ts';
import type { ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { ManualTimers } from '../support/manual-timers.ts';
import { createMemoryLinkPair } from '../support/memory-link.ts';
import { a, b, ban, c, channelId, flag, noBan, t0, topic } from '../support/replica-fixture.ts';
import { Random } from './random.ts';
import { Schedule } from './schedule.ts';
import { restartGraceMs, SimNode } from './sim-node.ts';

export const channels = ['#one', '#two'] as IrcText[];
const masks = ['x!*@*', 'y!*@*'];
/** Clocks of machines and of ircds are off by so much at most: longer than the times of trouble. */
const CLOCK_OFF_MS_MAX = 600_000;
const STEP_MS_MAX = 3000;
/** Long enough for what waits on time to fall due within few steps, too short for a link to be given up. */
const HEAL_STEP_MS = 10_000;

/** What happens, and how often compared to the rest. */
const acts = {
  join: 8,
  part: 4,
  change: 12,
  'change mirrored': 2,
  cut: 1.5,
  heal: 2,
  dial: 5,
  'detach host': 2,
  'attach host': 3,
  'restart ircd': 0.5,
  'crash sidecar': 0.5,
  'restart sidecar': 0.5,
  tick: 3,
} as const;

interface Pair {
  readonly servers: readonly [ServerName, ServerName];
  up: boolean;
  links: { cut(): void }[];
}

/**
 * Servers with their ircds and users in a network that chance drives: everything under way is in one schedule, and only
 * what a process can lose is lost.
 */
export class World {
  readonly nodes: SimNode[];
  /** What was done, for people. */
  readonly steps: string[] = [];
  /** Set or unset by a user since the last `forgetActs`: by name and field key. */
  readonly setActs = new Set<string>();
  readonly unsetActs = new Set<string>();
  readonly #random: Random;
  readonly #schedule: Schedule;
  readonly #timers = new ManualTimers();
  readonly #pairs: Pair[] = [];
  #nowMs = t0;
  #ids = 0;
  #linkCount = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#schedule = new Schedule(this.#random);
    const servers = this.#random.chance(0.5) ? [a, b] : [a, b, c];
    this.nodes = servers.map((server) => this.#createNode(server, servers));
    servers.forEach((server, index) => {
      for (const other of servers.slice(index + 1))
        this.#pairs.push({ servers: [server, other], up: true, links: [] });
    });
  }

  async step(): Promise<void> {
    this.#nowMs += 1000 + this.#random.whole(STEP_MS_MAX);
    this.#act(this.#random.weighted(acts));
    await this.#schedule.run(this.#random.whole(12));
  }

  /** Everything is up and linked, and nothing is left to say or to wait for. */
  async heal(): Promise<void> {
    this.steps.push('heal everything');
    for (const pair of this.#pairs) pair.up = true;
    for (const node of this.nodes) if (!node.host.attached) node.attachHost();
    for (let waitedMs = 0; waitedMs <= restartGraceMs; waitedMs += HEAL_STEP_MS) {
      await this.#drain();
      this.#dialMissing();
      await this.#drain();
      this.#nowMs += HEAL_STEP_MS;
      for (const node of this.nodes) node.sidecar.tick();
    }
    await this.#drain();
  }

  /**
   * While all is at rest, a user changes something. Returns what does not follow: everybody who shows that channel should
   * show the change.
   */
  async lastWord(): Promise<string[]> {
    const node = this.#random.pick(this.nodes);
    const { replica } = node.sidecar;
    const joined = [...node.host.channels.values()].filter(({ members }) => members > 0);
    if (joined.length === 0) return [];
    const { name } = this.#random.pick(joined);
    const { id } = replica.view(replica.key(name))!.entry.document;
    const field = this.#field(node);
    this.#nowMs += 1000;
    this.#changeField(node, name, field);
    node.sidecar.listen();
    await this.heal();
    const key = fieldKey('rfc1459', field);
    return this.nodes.flatMap(({ server, host, sidecar }) => {
      const shown = host.channels.get(replica.key(name))?.fields.get(key) ?? unset(field);
      const isSame = sidecar.replica.view(replica.key(name))?.entry.document.id === id;
      return isSame && !showsSame(shown, field) ? [`${server} does not follow in ${name} ${key}`] : [];
    });
  }

  forgetActs(): void {
    this.setActs.clear();
    this.unsetActs.clear();
  }

  async #drain(): Promise<void> {
    if (await this.#schedule.run(20_000)) throw new Error('it never comes to rest');
  }

  #act(act: keyof typeof acts): void {
    const node = this.#random.pick(this.nodes);
    const pair = this.#random.pick(this.#pairs);
    const name = this.#random.pick(channels);
    const at = `${act} ${node.server}`;
    switch (act) {
      case 'join':
      case 'part':
        this.steps.push(`${at} ${name}`);
        node.host[act](name);
        break;
      case 'change':
      case 'change mirrored':
        this.#change(node, name, act === 'change');
        break;
      case 'cut':
        this.steps.push(`cut ${pair.servers.join(' ')}`);
        pair.up = false;
        cutLinks(pair);
        break;
      case 'heal':
        this.steps.push(`heal ${pair.servers.join(' ')}`);
        pair.up = true;
        break;
      case 'dial':
        if (pair.up) this.#dial(pair, this.#random.chance(0.5));
        break;
      case 'tick':
        this.steps.push(at);
        node.sidecar.tick();
        break;
      default:
        this.steps.push(at);
        this.#actOnProcess(node, act);
    }
    if (node.host.attached) node.sidecar.listen();
  }

  #actOnProcess(node: SimNode, act: string): void {
    if (act === 'attach host') {
      node.attachHost();
    } else if (act === 'detach host') {
      node.detachHost();
    } else if (act === 'restart ircd') {
      node.detachHost();
      node.host.restart();
    } else {
      if (act === 'crash sidecar') node.crash();
      else node.stopAndStart();
      for (const pair of this.#pairs) if (pair.servers.includes(node.server)) cutLinks(pair);
    }
  }

  /** A user of the channel changes something; or an operator of the server, where nobody is in it. */
  #change(node: SimNode, name: IrcText, joined: boolean): void {
    const channel = node.host.channels.get(node.sidecar.replica.key(name));
    if (channel === undefined || channel.members > 0 !== joined) return;
    this.#changeField(node, name, this.#field(node));
  }

  #changeField(node: SimNode, name: IrcText, field: Field): void {
    const key = fieldKey('rfc1459', field);
    const act = `${name} ${key}`;
    this.steps.push(`${isSet(field) ? 'set' : 'unset'} ${node.server} ${act}`);
    if (isSet(field)) this.setActs.add(act);
    else this.unsetActs.add(act);
    node.host.change(name, field);
  }

  #field(node: SimNode): Field {
    const seconds = Math.floor(this.#ircdNow(node.server) / 1000);
    const mask = this.#random.pick(masks);
    switch (this.#random.whole(5)) {
      case 0:
      case 1:
        return ban(mask, seconds);
      case 2:
        return noBan(mask);
      case 3:
        return topic(`by ${node.server}`, seconds);
      default:
        return flag('secret', this.#random.chance(0.5));
    }
  }

  #dialMissing(): void {
    for (const pair of this.#pairs) {
      const [first, second] = pair.servers;
      const linked = this.#node(first).sidecar.table.linked().includes(second);
      if (!linked || !this.#node(second).sidecar.table.linked().includes(first)) this.#dial(pair, true);
    }
  }

  #dial(pair: Pair, firstDials: boolean): void {
    const [dialler, other] = firstDials ? pair.servers : [pair.servers[1], pair.servers[0]];
    this.steps.push(`dial ${dialler} ${other}`);
    const queue = `link ${++this.#linkCount} ${pair.servers.join(' ')}`;
    const link = createMemoryLinkPair(dialler, other, {
      timers: this.#timers,
      carry: (arrive) => this.#schedule.add(queue, arrive),
    });
    pair.links.push(link);
    this.#node(dialler).sidecar.addLink(link.dialling);
    this.#node(other).sidecar.addLink(link.accepting);
  }

  #node(server: ServerName): SimNode {
    return this.nodes.find((node) => node.server === server)!;
  }

  #createNode(server: ServerName, servers: readonly ServerName[]): SimNode {
    const off = this.#random.whole(2 * CLOCK_OFF_MS_MAX) - CLOCK_OFF_MS_MAX;
    this.#ircdOff.set(server, this.#random.whole(2 * CLOCK_OFF_MS_MAX) - CLOCK_OFF_MS_MAX);
    return new SimNode({
      server,
      peers: servers.filter((other) => other !== server),
      schedule: this.#schedule,
      now: () => this.#nowMs + off,
      ircdNow: () => this.#ircdNow(server),
      newId: () => channelId(++this.#ids),
    });
  }

  readonly #ircdOff = new Map<ServerName, number>();

  #ircdNow(server: ServerName): number {
    return this.#nowMs + this.#ircdOff.get(server)!;
  }
}

function cutLinks(pair: Pair): void {
  for (const link of pair.links) link.cut();
  pair.links = [];
}
