import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { Address } from '../config/sidecar-config.ts';
import { BackOff, type BackOffOptions } from '../reconnect/back-off.ts';
import { connectionProblem } from './connection-problem.ts';
import type { Judgement } from './pin-judge.ts';
import type { Pin } from './spki-pin.ts';
import type { CancelTimer, Timers } from './timers.ts';
import { type Admission, exchangeAdmission, handshakeMsMax, tuneSocket } from './tls-admission.ts';
import { provenPin } from './tls-options.ts';

/** Quick enough that a restarted peer is back at once, slow enough that a dead one costs nothing. */
const redialBackOff: BackOffOptions = { firstMs: 500, lastMs: 30_000 };

/** A link that lived shorter does not reset the back-off, or two sidecars that disagree would redial without pause. */
export const stableMs = 5000;

export interface PeerDiallerEvents {
  /** A connection is under way: whoever stops everything has to wait for its close. */
  opened(socket: TLSSocket): void;
  /** Both sides have accepted each other; the socket is paused. */
  admitted(socket: TLSSocket): void;
  failed(failure: { reason: string; refused: boolean; retryInMs: number }): void;
}

export interface PeerDiallerDependencies {
  readonly timers: Timers;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  /** Of the next connection. */
  readonly tls: () => ConnectionOptions;
  readonly judge: (pin: Pin | null) => Judgement;
}

/**
 * Dials one peer while it is wanted. There is at most one connection at a time, being made or admitted; after it has
 * failed or closed, and while none is, the next is made when the back-off says so.
 */
export class PeerDialler {
  readonly #address: Address;
  readonly #events: PeerDiallerEvents;
  readonly #dependencies: PeerDiallerDependencies;
  readonly #backOff: BackOff;
  #wanted = false;
  #socket: TLSSocket | null = null;
  #admitted = false;
  /** Not admitted (yet), with those that are open only until the other side has read why. */
  readonly #strangers = new Set<TLSSocket>();
  #cancelRetry: CancelTimer | null = null;
  #cancelStable: CancelTimer = () => {};

  constructor(address: Address, events: PeerDiallerEvents, dependencies: PeerDiallerDependencies) {
    this.#address = address;
    this.#events = events;
    this.#dependencies = dependencies;
    this.#backOff = new BackOff(dependencies.random, redialBackOff);
  }

  /** The first dial is made at once. */
  start(): void {
    this.#wanted = true;
    this.#dial();
  }

  /** As `start`, whatever failed before: with it the back-off begins anew. */
  dialNow(): void {
    this.#wanted = true;
    this.#backOff.reset();
    if (this.#socket !== null) return;
    this.#cancelRetry?.();
    this.#dial();
  }

  /** False: no further dial, and one that is not admitted yet is given up. True after false: the link was lost. */
  want(wanted: boolean): void {
    if (this.#wanted === wanted) return;
    this.#wanted = wanted;
    if (wanted) {
      this.#lost();
      return;
    }
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    if (this.#socket !== null && !this.#admitted) this.#abandon(this.#socket);
  }

  /** A link to this peer, whoever dialled it, has come up: if it stays, the next loss is followed by a quick retry. */
  established(): void {
    this.#cancelStable();
    this.#cancelStable = this.#dependencies.timers.after(stableMs, () => this.#backOff.reset());
  }

  stop(): void {
    this.want(false);
    this.#cancelStable();
    for (const socket of this.#strangers) socket.destroy();
  }

  #lost(): void {
    this.#cancelStable();
    if (this.#socket === null && this.#wanted) this.#retry();
  }

  #retry(): number {
    const delayMs = this.#backOff.next();
    this.#cancelRetry?.();
    this.#cancelRetry = this.#dependencies.timers.after(delayMs, () => this.#dial());
    return delayMs;
  }

  #dial(): void {
    const { timers, tls } = this.#dependencies;
    this.#cancelRetry = null;
    const socket = connect({ ...tls(), host: this.#address.host, port: this.#address.port });
    this.#socket = socket;
    this.#admitted = false;
    this.#strangers.add(socket);
    tuneSocket(socket);
    const cancelDeadline = timers.after(handshakeMsMax, () => {
      socket.destroy(new Error(`no handshake within ${handshakeMsMax / 1000} seconds`));
    });
    socket.once('close', () => {
      cancelDeadline();
      this.#strangers.delete(socket);
    });
    this.#events.opened(socket);
    this.#prove(socket, cancelDeadline);
  }

  #prove(socket: TLSSocket, cancelDeadline: CancelTimer): void {
    let problem = 'the connection was closed during the handshake';
    const onError = (error: Error) => {
      problem = connectionProblem(error);
    };
    const onClose = () => this.#settle(socket, { admitted: false, refused: false, reason: problem });
    socket.on('error', onError).on('close', onClose);
    socket.once('secureConnect', () => {
      socket.off('error', onError).off('close', onClose);
      const { judge, timers } = this.#dependencies;
      const judgement = judge(provenPin(socket));
      exchangeAdmission(socket, 'refusal' in judgement ? judgement.refusal : null, timers, (admission) => {
        cancelDeadline();
        this.#settle(socket, admission);
      });
    });
  }

  #settle(socket: TLSSocket, admission: Admission): void {
    if (this.#socket !== socket) return;
    if (admission.admitted) {
      this.#admitted = true;
      this.#strangers.delete(socket);
      socket.once('close', () => this.#release(socket));
      this.#events.admitted(socket);
      return;
    }
    this.#socket = null;
    const { reason, refused } = admission;
    this.#events.failed({ reason, refused, retryInMs: this.#retry() });
  }

  #release(socket: TLSSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#lost();
  }

  #abandon(socket: TLSSocket): void {
    this.#socket = null;
    socket.destroy();
  }
}
