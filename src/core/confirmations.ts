import type { ChannelKey } from './casemapping.ts';
import type { ChannelEntry, ChannelTable } from './channel-table.ts';
import type { ChannelId, ServerName } from './identity.ts';

/** In a step: each of them may be told to the host in the same turn, which takes ten times as long. */
const CONFIRMED_AT_ONCE = 32;

/** Puts what peers held before their links were lost back in reach, after a resume, a step at a time. */
export class Confirmations {
  readonly #table: ChannelTable;
  readonly #settle: (key: ChannelKey) => void;
  /** Those under way, with what is not to be confirmed. */
  readonly #underWay = new Map<ServerName, ReadonlySet<ChannelId>>();

  /** @param settle to be called for a name after anything about its ids changed */
  constructor(table: ChannelTable, settle: (key: ChannelKey) => void) {
    this.#table = table;
    this.#settle = settle;
  }

  /** Some of what peers in reach hold counts as out of reach still. */
  get busy(): boolean {
    return this.#underWay.size > 0;
  }

  *steps(peer: ServerName, unconfirmed: ReadonlySet<ChannelId>): Generator<void> {
    if (this.#table.heldBy(peer).ids === 0) return;
    this.#underWay.set(peer, unconfirmed);
    let confirmed = 0;
    try {
      for (const entry of this.#table.values()) {
        if (!this.#confirm(entry, peer, unconfirmed)) continue;
        if (++confirmed % CONFIRMED_AT_ONCE === 0) yield;
      }
    } finally {
      this.#underWay.delete(peer);
    }
  }

  /** The ids of a name before it is their turn. */
  confirmName(key: ChannelKey): void {
    for (const [peer, unconfirmed] of this.#underWay)
      for (const entry of this.#table.named(key)) this.#confirm(entry, peer, unconfirmed);
  }

  /** The steps of that peer that are left will not be taken. */
  drop(peer: ServerName): void {
    this.#underWay.delete(peer);
  }

  /** False: there is nothing to confirm. */
  #confirm(entry: ChannelEntry, peer: ServerName, unconfirmed: ReadonlySet<ChannelId>): boolean {
    const presence = entry.holders.get(peer);
    if (presence === undefined || presence.reachable || unconfirmed.has(entry.document.id)) return false;
    this.#table.setReachable(entry, peer, true);
    this.#settle(entry.key);
    return true;
  }
}
