import { type ForgetConditions, forget } from '../core/forget.ts';
import {
  type ForgettingOptions,
  forgetConditions,
  isExpelled,
  type Mesh,
} from '../core/forget-conditions.ts';
import type { ServerName } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import { newPeerMemory } from '../core/peer-memory.ts';
import type { Replica } from '../core/replica.ts';

export interface ForgettingDependencies {
  readonly replica: Replica;
  readonly submit: (run: (now: number) => void) => void;
  /** Who is fully linked with whom. */
  readonly mesh: () => Mesh;
  /** Peers to which a link is up. */
  readonly linked: () => readonly ServerName[];
}

/** How long a silence is counted before it is written down: what a crash may cost of it. */
const NOTE_EVERY_MS = 60_000;

/** In the least age of what is forgotten it is looked so often whether it may be. */
const LOOKS = 4;

/**
 * Counts how long each peer has been silent, and forgets what nobody can bring back: what every peer has had for the least age,
 * by every look in that time. A peer whose store is put back to a younger state than that has it still, or is still waited for.
 */
export class Forgetting {
  readonly #options: ForgettingOptions;
  readonly #dependencies: ForgettingDependencies;
  #notedAt: number;
  #lookedAt: number;
  /** The local sequence that everybody had at the last looks. */
  #acknowledged: readonly number[] = [];

  /** `now`: monotonic milliseconds. */
  constructor(options: ForgettingOptions, dependencies: ForgettingDependencies, now: number) {
    this.#options = options;
    this.#dependencies = dependencies;
    this.#notedAt = now;
    this.#lookedAt = now;
  }

  /** The peer was silent for too long: it may link again when an operator says so. */
  isExpelled(peer: ServerName): boolean {
    return isExpelled(this.#dependencies.replica.peers.get(peer), this.#options);
  }

  /** To be called often; `now`: monotonic milliseconds. */
  tick(now: number): void {
    if (now - this.#notedAt >= NOTE_EVERY_MS) this.#noteSilence(now - this.#notedAt, now);
    if (now - this.#lookedAt < this.#options.forgetMinMs / LOOKS) return;
    this.#lookedAt = now;
    const { replica, submit, mesh } = this.#dependencies;
    submit((wallNow) => {
      const conditions = this.#lasting(forgetConditions(this.#options, replica.peers, mesh()));
      const { removals, documents } = forget(replica, conditions, wallNow);
      if (removals + documents === 0) return;
      const text = `${removals} removals and ${documents} channels that nobody holds`;
      replica.report('state.forgotten', '' as IrcText, this.#options.server, text);
    });
  }

  /** What has been so for the least age. */
  #lasting(conditions: ForgetConditions): ForgetConditions {
    const { meshComplete, acknowledged } = conditions;
    this.#acknowledged = [...this.#acknowledged, meshComplete ? acknowledged : 0].slice(-LOOKS - 1);
    const isLong = this.#acknowledged.length > LOOKS;
    return { ...conditions, acknowledged: isLong ? Math.min(...this.#acknowledged) : 0 };
  }

  #noteSilence(elapsedMs: number, now: number): void {
    this.#notedAt = now;
    const { replica, submit, linked } = this.#dependencies;
    const present = new Set(linked());
    submit(() => {
      for (const peer of this.#options.peers) {
        const { silentMs } = replica.peers.get(peer) ?? newPeerMemory;
        const silence = present.has(peer) ? 0 : Math.round(silentMs + elapsedMs);
        if (silence !== silentMs) replica.remember(peer, { silentMs: silence });
        if (silentMs < this.#options.forgetAfterMs && silence >= this.#options.forgetAfterMs) {
          const text = 'was silent for too long: it links again when an operator lets it in';
          replica.report('peer.expelled', '' as IrcText, peer, text);
        }
      }
    });
  }
}
