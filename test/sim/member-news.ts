import type { IrcText } from '../../src/core/irc-text.ts';
import type { Member, MemberChange } from '../../src/core/member.ts';
import type { Replica } from '../../src/core/replica.ts';
import type { AttachRequest__Output } from '../../src/proto-types/cburst/v1/AttachRequest.ts';

/** Who is in channels, as a host's message tells it. */
export type MemberNews =
  | { readonly all: ReadonlyMap<IrcText, readonly Member[]> }
  | { readonly name: IrcText; readonly change: Partial<MemberChange> };

const news = new WeakMap<AttachRequest__Output, MemberNews>();

/** The message tells this, too: the host API has no words for it. */
export function tellMembers(message: AttachRequest__Output, told: MemberNews): AttachRequest__Output {
  news.set(message, told);
  return message;
}

/** In the transaction in which the rest of the message is taken. */
export function takeMembers(replica: Replica, message: AttachRequest__Output): void {
  const told = news.get(message);
  if (told === undefined) return;
  if ('all' in told) {
    for (const [name, members] of told.all) assertTaken(replica.setOwnMembers(replica.key(name), members));
  } else {
    const change = { renamed: [], gone: [], present: [], ...told.change };
    // Of a channel that is gone there are no members.
    if (replica.host.channels.has(replica.key(told.name)))
      assertTaken(replica.changeOwnMembers(replica.key(told.name), change));
  }
}

function assertTaken(problem: string | null): void {
  if (problem !== null) throw new Error(problem);
}
