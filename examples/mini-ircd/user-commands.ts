import type { Channel } from './channel.ts';
import type { Client } from './client.ts';
import type { Ircd } from './ircd.ts';

/** PRIVMSG and NOTICE. A NOTICE is never answered, as RFC 1459 wants it. */
export function messageCommand(
  ircd: Ircd,
  client: Client,
  command: 'PRIVMSG' | 'NOTICE',
  target: string,
  text: string,
): void {
  const line = `:${client.mask} ${command} ${target} :${text}`;
  const refuse = (numeric: string, reason: string): void => {
    if (command === 'PRIVMSG') client.reply(numeric, target, reason);
  };
  const channel = ircd.channel(target);
  if (channel === undefined) {
    const receiver = ircd.client(target);
    if (receiver?.registered) receiver.send(line);
    else refuse('401', 'No such nick or channel');
  } else if (maySpeak(ircd, client, channel)) ircd.tell(channel, line, client);
  else refuse('404', 'Cannot send to channel');
}

export function whoCommand(ircd: Ircd, client: Client, [target = '']: string[]): void {
  const channel = ircd.channel(target);
  for (const member of whoMatches(ircd, client, target)) {
    const prefix = channel ? memberPrefix(channel, member) : '';
    client.send(
      `:${ircd.name} 352 ${client.nick} ${channel?.name ?? '*'} ${member.user} ${member.host} ${ircd.name} ` +
        `${member.nick} H${member.isOper ? '*' : ''}${prefix} :0 ${member.realName}`,
    );
  }
  client.reply('315', target, 'End of WHO list');
}

export function whoisCommand(ircd: Ircd, client: Client, parameters: string[]): void {
  const nick = parameters.at(-1)!;
  const found = ircd.client(nick);
  if (found?.registered) {
    client.reply('311', found.nick, found.user, found.host, '*', found.realName);
    client.reply('312', found.nick, ircd.name, 'mini-ircd');
    if (found.isOper) client.reply('313', found.nick, 'is an IRC operator');
  } else client.reply('401', nick, 'No such nick or channel');
  client.reply('318', nick, 'End of WHOIS list');
}

/** `@`, `+` or nothing. */
export function memberPrefix(channel: Channel, member: Client): string {
  const membership = channel.members.get(member);
  return membership?.op ? '@' : membership?.voice ? '+' : '';
}

/** Who is in a secret or private channel is only for those who are in it too, and for IRC operators. */
export function maySee(client: Client, channel: Channel): boolean {
  const hidden = channel.hasFlag('secret') || channel.hasFlag('private');
  return !hidden || client.isOper || channel.members.has(client);
}

function maySpeak(ircd: Ircd, client: Client, channel: Channel): boolean {
  const membership = channel.members.get(client);
  if (membership?.op || membership?.voice) return true;
  if (membership === undefined && channel.hasFlag('no-external')) return false;
  return !channel.hasFlag('moderated') && !ircd.isBanned(client, channel);
}

function whoMatches(ircd: Ircd, client: Client, target: string): Client[] {
  const channel = ircd.channel(target);
  if (channel !== undefined) return maySee(client, channel) ? [...channel.members.keys()] : [];
  const user = ircd.client(target);
  return user?.registered ? [user] : [];
}
