import { type ClientDuplexStream, credentials, type StatusObject, status } from '@grpc/grpc-js';
import type { AttachRequest } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import type {
  AttachResponse,
  AttachResponse__Output,
} from '../../src/proto-types/cburst/v1/AttachResponse.ts';
import type { ChannelUpdate__Output } from '../../src/proto-types/cburst/v1/ChannelUpdate.ts';
import type { Field } from '../../src/proto-types/cburst/v1/Field.ts';
import type { HostChannel } from '../../src/proto-types/cburst/v1/HostChannel.ts';
import type { HostEvent } from '../../src/proto-types/cburst/v1/HostEvent.ts';
import type { HostHello } from '../../src/proto-types/cburst/v1/HostHello.ts';
import type { UpdateResult } from '../../src/proto-types/cburst/v1/UpdateResult.ts';
import { proto } from '../../src/rpc/load-proto.ts';

/** How long one wait may last before the test fails. */
const waitMsMax = 20_000;

type HostServiceClient = InstanceType<typeof proto.HostService>;

export interface RawHostOptions {
  readonly hello?: Partial<HostHello>;
  readonly incarnation?: string;
  readonly channels?: readonly HostChannel[];
}

/** Everything of a hello that a host called `a.test` gets accepted with. */
export const goodHello = {
  protocol_version: 1,
  server_name: 'a.test',
  software: 'by hand',
  instance: 1,
  casemapping: 'ascii',
  flags: ['moderated', 'no-external', 'topic-protected'],
  parameters: ['flood'],
  lists: ['ban', 'except', 'invite', 'quiet'],
} satisfies HostHello;

/** A gRPC client of the host API. Several hosts may share its connection: then what they say keeps its order. */
export function hostClient(target: string): HostServiceClient {
  return new proto.HostService(target, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.initial_reconnect_backoff_ms': 50,
    'grpc.max_reconnect_backoff_ms': 200,
    'grpc.max_send_message_length': -1,
  });
}

/** A host whose every message is written by hand. */
export class RawHost {
  readonly received: AttachResponse__Output[] = [];
  /** The newest update of each channel. All are answered as applied. */
  readonly shown = new Map<string, ChannelUpdate__Output>();
  readonly #call: ClientDuplexStream<AttachRequest, AttachResponse__Output>;
  readonly #close: () => void;
  readonly #watchers = new Set<() => void>();
  #status: StatusObject | null = null;
  #sequence = 0;

  /** Opens the stream, says nothing. `client`: a connection that it shares with others. */
  constructor(target: string, client?: HostServiceClient) {
    const own = client ?? hostClient(target);
    this.#close = client === undefined ? () => own.close() : () => {};
    this.#call = own.Attach();
    this.#call.on('data', (message: AttachResponse__Output) => {
      this.received.push(message);
      for (const update of message.updates?.updates ?? []) this.#apply(update);
      this.#wake();
    });
    this.#call.on('error', () => {});
    this.#call.on('status', (ended) => {
      this.#status = ended;
      this.#wake();
    });
  }

  /** Attaches with a snapshot of `channels`. Resolves once the snapshot has been taken. */
  static async attach(
    target: string,
    { hello, incarnation = 'run 1', channels = [] }: RawHostOptions = {},
  ): Promise<RawHost> {
    const host = new RawHost(target);
    await host.greet(hello);
    await host.snapshot(incarnation, channels);
    return host;
  }

  /** Says hello and returns the welcome. */
  async greet(hello: Partial<HostHello> = {}): Promise<NonNullable<AttachResponse['welcome']>> {
    this.send({ hello: { ...goodHello, ...hello } });
    return (await this.waitFor((message) => message.welcome)) as NonNullable<AttachResponse['welcome']>;
  }

  /** Sends a snapshot and an event that changes nothing: its acknowledgement says that the snapshot is durable. */
  async snapshot(incarnation: string, channels: readonly HostChannel[]): Promise<void> {
    this.send(
      { snapshot_begin: { incarnation } },
      { snapshot: { channels: [...channels] } },
      { snapshot_end: { channel_count: channels.length } },
    );
    await this.tell({ channel: bytes('#barrier'), dropped: {} });
  }

  send(...messages: readonly AttachRequest[]): void {
    for (const message of messages) this.#call.write(message);
  }

  /** Sends the next event and waits until it is acknowledged. */
  async tell(event: HostEvent): Promise<void> {
    const sequence = this.event(event);
    await this.waitFor(({ acknowledgement }) => acknowledgement && acknowledgement.sequence >= sequence);
  }

  /** Sends the next event; returns its number. */
  event(event: HostEvent): number {
    this.send({ events: { events: [{ sequence: ++this.#sequence, ...event }] } });
    return this.#sequence;
  }

  /** The number that the next event has to have. */
  get nextSequence(): number {
    return this.#sequence + 1;
  }

  /** The first message, of those received or to come, for which `pick` gives something; that is returned. */
  async waitFor<T>(pick: (message: AttachResponse__Output) => T | null | undefined | false): Promise<T> {
    await this.#until(() => this.#status !== null || this.received.some((message) => pick(message)));
    for (const message of this.received) {
      const picked = pick(message);
      if (picked) return picked;
    }
    const { code, details } = this.#status!;
    throw new Error(`the stream ended with ${status[code]}: ${details}`);
  }

  /** The newest update of that channel, once it fits. */
  async showing(
    channel: string,
    fits: (update: ChannelUpdate__Output) => boolean = () => true,
  ): Promise<ChannelUpdate__Output> {
    const shown = () => this.shown.get(channel);
    await this.#until(() => this.#status !== null || (shown() !== undefined && fits(shown()!)));
    if (this.#status !== null) throw new Error(`the stream ended: ${this.#status.details}`);
    return shown()!;
  }

  /** How the stream ended. */
  async ended(): Promise<{ code: string; details: string }> {
    await this.#until(() => this.#status !== null);
    this.#close();
    const { code, details } = this.#status!;
    return { code: status[code], details };
  }

  /** Goes without a word. */
  cancel(): void {
    this.#call.cancel();
    this.#close();
  }

  #apply(update: ChannelUpdate__Output): void {
    this.shown.set(text(update.channel), update);
    this.send({ results: { results: [applied(update)] } });
  }

  #until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        finish();
      };
      const look = () => {
        if (holds()) settle(resolve);
      };
      const late = () =>
        new Error(`nothing that fits in time, last: ${JSON.stringify(this.received.at(-1))}`);
      const timer = setTimeout(() => settle(() => reject(late())), waitMsMax);
      this.#watchers.add(look);
      look();
    });
  }

  #wake(): void {
    for (const look of [...this.#watchers]) look();
  }
}

/** Bytes, one for each character. */
export function bytes(value: string): Buffer {
  return Buffer.from(value, 'latin1');
}

export function text(value: Uint8Array): string {
  return Buffer.from(value).toString('latin1');
}

export function topic(value: string, setter = 'alice', setAt = 1_700_000_000): Field {
  return { topic: { value: { text: bytes(value), setter: bytes(setter), set_at: setAt } } };
}

export function joinKey(value: string): Field {
  return { join_key: { value: bytes(value) } };
}

export function parameter(value: string, name = 'flood'): Field {
  return { parameter: { name, value: bytes(value) } };
}

export function entry(mask: string, setter = 'alice', setAt = 1_700_000_000, list = 'ban'): Field {
  return { entry: { list, mask: bytes(mask), present: true, setter: bytes(setter), set_at: setAt } };
}

/** A channel as a host with one member in it shows it. */
export function heldChannel(name: string, fields: Field[], createdAt = 1_700_000_000): HostChannel {
  return { name: bytes(name), created_at: createdAt, held: true, members: 1, fields };
}

function applied(update: ChannelUpdate__Output): UpdateResult {
  const { number, channel, view } = update;
  const createdAt = view ? 1_700_000_000 : 0;
  return { number, channel, status: 'RESULT_STATUS_APPLIED', deviations: [], created_at: createdAt };
}
