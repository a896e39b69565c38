import type { ChannelMember__Output } from '../proto-types/cburst/v1/ChannelMember.ts';
import type { PrefixMode__Output } from '../proto-types/cburst/v1/PrefixMode.ts';
import { showBytes } from './show-field.ts';
import { showTime } from './show-time.ts';
import { type Cell, renderTable } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Who is in a channel, on this server and on others; nothing where nobody is known by name. */
export function renderMembers(members: readonly ChannelMember__Output[], terminal: Terminal): string {
  if (members.length === 0) return '';
  const columns = [
    { title: 'MEMBER', shrinks: true },
    { title: 'WHERE' },
    { title: 'SERVER' },
    { title: 'MODES' },
    { title: 'ACCOUNT' },
    { title: 'JOINED' },
  ] as const;
  return `\n${renderTable(columns, members.map(memberRow), terminal)}`;
}

function memberRow({ server, local, member }: ChannelMember__Output): Cell[] {
  if (member === null) return ['?', '?', server, '-', '-', '-'];
  const { nick, user, host, account, modes, granted, joined_at: joinedAt } = member;
  return [
    `${showBytes(nick)}!${showBytes(user)}@${showBytes(host)}`,
    { text: local ? 'local' : 'remote', style: 'dim' },
    server,
    modes.map((mode) => modeName(mode) + (granted.includes(mode) ? ' (by account)' : '')).join(' ') || '-',
    account === undefined ? '-' : showBytes(account),
    joinedAt === 0 ? 'unknown' : showTime(joinedAt * 1000),
  ];
}

function modeName(mode: PrefixMode__Output): string {
  return mode.replace('PREFIX_MODE_', '').toLowerCase();
}
