import type { Compression } from '../wire/session-message.ts';
import type { PeerLink } from './peer-link.ts';

/** How the two directions of a session's link come to be compressed, each by its sender's choice. */
export class SessionCompression {
  readonly #link: PeerLink;
  /** What this side's HELLO names, the preferred one first. */
  readonly offered: readonly Compression[];
  /** What either side compresses what it sends with; null: nothing. */
  sent: Compression | null = null;
  received: Compression | null = null;

  constructor(link: PeerLink, offered: readonly Compression[]) {
    this.#link = link;
    this.offered = offered;
  }

  /** Compresses what is sent from now on with the first that the peer named too. `announce` says so, as the last plain line. */
  start(capabilities: readonly string[], announce: (algorithm: Compression) => void): void {
    const algorithm = this.offered.find((each) => capabilities.includes(each));
    if (algorithm === undefined) return;
    announce(algorithm);
    this.sent = algorithm;
    this.#link.compress(algorithm);
  }

  /** The peer's COMPRESS has just come. Returns what is wrong with it, or null. */
  announced(algorithm: Compression): string | null {
    if (this.received !== null) return 'COMPRESS came twice';
    if (!this.offered.includes(algorithm)) return `COMPRESS ${algorithm} came, which was not offered`;
    this.received = algorithm;
    this.#link.decompress(algorithm);
    return null;
  }
}
