import type { ChannelEntry } from '../../../src/core/channel-table.ts';
import { type FieldKey, isSet, sameValue } from '../../../src/core/field.ts';
import { isPinned } from '../../../src/core/pin.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { isFloor } from '../../../src/core/stamp.ts';
import type { World } from '../world.ts';

/** Under merge nothing is lost: what only one of the merged ids has is shown. */
export function checkMerged(world: World): void {
  for (const { server, sidecar } of world.all) {
    const { replica } = sidecar!;
    for (const key of replica.table.keys()) {
      if (
        world.policyOf(server, key) !== 'merge' ||
        replica.table.named(key).some(({ document }) => isPinned(document))
      )
        continue;
      for (const text of lostFields(replica, key)) world.problem('merged', `${server} ${key}: ${text}`);
    }
  }
}

function lostFields(replica: Replica, key: ReturnType<Replica['key']>): string[] {
  const view = replica.view(key);
  if (view === null) return [];
  const absorbed = [...view.entry.document.absorbed].flatMap((id) => replica.table.get(id) ?? []);
  const all = [view.entry, ...absorbed];
  return absorbed.flatMap((entry) =>
    [...entry.document.registers].flatMap(([fieldKey, { field, stamp }]) => {
      const isAlone = all.every((other) => other === entry || !isWritten(other, fieldKey));
      const shown = view.fields.get(fieldKey);
      if (isFloor(stamp) || !isAlone || !isSet(field) || (shown !== undefined && sameValue(shown, field)))
        return [];
      return [`${fieldKey} of ${entry.document.id} is not shown`];
    }),
  );
}

function isWritten({ document }: ChannelEntry, key: FieldKey): boolean {
  const register = document.registers.get(key);
  return register !== undefined && !isFloor(register.stamp);
}
