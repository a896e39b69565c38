import type { ServerName } from '../../src/core/identity.ts';
import { NEAR } from './checks/bounds.ts';

export const VERBS = [
  'HELLO',
  'MESH',
  'COMPRESS',
  'DIGEST',
  'SUMS',
  'DIFFER',
  'RESUME',
  'BURST',
  'CBURST',
  'MEMBER',
  'PAGE',
  'EOB',
  'ACK',
  'NAK',
  'REQUEST',
  'PING',
  'PONG',
  'BYE',
] as const;

/** Kinds of records that a transaction may hold. */
const SPACES = ['channel', 'host', 'peer', 'server'] as const;

const HOST_STEPS = [
  'taking a hello',
  'taking a snapshot',
  'taking events',
  'taking results',
  'sending a welcome',
  'sending updates',
  'sending members',
  'sending grants',
  'sending an acknowledgement',
] as const;

const OWN_STEPS = [
  'loading the store',
  'a transaction',
  'a tick',
  'the end of a grace',
  'a clean stop',
  'the end of a review',
] as const;

/** Moments at which a process may die, named for what lies before or after them. */
export const POINTS: readonly string[] = [
  ...VERBS.flatMap((verb) => [`sending ${verb}`, `taking ${verb}`]),
  ...SPACES.map((space) => `a commit with ${space}`),
  ...HOST_STEPS,
  ...OWN_STEPS,
].flatMap((step) => [`before ${step}`, `after ${step}`]);

const known: ReadonlySet<string> = new Set(POINTS);

/** What has to happen in a long run, beside every point being reached: as `World.count` names it. */
export const HAPPENINGS: readonly string[] = [
  ...Object.values(NEAR),
  'a sender had to wait',
  'an operator noted something',
  'an operator took a note back',
  'told of policy.differs',
  'told of peer.cloned',
  'an operator rejected something',
  'something differs because it was rejected',
  'told of mesh.link_missing',
  'all was at rest without a link between two',
  'an expelled peer was refused',
  'an operator let an expelled peer in again',
  'an operator let an expelled peer in under review',
  'an operator ended a review',
  'an operator approved what an expelled peer brought back',
  'an operator rejected what an expelled peer brought back',
  'something was forgotten without a peer that is expelled',
  'a disk was put back where removals are forgotten',
  'a member got modes by account',
  'a member was left without modes that it has elsewhere by account only',
];

/** How often each point was reached, and by whom somebody dies there. */
export class Points {
  readonly reached = new Map<string, number>();
  readonly died = new Map<string, number>();
  readonly #armed = new Map<ServerName, { point: string; hits: number; die: () => void }>();

  /** The process of `server` dies when it comes to the point for the `hits`-th time from now. */
  arm(server: ServerName, point: string, hits: number, die: () => void): void {
    if (!known.has(point)) throw new Error(`no such point: ${point}`);
    this.#armed.set(server, { point, hits, die });
  }

  disarm(): void {
    this.#armed.clear();
  }

  reach(server: ServerName, point: string): void {
    if (!known.has(point)) return;
    this.reached.set(point, (this.reached.get(point) ?? 0) + 1);
    const armed = this.#armed.get(server);
    if (armed?.point !== point || --armed.hits > 0) return;
    this.#armed.delete(server);
    this.died.set(point, (this.died.get(point) ?? 0) + 1);
    armed.die();
  }
}
