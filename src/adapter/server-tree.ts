export interface LinkedServer {
  /** As it is named as a source on the link. */
  readonly id: string;
  readonly name: string;
}

/** Servers of a native network, each behind another one. */
export class ServerTree {
  readonly #servers = new Map<string, LinkedServer & { readonly uplink: string }>();

  add({ id, uplink, name }: LinkedServer & { readonly uplink: string }): void {
    this.#servers.set(id, { id, uplink, name });
  }

  has(id: string): boolean {
    return this.#servers.has(id);
  }

  all(): Iterable<LinkedServer> {
    return this.#servers.values();
  }

  /** Ends a server and what is behind it; returns the ids of all that went. */
  remove(id: string): Set<string> {
    const gone = new Set([id]);
    // An uplink is told before what is behind it, so one pass in order of arrival finds all.
    for (const [server, { uplink }] of this.#servers) if (gone.has(uplink)) gone.add(server);
    for (const server of gone) this.#servers.delete(server);
    return gone;
  }
}
