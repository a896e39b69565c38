import type { Casemapping, ChannelKey } from '../core/casemapping.ts';
import type { HostProfile } from '../core/host-messages.ts';
import type { Replica } from '../core/replica.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import type { Stamp } from '../core/stamp.ts';
import type { AttachRequest__Output } from '../proto-types/cburst/v1/AttachRequest.ts';
import type { HostHello__Output } from '../proto-types/cburst/v1/HostHello.ts';
import type { HostServiceHandlers } from '../proto-types/cburst/v1/HostService.ts';
import { CallError } from '../rpc/call-error.ts';
import { HostMessageError, profileFromProto, quoteText } from './host-proto.ts';
import { type HostCall, HostStream, type HostStreamDependencies, invalidMessage } from './host-stream.ts';

export const HOST_PROTOCOL_VERSION = 1;

export interface HostServiceOptions {
  readonly software: string;
}

export interface HostServiceDependencies {
  readonly replica: Replica;
  readonly submit: (run: (now: number) => void, durable?: () => void) => void;
  /** Wall clock, Unix milliseconds. */
  readonly now: () => number;
  readonly events: HostServiceEvents;
}

export interface HostServiceEvents {
  /** As `HostStreamDependencies.applied`. */
  applied(writes: readonly (readonly Stamp[])[]): void;
  /** As in `HostStreamDependencies`. */
  readonly updates?: HostStreamDependencies['updates'];
  readonly grants?: HostStreamDependencies['grants'];
  readonly results?: HostStreamDependencies['results'];
  readonly kept?: HostStreamDependencies['kept'];
  attached(software: string): void;
  detached(reason: string): void;
  refused(reason: string): void;
}

/** The host API: lets one host at a time attach, and a newer instance of it take over. */
export class HostService {
  readonly handlers: HostServiceHandlers;
  /** Since when the host is attached or not, Unix ms. */
  since: number;
  /** Why the last hello was refused; empty: none was since the last one that was taken. */
  lastRefusal = '';
  readonly #options: HostServiceOptions;
  readonly #dependencies: HostServiceDependencies;
  #stream: HostStream | null = null;
  #stopped = false;

  constructor(options: HostServiceOptions, dependencies: HostServiceDependencies) {
    this.#options = options;
    this.#dependencies = dependencies;
    this.since = dependencies.now();
    this.handlers = { Attach: (call) => this.#attach(call) };
  }

  /** The attached host, once its hello was accepted. */
  get stream(): HostStream | null {
    return this.#stream;
  }

  /** As `HostStream.membersChanged`. */
  membersChanged(changes: ReplicaChanges): void {
    this.#stream?.membersChanged(changes);
  }

  viewsChanged(keys: ReadonlySet<ChannelKey>): void {
    this.#stream?.viewsChanged(keys);
  }

  /** As `HostStream.holdWrites`. */
  holdWrites(held: boolean): void {
    this.#stream?.holdWrites(held);
  }

  /** Ends the stream and takes no other. */
  stop(): void {
    this.#stopped = true;
    this.#stream?.end(stopping());
  }

  #attach(call: HostCall): void {
    let stream: HostStream | null = null;
    let greeted = false;
    call.on('data', (message: AttachRequest__Output) => {
      stream?.message(message);
      // Only once: what a refused host had sent before it heard of that comes as well.
      if (!greeted) stream = this.#greet(call, message);
      greeted = true;
    });
    call.on('end', () => call.end());
    // A stream that fails on its way (the host's process died) also closes: handled there.
    call.on('error', () => {});
    const gone = () => {
      if (stream === null) return;
      stream.closed();
      this.#detached(stream, 'the host closed its stream');
    };
    call.on('cancelled', gone);
    call.on('close', gone);
    call.on('end', gone);
  }

  /** Accepts the hello, or ends the stream and returns null. */
  #greet(call: HostCall, message: AttachRequest__Output): HostStream | null {
    const judged = this.#judge(message);
    if (judged instanceof CallError) {
      this.lastRefusal = judged.details;
      this.#dependencies.events.refused(judged.details);
      call.emit('error', judged);
      return null;
    }
    const { hello, profile } = judged;
    this.lastRefusal = '';
    this.#stream?.end(new CallError('HOST_TAKEN_OVER', 'a newer instance of the host took over'));
    const { replica, submit, events, now } = this.#dependencies;
    const attached = () => {
      this.since = now();
      events.attached(profile.software);
    };
    const ended = (reason: string) => this.#detached(stream, reason);
    const members = { tells: hello.members, shows: hello.show_members };
    const options = { instance: hello.instance, profile, members };
    const { applied, updates, grants, results, kept } = events;
    const dependencies = { replica, submit, attached, applied, updates, grants, results, kept, ended };
    const stream = new HostStream(call, options, dependencies);
    this.#stream = stream;
    // After the work of the stream before, so that the incarnation is the last one stored.
    submit(
      () => {},
      () => {
        if (this.#stream !== stream) return;
        stream.welcome({
          protocol_version: HOST_PROTOCOL_VERSION,
          software: this.#options.software,
          previous_incarnation: replica.host.incarnation,
          casemapping: replica.casemapping,
          members: replica.memberSync,
        });
      },
    );
    return stream;
  }

  #judge(message: AttachRequest__Output): CallError | { hello: HostHello__Output; profile: HostProfile } {
    if (message.message !== 'hello')
      return invalidMessage('the first message on the stream must be the hello');
    const hello = message.hello!;
    if (this.#stopped) return stopping();
    // Before anything else is looked at: another version may mean other things by it.
    if (hello.protocol_version !== HOST_PROTOCOL_VERSION) {
      return new CallError(
        'HOST_VERSION_MISMATCH',
        `hello: protocol version ${hello.protocol_version} is not ${HOST_PROTOCOL_VERSION}: use a host and a sidecar of one release`,
        { subject: `protocol version ${hello.protocol_version}`, field: 'hello.protocol_version' },
      );
    }
    try {
      const { profile, casemapping } = profileFromProto(hello);
      return this.#misfit(hello, casemapping) ?? { hello, profile };
    } catch (error) {
      if (!(error instanceof HostMessageError)) throw error;
      return invalidMessage(error.message);
    }
  }

  #misfit(hello: HostHello__Output, casemapping: Casemapping): CallError | null {
    const { server, casemapping: network } = this.#dependencies.replica;
    if (hello.server_name !== server) {
      return new CallError(
        'HOST_SERVER_MISMATCH',
        `hello: this sidecar belongs to ${server}, not to ${quoteText(hello.server_name)}: correct [server] name here or the ircd's name`,
        { subject: server, field: 'hello.server_name' },
      );
    }
    if (casemapping !== network) {
      return new CallError(
        'HOST_CASEMAPPING_MISMATCH',
        `hello: the host folds names by ${casemapping}, the network by ${network}: change the ircd's option (InspIRCd: <options casemapping="${network}">) or [server] casemapping of every sidecar`,
        { subject: network, field: 'hello.casemapping' },
      );
    }
    const present = this.#stream;
    if (present !== null && present.instance > hello.instance) {
      return new CallError('HOST_NEWER_ATTACHED', 'a newer instance of this host is attached');
    }
    return null;
  }

  #detached(stream: HostStream, reason: string): void {
    if (this.#stream !== stream) return;
    this.#stream = null;
    this.since = this.#dependencies.now();
    this.#dependencies.events.detached(reason);
  }
}

function stopping(): CallError {
  return new CallError('SIDECAR_STOPPING', 'the sidecar stops: attach again later');
}
