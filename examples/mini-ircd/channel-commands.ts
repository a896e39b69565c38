import { type Channel, TOPIC_BYTES_MAX } from './channel.ts';
import type { Client } from './client.ts';
import { CHANNELS_MAX, CHANNELS_PER_CLIENT_MAX, type Ircd } from './ircd.ts';
import { isChannelName } from './names.ts';
import { maySee, memberPrefix } from './user-commands.ts';

/** Names in one line of RPL_NAMREPLY. */
const NAMES_PER_LINE = 15;

export function joinCommand(ircd: Ircd, client: Client, [names = '', keys = '']: string[]): void {
  const channels = names.split(',');
  // A single channel's key may hold commas: one that came from elsewhere could not be given otherwise.
  const keyOf = channels.length === 1 ? [keys] : keys.split(',');
  for (const [index, name] of channels.entries()) joinOne(ircd, client, name, keyOf[index] ?? '');
}

export function partCommand(ircd: Ircd, client: Client, [names = '', reason]: string[]): void {
  for (const name of names.split(',')) {
    const channel = memberChannel(ircd, client, name);
    if (channel === null) continue;
    ircd.tell(channel, `:${client.mask} PART ${channel.name}${reason === undefined ? '' : ` :${reason}`}`);
    ircd.leave(client, channel);
  }
}

export function topicCommand(ircd: Ircd, client: Client, [name = '', text]: string[]): void {
  if (text === undefined) {
    showTopic(ircd, client, name);
    return;
  }
  const channel = memberChannel(ircd, client, name);
  if (channel === null || (channel.hasFlag('topic-protected') && !mayOperate(client, channel))) return;
  const topic = { text: text.slice(0, TOPIC_BYTES_MAX), setter: client.mask, setAt: ircd.now() };
  const fields = [{ kind: 'topic', value: text === '' ? null : topic }] as const;
  ircd.change(channel, fields);
  ircd.announce(channel, client.mask, fields);
}

export function namesCommand(ircd: Ircd, client: Client, [names = '']: string[]): void {
  for (const name of names.split(',')) {
    const channel = ircd.channel(name);
    if (channel !== undefined && maySee(client, channel)) sendNames(client, channel);
    client.reply('366', name, 'End of NAMES list');
  }
}

/** Shows the channels that only exist elsewhere too, with their members there. */
export function listCommand(ircd: Ircd, client: Client, [names]: string[]): void {
  const asked = names?.split(',').map((name) => ircd.channel(name)) ?? ircd.channels;
  for (const channel of asked) {
    if (channel === undefined || !maySee(client, channel)) continue;
    client.reply(
      '322',
      channel.name,
      channel.members.size + channel.remoteMembers,
      channel.topic?.text ?? '',
    );
  }
  client.reply('323', 'End of LIST');
}

export function kickCommand(ircd: Ircd, client: Client, [name = '', nick = '', reason]: string[]): void {
  const channel = memberChannel(ircd, client, name);
  if (channel === null || !mayOperate(client, channel)) return;
  const target = ircd.client(nick);
  if (target === undefined || !channel.members.has(target)) {
    client.reply('441', nick, channel.name, 'They are not on that channel');
    return;
  }
  ircd.tell(channel, `:${client.mask} KICK ${channel.name} ${target.nick} :${reason ?? client.nick}`);
  ircd.leave(target, channel);
}

export function inviteCommand(ircd: Ircd, client: Client, [nick = '', name = '']: string[]): void {
  const target = ircd.client(nick);
  const channel = memberChannel(ircd, client, name);
  if (channel === null) return;
  if (channel.hasFlag('invite-only') && !mayOperate(client, channel)) return;
  if (!target?.registered) client.reply('401', nick, 'No such nick or channel');
  else if (channel.members.has(target)) client.reply('443', nick, channel.name, 'is already on channel');
  else {
    channel.invited.add(target);
    client.send(`:${ircd.name} 341 ${client.nick} ${target.nick} ${channel.name}`);
    target.send(`:${client.mask} INVITE ${target.nick} :${channel.name}`);
  }
}

/** True for the channel's operators and for IRC operators; anybody else is told. */
export function mayOperate(client: Client, channel: Channel): boolean {
  if (client.isOper || channel.members.get(client)?.op) return true;
  client.reply('482', channel.name, 'You are not channel operator');
  return false;
}

function joinOne(ircd: Ircd, client: Client, name: string, key: string): void {
  const channel = ircd.channel(name);
  if (channel?.members.has(client)) return;
  const refusal = channel ? entryRefusal(ircd, client, channel, key) : creationRefusal(ircd, name);
  if (client.channels.size >= CHANNELS_PER_CLIENT_MAX)
    client.reply('405', name, 'You are on too many channels');
  else if (refusal !== null) client.reply(refusal.numeric, name, refusal.reason);
  else enter(ircd, client, channel ?? name);
}

function enter(ircd: Ircd, client: Client, channel: Channel | string): void {
  let joined: Channel;
  if (typeof channel === 'string') joined = ircd.create(client, channel);
  else {
    joined = channel;
    ircd.join(client, joined);
  }
  if (joined.topic !== null) showTopic(ircd, client, joined.name);
  namesCommand(ircd, client, [joined.name]);
}

interface Refusal {
  readonly numeric: string;
  readonly reason: string;
}

function creationRefusal(ircd: Ircd, name: string): Refusal | null {
  if (!isChannelName(name)) return { numeric: '403', reason: 'No such channel' };
  return ircd.channelCount < CHANNELS_MAX ? null : { numeric: '405', reason: 'There are too many channels' };
}

function entryRefusal(ircd: Ircd, client: Client, channel: Channel, key: string): Refusal | null {
  if (channel.invited.has(client)) return null;
  if (ircd.isBanned(client, channel)) return { numeric: '474', reason: 'Cannot join channel (+b)' };
  if (channel.hasFlag('invite-only') && !ircd.isOnList(client, channel, 'invite')) {
    return { numeric: '473', reason: 'Cannot join channel (+i)' };
  }
  if (channel.joinKey !== null && channel.joinKey !== key) {
    return { numeric: '475', reason: 'Cannot join channel (+k)' };
  }
  const isFull = channel.limit !== null && channel.members.size >= channel.limit;
  return isFull ? { numeric: '471', reason: 'Cannot join channel (+l)' } : null;
}

function memberChannel(ircd: Ircd, client: Client, name: string): Channel | null {
  const channel = ircd.channel(name);
  if (channel === undefined) client.reply('403', name, 'No such channel');
  else if (channel.members.has(client)) return channel;
  else client.reply('442', channel.name, 'You are not on that channel');
  return null;
}

function showTopic(ircd: Ircd, client: Client, name: string): void {
  const channel = ircd.channel(name);
  if (channel === undefined || !maySee(client, channel)) client.reply('403', name, 'No such channel');
  else if (channel.topic === null) client.reply('331', channel.name, 'No topic is set');
  else {
    const { text, setter, setAt } = channel.topic;
    client.reply('332', channel.name, text);
    client.send(`:${ircd.name} 333 ${client.nick} ${channel.name} ${setter || '*'} ${setAt}`);
  }
}

function sendNames(client: Client, channel: Channel): void {
  const names = [...channel.members.keys()].map((member) => memberPrefix(channel, member) + member.nick);
  const symbol = channel.hasFlag('secret') ? '@' : channel.hasFlag('private') ? '*' : '=';
  for (let start = 0; start < names.length; start += NAMES_PER_LINE) {
    client.reply('353', symbol, channel.name, names.slice(start, start + NAMES_PER_LINE).join(' '));
  }
}
