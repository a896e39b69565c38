import { wins } from '../../../src/core/document.ts';
import { isSet } from '../../../src/core/field.ts';
import { formatStamp } from '../../../src/core/stamp.ts';
import type { Written } from '../ledger.ts';
import type { World } from '../world.ts';

/** No acknowledged host event is lost unless a later stamp won; so nothing that was removed is back without a newer write. */
export function checkAcknowledged(world: World): void {
  for (const written of latest(world.ledger.written).values()) {
    for (const { server, sidecar } of world.all) {
      const entry = sidecar!.replica.table.get(written.id);
      if (!entry?.holders.has(server)) continue;
      const present = entry.document.registers.get(written.key);
      const { register } = written;
      if (world.keepsOut(server, entry.key)) continue;
      if (world.mayReturn.has(`${entry.key} ${written.key}`)) continue;
      const isForgotten = present === undefined && mayBeForgotten(world, entry.key, written);
      // Digests tell nothing of removals, so two servers that are linked by others may remember different ones of a field.
      const isRemoved = present !== undefined && !isSet(register.field) && !isSet(present.field);
      if (isForgotten || isRemoved || (present !== undefined && !wins(register, present))) continue;
      world.problem(
        'acknowledged',
        `${server} lacks ${entry.document.name} ${written.key}, written at ${written.server} @ ${formatStamp(register.stamp)}; it has ${JSON.stringify(present?.field)}`,
      );
    }
  }
}

/** A removal may be; and what was set before a removal that no sidecar had acknowledged. */
function mayBeForgotten(world: World, channel: string, { key, register }: Written): boolean {
  if (!isSet(register.field)) return true;
  return world.forgets && world.everRemoved.has(`${channel} ${key}`);
}

/** Of the writes to one field of one id the last: the others are below it. */
function latest(all: readonly Written[]): Map<string, Written> {
  const last = new Map<string, Written>();
  for (const written of all) {
    if (!written.acknowledged || written.excused) continue;
    const name = `${written.id} ${written.key}`;
    const known = last.get(name);
    if (known === undefined || wins(written.register, known.register)) last.set(name, written);
  }
  return last;
}
