import { createHash, timingSafeEqual } from 'node:crypto';
import { LIST_ENTRIES_MAX, TOPIC_BYTES_MAX } from './channel.ts';
import type { Client } from './client.ts';
import { CHANNELS_PER_CLIENT_MAX, type Ircd } from './ircd.ts';
import { FLAGS, LISTS, PARAMETERS_MAX } from './modes.ts';
import { CHANNEL_BYTES_MAX, isNick, NICK_BYTES_MAX } from './names.ts';

const USER_BYTES_MAX = 10;

export function nickCommand(ircd: Ircd, client: Client, [nick = '']: string[]): void {
  if (!isNick(nick)) {
    client.reply('432', nick, 'Erroneous nickname');
    return;
  }
  const owner = ircd.client(nick);
  if (owner !== undefined && owner !== client) {
    client.reply('433', nick, 'Nickname is already in use');
    return;
  }
  const line = `:${client.mask} NICK :${nick}`;
  ircd.rename(client, nick);
  if (client.registered) for (const witness of [client, ...ircd.neighbours(client)]) witness.send(line);
  else welcomeWhenComplete(ircd, client);
}

export function userCommand(ircd: Ircd, client: Client, [user = '', , , realName = '']: string[]): void {
  if (client.registered) {
    client.reply('462', 'You may not register again');
    return;
  }
  client.user = user.replace(/[^\w.-]/g, '').slice(0, USER_BYTES_MAX) || 'user';
  client.realName = realName;
  welcomeWhenComplete(ircd, client);
}

export function operCommand(ircd: Ircd, client: Client, [name = '', password = '']: string[]): void {
  const operator = ircd.options.operator;
  if (operator === null || name !== operator.name || !sameSecret(password, operator.password)) {
    client.reply('464', 'Password incorrect');
    return;
  }
  client.isOper = true;
  client.reply('381', 'You are now an IRC operator');
}

export function lusers(ircd: Ircd, client: Client): void {
  const local = [...ircd.clients].filter(({ registered }) => registered).length;
  client.reply('251', `There are ${local} users and 0 invisible on 1 servers`);
  client.reply('254', ircd.channelCount, 'channels formed');
  client.reply('255', `I have ${local} clients and 0 servers`);
}

export function motd(_ircd: Ircd, client: Client): void {
  client.reply('422', 'There is no message of the day');
}

function welcomeWhenComplete(ircd: Ircd, client: Client): void {
  if (client.nick === '*' || client.user === '') return;
  client.registered = true;
  client.reply('001', `Welcome to IRC, ${client.mask}`);
  client.reply('002', `Your host is ${ircd.name}, running mini-ircd`);
  client.reply('003', `This server was started ${ircd.startedAt.toISOString()}`);
  client.send(`:${ircd.name} 004 ${client.nick} ${ircd.name} mini-ircd o ${channelLetters('ov')}`);
  client.reply('005', ...supported(ircd), 'are supported by this server');
  lusers(ircd, client);
  motd(ircd, client);
}

function supported(ircd: Ircd): string[] {
  const { casemapping } = ircd.options;
  return [
    `CASEMAPPING=${casemapping === 'rfc1459-strict' ? 'strict-rfc1459' : casemapping}`,
    `CHANMODES=${Object.keys(LISTS).join('')},k,l,${Object.keys(FLAGS).join('')}`,
    'CHANTYPES=#',
    'PREFIX=(ov)@+',
    'EXCEPTS=e',
    'INVEX=I',
    `CHANNELLEN=${CHANNEL_BYTES_MAX}`,
    `CHANLIMIT=#:${CHANNELS_PER_CLIENT_MAX}`,
    `MAXLIST=${Object.keys(LISTS)
      .map((letter) => `${letter}:${LIST_ENTRIES_MAX}`)
      .join()}`,
    `MODES=${PARAMETERS_MAX}`,
    `NICKLEN=${NICK_BYTES_MAX}`,
    `TOPICLEN=${TOPIC_BYTES_MAX}`,
  ];
}

function channelLetters(others: string): string {
  return [...Object.keys(FLAGS), ...Object.keys(LISTS), 'k', 'l', ...others].sort().join('');
}

/** Compares in a time that tells nothing about the secret. */
function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
