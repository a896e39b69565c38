import type { ChannelEntry } from '../core/channel-table.ts';
import type { Register } from '../core/document.ts';
import { isSet } from '../core/field.ts';
import type { HostChannel } from '../core/host-channel.ts';
import type { ServerName } from '../core/identity.ts';
import { displayText, ircBytes } from '../core/irc-text.ts';
import type { InheritedRegister } from '../core/merged-fields.ts';
import type { ChannelView, Replica } from '../core/replica.ts';
import { shadowed } from '../core/settlement.ts';
import { formatStamp, isFloor } from '../core/stamp.ts';
import type { ChannelDocument } from '../proto-types/cburst/v1/ChannelDocument.ts';
import type { ChannelSummary } from '../proto-types/cburst/v1/ChannelSummary.ts';
import type { FieldReason } from '../proto-types/cburst/v1/FieldReason.ts';
import type { HostDeviation } from '../proto-types/cburst/v1/HostDeviation.ts';
import { parentName } from './family-proto.ts';
import { redactedField } from './redacted-field.ts';

export function channelSummaryToProto(replica: Replica, view: ChannelView): ChannelSummary {
  const { entry, fields } = view;
  const { document } = entry;
  const all = [...fields.values()];
  const parent = parentName(replica, entry.key);
  const topic = all.find((field) => field.kind === 'topic')?.value;
  const limit = all.find((field) => field.kind === 'limit')?.value;
  const holders = [...entry.holders].filter(([, { reachable }]) => reachable);
  return {
    name: ircBytes(document.name),
    id: document.id,
    origin: document.origin,
    local: view.held,
    members: holders.reduce((sum, [, { members }]) => sum + members, 0),
    holders: holders.map(([server]) => server).sort(),
    flags: all.flatMap((field) => (field.kind === 'flag' ? [field.name] : [])).sort(),
    has_key: all.some((field) => field.kind === 'join-key'),
    limit: limit ?? 0,
    entries: all.filter((field) => field.kind === 'entry').length,
    ...(topic ? { topic: ircBytes(topic.text) } : {}),
    shadowed: shadowed(replica.table.named(entry.key), entry).length,
    ...(parent === null ? {} : { parent: ircBytes(parent) }),
  };
}

export function channelDocumentToProto(
  entry: ChannelEntry,
  view: ChannelView | null,
  self: string,
): ChannelDocument {
  const { document } = entry;
  const shown = view?.entry === entry;
  return {
    id: document.id,
    name: ircBytes(document.name),
    origin: document.origin,
    created_at: document.createdAt ?? entry.arrivedAt,
    split_born: document.splitBorn,
    shown,
    reason: shown ? view.reason : notShownReason(entry, view),
    holders: [...entry.holders].map(([server, { members, reachable }]) => ({ server, members, reachable })),
    fields: fieldReasons(entry, shown ? view.inherited : NOTHING_INHERITED, self),
  };
}

/** `observes`: the host is only looked at, so nothing of it is the ircd's doing. */
export function hostDeviationsToProto(channel: HostChannel | undefined, observes: boolean): HostDeviation[] {
  return [...(channel?.substitutes.values() ?? [])].map(({ wanted, shown, reason }) => ({
    wanted: redactedField(wanted),
    ...(shown ? { shown: redactedField(shown) } : {}),
    reason: observes ? NOTHING_SENT : reason,
  }));
}

/** Why the host does not have the channel, as it says; empty: it did not say so. `observes`: as above. */
export function missingReason(channel: HostChannel | undefined, observes: boolean): string {
  if (channel?.missing === undefined) return '';
  return observes ? NOTHING_SENT : channel.missing;
}

/** Whether the host is known to have a channel of the name: it told of it, or said that it took what it was given. */
export function isShownByHost(channel: HostChannel | undefined, held: boolean, observes: boolean): boolean {
  if (channel === undefined) return false;
  if (held || channel.createdAt > 0) return true;
  if (channel.missing !== undefined) return false;
  // All of it was refused.
  if (channel.shown.size === 0 && channel.substitutes.size > 0) return false;
  // Remembered as soon as it is offered; a host that observes answers without taking anything.
  return channel.offered === null && !observes;
}

const NOTHING_SENT = 'the adapter only observes: nothing was sent';

function notShownReason(entry: ChannelEntry, view: ChannelView | null): string {
  const reachable = [...entry.holders.values()].some((presence) => presence.reachable);
  if (!reachable)
    return entry.holders.size > 0 ? 'nobody who holds it can be reached' : 'nobody holds it any more';
  return `${view?.entry.document.id ?? 'another id'} is shown: ${view?.reason ?? ''}`;
}

const NOTHING_INHERITED: ChannelView['inherited'] = new Map();

/** What shows through stands in the place of what it hides. */
function fieldReasons(
  { document, deliveredBy }: ChannelEntry,
  inherited: ChannelView['inherited'],
  self: string,
): FieldReason[] {
  const own = [...document.registers]
    .filter(([key]) => !inherited.has(key))
    .map(([key, register]) => fieldReasonToProto(register, self, deliveredBy?.get(key)));
  return [...own, ...[...inherited.values()].map((each) => inheritedReasonToProto(each, self))];
}

function inheritedReasonToProto({ register, from, channel }: InheritedRegister, self: string): FieldReason {
  const why = fieldReasonToProto(register, self);
  if (channel === null) return { ...why, reason: `${why.reason}, on ${from}, which was merged into this id` };
  const reason = `inherited from ${displayText(channel)}: ${why.reason} there`;
  return { ...why, reason, inherited_from: ircBytes(channel) };
}

/** `via`: the peer that told it, if its writer did not. */
function fieldReasonToProto({ field, stamp }: Register, self: string, via?: ServerName): FieldReason {
  const floor = isFloor(stamp);
  const own = stamp.server === self;
  const relayed = via === undefined || own ? '' : `, via ${via}`;
  const where = own ? 'here' : `on ${stamp.server}${relayed}`;
  return {
    field: redactedField(field),
    writer: stamp.server,
    stamped_at: stamp.ms,
    stamp: formatStamp(stamp),
    reason: floor
      ? `default of ${stamp.server}${relayed}, nobody wrote it`
      : `${isSet(field) ? 'set' : 'removed'} ${where}, the latest stamp`,
    via: relayed === '' ? '' : via!,
  };
}
