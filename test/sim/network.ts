import type { ServerName } from '../../src/core/identity.ts';
import type { PeerLink } from '../../src/peer/peer-link.ts';
import type { Agenda } from './agenda.ts';
import { Random } from './random.ts';
import { SimConnection } from './sim-connection.ts';

/** How one direction between two servers carries what is sent. */
export interface Lane {
  readonly from: ServerName;
  readonly to: ServerName;
  /** Nothing gets through, and nobody is told. What was sent waits, as it does in TCP. */
  blocked: boolean;
  delayMsMin: number;
  delayMsMax: number;
  /** Bytes under way above which a sender has to wait. */
  windowBytes: number;
  /** What becomes of the next CBURST line, as if the sender had a defect. */
  garble: 'unreadable' | 'bad value' | null;
}

/** A process that links are made for. */
export interface Endpoint {
  readonly server: ServerName;
  readonly alive: boolean;
  reach(point: string): void;
  addLink(link: PeerLink): void;
}

export interface NetworkDependencies {
  readonly agenda: Agenda;
  readonly seed: number;
  /** Bytes under way above which a sender has to wait, where no fault says otherwise. */
  readonly windowBytes: number;
  /** Capabilities that nobody says in a hello: everybody is of a version that lacks them. */
  readonly unknown: readonly string[];
  /** The process of a server, null while there is none. */
  readonly endpoint: (server: ServerName) => Endpoint | null;
  readonly trace: (who: string, what: string) => void;
  readonly count: (fault: string) => void;
  readonly problem: (check: string, text: string) => void;
}

/** Nobody notices that a peer is gone before this, in milliseconds, where its machine lost power. */
const CONNECT_MS_MAX = 50;

/** Every direction between two servers and the connections over them. */
export class Network {
  readonly connections = new Set<SimConnection>();
  /** Lines delivered, by verb. */
  readonly lines = new Map<string, number>();
  readonly #lanes = new Map<string, Lane>();
  /** Pairs between which nobody can dial. */
  readonly #apart = new Set<string>();
  /** Pairs that the operators forgot to configure: the mesh has a gap. */
  readonly #gaps = new Set<string>();
  readonly #isolated = new Set<ServerName>();
  readonly #dependencies: NetworkDependencies;
  #dials = 0;

  constructor(dependencies: NetworkDependencies) {
    this.#dependencies = dependencies;
  }

  lane(from: ServerName, to: ServerName): Lane {
    const name = `${from}>${to}`;
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = { from, to, ...this.#healthy() };
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  /** Nobody configured a link of the pair, until `heal`. */
  leaveGap(one: ServerName, other: ServerName): void {
    this.#gaps.add(pairName(one, other));
  }

  /** Connections of the pair are reset, and no new one can be made until `join`. */
  part(one: ServerName, other: ServerName): void {
    this.#apart.add(pairName(one, other));
    this.reset(one, other);
  }

  join(one: ServerName, other: ServerName): void {
    this.#apart.delete(pairName(one, other));
  }

  /** Nobody reaches the server, or is reached by it, until `rejoin`. */
  isolate(server: ServerName): void {
    this.#isolated.add(server);
    for (const connection of this.connections) if (connection.hasEnd(server)) connection.reset();
  }

  rejoin(server: ServerName): void {
    this.#isolated.delete(server);
  }

  /** Both sides lose their connections, and what was under way with them. */
  reset(one: ServerName, other: ServerName): void {
    for (const connection of this.connections) if (connection.isOf(one, other)) connection.reset();
  }

  setBlocked(from: ServerName, to: ServerName, blocked: boolean): void {
    const lane = this.lane(from, to);
    lane.blocked = blocked;
    if (!blocked) for (const connection of this.connections) connection.unblocked(lane);
  }

  /** No fault is left; what waits goes on. */
  heal(): void {
    this.#apart.clear();
    this.#isolated.clear();
    this.#gaps.clear();
    for (const lane of this.#lanes.values()) {
      Object.assign(lane, this.#healthy());
      for (const connection of this.connections) connection.unblocked(lane);
    }
  }

  canConnect(one: ServerName, other: ServerName): boolean {
    const pair = pairName(one, other);
    if (this.#apart.has(pair) || this.#gaps.has(pair)) return false;
    if (this.#isolated.has(one) || this.#isolated.has(other)) return false;
    return !this.lane(one, other).blocked && !this.lane(other, one).blocked;
  }

  /** `done` hears whether a connection came up. */
  dial(from: Endpoint, to: ServerName, done: (connected: boolean) => void): void {
    const { agenda, seed } = this.#dependencies;
    const random = new Random(seed, 'dial', ++this.#dials);
    agenda.after(1 + random.whole(CONNECT_MS_MAX), () => {
      if (!from.alive) return;
      const target = this.#dependencies.endpoint(to);
      const connected = target !== null && this.canConnect(from.server, to);
      if (connected) this.#connect(from, target);
      done(connected);
    });
  }

  /** The process is gone. `told`: its operating system still sends what was written, and closes its connections. */
  processGone(endpoint: Endpoint, told: boolean): void {
    for (const connection of this.connections) connection.processGone(endpoint, told);
  }

  #healthy(): Omit<Lane, 'from' | 'to'> {
    const { windowBytes } = this.#dependencies;
    return { blocked: false, delayMsMin: 1, delayMsMax: 10, windowBytes, garble: null };
  }

  /** How many lines of these verbs were carried. */
  said(verbs: readonly string[]): number {
    return verbs.reduce((sum, verb) => sum + (this.lines.get(verb) ?? 0), 0);
  }

  #connect(from: Endpoint, to: Endpoint): void {
    const { agenda, seed, trace, count, problem } = this.#dependencies;
    trace('network', `${from.server} dials ${to.server}`);
    const connection = new SimConnection([from, to], {
      agenda,
      random: new Random(seed, 'connection', this.#dials),
      lanes: [this.lane(from.server, to.server), this.lane(to.server, from.server)],
      unknown: this.#dependencies.unknown,
      carried: (line, lane) => this.#carried(line, lane),
      count,
      problem,
      over: () => this.connections.delete(connection),
    });
    this.connections.add(connection);
    to.addLink(connection.accepting);
    from.addLink(connection.dialling);
  }

  #carried(line: string, { from, to }: Lane): void {
    const blank = line.indexOf(' ');
    const verb = blank < 0 ? line : line.slice(0, blank);
    this.lines.set(verb, (this.lines.get(verb) ?? 0) + 1);
    this.#dependencies.trace(`${from}>${to}`, line);
  }
}

function pairName(one: ServerName, other: ServerName): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
