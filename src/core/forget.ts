import type { ChannelEntry } from './channel-table.ts';
import { type FieldKey, isSet } from './field.ts';
import type { ChannelId } from './identity.ts';
import type { Replica } from './replica.ts';

export interface ForgetConditions {
  /** What is to be forgotten has been known here for so long, milliseconds. */
  readonly ageMinMs: number;
  /** The local sequence that every peer which counts has acknowledged; infinite without peers. */
  readonly acknowledged: number;
  /** Every peer which counts is linked with this server and with every other, their bursts over. */
  readonly meshComplete: boolean;
}

/** What was forgotten. */
export interface Forgotten {
  readonly removals: number;
  readonly documents: number;
}

/**
 * Forgets removals, and documents that nobody holds, once nobody can bring back what they removed. Age alone never says
 * that: a server that was away would revive its bans. Here every peer has acknowledged a later sequence, which proves that
 * it has this server's own removals; and as long as all are linked with all, whatever another server wrote has reached
 * everybody within the time that a page may stay unacknowledged, far less than the least age. So `ageMinMs` must be above
 * that, ten minutes at least.
 */
export function forget(replica: Replica, conditions: ForgetConditions, now: number): Forgotten {
  const forgotten = { removals: 0, documents: 0 };
  if (!conditions.meshComplete) return forgotten;
  const needed = neededIds(replica);
  const mergedInto = winners(replica);
  for (const entry of [...replica.table.values()]) {
    if (isForgettable(entry, conditions, now) && !needed.has(entry.document.id)) {
      replica.forgetEntry(entry);
      forgotten.documents++;
      continue;
    }
    for (const key of forgettableRemovals(replica, entry, conditions, now)) {
      if (hidesFromWinner(replica, mergedInto.get(entry.document.id) ?? [], key)) continue;
      replica.forgetRemoval(entry, key);
      forgotten.removals++;
    }
  }
  return forgotten;
}

/** By id that was merged: into which ones. */
function winners(replica: Replica): Map<ChannelId, ChannelEntry[]> {
  const mergedInto = new Map<ChannelId, ChannelEntry[]>();
  for (const entry of replica.table.values()) {
    for (const id of entry.document.absorbed) mergedInto.set(id, [...(mergedInto.get(id) ?? []), entry]);
  }
  return mergedInto;
}

/** Ids that something still refers to: merged into one that is held, or what the host was given. */
function neededIds(replica: Replica): Set<ChannelId> {
  const needed = new Set<ChannelId>();
  for (const { document, holders } of replica.table.values()) {
    if (holders.size > 0) for (const id of document.absorbed) needed.add(id);
  }
  for (const id of replica.host.channels.ids()) needed.add(id);
  return needed;
}

function isForgettable(
  { holders, sequence, changedAt }: ChannelEntry,
  conditions: ForgetConditions,
  now: number,
): boolean {
  return holders.size === 0 && isDue({ sequence, at: changedAt }, conditions, now);
}

function forgettableRemovals(
  replica: Replica,
  entry: ChannelEntry,
  conditions: ForgetConditions,
  now: number,
): FieldKey[] {
  const due: FieldKey[] = [];
  if (entry.removed === null) return due;
  const hidden = replica.subChannels.hidden(entry);
  for (const [key, removal] of entry.removed) {
    const register = entry.document.registers.get(key);
    // A record of a removal alone must never take what is set.
    if (register === undefined || isSet(register.field)) continue;
    if (!isDue(removal, conditions, now) || hidden.has(key)) continue;
    if (!hidesAbsorbed(replica, entry, key)) due.push(key);
  }
  return due;
}

function isDue(
  { sequence, at }: { sequence: number; at: number },
  conditions: ForgetConditions,
  now: number,
): boolean {
  return now - at >= conditions.ageMinMs && sequence <= conditions.acknowledged;
}

/**
 * The removal shows through in what it was merged into: without it a default there, or what was set on another id that was merged,
 * would show.
 */
function hidesFromWinner(replica: Replica, winners: readonly ChannelEntry[], key: FieldKey): boolean {
  return winners.some((winner) => {
    const register = winner.document.registers.get(key);
    return (register !== undefined && isSet(register.field)) || hidesAbsorbed(replica, winner, key);
  });
}

/** Without the removal, what was set on an id that was merged into this one would show through. */
function hidesAbsorbed(replica: Replica, { document }: ChannelEntry, key: FieldKey): boolean {
  for (const id of document.absorbed) {
    const other = replica.table.get(id)?.document.registers.get(key);
    if (other !== undefined && isSet(other.field)) return true;
  }
  return false;
}
