import type { ServerName } from '../core/identity.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import { decodeMessage } from '../wire/session-message.ts';
import type { BurstExtension, BurstPeer, ItemChanges } from './burst-extension.ts';
import { BurstRouter } from './burst-router.ts';
import { contain, type ExtensionFailure, type ExtensionTask } from './extension-failure.ts';
import { failedExchange } from './failed-exchange.ts';

export interface ExtensionManagerEvents {
  /** Peers have to hear of these items. */
  changed(burstType: string, changes: ItemChanges): void;
  /** An extension threw. It is not switched off: the next thing that it is asked for may work. */
  failed(failure: ExtensionFailure): void;
}

/** Tells all peers of changes, those with which no link is up when one comes up. */
export type Announce = (changes: ItemChanges) => void;

/** A burst type cannot be registered. */
export class BurstTypeError extends Error {
  override readonly name = 'BurstTypeError';
}

const BURST_TYPE = /^[A-Z]{1,16}$/;

/**
 * Which burst types this server has, and who gives them their meaning. All are registered before the first link comes
 * up. An extension that throws is reported, and the others do not notice.
 */
export class ExtensionManager {
  readonly #events: ExtensionManagerEvents;
  readonly #extensions = new Map<string, BurstExtension>();

  constructor(events: ExtensionManagerEvents) {
    this.#events = events;
  }

  /** For the hello. */
  get capabilities(): string[] {
    return [...this.#extensions.values()].flatMap(({ capabilities }) => capabilities);
  }

  /** Throws a BurstTypeError when the type is no verb, is one of the session's own, or is taken. */
  register(build: (announce: Announce) => BurstExtension): void {
    const extension = build((changes) => this.#events.changed(extension.burstType, changes));
    const { burstType } = extension;
    const problem = this.#typeProblem(burstType);
    if (problem !== null) throw new BurstTypeError(`the burst type ${JSON.stringify(burstType)} ${problem}`);
    this.#extensions.set(burstType, extension);
  }

  /** A link to `peer` is up: every extension takes part whose burst type the peer knows. */
  linked(peer: BurstPeer): BurstRouter {
    const router = new BurstRouter(peer.server, this.#events.failed);
    for (const [burstType, extension] of this.#extensions) {
      const { requires } = extension;
      if (requires !== null && !peer.capabilities.includes(requires)) continue;
      const exchange = this.#contain(burstType, peer.server, 'linked', () => extension.linked(peer));
      router.add(burstType, exchange ?? failedExchange(burstType));
    }
    return router;
  }

  /** No link to `peer` is left. In a transaction. */
  unlinked(peer: ServerName): void {
    for (const [burstType, extension] of this.#extensions)
      this.#contain(burstType, peer, 'unlinked', () => extension.unlinked(peer));
  }

  /** What changed in the replica is durable. */
  committed(changes: ReplicaChanges): void {
    for (const [burstType, extension] of this.#extensions)
      this.#contain(burstType, null, 'committed', () => extension.committed(changes));
  }

  #typeProblem(burstType: string): string | null {
    if (!BURST_TYPE.test(burstType)) return 'is not 1 to 16 letters of A to Z';
    if (isSessionVerb(burstType)) return 'is a verb of the session';
    return this.#extensions.has(burstType) ? 'is registered already' : null;
  }

  #contain<T>(burstType: string, peer: ServerName | null, task: ExtensionTask, run: () => T): T | null {
    return contain({ burstType, peer, task, id: null }, this.#events.failed, run);
  }
}

/** ACCEPT is said before the session. */
function isSessionVerb(word: string): boolean {
  const decoded = decodeMessage(word, 'ascii');
  return word === 'ACCEPT' || !('problem' in decoded) || decoded.problem.code !== 'unknown-verb';
}
