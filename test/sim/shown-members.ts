import type { ChannelKey } from '../../src/core/casemapping.ts';
import { ircText } from '../../src/core/irc-text.ts';
import { memberText, type NickKey, renamedText } from '../../src/core/member.ts';
import type { Member__Output } from '../../src/proto-types/cburst/v1/Member.ts';
import type { RemoteMembers } from '../../src/proto-types/cburst/v1/RemoteMembers.ts';
import type { RemoteMembersBatch } from '../../src/proto-types/cburst/v1/RemoteMembersBatch.ts';
import type { RemoteRename } from '../../src/proto-types/cburst/v1/RemoteRename.ts';
import { memberFromProto } from '../../src/rpc/member-proto.ts';
import { keyOf, keyOfNick } from './ircd.ts';

/** What an adapter makes of members that it is told of: who is shown in which channel, of which server. */
export class ShownMembers {
  /** By channel and server. */
  readonly #lists = new Map<string, Map<NickKey, string>>();
  /** What the present stream told of. */
  #told = new Set<string>();

  /** A new stream. */
  begin(): void {
    this.#told = new Set();
  }

  take({ renamed, changes, complete }: RemoteMembersBatch): void {
    for (const rename of renamed ?? []) this.#rename(rename);
    for (const change of changes ?? []) this.#change(change);
    if (complete !== true) return;
    for (const where of this.#lists.keys()) if (!this.#told.has(where)) this.#lists.delete(where);
  }

  /** Each as `<channel> <server> <member>`. */
  texts(): string[] {
    return [...this.#lists].flatMap(([where, list]) => [...list.values()].map((text) => `${where} ${text}`));
  }

  #rename({ server, from, to }: RemoteRename): void {
    const [before, now] = [ircText(from as Buffer), ircText(to as Buffer)];
    for (const [where, list] of this.#lists) {
      const text = list.get(keyOfNick(before));
      if (!where.endsWith(` ${server}`) || text === undefined) continue;
      list.delete(keyOfNick(before));
      list.set(keyOfNick(now), renamedText(text, now));
    }
  }

  #change({ channel, server, reset, gone, present }: RemoteMembers): void {
    const where = shownAt(keyOf(ircText(channel as Buffer)), server!);
    const list = reset ? new Map<NickKey, string>() : (this.#lists.get(where) ?? new Map<NickKey, string>());
    this.#told.add(where);
    this.#lists.set(where, list);
    for (const nick of gone ?? []) list.delete(keyOfNick(ircText(nick as Buffer)));
    for (const message of present ?? []) {
      const member = memberFromProto(asOutput(message));
      list.set(keyOfNick(member.nick), memberText(member));
    }
  }
}

export function shownAt(key: ChannelKey, server: string): string {
  return `${key} ${server}`;
}

function asOutput(message: object): Member__Output {
  const hasAccount = 'account' in message ? { _account: 'account' } : {};
  return { modes: [], granted: [], joined_at: 0, ...message, ...hasAccount } as unknown as Member__Output;
}
