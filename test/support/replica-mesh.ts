import { partOf } from '../../src/core/document.ts';
import type { Replica } from '../../src/core/replica.ts';

/** Tells every replica what the others hold and wrote, whole documents at a time, until nothing is left to tell. */
export function tellAll(replicas: readonly Replica[], now: number): void {
  for (const from of replicas) {
    for (const { document } of [...from.table.values()]) tell(from, document.id, replicas, now);
  }
  let rounds = 0;
  for (let quiet = false; !quiet; rounds++) {
    if (rounds > ROUNDS_MAX) throw new Error('the replicas never come to rest');
    quiet = true;
    for (const from of replicas) {
      for (const id of from.takeChanges().outgoing.keys()) {
        tell(from, id, replicas, now);
        quiet = false;
      }
    }
  }
}

const ROUNDS_MAX = 100;

function tell(from: Replica, id: string, replicas: readonly Replica[], now: number): void {
  const { document, holders } = from.table.get(id as never)!;
  const members = holders.get(from.server)?.members ?? null;
  for (const to of replicas) {
    if (to !== from) to.receive(from.server, structuredClone(partOf(document)), members, now);
  }
}
