import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import type { Address, PeerConfig } from '../config/sidecar-config.ts';
import type { ServerName } from '../core/identity.ts';
import { LimitedReports } from './limited-reports.ts';
import { PeerDialler } from './peer-dialler.ts';
import type { PeerLink } from './peer-link.ts';
import { PeerListener } from './peer-listener.ts';
import { type Judgement, PinJudge } from './pin-judge.ts';
import { pinOfCertificate } from './spki-pin.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { Refusal } from './tls-admission.ts';
import { TlsLink } from './tls-link.ts';
import { type OwnIdentity, provenPin, tlsOptions } from './tls-options.ts';

/** What may change while it runs. */
export interface PeerNetworkSettings extends OwnIdentity {
  readonly peers: readonly PeerConfig[];
}

export interface PeerNetworkOptions extends PeerNetworkSettings {
  /** Null: accepts no peers, only dials. */
  readonly listen: Address | null;
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
  /** Why no link to that peer is wanted, to be told to it; null: one is. Default: to every peer one is. */
  readonly barred?: (peer: ServerName) => Refusal | null;
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
  readonly #dependencies: PeerNetworkDependencies;
  readonly #timers: Timers;
  #peers: ReadonlyMap<ServerName, PeerConfig>;
  #tls: ReturnType<typeof tlsOptions>;
  #judge: PinJudge;
  readonly #refusals: LimitedReports;
  readonly #listener: PeerListener | null;
  readonly #diallers = new Map<ServerName, { readonly config: PeerConfig; readonly dialler: PeerDialler }>();
  readonly #sockets = new Set<Socket>();
  /** Oldest first. */
  readonly #links = new Set<TlsLink>();
  /** The session layer has a link to them. */
  readonly #linked = new Set<ServerName>();
  #started = false;
  #stopped = false;
  #onAllClosed: () => void = () => {};

  /** Throws when key or certificate cannot be used. */
  constructor(
    options: PeerNetworkOptions,
    events: PeerNetworkEvents,
    dependencies: PeerNetworkDependencies = { timers: systemTimers, random: Math.random },
  ) {
    this.#events = events;
    this.#dependencies = dependencies;
    this.#timers = dependencies.timers;
    this.#refusals = new LimitedReports(
      (more) => events.refused({ address: 'several', reason: `${more} more connections were refused` }),
      dependencies.timers,
    );
    this.#tls = tlsOptions(options);
    this.#judge = judgeOf(options);
    this.#peers = byName(options.peers);
    this.#listener = options.listen && this.#createListener(options.listen);
    for (const peer of options.peers) this.#addDialler(peer);
  }

  /** Listens, then begins to dial. Rejects when it cannot listen. `port`: where it listens; null when it does not. */
  async start(): Promise<{ port: number | null }> {
    const port = this.#listener === null ? null : await this.#listener.start();
    this.#started = true;
    for (const [peer, { dialler }] of this.#diallers) if (this.#isWanted(peer)) dialler.start();
    return { port };
  }

  /**
   * Goes on with other peers and another identity. Links stay, whatever they were proved by: to end those of peers that are
   * gone, or have another pin, is for the session layer. Whoever is just proving who it is has to begin again. Throws, with
   * nothing changed, when key or certificate cannot be used.
   */
  configure(settings: PeerNetworkSettings): void {
    const tls = tlsOptions(settings);
    this.#judge = judgeOf(settings);
    this.#tls = tls;
    this.#peers = byName(settings.peers);
    this.#listener?.useIdentity(tls.server);
    for (const [name, { config, dialler }] of this.#diallers) {
      if (isDeepStrictEqual(this.#peers.get(name), config)) continue;
      dialler.stop();
      this.#diallers.delete(name);
    }
    for (const peer of settings.peers) {
      if (this.#diallers.has(peer.name)) continue;
      this.#addDialler(peer);
      const dials = this.#started && !this.#stopped;
      if (dials && this.#isWanted(peer.name)) this.#diallers.get(peer.name)?.dialler.start();
    }
  }

  /** The session layer has a link to the peer (`dial` false) or has lost the last one (true). */
  wanted(peer: ServerName, dial: boolean): void {
    if (dial) this.#linked.delete(peer);
    else this.#linked.add(peer);
    if (!this.#stopped) this.#diallers.get(peer)?.dialler.want(this.#isWanted(peer));
  }

  /** Dials at once what is wanted and not linked, however often that failed. */
  dial(peer: ServerName): void {
    if (!this.#stopped && this.#isWanted(peer)) this.#diallers.get(peer)?.dialler.dialNow();
  }

  /** The peer's HELLO was accepted: should the link stay, the next loss of one is followed by a quick retry. */
  linkEstablished(peer: ServerName): void {
    this.#diallers.get(peer)?.dialler.established();
  }

  /** Accepts no more and dials no more; the links that there are stay. */
  quiesce(): void {
    this.#stopped = true;
    this.#listener?.stop();
    this.#refusals.stop();
    for (const { dialler } of this.#diallers.values()) dialler.stop();
  }

  /** Closes everything, links with what they have queued; resolves once all is closed, after `closeMsMax` at the latest. */
  async stop(): Promise<void> {
    this.quiesce();
    for (const link of this.#links) link.close('this sidecar stops');
    if (this.#sockets.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onAllClosed = resolve;
    });
  }

  #createListener(address: Address): PeerListener {
    return new PeerListener(
      address,
      {
        opened: (socket) => this.#track(socket),
        admitted: (socket, peer) => this.#addLink(socket, peer, false),
        refused: (info) => this.#refusals.add(() => this.#events.refused(info)),
      },
      {
        timers: this.#timers,
        tls: this.#tls.server,
        judge: (pin) => this.#unlessBarred(this.#judge.incoming(pin)),
      },
    );
  }

  #addDialler(config: PeerConfig): void {
    const { name, address } = config;
    if (address === null) return;
    const dialler = new PeerDialler(
      address,
      {
        opened: (socket) => this.#track(socket),
        admitted: (socket) => this.#addLink(socket, name, true),
        failed: (failure) => this.#events.dialFailed({ peer: name, ...failure }),
      },
      {
        ...this.#dependencies,
        tls: () => this.#tls.client,
        judge: (pin) => this.#unlessBarred(this.#judge.outgoing(pin, config)),
      },
    );
    this.#diallers.set(name, { config, dialler });
  }

  #isWanted(peer: ServerName): boolean {
    return !this.#linked.has(peer) && this.#barred(peer) === null;
  }

  #barred(peer: ServerName): Refusal | null {
    return this.#dependencies.barred?.(peer) ?? null;
  }

  #unlessBarred(judgement: Judgement): Judgement {
    const refusal = 'peer' in judgement ? this.#barred(judgement.peer) : null;
    return refusal === null ? judgement : { refusal };
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.#onAllClosed();
    });
  }

  #addLink(socket: TLSSocket, peer: ServerName, outgoing: boolean): void {
    const pin = provenPin(socket);
    const options = { peer, outgoing, ...(pin === null ? {} : { pin }) };
    const link = new TlsLink(socket, options, { timers: this.#timers });
    this.#links.add(link);
    socket.once('close', () => this.#links.delete(link));
    this.#limitLinks(peer);
    if (this.#stopped) link.close('this sidecar stops');
    // Since it was judged, an operator may have decided otherwise.
    else if (!this.#peers.has(peer) || this.#barred(peer) !== null) link.close('it is not wanted any more');
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

function judgeOf({ certificate, peers }: PeerNetworkSettings): PinJudge {
  return new PinJudge(pinOfCertificate(certificate), peers);
}

function byName(peers: readonly PeerConfig[]): ReadonlyMap<ServerName, PeerConfig> {
  return new Map(peers.map((peer) => [peer.name, peer]));
}
