import type { ChannelKey } from './casemapping.ts';
import { type ChannelEntry, isLive } from './channel-table.ts';
import { compareClaims } from './choose-id.ts';
import { type Field, type FieldKey, isSet, sameValue, unset } from './field.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { mergedFields } from './merged-fields.ts';
import { PIN_KEY, pinField, unpinField } from './pin.ts';
import type { ChannelView, Replica } from './replica.ts';
import { isFloor } from './stamp.ts';

/** Who acts, as the journal is to name them, and when (this server's clock, Unix ms). */
export interface Act {
  readonly by: string;
  readonly now: number;
}

/** What an operator's act came to: the number of the decision in the journal, or why it was refused. */
export type ActResult = { readonly decision: number } | { readonly problem: string };

/**
 * Every server moves to `winner`, and what its rivals have that was not written on it is written there. Without `winner` it
 * is the rival with the best claim. Ordinary writes and one pin: other servers need no rule of their own to end up alike.
 */
export function mergeChannels(
  replica: Replica,
  key: ChannelKey,
  winner: ChannelId | null,
  act: Act,
): ActResult {
  const rivals = replica.table.named(key).filter(isLive).sort(compareClaims);
  const won = winner === null ? rivals[0] : rivals.find(({ document }) => document.id === winner);
  if (won === undefined) return { problem: 'nobody in reach holds that id of the channel' };
  const losers = rivals.filter((entry) => entry !== won);
  if (losers.length === 0) return { problem: 'nobody in reach holds another id of the channel' };
  replica.advance(act.now);
  const { added, lost } = combine(replica, won, losers);
  replica.write(won, [...added, pinField(null)], stamper(replica, act));
  const ids = losers.map(({ document }) => document.id).join(', ');
  return decided(replica, won, {
    kind: 'merged',
    from: losers[0]!.document.id,
    to: won.document.id,
    by: act.by,
    reason: `${ids} merged into ${won.document.id}`,
    lost,
  });
}

/** The named servers get a new id of the name, with what is shown here now as its state. */
export function splitChannel(
  replica: Replica,
  key: ChannelKey,
  servers: readonly ServerName[],
  act: Act,
): ActResult {
  const view = replica.view(key);
  if (view === null) return { problem: 'nobody in reach holds the channel' };
  if (servers.length === 0) return { problem: 'no server is named' };
  return splitOff(replica, view, servers, act).result;
}

/** Takes back what an operator decided about who has `id`: the policy counts again. */
export function unpinChannel(replica: Replica, id: ChannelId, act: Act): ActResult {
  const entry = replica.table.get(id);
  const pin = entry?.document.registers.get(replica.fieldKey(unpinField()));
  if (entry === undefined || pin === undefined || !isSet(pin.field)) {
    return { problem: 'no operator decided who has that id' };
  }
  replica.advance(act.now);
  replica.write(entry, [unpinField()], stamper(replica, act));
  return decided(replica, entry, {
    kind: 'unpinned',
    from: id,
    to: null,
    by: act.by,
    reason: `who has ${id} is for the policy to say again`,
    lost: [],
  });
}

/**
 * Writes what a decision cost to the id that is shown now. What this overwrites can be restored in turn. Not who has an id:
 * written on another one that would be a decision that nobody made, and take back the one by which the two are apart.
 * `apart` undoes that this server's users moved: they get an id of their own, unless they have one, and on it what they gained by
 * moving is taken back, too, where nobody changed it since. Of what others have nothing changes.
 */
export function restoreDecision(replica: Replica, number: number, act: Act, apart = false): ActResult {
  const decision = replica.journal.get(number);
  if (decision === undefined) return { problem: `the journal has no decision ${number}` };
  const isUndone = apart && decision.kind === 'moved';
  // Journals of before have pins among what was lost.
  const cost = decision.lost.filter((field) => replica.fieldKey(field) !== PIN_KEY);
  const gained = isUndone ? (decision.gained ?? []) : [];
  if (cost.length + gained.length === 0) return { problem: `nothing was lost by decision ${number}` };
  const view = replica.view(replica.key(decision.channel));
  if (view === null)
    return { problem: 'nobody in reach holds the channel: there is nothing to restore it to' };
  replica.advance(act.now);
  const present = (field: Field) => view.fields.get(replica.fieldKey(field));
  const removed = gained.filter((field) => hasValueOf(present(field), field));
  const overwritten = cost.flatMap((field) => {
    const now = present(field);
    return now === undefined || sameValue(now, field) ? [] : [now];
  });
  const { server } = replica;
  const entry =
    isUndone && !isOfServer(view.entry, server) ? splitOff(replica, view, [server], act).entry : view.entry;
  replica.write(entry, [...removed.map(unset), ...cost], stamper(replica, act));
  const { id } = entry.document;
  return decided(replica, entry, {
    kind: 'restored',
    from: entry === view.entry ? null : view.entry.document.id,
    to: id,
    by: act.by,
    reason: isUndone ? `undid decision ${number} here` : `restored what decision ${number} cost`,
    lost: [...overwritten, ...removed],
  });
}

/** Gives the named servers an id of the name that starts as what is shown. */
function splitOff(replica: Replica, view: ChannelView, servers: readonly ServerName[], act: Act) {
  const { document } = view.entry;
  const entry = replica.createApart(document.name, act.now);
  const { id } = entry.document;
  replica.write(entry, [...ownState(replica, view), pinField(servers)], stamper(replica, act));
  const reason = `${servers.join(', ')} get ${id}`;
  const split = { kind: 'split', from: document.id, to: id, by: act.by, reason, lost: [] } as const;
  return { entry, result: decided(replica, entry, split) };
}

/** An operator decided that nobody else has it. */
function isOfServer({ document }: ChannelEntry, server: ServerName): boolean {
  return hasValueOf(document.registers.get(PIN_KEY)?.field, pinField([server]));
}

function hasValueOf(field: Field | undefined, other: Field): boolean {
  return field !== undefined && sameValue(field, other);
}

/** What is shown but for what comes from the channels above, and the removals that hide some of that: the new id inherits too. */
function ownState(replica: Replica, { entry, fields, inherited }: ChannelView): Field[] {
  const { registers } = entry.document;
  const hiding = [...replica.subChannels.hidden(entry)].map((key) => registers.get(key)!.field);
  const own = [...fields].filter(([key]) => (inherited.get(key)?.channel ?? null) === null);
  return [...own.map(([, field]) => field), ...hiding.filter((field) => !isSet(field))];
}

/** What the winner gains from the losers, and what of theirs it has otherwise. The better claim goes first. */
function combine(replica: Replica, won: ChannelEntry, losers: readonly ChannelEntry[]) {
  const added = new Map<FieldKey, Field>();
  const lost: Field[] = [];
  for (const loser of losers) {
    for (const [key, field] of mergedFields(loser.document, new Map())) {
      if (key === replica.fieldKey(unpinField())) continue;
      const own = won.document.registers.get(key);
      const present = own === undefined || isFloor(own.stamp) ? added.get(key) : own.field;
      if (present === undefined) added.set(key, field);
      else if (!sameValue(present, field)) lost.push(field);
    }
  }
  return { added: added.values(), lost };
}

/** One stamp for all that an act writes. */
export function stamper(replica: Replica, act: Act) {
  const stamp = replica.clock.issue(act.now);
  return () => stamp;
}

/** Writes an act down in the journal. */
export function decided(
  replica: Replica,
  { document }: ChannelEntry,
  decision: Omit<Parameters<Replica['decide']>[0], 'channel'>,
): ActResult {
  return { decision: replica.decide({ ...decision, channel: document.name }) };
}
