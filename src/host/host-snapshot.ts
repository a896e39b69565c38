import type { ChannelKey } from '../core/casemapping.ts';
import { fieldsBytes } from '../core/field.ts';
import type { HostChannelState } from '../core/host-messages.ts';
import { displayText, type IrcText } from '../core/irc-text.ts';
import { HOLDER_MEMBERS_MAX, type Member } from '../core/member.ts';
import { HostMessageError } from './host-proto.ts';

/** A snapshot is applied as a whole, so it is held until its end. Bytes as `fieldBytes` counts, and some for each channel. */
export const snapshotLimits = { channels: 1_000_000, bytes: 512 * 1024 * 1024 };

const CHANNEL_BYTES = 256;

/** A member's texts are counted as they are, and so much beside. */
const MEMBER_BYTES = 128;

export type CollectedChannel = HostChannelState & { readonly memberList: Member[] | null };

/** What came of a host's snapshot. What does not fit is a `HostMessageError`. */
export class HostSnapshot {
  readonly incarnation: string;
  readonly channels = new Map<ChannelKey, CollectedChannel>();
  readonly #limits: typeof snapshotLimits;
  #bytes = 0;
  #members = 0;

  constructor(incarnation: string, limits = snapshotLimits) {
    this.incarnation = incarnation;
    this.#limits = limits;
  }

  add(key: ChannelKey, channel: HostChannelState): void {
    if (this.channels.has(key))
      throw new HostMessageError(`the snapshot names ${displayText(channel.name)} twice`);
    const memberList = channel.memberList === null ? null : [...(channel.memberList ?? [])];
    this.channels.set(key, { ...channel, memberList });
    if (this.channels.size > this.#limits.channels)
      throw new HostMessageError(`the snapshot has more than ${this.#limits.channels} channels`);
    this.#grow(CHANNEL_BYTES + fieldsBytes(channel.fields));
    this.#countMembers(memberList ?? []);
  }

  addMembers(key: ChannelKey, name: IrcText, members: readonly Member[]): void {
    const channel = this.channels.get(key);
    if (channel === undefined)
      throw new HostMessageError(`snapshot: members of ${displayText(name)} came before the channel`);
    channel.memberList!.push(...members);
    this.#countMembers(members);
  }

  #countMembers(members: readonly Member[]): void {
    this.#members += members.length;
    if (this.#members > HOLDER_MEMBERS_MAX)
      throw new HostMessageError(`the snapshot has more than ${HOLDER_MEMBERS_MAX} members`);
    for (const { nick, user, host, account } of members)
      this.#grow(MEMBER_BYTES + nick.length + user.length + host.length + (account?.length ?? 0));
  }

  #grow(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.bytes)
      throw new HostMessageError(`the snapshot has more than ${this.#limits.bytes} bytes`);
  }
}
