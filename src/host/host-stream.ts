import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { ChannelKey } from '../core/casemapping.ts';
import { fieldsBytes } from '../core/field.ts';
import { HostAttachment } from '../core/host-attachment.ts';
import type {
  HostChannelState,
  HostEvent,
  HostProfile,
  HostResult,
  HostUpdate,
} from '../core/host-messages.ts';
import { displayText } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { AttachRequest__Output } from '../proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse } from '../proto-types/cburst/v1/AttachResponse.ts';
import type { HostChannel__Output } from '../proto-types/cburst/v1/HostChannel.ts';
import { inBatches } from '../rpc/in-batches.ts';
import {
  HostMessageError,
  hostChannelFromProto,
  hostEventFromProto,
  hostResultFromProto,
  hostUpdateToProto,
} from './host-proto.ts';

export type HostCall = ServerDuplexStream<AttachRequest__Output, AttachResponse>;

/** Updates without a result: bounds what a slow host makes us hold. */
export const UPDATES_IN_FLIGHT_MAX = 2000;
/** Updates that are stored and sent at a time. */
const UPDATES_AT_ONCE_MAX = 200;
/** A snapshot is applied as a whole, so it is held until its end. Bytes as `fieldBytes` counts, and some for each channel. */
const SNAPSHOT_CHANNELS_MAX = 1_000_000;
const SNAPSHOT_BYTES_MAX = 512 * 1024 * 1024;
const SNAPSHOT_CHANNEL_BYTES = 256;

/** Messages of a host that wait for the disk. Above it the host is not read, and gRPC's flow control slows it down. */
export const HOST_WORK_MAX = 64;

export interface HostStreamDependencies {
  readonly replica: Replica;
  readonly submit: (run: (now: number) => void, durable?: () => void) => void;
  /** The snapshot has been taken. */
  readonly attached: () => void;
  /** This side ended the stream. */
  readonly ended: (reason: string) => void;
}

/**
 * One attached host after its hello. Everything it says is applied in a transaction and acknowledged after it; a snapshot
 * is applied in one, so that a crash in the middle cannot leave half of it as what the host showed.
 */
export class HostStream {
  readonly instance: number;
  readonly profile: HostProfile;
  readonly #call: HostCall;
  readonly #dependencies: HostStreamDependencies;
  readonly #attachment: HostAttachment;
  #snapshot: { incarnation: string; channels: HostChannelState[]; bytes: number } | null = null;
  #blocked = false;
  /** Updates are on their way to the disk. */
  #pumping = false;
  /** Messages that are not durable yet. */
  #working = 0;
  #ended = false;

  constructor(call: HostCall, instance: number, profile: HostProfile, dependencies: HostStreamDependencies) {
    this.#call = call;
    this.instance = instance;
    this.profile = profile;
    this.#dependencies = dependencies;
    this.#attachment = new HostAttachment(dependencies.replica, profile);
    call.on('drain', () => {
      this.#blocked = false;
      this.pump();
    });
  }

  get attachment(): HostAttachment {
    return this.#attachment;
  }

  /** A message after the hello. */
  message(message: AttachRequest__Output): void {
    if (this.#ended) return;
    try {
      this.#handle(message);
    } catch (error) {
      if (!(error instanceof HostMessageError)) throw error;
      this.end(status.INVALID_ARGUMENT, error.message);
    }
  }

  /** Views may have changed. */
  viewsChanged(keys: ReadonlySet<ChannelKey>): void {
    this.#attachment.viewsChanged(keys);
    this.pump();
  }

  /** Sends the updates that the host needs, as far as it keeps up. */
  pump(): void {
    if (this.#ended || this.#blocked || this.#pumping || !this.#attachment.wantsToSend) return;
    this.#pumping = true;
    let updates: HostUpdate[] = [];
    // What is offered is stored before it is sent: the host may show it although its result never comes.
    this.#dependencies.submit(
      () => {
        const room = UPDATES_IN_FLIGHT_MAX - this.#attachment.counts.inFlight;
        if (!this.#ended) updates = this.#attachment.nextUpdates(Math.min(room, UPDATES_AT_ONCE_MAX));
      },
      () => {
        this.#pumping = false;
        if (updates.length === 0) return;
        for (const batch of inBatches(updates.map(hostUpdateToProto))) {
          this.#write({ updates: { updates: batch } });
        }
        this.pump();
      },
    );
  }

  end(code: number, details: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#call.emit('error', { code, details });
    this.#dependencies.ended(details);
  }

  /** The host went away by itself. */
  closed(): void {
    this.#ended = true;
  }

  #handle({ message, ...parts }: AttachRequest__Output): void {
    if (message === 'snapshot_begin') this.#beginSnapshot(parts.snapshot_begin!.incarnation);
    else if (message === 'snapshot') this.#collect(parts.snapshot!.channels);
    else if (message === 'snapshot_end') this.#endSnapshot(parts.snapshot_end!.channel_count);
    else if (message === 'events') this.#events(parts.events!.events.map(hostEventFromProto));
    else if (message === 'results') this.#results(parts.results!.results.map(hostResultFromProto));
    else if (message === 'hello') throw new HostMessageError('a second hello came on one stream');
    else throw new HostMessageError('a message came that holds nothing this version knows');
  }

  #events(events: readonly HostEvent[]): void {
    // The snapshot is older than they are, and would undo them.
    if (this.#snapshot !== null)
      throw new HostMessageError('events came between snapshot_begin and snapshot_end');
    this.#submit((now) => {
      for (const event of events) {
        const problem = this.#attachment.event(event, now);
        if (problem === null) continue;
        this.end(
          status.INVALID_ARGUMENT,
          `event ${event.sequence} of ${displayText(event.name)}: ${problem}`,
        );
        return;
      }
    }, true);
  }

  #results(results: readonly HostResult[]): void {
    this.#submit(() => {
      for (const result of results) this.#attachment.result(result);
    }, false);
  }

  #beginSnapshot(incarnation: string): void {
    if (Buffer.byteLength(incarnation) > 256) {
      throw new HostMessageError('snapshot_begin: incarnation is longer than 256 bytes');
    }
    this.#snapshot = { incarnation, channels: [], bytes: 0 };
  }

  #collect(messages: readonly HostChannel__Output[]): void {
    if (this.#snapshot === null) throw new HostMessageError('a snapshot batch came before snapshot_begin');
    const channels = messages.map((message) => hostChannelFromProto(message, 'snapshot'));
    if (this.#snapshot.channels.length + channels.length > SNAPSHOT_CHANNELS_MAX) {
      throw new HostMessageError(`the snapshot has more than ${SNAPSHOT_CHANNELS_MAX} channels`);
    }
    for (const channel of channels) {
      this.#snapshot.bytes += SNAPSHOT_CHANNEL_BYTES + fieldsBytes(channel.fields);
      this.#snapshot.channels.push(channel);
    }
    if (this.#snapshot.bytes > SNAPSHOT_BYTES_MAX) {
      throw new HostMessageError(`the snapshot has more than ${SNAPSHOT_BYTES_MAX} bytes`);
    }
  }

  #endSnapshot(count: number): void {
    const snapshot = this.#snapshot;
    if (snapshot === null) throw new HostMessageError('snapshot_end came before snapshot_begin');
    this.#snapshot = null;
    const { incarnation, channels } = snapshot;
    if (channels.length !== count) {
      throw new HostMessageError(`snapshot_end says ${count} channels, ${channels.length} came`);
    }
    this.#assertNamedOnce(channels);
    this.#submit((now) => {
      this.#attachment.beginSnapshot(incarnation);
      for (const channel of channels) this.#attachment.snapshotChannel(channel, now);
      this.#attachment.endSnapshot();
      this.#dependencies.attached();
    }, false);
  }

  #assertNamedOnce(channels: readonly HostChannelState[]): void {
    const keys = new Set<ChannelKey>();
    for (const { name } of channels) {
      const key = this.#dependencies.replica.key(name);
      if (keys.has(key)) throw new HostMessageError(`the snapshot names ${displayText(name)} twice`);
      keys.add(key);
    }
  }

  /** Applies `run` in a transaction of its turn, unless the stream ended before; then sends what follows from it. */
  #submit(run: (now: number) => void, acknowledge: boolean): void {
    if (++this.#working === HOST_WORK_MAX) this.#call.pause();
    this.#dependencies.submit(
      (now) => {
        if (!this.#ended) run(now);
      },
      () => {
        if (--this.#working === HOST_WORK_MAX - 1) this.#call.resume();
        if (acknowledge) this.#write({ acknowledgement: { sequence: this.#attachment.lastEvent } });
        this.pump();
      },
    );
  }

  #write(message: AttachResponse): void {
    if (!this.#ended && !this.#call.write(message)) this.#blocked = true;
  }
}
