import type { ChannelKey } from '../../src/core/casemapping.ts';
import type { ChannelId, ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { Member } from '../../src/core/member.ts';
import type { ToldMembers } from '../../src/core/remote-members.ts';
import { Replica } from '../../src/core/replica.ts';
import { channelId, part, restartGraceMs, t0 } from './replica-fixture.ts';

/** A replica that keeps members. */
export function memberReplica(server: ServerName, statusByAccount = false): Replica {
  let next = 1;
  return new Replica({
    server,
    casemapping: 'rfc1459',
    restartGraceMs,
    policyFor: () => 'local',
    newId: () => channelId(next++),
    memberSync: true,
    statusByAccount,
  });
}

export function member(nick: string, more: Partial<Member> = {}): Member {
  return {
    nick: nick as IrcText,
    user: nick.toLowerCase() as IrcText,
    host: 'far.host' as IrcText,
    account: null,
    modes: [],
    granted: [],
    joinedAt: 0,
    ...more,
  };
}

/** A server that is linked and holds a channel of members. */
export class FarHolder {
  readonly #replica: Replica;
  readonly #server: ServerName;

  constructor(replica: Replica, server: ServerName) {
    this.#replica = replica;
    this.#server = server;
    replica.remoteMembers.begin(server, `run-of-${server}`);
  }

  holds(id: ChannelId, name: string, members: readonly Member[]): void {
    const said = { ...part(id, []), name: name as IrcText };
    this.#replica.receive(this.#server, said, members.length, t0);
    this.tells(id, name, { part: 'whole', present: members });
  }

  tells(id: ChannelId, name: string, told: Partial<ToldMembers>): void {
    const all: ToldMembers = { part: 'change', renamed: [], gone: [], present: [], ...told };
    const key: ChannelKey = this.#replica.key(name);
    const problem = this.#replica.remoteMembers.receive(this.#server, id, key, all);
    if (problem !== null) throw new Error(problem);
  }
}
