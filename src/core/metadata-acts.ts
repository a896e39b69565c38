import type { ChannelKey } from './casemapping.ts';
import { type Field, isSet } from './field.ts';
import { ancestorsOf, DEPTH_MAX } from './hierarchy.ts';
import { displayText, type IrcText } from './irc-text.ts';
import { type Act, type ActResult, decided, stamper } from './operator-acts.ts';
import type { ChannelView, Replica } from './replica.ts';
import { METADATA_ENTRIES_MAX, metadataProblem, PARENT_NAME } from './well-known-metadata.ts';

/** An entry as it is to be; `value` null: taken away. */
export interface MetadataWrite {
  readonly name: string;
  readonly value: IrcText | null;
}

/**
 * Writes an entry of the metadata of the channel that is shown for a name. What it was before is in the journal, and can be
 * restored.
 */
export function writeMetadata(
  replica: Replica,
  key: ChannelKey,
  { name, value }: MetadataWrite,
  act: Act,
): ActResult {
  const problem = metadataWriteProblem(replica, key, { name, value });
  if (problem !== null) return { problem };
  const view = replica.view(key)!;
  const field: Field = { kind: 'metadata', name, value };
  const before = view.fields.get(replica.fieldKey(field));
  replica.advance(act.now);
  replica.write(view.entry, [field], stamper(replica, act));
  if (view.entry.document.registers.get(replica.fieldKey(field))?.field !== field)
    return { problem: "the channel's document has no room for it" };
  return decided(replica, view.entry, {
    kind: 'noted',
    from: null,
    to: view.entry.document.id,
    by: act.by,
    reason: value === null ? `${name} taken away` : `${name} set`,
    lost: before === undefined ? [] : [before],
  });
}

/** Why the entry cannot be written, as far as that is known before it is; or null. */
export function metadataWriteProblem(
  replica: Replica,
  key: ChannelKey,
  { name, value }: MetadataWrite,
): string | null {
  const view = replica.view(key);
  if (view === null) return 'nobody in reach holds the channel';
  return metadataProblem(name, value) ?? placeProblem(replica, view, name, value);
}

/** What is wrong with the entry in this channel, or null. */
function placeProblem(
  replica: Replica,
  { entry, fields }: ChannelView,
  name: string,
  value: IrcText | null,
): string | null {
  const present = fields.has(replica.fieldKey({ kind: 'metadata', name, value }));
  if (value === null) return present ? null : `the channel has no entry ${name}`;
  const entries = [...fields.values()].filter((field) => field.kind === 'metadata' && isSet(field));
  if (!present && entries.length >= METADATA_ENTRIES_MAX)
    return `the channel has ${METADATA_ENTRIES_MAX} entries, and no more are allowed`;
  return name === PARENT_NAME ? parentProblem(replica, entry.key, value) : null;
}

function parentProblem(replica: Replica, key: ChannelKey, name: IrcText): string | null {
  const parent = replica.key(name);
  const above = [parent, ...ancestorsOf(parent, replica.subChannels.linkOf)];
  const at = above.indexOf(key);
  if (at >= 0) {
    const cycle = [key, ...above.slice(0, at + 1)].map(displayText).join(' → ');
    return `a channel cannot be below itself: ${cycle}`;
  }
  return above.length + heightOf(replica, key) > DEPTH_MAX
    ? `more than ${DEPTH_MAX} channels would stand above one another`
    : null;
}

/** How many levels of channels are below `key`; no more than `DEPTH_MAX` are counted. */
function heightOf(replica: Replica, key: ChannelKey): number {
  // In a cycle each is below itself.
  const seen = new Set([key]);
  let level = [key];
  for (let height = 0; height < DEPTH_MAX; height++) {
    level = level
      .flatMap((each) => [...replica.subChannels.childrenOf(each)])
      .filter((each) => !seen.has(each));
    for (const each of level) seen.add(each);
    if (level.length === 0) return height;
  }
  return DEPTH_MAX;
}
