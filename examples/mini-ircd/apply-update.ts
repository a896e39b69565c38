import {
  type Channel,
  type Field,
  LIST_ENTRIES_MAX,
  MASK_BYTES_MAX,
  type Mark,
  TOPIC_BYTES_MAX,
  unset,
} from './channel.ts';
import {
  type ChannelUpdate,
  type ChannelView,
  type Deviation,
  type FieldMessage,
  fieldFromMessage,
  fieldMessage,
  text,
  type UpdateResult,
} from './host-api.ts';
import { CHANNELS_MAX, type Ircd } from './ircd.ts';
import { FLAGS, LISTS } from './modes.ts';
import { isChannelName } from './names.ts';

/** True for a field, by its key, that users here changed after what the update takes into account. */
export type ChangedSince = (fieldKey: string) => boolean;

/** Why a field keeps its value: the sidecar answers the event that told of it with a newer update, where it must. */
const CHANGED_SINCE = 'changed by a user since';

/** Makes the ircd show what the update says, tells the members, and says what became of it. */
export function applyUpdate(ircd: Ircd, update: ChannelUpdate, changedSince: ChangedSince): UpdateResult {
  return update.view
    ? applyView(ircd, update, update.view, changedSince)
    : applyRemoval(ircd, update, ircd.channel(text(update.channel)));
}

function applyView(
  ircd: Ircd,
  update: ChannelUpdate,
  view: ChannelView,
  changedSince: ChangedSince,
): UpdateResult {
  const name = text(update.channel);
  if (!isChannelName(name)) return refused(update, view, 'no channel can have this name here');
  if (ircd.channel(name) === undefined && ircd.channelCount >= CHANNELS_MAX) {
    return refused(update, view, 'there are too many channels here');
  }
  const createdAt = Math.floor(view.created_at / 1000) || ircd.now();
  const channel = ircd.channel(name) ?? ircd.addChannel(name, createdAt);
  if (view.created_at > 0) channel.createdAt = createdAt;
  channel.remoteMembers = view.remote_members;
  const deviations = showFields(ircd, channel, view.fields, changedSince);
  return resultOf(update, channel.createdAt, deviations);
}

/** Users who are in the channel keep it: their presence was told, and the sidecar takes it into account. */
function applyRemoval(ircd: Ircd, update: ChannelUpdate, channel: Channel | undefined): UpdateResult {
  if (channel !== undefined && channel.members.size > 0) {
    return { ...resultOf(update, channel.createdAt, []), status: 'RESULT_STATUS_REFUSED' };
  }
  if (channel !== undefined) ircd.removeChannel(channel);
  return resultOf(update, 0, []);
}

/** The view is the whole state: what it lacks goes, but for what was changed here since. */
function showFields(
  ircd: Ircd,
  channel: Channel,
  messages: readonly FieldMessage[],
  changedSince: ChangedSince,
): Deviation[] {
  const wanted = new Map<string, Field>();
  const deviations: Deviation[] = [];
  for (const message of messages) {
    const field = fieldFromMessage(message);
    if (field === null) deviations.push({ wanted: message, reason: 'there is no such mode here' });
    else wanted.set(ircd.fieldKey(field), field);
  }
  // What goes is first: a full list has room afterwards.
  const others = channel.fields.filter((field) => !wanted.has(ircd.fieldKey(field))).map(unset);
  const changed: Field[] = [];
  for (const field of [...others, ...wanted.values()]) {
    const key = ircd.fieldKey(field);
    const before = channel.get(key);
    const { shown, reason } = changedSince(key) ? keep(field, before) : fit(channel, field, before);
    channel.set(key, shown ?? unset(field));
    if (!looksSame(before, channel.get(key))) changed.push(shown ?? unset(field));
    if (reason !== null) deviations.push(deviation(field, shown, reason));
  }
  ircd.announce(channel, ircd.name, changed);
  return deviations;
}

function deviation(wanted: Field, shown: Field | null, reason: string): Deviation {
  return { wanted: fieldMessage(wanted), ...(shown && { shown: fieldMessage(shown) }), reason };
}

interface Fitted {
  /** What can be shown, null: nothing. */
  readonly shown: Field | null;
  /** Why it is not what was wanted, null: it is. */
  readonly reason: string | null;
}

function keep(wanted: Field, before: Field | undefined): Fitted {
  const isSame = JSON.stringify(before) === JSON.stringify(wanted);
  return { shown: before ?? null, reason: isSame ? null : CHANGED_SINCE };
}

/** What this ircd can show of the field. It checks like every entry to it: the sidecar may have another idea of a word. */
function fit(channel: Channel, field: Field, before: Field | undefined): Fitted {
  const problem = problemOf(channel, field, before);
  if (problem !== null) return { shown: null, reason: problem };
  if (field.kind !== 'topic' || field.value === null) return { shown: field, reason: null };
  if (field.value.text.length <= TOPIC_BYTES_MAX) return { shown: field, reason: null };
  const value = { ...field.value, text: field.value.text.slice(0, TOPIC_BYTES_MAX) };
  return { shown: { ...field, value }, reason: `topic cut to ${TOPIC_BYTES_MAX} bytes` };
}

function problemOf(channel: Channel, field: Field, before: Field | undefined): string | null {
  switch (field.kind) {
    case 'topic':
      return field.value && (/[\0\r\n]/.test(field.value.text) ? 'not a topic' : markProblem(field.value));
    case 'flag':
      return Object.values(FLAGS).includes(field.name) ? null : 'there is no such mode here';
    case 'join-key':
      return field.value === null || isWord(field.value) ? null : 'not a key';
    case 'limit':
      return null;
    case 'entry': {
      if (!Object.values(LISTS).includes(field.list)) return 'there is no such list here';
      if (field.mask.length > MASK_BYTES_MAX) return `masks here have at most ${MASK_BYTES_MAX} bytes`;
      const isFull = before === undefined && channel.entries(field.list).length >= LIST_ENTRIES_MAX;
      if (isFull) return `lists here have at most ${LIST_ENTRIES_MAX} entries`;
      return isWord(field.mask) ? field.value && markProblem(field.value) : 'not a mask';
    }
  }
}

function markProblem(mark: Mark): string | null {
  return mark.setter === '' || isWord(mark.setter) ? null : 'not a setter';
}

/** True for what can stand between blanks of an IRC line. */
function isWord(text: string): boolean {
  return /^[^:\0\r\n ][^\0\r\n ]*$/.test(text);
}

/** True when members see no difference: who set it and when is only told to those who ask. */
function looksSame(a: Field | undefined, b: Field | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'topic' && b.kind === 'topic') return a.value?.text === b.value?.text;
  if (a.kind === 'join-key' || a.kind === 'limit') return b.kind === a.kind && a.value === b.value;
  return true;
}

function refused(update: ChannelUpdate, view: ChannelView, reason: string): UpdateResult {
  const deviations = view.fields.map((wanted) => ({ wanted, reason }));
  return { ...resultOf(update, 0, deviations), status: 'RESULT_STATUS_REFUSED', missing: reason };
}

function resultOf(update: ChannelUpdate, createdAt: number, deviations: Deviation[]): UpdateResult {
  const isLess = deviations.some(({ shown, reason }) => shown === undefined && reason !== CHANGED_SINCE);
  const altered = deviations.length > 0 ? 'RESULT_STATUS_TRUNCATED' : 'RESULT_STATUS_APPLIED';
  const status = isLess ? 'RESULT_STATUS_REFUSED' : altered;
  return { number: update.number, channel: update.channel, status, deviations, created_at: createdAt };
}
