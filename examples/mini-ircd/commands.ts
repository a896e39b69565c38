import {
  inviteCommand,
  joinCommand,
  kickCommand,
  listCommand,
  namesCommand,
  partCommand,
  topicCommand,
} from './channel-commands.ts';
import type { Client } from './client.ts';
import type { Ircd } from './ircd.ts';
import { modeCommand } from './mode-command.ts';
import { lusers, motd, nickCommand, operCommand, userCommand } from './registration.ts';
import { messageCommand, whoCommand, whoisCommand } from './user-commands.ts';

type Handler = (ircd: Ircd, client: Client, parameters: string[]) => void;

interface Command {
  /** Parameters without which it makes no sense. */
  readonly least: number;
  readonly handle: Handler;
}

const BEFORE_REGISTRATION = new Map<string, Command>([
  // irssi asks for capabilities first and waits for the answer.
  [
    'CAP',
    { least: 1, handle: (ircd, client, [what]) => what === 'LS' && client.send(`:${ircd.name} CAP * LS :`) },
  ],
  ['NICK', { least: 1, handle: nickCommand }],
  ['USER', { least: 4, handle: userCommand }],
  ['PASS', { least: 1, handle: () => {} }],
  [
    'PING',
    { least: 1, handle: (ircd, client, [token]) => client.send(`:${ircd.name} PONG ${ircd.name} :${token}`) },
  ],
  ['PONG', { least: 0, handle: () => {} }],
  ['QUIT', { least: 0, handle: (_, client, [reason]) => client.close(`Quit: ${reason ?? client.nick}`) }],
]);

const AFTER_REGISTRATION = new Map<string, Command>([
  ['JOIN', { least: 1, handle: joinCommand }],
  ['PART', { least: 1, handle: partCommand }],
  ['TOPIC', { least: 1, handle: topicCommand }],
  ['MODE', { least: 1, handle: modeCommand }],
  ['NAMES', { least: 1, handle: namesCommand }],
  ['LIST', { least: 0, handle: listCommand }],
  ['KICK', { least: 2, handle: kickCommand }],
  ['INVITE', { least: 2, handle: inviteCommand }],
  [
    'PRIVMSG',
    { least: 2, handle: (ircd, client, [to, text]) => messageCommand(ircd, client, 'PRIVMSG', to!, text!) },
  ],
  [
    'NOTICE',
    { least: 2, handle: (ircd, client, [to, text]) => messageCommand(ircd, client, 'NOTICE', to!, text!) },
  ],
  ['WHO', { least: 1, handle: whoCommand }],
  ['WHOIS', { least: 1, handle: whoisCommand }],
  ['OPER', { least: 2, handle: operCommand }],
  ['LUSERS', { least: 0, handle: lusers }],
  ['MOTD', { least: 0, handle: motd }],
]);

/** Does what a client asked for, or tells it why not. */
export function handleCommand(ircd: Ircd, client: Client, name: string, parameters: string[]): void {
  const command =
    BEFORE_REGISTRATION.get(name) ?? (client.registered ? AFTER_REGISTRATION.get(name) : undefined);
  if (command === undefined) {
    if (client.registered) client.reply('421', name, 'Unknown command');
    else client.reply('451', 'You have not registered');
  } else if (parameters.length < command.least) client.reply('461', name, 'Not enough parameters');
  else command.handle(ircd, client, parameters);
}
