import { canonicalValue } from '../../../src/core/field.ts';
import { HOSTILE, HOSTILE_MARK } from '../hostile.ts';
import type { World } from '../world.ts';

/** What the hostile peer said of channels that nobody takes in from it has left no trace anywhere. */
export function checkHostile(world: World): void {
  for (const { server, sidecar } of world.all) {
    for (const { key, document, holders } of sidecar!.replica.table.values()) {
      if (key.startsWith('#evil')) continue;
      const at = `${server} ${key} ${document.id}`;
      if (holders.has(HOSTILE)) world.problem('hostile', `${at}: it is taken for a holder`);
      if (document.origin === HOSTILE) world.problem('hostile', `${at}: it is taken for its origin`);
      for (const [field, { field: value, stamp }] of document.registers) {
        const isIts = stamp.server === HOSTILE || canonicalValue(value).includes(HOSTILE_MARK);
        if (isIts) world.problem('hostile', `${at}: ${field} is its`);
      }
    }
  }
}
