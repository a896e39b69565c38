import { Counter, type Registry } from 'prom-client';
import type { ServerName } from '../core/identity.ts';
import type { PeerLink, PeerLinkListener } from '../peer/peer-link.ts';
import type { Pin } from '../peer/spki-pin.ts';

interface Bytes {
  received: number;
  sent: number;
}

/** Counts the bytes of the lines of links, line endings included: before compression, and after its end. */
export class LinkBytes {
  readonly #byPeer = new Map<ServerName, Bytes>();

  constructor(registry: Registry, peers: readonly ServerName[]) {
    this.configure(peers);
    this.#counter(registry, 'received', 'Bytes of lines, uncompressed, that came from a peer');
    this.#counter(registry, 'sent', 'Bytes of lines, uncompressed, that were written to a peer');
  }

  /** These are the peers from now on: each is told of from the start, and others no more. */
  configure(peers: readonly ServerName[]): void {
    for (const peer of this.#byPeer.keys()) if (!peers.includes(peer)) this.#byPeer.delete(peer);
    for (const peer of peers) if (!this.#byPeer.has(peer)) this.#byPeer.set(peer, { received: 0, sent: 0 });
  }

  received(peer: ServerName): number {
    return this.#byPeer.get(peer)?.received ?? 0;
  }

  /** The link, counted. */
  count(link: PeerLink): PeerLink {
    const bytes = this.#byPeer.get(link.peer);
    return bytes === undefined ? link : new CountedLink(link, bytes);
  }

  #counter(registry: Registry, direction: keyof Bytes, help: string): void {
    const byPeer = this.#byPeer;
    new Counter({
      name: `cburst_link_${direction}_bytes_total`,
      help,
      labelNames: ['peer'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [peer, bytes] of byPeer) this.inc({ peer }, bytes[direction]);
      },
    });
  }
}

class CountedLink implements PeerLink {
  readonly peer: ServerName;
  readonly pin?: Pin;
  readonly outgoing: boolean;
  readonly #link: PeerLink;
  readonly #bytes: Bytes;

  constructor(link: PeerLink, bytes: Bytes) {
    this.peer = link.peer;
    if (link.pin !== undefined) this.pin = link.pin;
    this.outgoing = link.outgoing;
    this.#link = link;
    this.#bytes = bytes;
  }

  get queuedBytes(): number {
    return this.#link.queuedBytes;
  }

  open(listener: PeerLinkListener): void {
    this.#link.open({
      line: (line) => {
        this.#bytes.received += line.length + 1;
        listener.line(line);
      },
      drain: () => listener.drain(),
      closed: (reason) => listener.closed(reason),
    });
  }

  write(lines: readonly string[]): boolean {
    for (const line of lines) this.#bytes.sent += line.length + 1;
    return this.#link.write(lines);
  }

  compress(algorithm: Parameters<PeerLink['compress']>[0]): void {
    this.#link.compress(algorithm);
  }

  decompress(algorithm: Parameters<PeerLink['decompress']>[0]): void {
    this.#link.decompress(algorithm);
  }

  pause(): void {
    this.#link.pause();
  }

  resume(): void {
    this.#link.resume();
  }

  close(reason: string): void {
    this.#link.close(reason);
  }
}
