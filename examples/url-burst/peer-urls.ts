import type { HeldPoint, ItemId, ServerName } from '../../src/sidecar/public-api.ts';
import type { ChannelUrl } from './url-line.ts';

interface Known {
  readonly said: ChannelUrl;
  /** Told or confirmed on the link that is up. */
  reachable: boolean;
}

interface Server {
  /** Of its process. */
  readonly run: string | null;
  readonly urls: Map<ItemId, Known>;
  /** Up to where all that it told is here. */
  point: HeldPoint | null;
}

/**
 * What other servers say of channels. In memory only, so it has a resume point of its own: after a start there is none and all
 * is told again; while the process runs a link that was down costs what changed.
 */
export class PeerUrls {
  readonly #servers = new Map<ServerName, Server>();

  /** By item and server, of servers in reach. */
  *of(id: ItemId): Iterable<[ServerName, string]> {
    for (const [server, { urls }] of this.#servers) {
      const known = urls.get(id);
      if (known?.reachable && known.said.url !== null) yield [server, known.said.url];
    }
  }

  count(server: ServerName): number {
    return this.#servers.get(server)?.urls.size ?? 0;
  }

  point(server: ServerName): HeldPoint | null {
    return this.#servers.get(server)?.point ?? null;
  }

  /** A link is up to that run of the server's process; null: it does not say. What it told in another run does not count. */
  begin(server: ServerName, run: string | null): void {
    const known = this.#servers.get(server);
    if (known !== undefined && run !== null && known.run === run) return;
    this.#servers.set(server, { run, urls: new Map(), point: null });
  }

  /** All that it told up to its `sequence` is here. */
  reached(server: ServerName, sequence: number): void {
    const known = this.#servers.get(server);
    if (known !== undefined && known.run !== null) known.point = { run: known.run, sequence };
  }

  /** Returns whether that is news. */
  take(server: ServerName, id: ItemId, said: ChannelUrl): boolean {
    const { urls } = this.#servers.get(server)!;
    const before = urls.get(id)?.said.url ?? null;
    if (said.url === null) urls.delete(id);
    else urls.set(id, { said, reachable: true });
    return before !== said.url;
  }

  /** Out of reach, and not forgotten: a resume confirms it. */
  lost(server: ServerName): void {
    for (const known of this.#servers.get(server)?.urls.values() ?? []) known.reachable = false;
  }

  confirm(server: ServerName, unconfirmed: ReadonlySet<ItemId>): void {
    for (const [id, known] of this.#servers.get(server)?.urls ?? [])
      if (!unconfirmed.has(id)) known.reachable = true;
  }

  /** It told of all that it has. */
  sweep(server: ServerName, told: ReadonlySet<ItemId>): void {
    const { urls } = this.#servers.get(server)!;
    for (const id of urls.keys()) if (!told.has(id)) urls.delete(id);
  }

  has(server: ServerName, id: ItemId): boolean {
    return this.#servers.get(server)?.urls.has(id) === true;
  }
}
