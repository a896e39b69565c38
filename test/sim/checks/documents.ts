import type { ChannelKey } from '../../../src/core/casemapping.ts';
import type { ChannelDocument } from '../../../src/core/document.ts';
import { canonicalValue, isSet } from '../../../src/core/field.ts';
import { ancestorsOf } from '../../../src/core/hierarchy.ts';
import type { ChannelId, ServerName } from '../../../src/core/identity.ts';
import type { ChannelView } from '../../../src/core/replica.ts';
import { compareStamps, formatStamp, isFloor } from '../../../src/core/stamp.ts';
import type { World } from '../world.ts';

/** All holders of an id have the same document, byte for byte in its canonical form: a removal that is lost shows as what is set. */
export function checkDocuments(world: World): void {
  const first = new Map<ChannelId, { server: string; text: string }>();
  for (const { server, sidecar } of world.all) {
    for (const { key, document, holders } of sidecar!.replica.table.values()) {
      if (!holders.has(server) || world.keepsOut(server, key)) continue;
      // Where a link is never there, comparisons bring what one end removed to the other: only what that has set.
      const text = canonicalDocument(document, !world.forgets && !world.hasUnlinked);
      const known = first.get(document.id) ?? { server, text };
      first.set(document.id, known);
      if (known.text !== text) {
        world.problem(
          'documents',
          `${document.id}\nat ${known.server}:\n${known.text}\nat ${server}:\n${text}`,
        );
      }
    }
  }
}

/** What a channel has from those above it, nobody wrote otherwise in it since. */
export function checkInherited(world: World): void {
  for (const { server, sidecar } of world.all) {
    for (const key of sidecar!.replica.table.keys()) {
      const view = sidecar!.replica.view(key);
      for (const text of view === null ? [] : overruled(view))
        world.problem('inherited', `${server} shows in ${key}: ${text}`);
    }
  }
}

function overruled({ entry, inherited }: ChannelView): string[] {
  return [...inherited].flatMap(([key, { register, channel }]) => {
    const own = entry.document.registers.get(key);
    if (channel === null || own === undefined || isFloor(own.stamp)) return [];
    const stamps = [own, register].map(({ stamp }) => formatStamp(stamp));
    const isLater = compareStamps(own.stamp, register.stamp) >= 0;
    return isSet(own.field) || isLater ? [`${key} of ${channel}, ${stamps[1]}, and has ${stamps[0]}`] : [];
  });
}

/** Whoever shows an id, below the same ids, shows the same of it, with what it inherits from others where the policy is to merge. */
export function checkViews(world: World): void {
  const first = new Map<string, { server: string; text: string }>();
  for (const { server, sidecar } of world.all) {
    for (const key of sidecar!.replica.table.keys()) {
      const view = sidecar!.replica.view(key);
      const names = [key, ...ancestorsOf(key, sidecar!.replica.subChannels.linkOf)];
      // What was rejected of a channel is not inherited from it either.
      if (view === null || names.some((name) => world.keepsOut(server, name))) continue;
      const text = [...view.fields].map(([field, value]) => `  ${field} = ${JSON.stringify(value)}`).sort();
      const id = names.map((name) => shownId(world, server, name)).join(' below ');
      const known = first.get(id) ?? { server, text: text.join('\n') };
      first.set(id, known);
      if (known.text !== text.join('\n')) {
        world.problem(
          'views',
          `${id}\nat ${known.server}:\n${known.text}\nat ${server}:\n${text.join('\n')}`,
        );
      }
    }
  }
}

function shownId(world: World, server: ServerName, key: ChannelKey): string {
  const shown = world.server(server).sidecar!.replica.choose(key)?.entry.document.id ?? 'none';
  return `${shown}${world.policyOf(server, key) === 'merge' ? ', merged' : ''}`;
}

/** Everything of a document that all who have it agree on, as text. */
export function canonicalDocument(document: ChannelDocument, withRemovals: boolean): string {
  // Removals are forgotten by each server in its own time.
  const set = [...document.registers].filter(([, { field }]) => withRemovals || isSet(field));
  const registers = set.map(
    ([key, { field, stamp }]) =>
      `  ${key} = ${canonicalValue(field).replaceAll('\0', ' ')} @ ${formatStamp(stamp)}`,
  );
  const { name, origin, createdAt, splitBorn, written, absorbed } = document;
  const marks = `split-born ${splitBorn}, written ${written}, absorbed ${[...absorbed].sort()}`;
  return [`  ${name} of ${origin}, ${createdAt}, ${marks}`, ...registers.sort()].join('\n');
}
