import { Counter, type Registry } from 'prom-client';
import type { ServerName } from '../core/identity.ts';

/** The only code of a counter that has none. */
const NO_CODE = '';

/** What happens with peers, counted as `cburst_<name>` by peer and, where `label` is given, by a code of a closed set. */
export class PeerCounter {
  readonly #hasCodes: boolean;
  /** Of each configured peer, by code. */
  readonly #counts = new Map<ServerName, Map<string, number>>();

  constructor(registry: Registry, name: string, help: string, label?: string) {
    const counts = this.#counts;
    this.#hasCodes = label !== undefined;
    new Counter({
      name: `cburst_${name}`,
      help,
      labelNames: label === undefined ? ['peer'] : ['peer', label],
      registers: [registry],
      collect() {
        this.reset();
        for (const [peer, byCode] of counts)
          for (const [code, count] of byCode)
            this.inc(label === undefined ? { peer } : { peer, [label]: code }, count);
      },
    });
  }

  /**
   * These are the peers from now on: of others nothing is told any more. Without codes a new one is told of at once, so that
   * its first count is seen as a rise.
   */
  configure(peers: readonly ServerName[]): void {
    for (const peer of this.#counts.keys()) if (!peers.includes(peer)) this.#counts.delete(peer);
    for (const peer of peers)
      if (!this.#counts.has(peer)) this.#counts.set(peer, new Map(this.#hasCodes ? [] : [[NO_CODE, 0]]));
  }

  /** Nothing where `peer` is none, as when the link of one that was removed ends. */
  add(peer: ServerName, count = 1, code = NO_CODE): void {
    const byCode = this.#counts.get(peer);
    byCode?.set(code, (byCode.get(code) ?? 0) + count);
  }
}
