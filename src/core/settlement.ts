import type { Casemapping, ChannelKey } from './casemapping.ts';
import type { ChangeLog } from './change-log.ts';
import { type ChannelEntry, type ChannelTable, isLive } from './channel-table.ts';
import { type Choice, chooseId, compareClaims, type PolicyFor } from './choose-id.ts';
import { ABSORBED_MAX, ABSORBED_UNKNOWN_MAX, absorb } from './document.ts';
import { type Field, type FieldKey, sameValue } from './field.ts';
import type { ChannelId, ServerName } from './identity.ts';
import type { Decision } from './journal.ts';
import { type InheritedRegister, inheritedRegisters, mergedFields } from './merged-fields.ts';
import { isPinned, PIN_KEY } from './pin.ts';
import { isFloor } from './stamp.ts';
import { SubChannels } from './sub-channels.ts';

export interface SettlementDependencies {
  readonly server: ServerName;
  readonly casemapping: Casemapping;
  readonly table: ChannelTable;
  readonly policyFor: PolicyFor;
  readonly log: ChangeLog;
  /** This server holds an entry in another's place. */
  readonly moved: (from: ChannelEntry, to: ChannelEntry) => void;
  readonly decide: (decision: Omit<Decision, 'number' | 'at'>) => void;
}

/** Decides which id of a name this server stands behind, and carries it out. */
export class Settlement {
  /** Names of which several ids are held at once. */
  readonly contested = new Set<ChannelKey>();
  readonly subChannels: SubChannels;
  readonly #dependencies: SettlementDependencies;

  constructor(dependencies: SettlementDependencies) {
    this.#dependencies = dependencies;
    const { server, casemapping, log } = dependencies;
    const channel = (key: ChannelKey) => this.#channel(key);
    const absorbed = (entry: ChannelEntry) => this.absorbed(entry);
    this.subChannels = new SubChannels({ server, casemapping, log, channel, absorbed });
  }

  /** The id of a name that is shown here; null: nobody in reach holds one. */
  choose(key: ChannelKey): Choice | null {
    const { server, table, policyFor } = this.#dependencies;
    return chooseId(server, table.named(key), policyFor(key));
  }

  heldEntry(key: ChannelKey): ChannelEntry | undefined {
    const { server, table } = this.#dependencies;
    return table.named(key).find((entry) => entry.holders.has(server));
  }

  /** What shows through from ids that were merged into this one, and from the channels above it. */
  inherited(entry: ChannelEntry): Map<FieldKey, InheritedRegister> {
    const inherited = this.absorbed(entry);
    for (const [key, register] of this.subChannels.inherited(entry)) inherited.set(key, register);
    return inherited;
  }

  /** What shows through from ids that were merged into this one. */
  absorbed({ key, document }: ChannelEntry): Map<FieldKey, InheritedRegister> {
    const { table, policyFor } = this.#dependencies;
    if (document.absorbed.size === 0 || policyFor(key) !== 'merge') return new Map();
    return inheritedRegisters(document, (id) => table.get(id));
  }

  /** To be called for a name after anything about its ids changed. */
  settle(key: ChannelKey): void {
    this.#settle(key);
    this.subChannels.settled(key);
  }

  /** Out of reach it is a channel still: a split lifts no ban below it. */
  #channel(key: ChannelKey): ChannelEntry | null {
    const choice = this.choose(key);
    if (choice !== null) return choice.entry;
    const named = this.#dependencies.table.named(key).filter(({ holders }) => holders.size > 0);
    return named.sort(compareClaims)[0] ?? null;
  }

  #settle(key: ChannelKey): void {
    const { log, policyFor } = this.#dependencies;
    log.view(key);
    this.#noteConflict(key);
    const held = this.heldEntry(key);
    if (held === undefined) return;
    const choice = this.choose(key);
    if (choice === null) return;
    if (policyFor(key) === 'merge' && !isPinned(choice.entry.document)) this.#absorbOthers(choice.entry);
    if (choice.entry !== held) this.#move(held, choice);
  }

  /** The other ids that are held now are merged into `winner`. One that an operator set apart stays apart. */
  #absorbOthers(winner: ChannelEntry): void {
    const { table, log } = this.#dependencies;
    let changed = false;
    for (const other of table.named(winner.key)) {
      const { document } = other;
      if (other === winner || !isLive(other) || !document.written || isPinned(document)) continue;
      for (const id of [document.id, ...document.absorbed]) {
        if (this.#hasRoomFor(id, winner) && absorb(winner.document, id)) changed = true;
      }
    }
    if (!changed) return;
    log.touch(winner);
    log.tell(winner);
  }

  /** What was absorbed before is not pushed out: the journal has what an id that finds no room loses. */
  #hasRoomFor(id: ChannelId, { document }: ChannelEntry): boolean {
    const isKnown = this.#dependencies.table.get(id) !== undefined;
    return document.absorbed.size < (isKnown ? ABSORBED_MAX : ABSORBED_UNKNOWN_MAX);
  }

  /** Moves this server's presence to another id of the name, announcing that before it drops the one held. */
  #move(held: ChannelEntry, { entry, reason }: Choice): void {
    const { server, table, log, moved, decide } = this.#dependencies;
    // What comes from above was never its own.
    const before = mergedFields(held.document, this.absorbed(held));
    const { id, name } = entry.document;
    const from = held.document.id;
    log.event('channel.moved', entry, server, `${from} gave way to ${id}: ${reason}`);
    table.hold(entry, server, held.holders.get(server)!);
    moved(held, entry);
    log.touch(entry);
    // Defaults are nobody's write: who left the id before it was written to tells them no more, and a delta of a write does not.
    log.tell(entry, defaults(entry));
    table.unhold(held, server);
    held.left = held.document.written;
    log.touch(held);
    log.tell(held);
    this.#noteConflict(held.key);
    const after = mergedFields(entry.document, this.inherited(entry));
    const lost = lostFields(before, after);
    // Who came second to a name that two created at once, and nobody wrote to, lost nothing.
    if (!held.document.written && lost.length === 0) return;
    decide({
      kind: 'moved',
      channel: name,
      from,
      to: id,
      by: '',
      reason,
      lost,
      ...gainedFields(before, after),
    });
  }

  #noteConflict(key: ChannelKey): void {
    const { server, table, log } = this.#dependencies;
    const named = table.named(key);
    // Nearly every name has one id.
    if (named.length === 1 && !this.contested.has(key)) return;
    const live = named.filter(isLive);
    const entry = live[0] ?? named[0];
    if (live.length > 1 === this.contested.has(key) || entry === undefined) return;
    if (live.length > 1) {
      this.contested.add(key);
      log.event('conflict.opened', entry, server, `${live.length} ids of this name are held at once`);
    } else {
      this.contested.delete(key);
      log.event('conflict.closed', entry, server, 'one id of this name is left');
    }
  }
}

/** Ids that a reachable server holds and that are not shown here. */
export function shadowed(named: readonly ChannelEntry[], shown: ChannelEntry | null): ChannelEntry[] {
  return named.filter((entry) => entry !== shown && isLive(entry));
}

/** The fields of which nobody has written the value that they have. */
function defaults({ document }: ChannelEntry): FieldKey[] {
  return [...document.registers].filter(([, { stamp }]) => isFloor(stamp)).map(([key]) => key);
}

/** Who has the old id, as an operator decided, is nothing of the channel: it is no loss, and no decision about the new one. */
function lostFields(before: ReadonlyMap<FieldKey, Field>, after: ReadonlyMap<FieldKey, Field>): Field[] {
  const isLost = ([key, field]: [FieldKey, Field]) => {
    const now = after.get(key);
    return key !== PIN_KEY && (now === undefined || !sameValue(field, now));
  };
  return [...before].filter(isLost).map(([, field]) => field);
}

/** As `lostFields`, of those that there were not before. */
function gainedFields(
  before: ReadonlyMap<FieldKey, Field>,
  after: ReadonlyMap<FieldKey, Field>,
): Pick<Decision, 'gained'> {
  const gained = [...after].filter(([key]) => key !== PIN_KEY && !before.has(key)).map(([, field]) => field);
  return gained.length === 0 ? {} : { gained };
}
