import type { ChannelEntry } from './channel-table.ts';
import { type DocumentPart, type Register, setFields } from './document.ts';
import type { Field, FieldKey } from './field.ts';
import { differences } from './host-channel.ts';
import type { ServerName } from './identity.ts';
import type { Stamp } from './stamp.ts';

/** What of a peer's words about the identity counts: an id that was not made during a split does not become one. */
export function claimOf(peer: ServerName, said: DocumentPart, known: ChannelEntry | undefined): DocumentPart {
  if (known === undefined || peer === said.origin) return said;
  const { createdAt } = known.document;
  const { registers } = said;
  return { ...said, registers, splitBorn: false, createdAt: createdAt ?? said.createdAt };
}

/** The origin knows when it created a channel: what others claimed before gives way, once. True: it changed. */
export function confirmAge(peer: ServerName, said: DocumentPart, entry: ChannelEntry): boolean {
  if (peer !== entry.document.origin || said.createdAt === null || entry.confirmed) return false;
  entry.confirmed = true;
  entry.document.createdAt = said.createdAt;
  return true;
}

/** What a peer without stamps wrote, whose line said `before` the last time. */
export function plainWrites(
  said: DocumentPart,
  before: ReadonlyMap<FieldKey, Field>,
  stamp: Stamp,
): DocumentPart {
  const registers = new Map<FieldKey, Register>();
  for (const [key, field] of differences(before, setFields(said))) registers.set(key, { field, stamp });
  return { ...said, registers };
}
