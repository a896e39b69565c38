import * as grpc from '@grpc/grpc-js';
import {
  type AttachRequest,
  type AttachResponse,
  bytes,
  type ChannelUpdate,
  type FieldMessage,
  HostServiceClient,
} from './host-api.ts';

export type SidecarStream = grpc.ServerDuplexStream<AttachRequest, AttachResponse>;

/** A sidecar that says what a test tells it to: for those who pair their own ircd and want to see what it sends. */
export class ScriptedSidecar {
  readonly #server = new grpc.Server();
  readonly #streams = new Inbox<ScriptedStream>();
  #target = '';

  constructor() {
    const attach = (call: SidecarStream): void => this.#streams.put(new ScriptedStream(call));
    this.#server.addService(HostServiceClient.service, { Attach: attach });
  }

  /** Where it listens. */
  get target(): string {
    return this.#target;
  }

  async listen(target = '127.0.0.1:0'): Promise<void> {
    const credentials = grpc.ServerCredentials.createInsecure();
    const port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(target, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    this.#target = `127.0.0.1:${port}`;
  }

  /** The next stream that an ircd opens. */
  nextStream(): Promise<ScriptedStream> {
    return this.#streams.take();
  }

  close(): void {
    this.#server.forceShutdown();
  }
}

/** What one stream brought, in order, and a way to answer. */
export class ScriptedStream {
  readonly #call: SidecarStream;
  readonly #received = new Inbox<AttachRequest>();

  constructor(call: SidecarStream) {
    this.#call = call;
    call.on('data', (message: AttachRequest) => this.#received.put(message));
    call.on('error', () => {});
  }

  /** The next message, in the order of arrival. */
  next(): Promise<AttachRequest> {
    return this.#received.take();
  }

  /** Reads the hello, welcomes the ircd and reads the snapshot; returns all of it. */
  async welcome(): Promise<AttachRequest[]> {
    const hello = await this.next();
    this.send({ welcome: { software: 'scripted', previous_incarnation: '' } });
    return [hello, ...(await this.snapshot())];
  }

  /** Reads up to the end of a snapshot. */
  async snapshot(): Promise<AttachRequest[]> {
    const messages: AttachRequest[] = [];
    do messages.push(await this.next());
    while (messages.at(-1)!.snapshot_end === undefined);
    return messages;
  }

  /** The next event. */
  async event() {
    const { events } = await this.next();
    return events?.events[0] ?? null;
  }

  /** Sends one update and returns its result. */
  async update(update: Partial<ChannelUpdate> & { number: number }, name: string) {
    this.send({ updates: { updates: [{ host_sequence: 0, channel: bytes(name), ...update }] } });
    const { results } = await this.next();
    return results?.results[0] ?? null;
  }

  send(message: AttachResponse): void {
    this.#call.write(message);
  }

  /** Ends the stream with a status. */
  fail(code: grpc.status, details: string): void {
    this.#call.emit('error', { code, details });
  }
}

/** A view with these fields, created at the given Unix milliseconds. */
export function view(
  fields: FieldMessage[],
  createdAt = 1_600_000_000_000,
  remoteMembers = 1,
): Partial<ChannelUpdate> {
  return { view: { created_at: createdAt, fields, remote_members: remoteMembers } };
}

class Inbox<Item> {
  readonly #items: Item[] = [];
  readonly #waiting: ((item: Item) => void)[] = [];

  put(item: Item): void {
    const taker = this.#waiting.shift();
    if (taker) taker(item);
    else this.#items.push(item);
  }

  take(): Promise<Item> {
    const item = this.#items.shift();
    return item === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(item);
  }
}
