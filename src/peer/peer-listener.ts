import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import type { Address } from '../config/sidecar-config.ts';
import type { ServerName } from '../core/identity.ts';
import { connectionProblem } from './connection-problem.ts';
import type { Judgement } from './pin-judge.ts';
import type { Pin } from './spki-pin.ts';
import type { CancelTimer, Timers } from './timers.ts';
import { exchangeAdmission, handshakeMsMax, tuneSocket } from './tls-admission.ts';
import { provenPin } from './tls-options.ts';

/**
 * Connections that have not been admitted. The oldest makes room for a newcomer: strangers who hold connections open
 * cannot keep a peer out, because a peer needs its place only for the few milliseconds of a handshake.
 */
export const pendingConnectionsMax = 64;

export interface PeerListenerEvents {
  opened(socket: Socket): void;
  /** Both sides have accepted each other; the socket is paused. */
  admitted(socket: TLSSocket, peer: ServerName): void;
  refused(info: { address: string; reason: string }): void;
}

export interface PeerListenerDependencies {
  readonly timers: Timers;
  readonly tls: TlsOptions;
  readonly judge: (pin: Pin | null) => Judgement;
}

interface Pending {
  readonly socket: Socket;
  readonly address: string;
  readonly cancelDeadline: CancelTimer;
  /** Refused, and open only until the other side has read why. */
  told: boolean;
}

/** Accepts connections and finds out who they are. */
export class PeerListener {
  readonly #address: Address;
  readonly #events: PeerListenerEvents;
  readonly #dependencies: PeerListenerDependencies;
  readonly #server: Server;
  /** By remote address and port, which tie a secured socket to the accepted one. Oldest first. */
  readonly #pending = new Map<string, Pending>();

  constructor(address: Address, events: PeerListenerEvents, dependencies: PeerListenerDependencies) {
    this.#address = address;
    this.#events = events;
    this.#dependencies = dependencies;
    this.#server = createServer(dependencies.tls);
    this.#server.on('connection', (socket) => this.#onConnection(socket));
    this.#server.on('secureConnection', (socket) => this.#onSecured(socket));
    this.#server.on('tlsClientError', (error, socket) => {
      this.#refused(remoteAddress(socket), connectionProblem(error));
      socket.destroy();
    });
  }

  /** The port that it listens on. Rejects when it cannot. */
  start(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#address.port, this.#address.host, () => {
        this.#server.off('error', reject);
        // Out of file descriptors, for one: nobody was accepted, and the next one may be.
        this.#server.on('error', (error) =>
          this.#events.refused({ address: 'unknown', reason: connectionProblem(error) }),
        );
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** The next connections are judged anew, and shown another certificate: whom it does not know yet has to come again. */
  useIdentity(tls: TlsOptions): void {
    this.#server.setSecureContext(tls);
    this.#dropPending();
  }

  /** Accepts no more and drops whom it does not know yet. */
  stop(): void {
    if (this.#server.listening) this.#server.close();
    this.#dropPending();
  }

  #dropPending(): void {
    for (const pending of this.#pending.values()) {
      pending.told = true;
      pending.socket.destroy();
    }
  }

  #onConnection(socket: Socket): void {
    // Reset before we looked: it has no address left to be known by.
    if (socket.remoteAddress === undefined) return void socket.destroy();
    if (this.#pending.size >= pendingConnectionsMax) this.#evict();
    const address = remoteAddress(socket);
    const cancelDeadline = this.#dependencies.timers.after(handshakeMsMax, () => {
      this.#refused(address, `no handshake within ${handshakeMsMax / 1000} seconds`);
      socket.destroy();
    });
    this.#pending.set(address, { socket, address, cancelDeadline, told: false });
    tuneSocket(socket);
    this.#events.opened(socket);
    // The secured socket above it tells the same error.
    socket.on('error', () => {});
    socket.once('close', () => {
      // One that had to make room is gone from here, and its address may be another's by now.
      if (this.#pending.get(address)?.socket !== socket) return;
      this.#refused(address, 'the connection was closed during the handshake');
      this.#release(address);
    });
  }

  #onSecured(socket: TLSSocket): void {
    const address = remoteAddress(socket);
    const judgement = this.#dependencies.judge(provenPin(socket));
    const refusal = 'refusal' in judgement ? judgement.refusal : null;
    exchangeAdmission(socket, refusal, this.#dependencies.timers, (admission) => {
      if (!admission.admitted) this.#refused(address, admission.reason);
      else if (this.#release(address) && 'peer' in judgement) this.#events.admitted(socket, judgement.peer);
      else socket.destroy();
    });
  }

  #evict(): void {
    for (const oldest of this.#pending.values()) {
      this.#refused(
        oldest.address,
        `more than ${pendingConnectionsMax} connections wait for their handshake`,
      );
      // Now: its socket is closed a turn later, and until then more may come.
      this.#release(oldest.address);
      oldest.socket.destroy();
      return;
    }
  }

  /** Tells of each connection once. */
  #refused(address: string, reason: string): void {
    const pending = this.#pending.get(address);
    if (pending === undefined || pending.told) return;
    pending.told = true;
    this.#events.refused({ address, reason });
  }

  #release(address: string): boolean {
    this.#pending.get(address)?.cancelDeadline();
    return this.#pending.delete(address);
  }
}

function remoteAddress(socket: Socket): string {
  const host = (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
  return `${host.includes(':') ? `[${host}]` : host}:${socket.remotePort ?? 0}`;
}
