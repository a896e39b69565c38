import type { ServerName } from './identity.ts';
import type { Presence } from './presence.ts';

/** Who holds a channel. Only a `ChannelTable` changes it. */
export type Holders = Pick<
  ReadonlyMap<ServerName, Presence>,
  'get' | 'has' | 'size' | 'keys' | 'values' | typeof Symbol.iterator
>;

/** Shared: a map takes several times the memory of the one holder that most channels have. */
export const NO_HOLDERS: Holders = new Map();

export function withHolder(holders: Holders, server: ServerName, presence: Presence): Holders {
  const isSole = holders.size === 0 || (holders.size === 1 && holders.has(server));
  if (isSole) return new SoleHolder(server, presence);
  // A new one each time: who iterates over the present one is not to see the change, and it happens seldom.
  return new Map(holders).set(server, presence);
}

export function withoutHolder(holders: Holders, server: ServerName): Holders {
  const rest = [...holders].filter(([holder]) => holder !== server);
  return rest.reduce((few, [holder, presence]) => withHolder(few, holder, presence), NO_HOLDERS);
}

class SoleHolder implements Holders {
  readonly #server: ServerName;
  readonly #presence: Presence;

  constructor(server: ServerName, presence: Presence) {
    this.#server = server;
    this.#presence = presence;
  }

  get size(): number {
    return 1;
  }

  get(server: ServerName): Presence | undefined {
    return server === this.#server ? this.#presence : undefined;
  }

  has(server: ServerName): boolean {
    return server === this.#server;
  }

  keys(): MapIterator<ServerName> {
    return [this.#server].values();
  }

  values(): MapIterator<Presence> {
    return [this.#presence].values();
  }

  [Symbol.iterator](): MapIterator<[ServerName, Presence]> {
    return [[this.#server, this.#presence] as [ServerName, Presence]].values();
  }
}
