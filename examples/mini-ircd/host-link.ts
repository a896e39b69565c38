import { credentials, status } from '@grpc/grpc-js';
import { applyUpdate } from './apply-update.ts';
import type { Channel, Field } from './channel.ts';
import {
  type AttachCall,
  type AttachRequest,
  type AttachResponse,
  bytes,
  type ChannelUpdate,
  channelMessage,
  fieldMessage,
  type HostEventBody,
  HostServiceClient,
  messageBytes,
  text,
  type UpdateResult,
} from './host-api.ts';
import type { ChannelObserver, Ircd } from './ircd.ts';
import { DEFAULTS, FLAGS, LISTS } from './modes.ts';

/** Batches end at 1 MiB; one item is far smaller than what is left. */
const BATCH_BYTES = 512 * 1024;
/** Events that may wait for the sidecar's acknowledgement. Beyond, a new stream begins: its snapshot says it all. */
const UNACKNOWLEDGED_MAX = 10_000;
/** Changes remembered for updates on their way, with the same way out. */
const CHANGES_MAX = 10_000;
const BACK_OFF_MS_MIN = 250;
const BACK_OFF_MS_MAX = 5_000;
/** The sidecar is beside the ircd: a stream on which nothing moves that long is dead. */
const CHANNEL_OPTIONS = {
  'grpc.max_receive_message_length': 1024 * 1024,
  'grpc.keepalive_time_ms': 20_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // The library waits between its connections too; its default of two minutes is long for a neighbour.
  'grpc.initial_reconnect_backoff_ms': BACK_OFF_MS_MIN,
  'grpc.max_reconnect_backoff_ms': BACK_OFF_MS_MAX,
};

export interface HostLinkOptions {
  /** `unix:/path` or `host:port`. */
  readonly target: string;
  /** Hears what becomes of the link, a line for people each time. */
  readonly log: (line: string) => void;
}

/**
 * Keeps the ircd attached to its sidecar. What users do goes out as events, what the sidecar wants shown comes in as
 * updates. Without a sidecar the ircd goes on alone; the snapshot of the next stream tells what happened meanwhile.
 */
export class HostLink implements ChannelObserver {
  readonly #ircd: Ircd;
  readonly #options: HostLinkOptions;
  readonly #client: InstanceType<typeof HostServiceClient>;
  #stream: HostStream | null = null;
  #retry: NodeJS.Timeout | null = null;
  #backOffMs = BACK_OFF_MS_MIN;
  #attachedAt = 0;

  constructor(ircd: Ircd, options: HostLinkOptions) {
    this.#ircd = ircd;
    this.#options = options;
    this.#client = new HostServiceClient(options.target, credentials.createInsecure(), CHANNEL_OPTIONS);
    ircd.observe(this);
  }

  attach(): void {
    this.#attachedAt = performance.now();
    const call: AttachCall = this.#client.Attach!();
    const stream = new HostStream(this.#ircd, call);
    this.#stream = stream;
    call.on('data', (message: AttachResponse) => {
      if (message.welcome) this.#options.log(`attached to ${message.welcome.software}`);
      stream.receive(message);
    });
    // Every end of a call brings a status; an error brings the same one before.
    call.on('error', () => {});
    call.on('status', ({ code, details }) => this.#onEnd(`${status[code]}: ${details}`));
    call.write({ hello: hello(this.#ircd) });
  }

  close(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#stream?.end();
    this.#stream = null;
    this.#client.close();
  }

  onCreated(channel: Channel): void {
    this.#stream?.event(channel, { created: channelMessage(channel) });
  }

  onChanged(channel: Channel, fields: readonly Field[]): void {
    this.#stream?.event(channel, { changed: { fields: fields.map(fieldMessage) } }, fields);
  }

  onPresence(channel: Channel): void {
    this.#stream?.event(channel, {
      presence: { held: channel.members.size > 0, members: channel.members.size },
    });
  }

  onDropped(channel: Channel): void {
    this.#stream?.event(channel, { dropped: {} });
  }

  #onEnd(why: string): void {
    if (this.#stream === null) return;
    this.#stream = null;
    // A welcome alone proves nothing: a stream may end each time for the same reason right after it.
    if (performance.now() - this.#attachedAt > BACK_OFF_MS_MAX) this.#backOffMs = BACK_OFF_MS_MIN;
    // Jitter keeps many ircds from coming back to a restarted sidecar in step.
    const delayMs = this.#backOffMs * (0.5 + Math.random() / 2);
    this.#backOffMs = Math.min(this.#backOffMs * 2, BACK_OFF_MS_MAX);
    this.#options.log(`detached (${why}), next attempt in ${Math.round(delayMs)} ms`);
    this.#retry = setTimeout(() => this.attach(), delayMs);
  }
}

/** One stream: its numbers begin anew with it. */
class HostStream {
  readonly #ircd: Ircd;
  readonly #call: AttachCall;
  /** Number of the last event sent. */
  #sequence = 0;
  #acknowledged = 0;
  /** Number of the last update applied. */
  #appliedUpdate = 0;
  /** What happens before the snapshot is in the snapshot. */
  #snapshotSent = false;
  /** The last event that changed a field, by channel and field key: what an update on its way may not know of. */
  readonly #changes = new Map<string, number>();

  constructor(ircd: Ircd, call: AttachCall) {
    this.#ircd = ircd;
    this.#call = call;
  }

  receive(message: AttachResponse): void {
    if (message.welcome || message.resync) this.#sendSnapshot();
    else if (message.acknowledgement) this.#acknowledged = message.acknowledgement.sequence;
    else if (message.updates) this.#apply(message.updates.updates);
  }

  /** Tells what happened; `fields` are those that it changed. */
  event(channel: Channel, body: HostEventBody, fields: readonly Field[] = []): void {
    if (!this.#snapshotSent) return;
    this.#sequence++;
    this.#noteChanges(channel, fields);
    const numbers = { sequence: this.#sequence, applied_update: this.#appliedUpdate };
    this.#call.write({ events: { events: [{ ...numbers, channel: bytes(channel.name), ...body }] } });
    const isTooMuch =
      this.#sequence - this.#acknowledged > UNACKNOWLEDGED_MAX || this.#changes.size > CHANGES_MAX;
    if (isTooMuch) this.end();
  }

  end(): void {
    this.#call.cancel();
  }

  /** In one go: nothing happens in between, so the snapshot is of one moment. */
  #sendSnapshot(): void {
    const channels = this.#ircd.channels.map(channelMessage);
    this.#call.write({ snapshot_begin: { incarnation: this.#ircd.startedAt.toISOString() } });
    for (const batch of inBatches(channels, (part) => ({ snapshot: { channels: part } })))
      this.#call.write(batch);
    this.#call.write({ snapshot_end: { channel_count: channels.length } });
    this.#snapshotSent = true;
  }

  #apply(updates: readonly ChannelUpdate[]): void {
    const results: UpdateResult[] = [];
    for (const update of updates) {
      this.#forgetChanges(update.host_sequence);
      const name = text(update.channel);
      const changedSince = (key: string): boolean => this.#changes.has(this.#changeKey(name, key));
      results.push(applyUpdate(this.#ircd, update, changedSince));
      this.#appliedUpdate = update.number;
    }
    for (const batch of inBatches(results, (part) => ({ results: { results: part } })))
      this.#call.write(batch);
  }

  #noteChanges(channel: Channel, fields: readonly Field[]): void {
    for (const field of fields) {
      const key = this.#changeKey(channel.name, this.#ircd.fieldKey(field));
      // Deleted first, so that the map is in the order of the events.
      this.#changes.delete(key);
      this.#changes.set(key, this.#sequence);
    }
  }

  #forgetChanges(hostSequence: number): void {
    for (const [key, sequence] of this.#changes) {
      if (sequence > hostSequence) return;
      this.#changes.delete(key);
    }
  }

  #changeKey(channel: string, fieldKey: string): string {
    return `${this.#ircd.fold(channel)} ${fieldKey}`;
  }
}

function hello(ircd: Ircd): object {
  return {
    protocol_version: 1,
    server_name: ircd.name,
    software: 'mini-ircd',
    instance: ircd.startedAt.getTime(),
    casemapping: ircd.options.casemapping,
    flags: Object.values(FLAGS),
    lists: Object.values(LISTS),
    defaults: DEFAULTS.map(fieldMessage),
  };
}

/** The items in messages of at most about `BATCH_BYTES`. */
function* inBatches<Item>(
  items: readonly Item[],
  wrap: (part: Item[]) => AttachRequest,
): Iterable<AttachRequest> {
  let part: Item[] = [];
  let size = 0;
  for (const item of items) {
    const itemBytes = messageBytes(wrap([item]));
    if (part.length > 0 && size + itemBytes > BATCH_BYTES) {
      yield wrap(part);
      part = [];
      size = 0;
    }
    part.push(item);
    size += itemBytes;
  }
  if (part.length > 0) yield wrap(part);
}
