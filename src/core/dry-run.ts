import type { ChannelKey } from './casemapping.ts';
import type { ChannelEntry } from './channel-table.ts';
import type { PolicyFor } from './choose-id.ts';
import { type ChannelDocument, join, newDocument } from './document.ts';
import { type Field, type FieldKey, sameValue } from './field.ts';
import { ancestorsOf } from './hierarchy.ts';
import { NO_HOLDERS, withHolder } from './holders.ts';
import { type ChannelId, parseChannelId } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import type { Decision } from './journal.ts';
import { type ChannelView, Replica } from './replica.ts';

/** What would be different here for one name. */
export interface PlannedChange {
  readonly channel: IrcText;
  /** The id shown before and after; null: none. An id that is yet to be made is all zeros but for its end. */
  readonly from: ChannelId | null;
  readonly to: ChannelId | null;
  /** Set after, and not before. */
  readonly gained: readonly Field[];
  /** Set before, and not after. */
  readonly lost: readonly Field[];
  /** Set before and after, with another value: as it would be. */
  readonly changed: readonly Field[];
  /** What these are before, in the same order. */
  readonly before: readonly Field[];
}

export interface DryRun {
  readonly changes: readonly PlannedChange[];
  /** What the journal would say. */
  readonly decisions: readonly Decision[];
  /** The view of a name after it; of one that was not asked about, as it is. */
  readonly after: (key: ChannelKey) => ChannelView | null;
}

/**
 * What would change here if `act` were done: it is done to a copy of what is known of the names, under `policyFor` where that
 * is given. Costs what the names hold, and leaves no trace.
 */
export function dryRun(
  replica: Replica,
  keys: Iterable<ChannelKey>,
  act: (copy: Replica) => void,
  policyFor: PolicyFor = (key) => replica.policyFor(key),
): DryRun {
  const names = [...new Set(keys)];
  const copy = copyOf(replica, names, policyFor);
  act(copy);
  const asked = new Set(names);
  const after = (key: ChannelKey) => (asked.has(key) ? copy : replica).view(key);
  const changes = names.flatMap((key) => plannedChange(replica.view(key), after(key)) ?? []);
  return { changes, decisions: [...copy.journal.values()], after };
}

/** What `act` would change if the policy were another; the rest stays as it is. */
export function dryRunPolicy(replica: Replica, keys: Iterable<ChannelKey>, policyFor: PolicyFor): DryRun {
  const names = [...new Set(keys)];
  return dryRun(replica, names, (copy) => copy.settle(names), policyFor);
}

function copyOf(replica: Replica, keys: readonly ChannelKey[], policyFor: PolicyFor): Replica {
  const { server, casemapping } = replica;
  let ids = 0;
  const newId = () => placeholderId(++ids);
  const copy = new Replica({ server, casemapping, restartGraceMs: 0, policyFor, newId });
  copy.clock.observe(replica.clock.last());
  // What a channel inherits is part of its view.
  const above = keys.flatMap((key) => ancestorsOf(key, replica.subChannels.linkOf));
  for (const key of new Set([...keys, ...above]))
    for (const entry of replica.table.named(key)) copy.restore(copyEntry(entry));
  return copy;
}

function placeholderId(n: number): ChannelId {
  return parseChannelId(`00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`)!;
}

function copyEntry(entry: ChannelEntry): ChannelEntry {
  const { document, holders, removed } = entry;
  return {
    ...entry,
    document: copyDocument(document),
    holders: [...holders].reduce(
      (copy, [server, presence]) => withHolder(copy, server, { ...presence }),
      NO_HOLDERS,
    ),
    removed: removed && new Map(removed),
  };
}

function copyDocument(document: ChannelDocument): ChannelDocument {
  const copy = newDocument(document);
  join(copy, document);
  return copy;
}

function plannedChange(before: ChannelView | null, after: ChannelView | null): PlannedChange | null {
  const had = before?.fields ?? new Map<FieldKey, Field>();
  const has = after?.fields ?? new Map<FieldKey, Field>();
  const from = before?.entry.document.id ?? null;
  const to = after?.entry.document.id ?? null;
  const gained = without(has, had);
  const lost = without(had, has);
  const isChanged = ([key, field]: [FieldKey, Field]) => had.has(key) && !sameValue(had.get(key)!, field);
  const others = [...has].filter(isChanged);
  const changed = others.map(([, field]) => field);
  if (from === to && gained.length + lost.length + changed.length === 0) return null;
  const { name: channel } = (after ?? before)!.entry.document;
  return { channel, from, to, gained, lost, changed, before: others.map(([key]) => had.get(key)!) };
}

function without(fields: ReadonlyMap<FieldKey, Field>, others: ReadonlyMap<FieldKey, Field>): Field[] {
  return [...fields].filter(([key]) => !others.has(key)).map(([, field]) => field);
}
