import { type Channel, type Field, LIST_ENTRIES_MAX, MASK_BYTES_MAX } from './channel.ts';
import { mayOperate } from './channel-commands.ts';
import type { Client } from './client.ts';
import type { Ircd } from './ircd.ts';
import { channelModes, FLAGS, LISTS, type ModeChange, modeArguments, PARAMETERS_MAX } from './modes.ts';
import { completeMask } from './names.ts';
import { maySee } from './user-commands.ts';

const LIST_REPLIES: Readonly<Record<string, readonly [entry: string, end: string, name: string]>> = {
  b: ['367', '368', 'ban'],
  e: ['348', '349', 'exception'],
  I: ['346', '347', 'invite'],
};

/** MODE: shows a channel's modes or a list, or changes what it may. */
export function modeCommand(ircd: Ircd, client: Client, [target = '', letters, ...rest]: string[]): void {
  const channel = ircd.channel(target);
  if (channel === undefined || !maySee(client, channel)) {
    if (ircd.client(target) === client) client.reply('221', '+');
    else client.reply('403', target, 'No such channel');
    return;
  }
  if (letters === undefined) showModes(ircd, client, channel);
  else changeModes(ircd, client, channel, parseChanges(client, letters, rest));
}

function showModes(ircd: Ircd, client: Client, channel: Channel): void {
  const showKey = client.isOper || channel.members.has(client);
  client.send(`:${ircd.name} 324 ${client.nick} ${channel.name} ${channelModes(channel, showKey)}`);
  client.send(`:${ircd.name} 329 ${client.nick} ${channel.name} ${channel.createdAt}`);
}

function parseChanges(client: Client, letters: string, rest: string[]): ModeChange[] {
  const changes: ModeChange[] = [];
  let add = true;
  for (const letter of letters) {
    if (letter === '+' || letter === '-') add = letter === '+';
    else if (takesParameter(letter, add)) {
      if (changes.filter(({ parameter }) => parameter !== null).length >= PARAMETERS_MAX) continue;
      changes.push({ add, letter, parameter: rest.shift() ?? null });
    } else if (letter === 'l' || letter in FLAGS) changes.push({ add, letter, parameter: null });
    else client.reply('472', letter, 'is unknown mode char to me');
  }
  return changes;
}

function takesParameter(letter: string, add: boolean): boolean {
  return 'kov'.includes(letter) || letter in LISTS || (letter === 'l' && add);
}

/** Members' prefixes are each server's own; everything else is a field, and told to the sidecar as one change. */
function changeModes(ircd: Ircd, client: Client, channel: Channel, changes: ModeChange[]): void {
  const isQuery = ({ letter, parameter }: ModeChange): boolean => letter in LISTS && parameter === null;
  for (const { letter } of changes.filter(isQuery)) showList(ircd, client, channel, letter);
  const acts = changes.filter((change) => !isQuery(change));
  if (acts.length === 0 || !mayOperate(client, channel)) return;
  const prefixes = acts.filter((change) => 'ov'.includes(change.letter));
  const done = prefixes.flatMap((change) => setPrefix(ircd, client, channel, change) ?? []);
  for (const line of modeArguments(done)) ircd.tell(channel, `:${client.mask} MODE ${channel.name} ${line}`);
  const fields: Field[] = [];
  for (const change of acts) {
    const field = changedField(ircd, client, channel, change);
    if (field === null) continue;
    // Set at once: a later letter of the same command may be about the same field.
    channel.set(ircd.fieldKey(field), field);
    fields.push(field);
  }
  ircd.change(channel, fields);
  ircd.announce(channel, client.mask, fields);
}

function setPrefix(ircd: Ircd, client: Client, channel: Channel, change: ModeChange): ModeChange | null {
  const target = ircd.client(change.parameter ?? '');
  const membership = target && channel.members.get(target);
  if (membership === undefined) {
    client.reply('441', change.parameter ?? '*', channel.name, 'They are not on that channel');
    return null;
  }
  const which = change.letter === 'o' ? 'op' : 'voice';
  if (membership[which] === change.add) return null;
  membership[which] = change.add;
  return { ...change, parameter: target!.nick };
}

/** The field that the change gives another value than it has, or null. */
function changedField(ircd: Ircd, client: Client, channel: Channel, change: ModeChange): Field | null {
  const { add, letter, parameter } = change;
  if (letter in FLAGS) {
    const name = FLAGS[letter]!;
    return channel.hasFlag(name) === add ? null : { kind: 'flag', name, set: add };
  }
  if (letter === 'k') return changedKey(channel, add, parameter);
  if (letter === 'l') return changedLimit(channel, add, parameter);
  return letter in LISTS ? changedEntry(ircd, client, channel, change) : null;
}

function changedKey(channel: Channel, add: boolean, parameter: string | null): Field | null {
  if (!add) return channel.joinKey === null ? null : { kind: 'join-key', value: null };
  const isKey = parameter !== null && parameter !== channel.joinKey && /^[^: ,][^ ,]*$/.test(parameter);
  return isKey ? { kind: 'join-key', value: parameter } : null;
}

function changedLimit(channel: Channel, add: boolean, parameter: string | null): Field | null {
  if (!add) return channel.limit === null ? null : { kind: 'limit', value: null };
  const limit = /^[1-9]\d{0,8}$/.test(parameter ?? '') ? Number(parameter) : null;
  return limit === null || limit === channel.limit ? null : { kind: 'limit', value: limit };
}

function changedEntry(ircd: Ircd, client: Client, channel: Channel, change: ModeChange): Field | null {
  const list = LISTS[change.letter]!;
  const mask = completeMask(change.parameter!);
  if (mask.length > MASK_BYTES_MAX || /^:| /.test(mask)) return null;
  const key = ircd.fieldKey({ kind: 'entry', list, mask, value: null });
  const present = channel.get(key);
  if ((present !== undefined) === change.add) return null;
  if (present?.kind === 'entry') return { ...present, value: null };
  if (channel.entries(list).length >= LIST_ENTRIES_MAX) {
    client.reply('478', channel.name, mask, 'Channel list is full');
    return null;
  }
  return { kind: 'entry', list, mask, value: { setter: client.mask, setAt: ircd.now() } };
}

function showList(ircd: Ircd, client: Client, channel: Channel, letter: string): void {
  const [entry, end, name] = LIST_REPLIES[letter]!;
  for (const { mask, value } of channel.entries(LISTS[letter]!)) {
    const setter = value!.setter || '*';
    client.send(`:${ircd.name} ${entry} ${client.nick} ${channel.name} ${mask} ${setter} ${value!.setAt}`);
  }
  client.reply(end, channel.name, `End of channel ${name} list`);
}
