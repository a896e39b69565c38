import type { ChannelEntry } from './channel-table.ts';
import { type FieldKey, isSet } from './field.ts';
import { HidingRemovals } from './hiding-removals.ts';
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
  const hiding = new HidingRemovals(replica);
  for (const entry of [...replica.table.values()]) {
    if (isForgettable(entry, conditions, now) && !needed.has(entry.document.id)) {
      replica.forgetEntry(entry);
      forgotten.documents++;
      continue;
    }
    for (const key of forgettableRemovals(hiding, entry, conditions, now)) {
      replica.forgetRemoval(entry, key);
      forgotten.removals++;
    }
  }
  return forgotten;
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
  hiding: HidingRemovals,
  entry: ChannelEntry,
  conditions: ForgetConditions,
  now: number,
): FieldKey[] {
  const due: FieldKey[] = [];
  if (entry.removed === null) return due;
  const kept = hiding.of(entry);
  for (const [key, removal] of entry.removed) {
    const register = entry.document.registers.get(key);
    // A record of a removal alone must never take what is set.
    if (register === undefined || isSet(register.field)) continue;
    if (isDue(removal, conditions, now) && !kept.has(key)) due.push(key);
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
