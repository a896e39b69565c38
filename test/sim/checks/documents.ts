import type { ChannelDocument } from '../../../src/core/document.ts';
import { canonicalValue, isSet } from '../../../src/core/field.ts';
import type { ChannelId } from '../../../src/core/identity.ts';
import { formatStamp } from '../../../src/core/stamp.ts';
import type { World } from '../world.ts';

/** All holders of an id have the same document, byte for byte in its canonical form. */
export function checkDocuments(world: World): void {
  const first = new Map<ChannelId, { server: string; text: string }>();
  for (const { server, sidecar } of world.all) {
    for (const { document, holders } of sidecar!.replica.table.values()) {
      if (!holders.has(server)) continue;
      const text = canonicalDocument(document, !world.forgets);
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

/** Whoever shows an id shows the same of it, what it inherits from others included where the policy is to merge. */
export function checkViews(world: World): void {
  const first = new Map<string, { server: string; text: string }>();
  for (const { server, sidecar } of world.all) {
    for (const key of sidecar!.replica.table.keys()) {
      const view = sidecar!.replica.view(key);
      if (view === null) continue;
      const text = [...view.fields].map(([field, value]) => `  ${field} = ${JSON.stringify(value)}`).sort();
      const merges = world.policyOf(server, key) === 'merge';
      const id = `${view.entry.document.id}${merges ? ', merged' : ''}`;
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

/** Everything of a document that all who have it agree on, as text. */
export function canonicalDocument(document: ChannelDocument, nothingForgotten: boolean): string {
  // Removals are forgotten by each server in its own time.
  const set = [...document.registers].filter(([, { field }]) => nothingForgotten || isSet(field));
  const registers = set.map(
    ([key, { field, stamp }]) =>
      `  ${key} = ${canonicalValue(field).replaceAll('\0', ' ')} @ ${formatStamp(stamp)}`,
  );
  const { name, origin, createdAt, splitBorn, written, absorbed } = document;
  const marks = `split-born ${splitBorn}, written ${written}, absorbed ${[...absorbed].sort()}`;
  return [`  ${name} of ${origin}, ${createdAt}, ${marks}`, ...registers.sort()].join('\n');
}
