import type { ServerName } from '../core/identity.ts';
import type { HeldPoint } from '../core/remote-members.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import type { HeldItems } from '../wire/hello-line.ts';
import { decodeMessage } from '../wire/session-message.ts';
import { isUuid } from '../wire/session-words.ts';
import type { Announced, BurstExtension, BurstPeer, ItemChanges } from './burst-extension.ts';
import { BurstRouter } from './burst-router.ts';
import { atOnce, Containment, type ContainmentOptions, ownItemId } from './containment.ts';
import type { ExtensionFailure, ExtensionTask } from './extension-failure.ts';
import { failedExchange } from './failed-exchange.ts';

export interface ExtensionManagerEvents {
  /** Peers have to hear of these items: together, for with the last of a commit they have all that was committed. */
  changed(announced: readonly Announced[]): void;
  /** An extension threw, or rests for a while. It is not switched off: the next thing that it is asked for may work. */
  failed(failure: ExtensionFailure): void;
  /** Milliseconds of a clock that only goes forward, for the share of the time that foreign extensions take. Default: none. */
  now?(): number;
}

/** Tells all peers of changes, those with which no link is up when one comes up. */
export type Announce = (changes: ItemChanges) => void;

/** A burst type cannot be registered. */
export class BurstTypeError extends Error {
  override readonly name = 'BurstTypeError';
}

const BURST_TYPE = /^[A-Z]{1,16}$/;
const CAPABILITY = /^[a-z0-9][a-z0-9-]{0,63}$/;

interface Registered {
  readonly extension: BurstExtension;
  readonly containment: Containment;
}

/**
 * Which burst types this server has, and who gives them their meaning. All are registered before the first link comes
 * up. An extension that throws is reported, and the others do not notice.
 */
export class ExtensionManager {
  readonly #events: ExtensionManagerEvents;
  readonly #extensions = new Map<string, Registered>();
  /** What was announced of the commit that is being told of; null: none is. */
  #announced: Announced[] | null = null;

  constructor(events: ExtensionManagerEvents) {
    this.#events = events;
  }

  /** For the hello. */
  get capabilities(): string[] {
    return [...this.#extensions.values()].flatMap(({ extension }) => extension.capabilities);
  }

  /** For the hello to `peer`: up to where extensions that keep it in memory only have what it told. */
  held(peer: ServerName): HeldItems[] {
    return [...this.#extensions].flatMap(([burstType, { extension, containment }]) => {
      const asked = { peer, task: 'prepare', id: null } as const;
      const point = containment.run(asked, () => heldPoint(atOnce(extension.held?.(peer) ?? null)));
      return point === null ? [] : [{ burstType, ...point }];
    });
  }

  /**
   * One of this project, which may change the replica. Throws a BurstTypeError when the type is no verb, is one of the session's own, or is
   * taken.
   */
  register(build: (announce: Announce) => BurstExtension): void {
    this.#register(build, { now: null, writesReplica: true });
  }

  /**
   * As `register`, for one that other servers of the network may not have: it has to name the capability that it requires,
   * and takes a bounded share of the time.
   */
  registerForeign(build: (announce: Announce) => BurstExtension): void {
    const { burstType, requires, capabilities } = this.#register(build, {
      now: this.#events.now ?? null,
      writesReplica: false,
    });
    if (requires !== null && capabilities.includes(requires)) return;
    this.#extensions.delete(burstType);
    throw new BurstTypeError(`the burst type ${burstType} requires no capability that it has itself`);
  }

  /** A link to `peer` is up: every extension takes part whose burst type the peer knows. */
  linked(peer: BurstPeer): BurstRouter {
    const router = new BurstRouter(peer.server);
    for (const [burstType, { extension, containment }] of this.#extensions) {
      const { requires } = extension;
      if (requires !== null && !peer.capabilities.includes(requires)) continue;
      const asked = { peer: peer.server, task: 'linked', id: null } as const;
      const exchange = containment.run(asked, () => atOnce(extension.linked(peer)));
      const since = extension.held === undefined ? null : (peer.has?.get(burstType) ?? 0);
      router.add(burstType, exchange ?? failedExchange(burstType), containment, since);
    }
    return router;
  }

  /** No link to `peer` is left. In a transaction. */
  unlinked(peer: ServerName): void {
    this.#tell(peer, 'unlinked', (extension) => extension.unlinked(peer));
  }

  /** What changed in the replica is durable. */
  committed(changes: ReplicaChanges): void {
    const announced: Announced[] = [];
    this.#announced = announced;
    this.#tell(null, 'committed', (extension) => extension.committed(changes));
    this.#announced = null;
    if (announced.length > 0) this.#events.changed(announced);
  }

  #register(
    build: (announce: Announce) => BurstExtension,
    bounds: Pick<ContainmentOptions, 'now' | 'writesReplica'>,
  ): BurstExtension {
    const extension = build((changes) => {
      for (const id of changes.keys()) ownItemId(id);
      this.#announce({ burstType: extension.burstType, changes });
    });
    const { burstType, capabilities } = extension;
    const problem =
      this.#typeProblem(burstType) ??
      (capabilities.every((name) => CAPABILITY.test(name)) ? null : 'has a capability that is no word');
    if (problem !== null) throw new BurstTypeError(`the burst type ${JSON.stringify(burstType)} ${problem}`);
    const containment = new Containment({ burstType, report: this.#events.failed, ...bounds });
    this.#extensions.set(burstType, { extension, containment });
    return extension;
  }

  #announce(announced: Announced): void {
    if (this.#announced === null) this.#events.changed([announced]);
    else this.#announced.push(announced);
  }

  #typeProblem(burstType: string): string | null {
    if (!BURST_TYPE.test(burstType)) return 'is not 1 to 16 letters of A to Z';
    if (isSessionVerb(burstType)) return 'is a verb of the session';
    return this.#extensions.has(burstType) ? 'is registered already' : null;
  }

  #tell(peer: ServerName | null, task: ExtensionTask, tell: (extension: BurstExtension) => void): void {
    for (const { extension, containment } of this.#extensions.values())
      containment.run({ peer, task, id: null }, () => atOnce(tell(extension)));
  }
}

/** It stands in the hello, where nobody takes what makes no sense. */
function heldPoint(point: HeldPoint | null): HeldPoint | null {
  if (point === null || (isUuid(point.run) && Number.isSafeInteger(point.sequence) && point.sequence >= 0))
    return point;
  throw new TypeError('what it says to have is no run and no sequence');
}

/** ACCEPT is said before the session. */
function isSessionVerb(word: string): boolean {
  const decoded = decodeMessage(word, 'ascii');
  return word === 'ACCEPT' || !('problem' in decoded) || decoded.problem.code !== 'unknown-verb';
}
