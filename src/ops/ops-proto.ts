import type { ChannelEntry } from '../core/channel-table.ts';
import type { Register } from '../core/document.ts';
import { type Field, isSet } from '../core/field.ts';
import type { HostChannel } from '../core/host-channel.ts';
import type { ServerName } from '../core/identity.ts';
import { displayText, ircBytes } from '../core/irc-text.ts';
import type { LostWrites } from '../core/lost-writes.ts';
import type { InheritedRegister } from '../core/merged-fields.ts';
import type { ChannelView, Replica } from '../core/replica.ts';
import { shadowed } from '../core/settlement.ts';
import { formatStamp, isFloor } from '../core/stamp.ts';
import type { ChannelDocument } from '../proto-types/cburst/v1/ChannelDocument.ts';
import type { ChannelSummary } from '../proto-types/cburst/v1/ChannelSummary.ts';
import type { Field as FieldMessage } from '../proto-types/cburst/v1/Field.ts';
import type { FieldReason } from '../proto-types/cburst/v1/FieldReason.ts';
import type { HostDeviation } from '../proto-types/cburst/v1/HostDeviation.ts';
import { parentName } from './family-proto.ts';
import type { Visibility } from './visibility.ts';

export function channelSummaryToProto(
  replica: Replica,
  view: ChannelView,
  visibility: Visibility,
): ChannelSummary {
  const { entry, fields } = view;
  const { document } = entry;
  const all = [...fields.values()];
  const parent = parentName(replica, entry.key, visibility);
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

/** How a document is told. */
export interface Telling {
  /** The server that tells it. */
  readonly self: string;
  readonly visibility: Visibility;
  /** A field as it is told: with its join key or without. */
  readonly field: (field: Field) => FieldMessage;
  readonly lost: Pick<LostWrites, 'of'>;
}

export function channelDocumentToProto(
  entry: ChannelEntry,
  view: ChannelView | null,
  telling: Telling,
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
    fields: fieldReasons(entry, shown ? view.inherited : NOTHING_INHERITED, telling),
  };
}

/** `observes`: the host is only looked at, so nothing of it is the ircd's doing. */
export function hostDeviationsToProto(
  channel: HostChannel | undefined,
  observes: boolean,
  field: Telling['field'],
): HostDeviation[] {
  return [...(channel?.substitutes.values() ?? [])].map(({ wanted, shown, reason }) => ({
    wanted: field(wanted),
    ...(shown ? { shown: field(shown) } : {}),
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
  telling: Telling,
): FieldReason[] {
  const { seesField, seesName } = telling.visibility;
  const own = [...document.registers]
    .filter(([key, { field }]) => !inherited.has(key) && seesField(field))
    .map(([key, register]) => ({
      ...fieldReasonToProto(register, telling, deliveredBy?.get(key)),
      ...lostToProto(telling.lost.of(document.id, key), telling),
    }));
  const seen = [...inherited].filter(
    ([, { register, channel }]) => seesField(register.field) && (channel === null || seesName(channel)),
  );
  const hidden = seen.map(([key, each]) => ({
    ...inheritedReasonToProto(each, telling),
    ...lostToProto(document.registers.get(key) ?? null, telling),
  }));
  return [...own, ...hidden];
}

function inheritedReasonToProto(
  { register, from, channel }: InheritedRegister,
  telling: Telling,
): FieldReason {
  const why = fieldReasonToProto(register, telling);
  if (channel === null) return { ...why, reason: `${why.reason}, on ${from}, which was merged into this id` };
  const reason = `inherited from ${displayText(channel)}: ${why.reason} there`;
  return { ...why, reason, inherited_from: ircBytes(channel) };
}

function lostToProto(lost: Register | null, telling: Telling): Pick<FieldReason, 'lost'> {
  if (lost === null) return {};
  const { field, stamp } = lost;
  const write = { writer: stamp.server, stamped_at: stamp.ms, stamp: formatStamp(stamp) };
  return { lost: { field: telling.field(field), ...write } };
}

/** `via`: the peer that told it, if its writer did not. */
function fieldReasonToProto({ field, stamp }: Register, telling: Telling, via?: ServerName): FieldReason {
  const floor = isFloor(stamp);
  const own = stamp.server === telling.self;
  const relayed = via === undefined || own ? '' : `, via ${via}`;
  const where = own ? 'here' : `on ${stamp.server}${relayed}`;
  return {
    field: telling.field(field),
    writer: stamp.server,
    stamped_at: stamp.ms,
    stamp: formatStamp(stamp),
    reason: floor
      ? `default of ${stamp.server}${relayed}, nobody wrote it`
      : `${isSet(field) ? 'set' : 'removed'} ${where}, the latest stamp`,
    via: relayed === '' ? '' : via!,
  };
}
