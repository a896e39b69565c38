import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Address, PeerConfig } from '../config/sidecar-config.ts';
import type { ServerName } from '../core/identity.ts';
import { LimitedReports } from './limited-reports.ts';
import { PeerDialler } from './peer-dialler.ts';
import type { PeerLink } from './peer-link.ts';
import { PeerListener } from './peer-listener.ts';
import { PinJudge } from './pin-judge.ts';
import { pinOfCertificate } from './spki-pin.ts';
import { systemTimers, type Timers } from './timers.ts';
import { TlsLink } from './tls-link.ts';
import { tlsOptions } from './tls-options.ts';

export interface PeerNetworkOptions {
  /** Null: accepts no peers, only dials. */
  readonly listen: Address | null;
  /** PEM text. */
  readonly key: string;
  /** PEM text. */
  readonly certificate: string;
  readonly peers: readonly PeerConfig[];
}

export interface PeerNetworkEvents {
  /**
   * Each side has proved its pin and accepted the other's. Whether the link is up is for the session to say. The link
   * is to be opened, or closed, by whoever gets it.
   */
  link(link: PeerLink): void;
  /** An incoming connection that did not become a link: wrong pin, no certificate, no TLS 1.3, ... In a flood of them some are only counted. */
  refused(info: { address: string; reason: string }): void;
  /** A dial that did not become a link; `refused` when one of the sides did not want the other. */
  dialFailed(info: { peer: ServerName; reason: string; refused: boolean; retryInMs: number }): void;
}

export interface PeerNetworkDependencies {
  readonly timers: Timers;
  /** Numbers in [0, 1): the jitter. */
  readonly random: () => number;
}

/**
 * Links that one peer may have at a time. Two are normal when both sides dial, and a third when one of them is dead and
 * nobody knows yet; beyond that the oldest goes.
 */
export const linksPerPeerMax = 4;

/**
 * All connections to peers: listens, dials every peer that has an address, and lets through only who proves a configured
 * pin. It dials a peer while the peer is `wanted` (all are, at the start) and no dialled link to it is open. It does not
 * choose between the links of a pair.
 */
export class PeerNetwork {
  readonly #events: PeerNetworkEvents;
  readonly #timers: Timers;
  readonly #refusals: LimitedReports;
  readonly #listener: PeerListener | null;
  readonly #diallers = new Map<ServerName, PeerDialler>();
  readonly #sockets = new Set<Socket>();
  /** Oldest first. */
  readonly #links = new Set<TlsLink>();
  #stopped = false;
  #onAllClosed: () => void = () => {};

  /** Throws when key or certificate cannot be used. */
  constructor(
    options: PeerNetworkOptions,
    events: PeerNetworkEvents,
    dependencies: PeerNetworkDependencies = { timers: systemTimers, random: Math.random },
  ) {
    this.#events = events;
    this.#timers = dependencies.timers;
    this.#refusals = new LimitedReports(
      (more) => events.refused({ address: 'several', reason: `${more} more connections were refused` }),
      dependencies.timers,
    );
    const tls = tlsOptions(options);
    const judge = new PinJudge(pinOfCertificate(options.certificate), options.peers);
    const opened = (socket: Socket) => this.#track(socket);
    this.#listener =
      options.listen &&
      new PeerListener(
        options.listen,
        {
          opened,
          admitted: (socket, peer) => this.#addLink(socket, peer, false),
          refused: (info) => this.#refusals.add(() => events.refused(info)),
        },
        { timers: dependencies.timers, tls: tls.server, judge: (pin) => judge.incoming(pin) },
      );
    for (const peer of options.peers) {
      if (peer.address === null) continue;
      const dialler = new PeerDialler(
        peer.address,
        {
          opened,
          admitted: (socket) => this.#addLink(socket, peer.name, true),
          failed: (failure) => events.dialFailed({ peer: peer.name, ...failure }),
        },
        { ...dependencies, tls: tls.client, judge: (pin) => judge.outgoing(pin, peer) },
      );
      this.#diallers.set(peer.name, dialler);
    }
  }

  /** Listens, then begins to dial. Rejects when it cannot listen. `port`: where it listens; null when it does not. */
  async start(): Promise<{ port: number | null }> {
    const port = this.#listener === null ? null : await this.#listener.start();
    for (const dialler of this.#diallers.values()) dialler.start();
    return { port };
  }

  /** The session layer has a link to the peer (`dial` false) or has lost the last one (true). */
  wanted(peer: ServerName, dial: boolean): void {
    if (!this.#stopped) this.#diallers.get(peer)?.want(dial);
  }

  /** The peer's HELLO was accepted: should the link stay, the next loss of one is followed by a quick retry. */
  linkEstablished(peer: ServerName): void {
    this.#diallers.get(peer)?.established();
  }

  /** Closes everything, links with what they have queued; resolves once all is closed, after `closeMsMax` at the latest. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#listener?.stop();
    this.#refusals.stop();
    for (const dialler of this.#diallers.values()) dialler.stop();
    for (const link of this.#links) link.close('this sidecar stops');
    if (this.#sockets.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onAllClosed = resolve;
    });
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.#onAllClosed();
    });
  }

  #addLink(socket: TLSSocket, peer: ServerName, outgoing: boolean): void {
    const link = new TlsLink(socket, { peer, outgoing }, { timers: this.#timers });
    this.#links.add(link);
    socket.once('close', () => this.#links.delete(link));
    this.#limitLinks(peer);
    if (this.#stopped) link.close('this sidecar stops');
    else this.#events.link(link);
  }

  #limitLinks(peer: ServerName): void {
    const links = [...this.#links].filter((link) => link.peer === peer);
    const oldest = links[0];
    if (oldest === undefined || links.length <= linksPerPeerMax) return;
    this.#links.delete(oldest);
    oldest.close(`more than ${linksPerPeerMax} links to this peer`);
  }
}
