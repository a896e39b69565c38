import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { ChannelKey } from '../core/casemapping.ts';
import { HostAttachment } from '../core/host-attachment.ts';
import type {
  HostChannelState,
  HostEvent,
  HostProfile,
  HostResult,
  HostUpdate,
} from '../core/host-messages.ts';
import { displayText } from '../core/irc-text.ts';
import type { KeptListener } from '../core/kept-changes.ts';
import { MemberFeed } from '../core/member-feed.ts';
import type { Replica } from '../core/replica.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import type { Stamp } from '../core/stamp.ts';
import type { MemberGrant } from '../core/status-by-account.ts';
import type { AttachRequest__Output } from '../proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse } from '../proto-types/cburst/v1/AttachResponse.ts';
import type { HostEvent__Output } from '../proto-types/cburst/v1/HostEvent.ts';
import type { SnapshotBatch__Output } from '../proto-types/cburst/v1/SnapshotBatch.ts';
import type { Welcome } from '../proto-types/cburst/v1/Welcome.ts';
import { CallError } from '../rpc/call-error.ts';
import { inBatches } from '../rpc/in-batches.ts';
import {
  channelMembersFromProto,
  grantToProto,
  HostMessageError,
  hostChannelFromProto,
  hostEventFromProto,
  hostResultFromProto,
  hostUpdateToProto,
  memberNewsToProto,
  proseFromProto,
} from './host-proto.ts';
import { HostSnapshot } from './host-snapshot.ts';

export type HostCall = ServerDuplexStream<AttachRequest__Output, AttachResponse>;

/** Updates without a result: bounds what a slow host makes us hold. */
export const UPDATES_IN_FLIGHT_MAX = 2000;
/** Updates that are stored and sent at a time. */
const UPDATES_AT_ONCE_MAX = 200;

/** Messages of a host that wait for the disk. Above it the host is not read, and gRPC's flow control slows it down. */
export const HOST_WORK_MAX = 64;

/** What the hello says of members. */
export interface HostMemberOptions {
  /** The host tells who is in its channels, if asked for. */
  readonly tells: boolean;
  /** It shows who is in channels elsewhere. */
  readonly shows: boolean;
}

/** Who the host is, as its hello says. */
export interface HostStreamOptions {
  readonly instance: number;
  readonly profile: HostProfile;
  readonly members: HostMemberOptions;
}

/** How many members of other servers a host shows. */
export interface ShownMembers {
  readonly shown: number;
  readonly missing: number;
  readonly reason: string;
}

export interface HostStreamDependencies {
  readonly replica: Replica;
  readonly submit: (run: (now: number) => void, durable?: () => void) => void;
  /** The snapshot has been taken. */
  readonly attached: () => void;
  /** The host shows what was written with these stamps: of each channel those that it did not show before. */
  readonly applied: (writes: readonly (readonly Stamp[])[]) => void;
  /** For debugging: these updates are offered to the host, or held although they were to be. */
  readonly updates?: ((kind: 'offered' | 'held', updates: readonly HostUpdate[]) => void) | undefined;
  /** For debugging: these modes are asked of the host for members, or are not although they were to be. */
  readonly grants?: ((kind: 'offered' | 'held', grants: readonly MemberGrant[]) => void) | undefined;
  /** For debugging: what became of updates. */
  readonly results?: ((results: readonly HostResult[]) => void) | undefined;
  /** For debugging: why something that the host says is no write. */
  readonly kept?: KeptListener | undefined;
  /** This side ended the stream. */
  readonly ended: (reason: string) => void;
}

/**
 * One attached host after its hello. Everything it says is applied in a transaction and acknowledged after it; a snapshot
 * is applied in one, so that a crash in the middle cannot leave half of it as what the host showed.
 *
 * While writes are held nothing is sent that would be written to the ircd: what it should show waits, and what it shows is
 * taken in as ever, so afterwards it is given the differences.
 */
export class HostStream {
  readonly instance: number;
  readonly profile: HostProfile;
  readonly #call: HostCall;
  readonly #dependencies: HostStreamDependencies;
  readonly #attachment: HostAttachment;
  readonly #tellsMembers: boolean;
  /** Null: the host does not show who is in channels elsewhere. */
  readonly #feed: MemberFeed | null;
  #shownMembers: ShownMembers = { shown: 0, missing: 0, reason: '' };
  #snapshot: HostSnapshot | null = null;
  #blocked = false;
  #held: boolean;
  #welcomed = false;
  /** Updates are on their way to the disk. */
  #pumping = false;
  /** Messages that are not durable yet. */
  #working = 0;
  #ended = false;

  constructor(
    call: HostCall,
    { instance, profile, members }: HostStreamOptions,
    dependencies: HostStreamDependencies,
  ) {
    this.#call = call;
    this.instance = instance;
    this.profile = profile;
    this.#dependencies = dependencies;
    this.#attachment = new HostAttachment(dependencies.replica, profile, dependencies.kept);
    this.#held = dependencies.replica.host.writes.mode !== 'go';
    this.#tellsMembers = members.tells && dependencies.replica.memberSync;
    this.#feed = members.shows && !profile.observe ? new MemberFeed(dependencies.replica) : null;
    call.on('drain', () => {
      this.#blocked = false;
      this.pump();
      this.#tellMembers();
    });
  }

  get attachment(): HostAttachment {
    return this.#attachment;
  }

  get shownMembers(): ShownMembers {
    return this.#shownMembers;
  }

  /** Answers the hello. */
  welcome(welcome: Welcome): void {
    this.#welcomed = true;
    this.#write({ welcome: { ...welcome, writes_held: this.#held } });
  }

  /** Nothing is written to the ircd from now on, what the host has not carried out yet included; or it is again. */
  holdWrites(held: boolean): void {
    if (this.#held === held) return;
    this.#held = held;
    if (this.#welcomed) this.#write({ writes: { held } });
    if (held) {
      this.#attachment.hold();
      return;
    }
    this.pump();
    this.#tellMembers();
  }

  /** A message after the hello. */
  message(message: AttachRequest__Output): void {
    if (this.#ended) return;
    try {
      this.#handle(message);
    } catch (error) {
      if (!(error instanceof HostMessageError)) throw error;
      this.end(invalidMessage(error.message));
    }
  }

  /** Views may have changed. */
  viewsChanged(keys: ReadonlySet<ChannelKey>): void {
    this.#attachment.viewsChanged(keys);
    this.pump();
  }

  /** Members on other servers may be others, and local ones may have to be given modes. */
  membersChanged(changes: ReplicaChanges): void {
    if (changes.grants.length > 0) this.#grant(changes.grants);
    this.#feed?.changed(changes);
    this.#tellMembers();
  }

  /** Sends the updates that the host needs, as far as it keeps up. */
  pump(): void {
    if (this.#ended || this.#held || this.#blocked || this.#pumping || !this.#attachment.wantsToSend) return;
    this.#pumping = true;
    let updates: HostUpdate[] = [];
    let room = 0;
    // What is offered is stored before it is sent: the host may show it although its result never comes.
    this.#dependencies.submit(
      () => {
        if (this.#ended || this.#held) return;
        room = Math.min(UPDATES_IN_FLIGHT_MAX - this.#attachment.counts.inFlight, UPDATES_AT_ONCE_MAX);
        updates = this.#attachment.nextUpdates(room);
      },
      () => {
        this.#pumping = false;
        if (updates.length === 0) {
          // None of those it looked at needed one. Without room the next result pumps.
          if (room > 0) this.pump();
          return;
        }
        this.#dependencies.updates?.(this.#held ? 'held' : 'offered', updates);
        if (this.#held) {
          this.#dependencies.submit(() => this.#attachment.takeBack(updates));
          return;
        }
        for (const batch of inBatches(updates.map(hostUpdateToProto))) {
          this.#write({ updates: { updates: batch } });
        }
        this.pump();
      },
    );
  }

  end(error: CallError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#call.emit('error', error);
    this.#dependencies.ended(error.details);
  }

  /** The host went away by itself. */
  closed(): void {
    this.#ended = true;
  }

  #handle({ message, ...parts }: AttachRequest__Output): void {
    if (message === 'snapshot_begin') this.#beginSnapshot(parts.snapshot_begin!.incarnation);
    else if (message === 'snapshot') this.#collect(parts.snapshot!);
    else if (message === 'snapshot_end') this.#endSnapshot(parts.snapshot_end!.channel_count);
    else if (message === 'events') this.#events(this.#eventsOf(parts.events!.events));
    else if (message === 'results') this.#results(parts.results!.results.map(hostResultFromProto));
    else if (message === 'shown_members')
      this.#shownMembers = { ...parts.shown_members!, reason: proseFromProto(parts.shown_members!.reason) };
    else if (message === 'hello') throw new HostMessageError('a second hello came on one stream');
    else throw new HostMessageError('a message came that holds nothing this version knows');
  }

  #eventsOf(messages: readonly HostEvent__Output[]): HostEvent[] {
    return messages.map((message) => hostEventFromProto(message, this.#tellsMembers));
  }

  #events(events: readonly HostEvent[]): void {
    // The snapshot is older than they are, and would undo them.
    if (this.#snapshot !== null)
      throw new HostMessageError('events came between snapshot_begin and snapshot_end');
    this.#submit((now) => {
      for (const event of events) {
        const problem = this.#attachment.event(event, now);
        if (problem === null) continue;
        const text = `event ${event.sequence} of ${displayText(event.name)}: ${problem}`;
        this.end(invalidMessage(text));
        return;
      }
    }, true);
  }

  #results(results: readonly HostResult[]): void {
    this.#submit(() => {
      const shown: Stamp[][] = [];
      for (const result of results) {
        shown.push(this.#attachment.writesShown(result));
        this.#attachment.result(result);
      }
      this.#dependencies.applied(shown);
      this.#dependencies.results?.(results);
    }, false);
  }

  #beginSnapshot(incarnation: string): void {
    if (Buffer.byteLength(incarnation) > 256) {
      throw new HostMessageError('snapshot_begin: incarnation is longer than 256 bytes');
    }
    this.#snapshot = new HostSnapshot(incarnation);
  }

  #collect({ channels, more_members: more }: SnapshotBatch__Output): void {
    const snapshot = this.#snapshot;
    if (snapshot === null) throw new HostMessageError('a snapshot batch came before snapshot_begin');
    const { replica } = this.#dependencies;
    for (const message of channels) {
      const channel = hostChannelFromProto(message, 'snapshot', this.#tellsMembers);
      snapshot.add(replica.key(channel.name), channel);
    }
    for (const message of this.#tellsMembers ? more : []) {
      const { name, members } = channelMembersFromProto(message, 'snapshot');
      snapshot.addMembers(replica.key(name), name, members);
    }
  }

  #endSnapshot(count: number): void {
    const snapshot = this.#snapshot;
    if (snapshot === null) throw new HostMessageError('snapshot_end came before snapshot_begin');
    this.#snapshot = null;
    const { incarnation, channels } = snapshot;
    if (channels.size !== count) {
      throw new HostMessageError(`snapshot_end says ${count} channels, ${channels.size} came`);
    }
    this.#submit((now) => {
      this.#attachment.beginSnapshot(incarnation);
      for (const channel of channels.values()) this.#snapshotChannel(channel, now);
      this.#attachment.endSnapshot();
      this.#feed?.begin();
      if (!this.#ended) this.#dependencies.attached();
    }, false);
  }

  #snapshotChannel(channel: HostChannelState, now: number): void {
    const problem = this.#attachment.snapshotChannel(channel, now);
    if (problem !== null)
      this.end(invalidMessage(`snapshot: channel ${displayText(channel.name)}: ${problem}`));
  }

  #tellMembers(): void {
    while (!this.#ended && !this.#held && !this.#blocked) {
      const news = this.#feed?.next() ?? null;
      if (news === null) return;
      this.#write({ members: memberNewsToProto(news) });
    }
  }

  #grant(grants: readonly MemberGrant[]): void {
    const isHeld = this.#held || this.profile.observe || !this.#attachment.ready;
    this.#dependencies.grants?.(isHeld ? 'held' : 'offered', grants);
    if (isHeld) return;
    for (const batch of inBatches(grants.map(grantToProto))) this.#write({ grants: { grants: batch } });
  }

  /** Applies `run` in a transaction of its turn, unless the stream ended before; then sends what follows from it. */
  #submit(run: (now: number) => void, acknowledge: boolean): void {
    if (++this.#working === HOST_WORK_MAX) this.#call.pause();
    // Not what came after it in the same transaction: an update between the two, which does not know of that, is sent first.
    let sequence = 0;
    this.#dependencies.submit(
      (now) => {
        if (!this.#ended) run(now);
        sequence = this.#attachment.lastEvent;
      },
      () => {
        if (--this.#working === HOST_WORK_MAX - 1) this.#call.resume();
        if (acknowledge) this.#write({ acknowledgement: { sequence } });
        this.pump();
        this.#tellMembers();
      },
    );
  }

  #write(message: AttachResponse): void {
    if (!this.#ended && !this.#call.write(message)) this.#blocked = true;
  }
}

/** The error for what a host says that makes no sense. */
export function invalidMessage(problem: string): CallError {
  return new CallError('HOST_MESSAGE_INVALID', problem);
}
