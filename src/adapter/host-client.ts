import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import type { Logger } from 'pino';
import type { AdapterConfig } from '../config/adapter-config.ts';
import type { HostChannelState } from '../core/host-messages.ts';
import type { MemberNews } from '../core/member-feed.ts';
import type { MemberGrant } from '../core/status-by-account.ts';
import type { AttachRequest } from '../proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse__Output } from '../proto-types/cburst/v1/AttachResponse.ts';
import type { HostHello } from '../proto-types/cburst/v1/HostHello.ts';
import type { HostServiceClient } from '../proto-types/cburst/v1/HostService.ts';
import type { Welcome__Output } from '../proto-types/cburst/v1/Welcome.ts';
import { BackOff, type BackOffOptions } from '../reconnect/back-off.ts';
import { fieldToProto } from '../rpc/field-proto.ts';
import { inBatches } from '../rpc/in-batches.ts';
import { apiKeepAlive, type KeepAlive, keepAliveOptions } from '../rpc/keep-alive.ts';
import { proto } from '../rpc/load-proto.ts';
import type { IrcdChange, IrcdEvent, IrcdProfile, IrcdResult, IrcdUpdate } from './ircd-messages.ts';
import {
  channelToProto,
  eventToProto,
  grantFromProto,
  memberNewsFromProto,
  moreMembersToProto,
  resultToProto,
  updateFromProto,
} from './ircd-proto.ts';
import { mergedChange, splitChange, splitMembers } from './member-changes.ts';
import type { GuestCount } from './missing-guests.ts';

export interface HostClientListener {
  /** The sidecar took the hello: send a snapshot (`sendSnapshot`) when nothing is under way. */
  welcomed(welcome: Welcome__Output): void;
  updates(updates: readonly IrcdUpdate[]): void;
  /** Who is in channels elsewhere. */
  members(news: MemberNews): void;
  /** Prefix modes that members here are to be given. */
  grants(grants: readonly MemberGrant[]): void;
  /** Operators stopped what is written to the ircd, or allowed it again. */
  held(held: boolean): void;
  /** The sidecar asks for a snapshot. */
  resync(): void;
  acknowledged(sequence: number): void;
  detached(): void;
}

/** Messages of the API that this speaks. */
const PROTOCOL_VERSION = 1;
const WELCOME_TIMEOUT_MS = 10_000;
/**
 * Events that the sidecar has not taken yet. Beyond it the stream is given up, and the next one begins with a snapshot, which
 * says the same in less: so the ircd is always read, and memory stays bounded.
 */
const EVENTS_QUEUED_MAX = 20_000;

/** The sidecar is near, and a try costs next to nothing: until it is back nobody hears of this ircd, nor this ircd of others. */
const reattachBackOff: BackOffOptions = { firstMs: 250, lastMs: 2_000 };

/** Until a try after one that only an operator's change can help. */
const FINAL_DELAY_MS = 15_000;

/** gRPC dials by a back-off of its own, which grows to two minutes: it must not outlast the one here. */
const DIAL_OPTIONS = { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 };

/** The API's bound for a message. */
const MESSAGE_BYTES_MAX = 1024 * 1024;

type Call = grpc.ClientDuplexStream<AttachRequest, AttachResponse__Output>;

interface QueuedEvent {
  event: IrcdEvent;
  readonly sequence: number;
  readonly appliedUpdate: number;
}

/**
 * The stream to the sidecar. While `attach` holds, it is opened again whenever it ends, after growing delays; after `detach`
 * it stays closed. Events are numbered here, gathered for the length of one turn of the event loop and sent in batches.
 */
export class HostClient {
  readonly #config: AdapterConfig;
  readonly #log: Logger;
  readonly #listener: HostClientListener;
  readonly #client: HostServiceClient;
  readonly #backOff = new BackOff(Math.random, reattachBackOff);
  /** Larger in each start of the adapter: takes over from an older one that is still attached. */
  readonly #instance = Date.now();
  #profile: IrcdProfile | null = null;
  #call: Call | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isReporting = false;
  #sequence = 0;
  #appliedUpdate = 0;
  #events: QueuedEvent[] = [];
  /** Of each channel the last event about its members that nothing else followed. */
  readonly #presence = new Map<string, QueuedEvent>();
  #isFlushPlanned = false;
  #isBlocked = false;
  /** Why no sidecar answered at the last try; null: one did. The operator is warned of it once. */
  #missingFor: string | null = null;

  constructor(
    config: AdapterConfig,
    log: Logger,
    listener: HostClientListener,
    keepAlive: KeepAlive = apiKeepAlive,
  ) {
    this.#config = config;
    this.#log = log;
    this.#listener = listener;
    this.#client = new proto.HostService(config.sidecar.target, grpc.credentials.createInsecure(), {
      'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
      ...DIAL_OPTIONS,
      ...keepAliveOptions(keepAlive),
    });
  }

  /** Keeps a stream open from now on. */
  attach(profile: IrcdProfile): void {
    this.#profile = profile;
    if (this.#call === null && this.#timer === null) this.#open();
  }

  /** Begins a new stream because what the hello says has changed. */
  reattach(profile: IrcdProfile): void {
    this.detach();
    this.#listener.detached();
    this.attach(profile);
  }

  /** Ends the stream, if any. The listener hears nothing of it. */
  detach(): void {
    this.#profile = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#forgetCall()?.end();
  }

  /** Nothing of the client is left running. */
  close(): void {
    this.detach();
    this.#client.close();
  }

  /** True from the snapshot on: what happens is to be told. */
  get isReporting(): boolean {
    return this.#isReporting;
  }

  /** Sends everything that the ircd shows. Events from now on follow it. */
  sendSnapshot(incarnation: string, channels: readonly HostChannelState[]): void {
    this.#flushEvents();
    this.#write({ snapshot_begin: { incarnation } });
    for (const batch of inBatches(channels.map(channelToProto)))
      this.#write({ snapshot: { channels: batch } });
    for (const batch of inBatches(channels.flatMap(moreMembersToProto)))
      this.#write({ snapshot: { more_members: batch } });
    this.#write({ snapshot_end: { channel_count: channels.length } });
    this.#isReporting = true;
    this.#backOff.reset();
  }

  /** Queues the event and returns its number. Call only while `isReporting`. */
  event(event: IrcdEvent): number {
    for (const part of eventParts(event)) if (!this.#merge(part)) this.#queue(part);
    const sequence = this.#sequence;
    if (this.#events.length > EVENTS_QUEUED_MAX) this.#giveUp();
    else this.#planFlush();
    return sequence;
  }

  /** A crowd that joins is one message. */
  #merge(event: IrcdEvent): boolean {
    const queued = this.#presence.get(event.name);
    const merged = queued === undefined ? null : mergedPresence(queued.event.change, event.change);
    if (merged === null) return false;
    queued!.event = { ...event, change: merged };
    return true;
  }

  #queue(event: IrcdEvent): void {
    const next = { event, sequence: ++this.#sequence, appliedUpdate: this.#appliedUpdate };
    this.#events.push(next);
    const { kind } = event.change;
    if (kind === 'presence' || kind === 'members') this.#presence.set(event.name, next);
    if (kind === 'created' || kind === 'dropped') this.#presence.delete(event.name);
  }

  /** How many members of other servers are shown. */
  shownMembers({ shown, missing, reason }: GuestCount): void {
    if (this.#call !== null) this.#write({ shown_members: { shown, missing, reason } });
  }

  results(results: readonly IrcdResult[]): void {
    if (this.#call === null) return;
    this.#flushEvents();
    for (const batch of inBatches(results.map(resultToProto))) this.#write({ results: { results: batch } });
    for (const { number } of results) this.#appliedUpdate = Math.max(this.#appliedUpdate, number);
  }

  /** While true, no messages are read: what they ask for has to be done first. */
  pause(paused: boolean): void {
    if (paused) this.#call?.pause();
    else this.#call?.resume();
  }

  #open(): void {
    const profile = this.#profile!;
    const metadata = this.#metadata();
    if (metadata === null) {
      this.#comeBack(FINAL_DELAY_MS);
      return;
    }
    const call: Call = this.#client.attach(metadata);
    this.#call = call;
    const timer = setTimeout(() => call.cancel(), WELCOME_TIMEOUT_MS);
    call.on('data', (message: AttachResponse__Output) => {
      if (this.#call !== call) return;
      if (message.message === 'welcome') clearTimeout(timer);
      this.#take(message);
    });
    call.on('drain', () => {
      if (this.#call !== call) return;
      this.#isBlocked = false;
      this.#flushEvents();
    });
    call.on('error', (error: grpc.ServiceError) => {
      clearTimeout(timer);
      if (this.#call === call) this.#ended(error);
    });
    call.on('end', () => {
      clearTimeout(timer);
      if (this.#call === call) this.#ended(null);
    });
    call.write({ hello: helloOf(this.#config, profile, this.#instance) });
  }

  #metadata(): grpc.Metadata | null {
    const metadata = new grpc.Metadata();
    const { tokenFile } = this.#config.sidecar;
    if (tokenFile === null) return metadata;
    try {
      metadata.set('authorization', `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`);
      return metadata;
    } catch (error) {
      this.#log.error({ err: error, next: 'check [sidecar] token_file' }, 'the token cannot be read');
      return null;
    }
  }

  #take(message: AttachResponse__Output): void {
    switch (message.message) {
      case 'welcome':
        this.#missingFor = null;
        this.#log.info({ sidecar: message.welcome!.software }, 'attached to the sidecar');
        this.#listener.welcomed(message.welcome!);
        break;
      case 'acknowledgement':
        this.#listener.acknowledged(message.acknowledgement!.sequence);
        break;
      case 'updates':
        this.#updates(message);
        break;
      case 'members':
        this.#listener.members(memberNewsFromProto(message.members!));
        break;
      case 'grants':
        this.#listener.grants(message.grants!.grants.map(grantFromProto));
        break;
      case 'writes':
        this.#listener.held(message.writes!.held);
        break;
      case 'resync':
        this.#listener.resync();
        break;
    }
  }

  #updates(message: AttachResponse__Output): void {
    const updates: IrcdUpdate[] = [];
    for (const part of message.updates!.updates) {
      const result = updateFromProto(part);
      if ('problem' in result) {
        // A sidecar that sends what cannot be is no sidecar of this version: nothing it says is applied.
        this.#log.error({ problem: result.problem }, 'the sidecar sent an update that makes no sense');
        this.#giveUp();
        return;
      }
      updates.push(result.update);
    }
    this.#listener.updates(updates);
  }

  #ended(error: grpc.ServiceError | null): void {
    this.#forgetCall();
    this.#listener.detached();
    const code = error?.code ?? grpc.status.OK;
    const isFinal = FINAL.has(code);
    const details = error?.details ?? 'the sidecar ended the stream';
    const about = { code: grpc.status[code], details };
    if (isFinal) this.#log.error(about, 'the sidecar refuses the adapter');
    else if (NOT_CONNECTED.test(details)) this.#noSidecar(details);
    else this.#log.warn(about, 'no stream to the sidecar');
    this.#comeBack(isFinal ? FINAL_DELAY_MS : this.#backOff.next());
  }

  #noSidecar(details: string): void {
    const { target } = this.#config.sidecar;
    const cause = /\bE[A-Z]{3,}\b/.exec(details)?.[0] ?? 'no answer';
    const next =
      cause === 'EACCES'
        ? "[sidecar] target is a socket that the adapter's user may not open: run it as the sidecar's user or in its group"
        : 'check that `cburst sidecar` runs and that [sidecar] target names its [api] host_socket, or its [api] tcp';
    const level = cause === this.#missingFor ? 'debug' : 'warn';
    this.#missingFor = cause;
    this.#log[level]({ cause, next }, `no sidecar answers at ${target}: the adapter keeps trying`);
  }

  #comeBack(delayMs: number): void {
    if (this.#profile === null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#open();
    }, delayMs);
  }

  /** Ends a stream that does not keep up or makes no sense; the next one begins with a snapshot. */
  #giveUp(): void {
    this.#log.warn('the stream to the sidecar is given up and opened again');
    this.#forgetCall()?.cancel();
    this.#listener.detached();
    this.#comeBack(this.#backOff.next());
  }

  #forgetCall(): Call | null {
    const call = this.#call;
    this.#call = null;
    this.#isReporting = false;
    this.#isBlocked = false;
    this.#sequence = 0;
    this.#appliedUpdate = 0;
    this.#events = [];
    this.#presence.clear();
    return call;
  }

  #planFlush(): void {
    if (this.#isFlushPlanned || this.#isBlocked) return;
    this.#isFlushPlanned = true;
    setImmediate(() => {
      this.#isFlushPlanned = false;
      if (!this.#isBlocked) this.#flushEvents();
    });
  }

  #flushEvents(): void {
    if (this.#call === null || this.#events.length === 0) return;
    const messages = this.#events.map(({ event, sequence, appliedUpdate }) =>
      eventToProto(event, sequence, appliedUpdate),
    );
    this.#events = [];
    this.#presence.clear();
    for (const batch of inBatches(messages)) this.#write({ events: { events: batch } });
  }

  #write(message: AttachRequest): void {
    if (this.#call !== null && !this.#call.write(message)) this.#isBlocked = true;
  }
}

/** Statuses that coming back soon does not change: another adapter is attached, or the configuration is wrong. */
const FINAL = new Set([
  grpc.status.ABORTED,
  grpc.status.ALREADY_EXISTS,
  grpc.status.FAILED_PRECONDITION,
  grpc.status.INVALID_ARGUMENT,
  grpc.status.UNAUTHENTICATED,
  grpc.status.PERMISSION_DENIED,
]);

/** How the gRPC library says that there was no connection to send the hello on. */
const NOT_CONNECTED = /^No connection established/;

function helloOf(config: AdapterConfig, profile: IrcdProfile, instance: number): HostHello {
  return {
    protocol_version: PROTOCOL_VERSION,
    server_name: config.ircd.serverName,
    software: profile.software.slice(0, 256),
    instance,
    casemapping: profile.casemapping,
    flags: [...profile.flags],
    parameters: [...profile.parameters],
    lists: [...profile.lists],
    defaults: profile.defaults.map(fieldToProto),
    observe: config.adapter.observe,
    members: true,
    show_members: config.adapter.showMembers && !config.adapter.observe,
  };
}

/** A channel that came with more members than one event has room for is told in several. */
function eventParts(event: IrcdEvent): IrcdEvent[] {
  const { name, change } = event;
  if (change.kind === 'members')
    return splitChange(change.change).map((part) => ({ name, change: { ...change, change: part } }));
  if (change.kind !== 'created' || !change.state.memberList) return [event];
  const { held } = change.state;
  const [, ...more] = splitMembers(change.state.memberList);
  const rest = more.map((present): IrcdEvent => {
    return { name, change: { kind: 'members', held, change: { renamed: [], gone: [], present } } };
  });
  return [event, ...rest];
}

function mergedPresence(first: IrcdChange, second: IrcdChange): IrcdChange | null {
  if (first.kind === 'presence' && second.kind === 'presence') return second;
  if (first.kind !== 'members' || second.kind !== 'members') return null;
  const change = mergedChange(first.change, second.change);
  return change && { ...second, change };
}
