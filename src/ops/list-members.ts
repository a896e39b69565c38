import type { ServerName } from '../core/identity.ts';
import { type IrcText, ircText } from '../core/irc-text.ts';
import type { NickKey } from '../core/member.ts';
import type { Members } from '../core/member-list.ts';
import type { Replica } from '../core/replica.ts';
import type { ChannelMember } from '../proto-types/cburst/v1/ChannelMember.ts';
import type { ListMembersRequest__Output } from '../proto-types/cburst/v1/ListMembersRequest.ts';
import type { ListMembersResponse } from '../proto-types/cburst/v1/ListMembersResponse.ts';
import { memberToProto } from '../rpc/member-proto.ts';
import { notGranted, unknownChannel } from './call-error.ts';
import { badPageToken, pageSize, textOfToken, textToken } from './paging.ts';
import type { Visibility } from './visibility.ts';

/** A page of who is in the channel that is shown for the name: who comes or goes between two pages shifts nobody. */
export function listMembers(
  replica: Replica,
  request: ListMembersRequest__Output,
  visibility: Visibility,
): ListMembersResponse {
  if (!visibility.members)
    throw notGranted(
      'who is in channels is for the role ops-admin, or for ops-read with members = true in [api]',
    );
  const name = ircText(request.name);
  const key = replica.key(name);
  if (replica.table.named(key).length === 0 || !visibility.sees(key)) throw unknownChannel(name);
  const size = pageSize(request.page_size);
  const after = decodeMember(request.page_token);
  const entry = replica.choose(key)?.entry;
  if (entry === undefined) return { members: [], next_page_token: '' };
  const { local, remote } = replica.membersOf(entry);
  const lists: [ServerName, Members][] = [...remote].sort(([a], [b]) => (a < b ? -1 : 1));
  if (local !== null) lists.unshift([replica.server, local]);
  const members: ChannelMember[] = [];
  for (const [server, list] of lists) {
    if (after !== null && !isFrom(server, after.server, replica.server)) continue;
    const from = server === after?.server ? after.nick : '';
    for (const key of [...list.keys()].filter((nick) => nick > from).sort()) {
      if (members.length === size)
        return { members, next_page_token: encodeMember(members.at(-1)!, replica) };
      members.push({ server, local: server === replica.server, member: memberToProto(list.get(key)!) });
    }
  }
  return { members, next_page_token: '' };
}

/** True of the server of the token, which may be gone, and of all that follow it; the local one is the first. */
function isFrom(server: ServerName, after: string, self: ServerName): boolean {
  if (after === self) return true;
  return server !== self && server >= after;
}

/** A token is server and nick of the last member of the page before. */
function encodeMember({ server, member }: ChannelMember, replica: Replica): string {
  const nick = ircText(member!.nick as Uint8Array);
  return textToken(`${server} ${replica.key(nick)}` as IrcText);
}

function decodeMember(token: string): { server: string; nick: NickKey } | null {
  if (token === '') return null;
  const [server = '', nick = '', ...more] = textOfToken(token).split(' ');
  if (nick === '' || more.length > 0) throw badPageToken();
  return { server, nick: nick as NickKey };
}
