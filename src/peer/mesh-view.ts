import type { ServerName } from '../core/identity.ts';

/** Ticks for which a link may be missing before it is reported: a restarted server needs some to link to everybody. */
export const MESH_GRACE_TICKS = 30;

/** Two peers of this server, the one with the smaller name first, whose link is missing, or back after it was reported. */
export interface MeshChange {
  readonly first: ServerName;
  readonly second: ServerName;
  readonly missing: boolean;
}

/**
 * What the peers say of their links to each other. A link is missing when this side is live with both ends and one of
 * them says that it is not live with the other; each is reported once, and once when it is back.
 */
export class MeshView {
  readonly #told = new Map<ServerName, ReadonlySet<ServerName>>();
  /** By pair: ticks since it is missing. */
  readonly #ages = new Map<string, number>();
  /** By pair. */
  readonly #reported = new Map<string, readonly [ServerName, ServerName]>();

  /** `peer` is live with these servers. */
  tell(peer: ServerName, servers: readonly ServerName[]): void {
    this.#told.set(peer, new Set(servers));
  }

  /** What `peer` said does not hold any more. */
  forget(peer: ServerName): void {
    this.#told.delete(peer);
  }

  /** The peer is none any more: nothing is said of its links. */
  remove(peer: ServerName): void {
    this.forget(peer);
    for (const [key, pair] of this.#reported) if (pair.includes(peer)) this.#reported.delete(key);
  }

  /** By peer, of those that said so: the servers with which it is live. */
  get told(): ReadonlyMap<ServerName, ReadonlySet<ServerName>> {
    return this.#told;
  }

  /** The peers to which the link of `peer` is reported as missing. */
  missing(peer: ServerName): ServerName[] {
    return [...this.#reported.values()].flatMap(([first, second]) => {
      if (first === peer) return [second];
      return second === peer ? [first] : [];
    });
  }

  /** `live`: the peers with which this side is live. */
  tick(live: readonly ServerName[]): MeshChange[] {
    const pairs = [...live].sort().flatMap((first, index, all) => {
      return all.slice(index + 1).map((second) => [first, second] as const);
    });
    const known = new Set(pairs.map(([first, second]) => `${first} ${second}`));
    for (const key of this.#ages.keys()) if (!known.has(key)) this.#ages.delete(key);
    return pairs.flatMap(([first, second]) => this.#judge(first, second));
  }

  #judge(first: ServerName, second: ServerName): MeshChange[] {
    const key = `${first} ${second}`;
    const says = [this.#says(first, second), this.#says(second, first)];
    if (says.includes(false)) {
      const age = (this.#ages.get(key) ?? 0) + 1;
      this.#ages.set(key, age);
      if (age <= MESH_GRACE_TICKS || this.#reported.has(key)) return [];
      this.#reported.set(key, [first, second]);
      return [{ first, second, missing: true }];
    }
    this.#ages.delete(key);
    return says.includes(true) && this.#reported.delete(key) ? [{ first, second, missing: false }] : [];
  }

  /** Null: it has not said. */
  #says(peer: ServerName, other: ServerName): boolean | null {
    return this.#told.get(peer)?.has(other) ?? null;
  }
}
