import { once } from 'node:events';
import { type ClientDuplexStream, credentials } from '@grpc/grpc-js';
import type { AttachRequest } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse__Output } from '../../src/proto-types/cburst/v1/AttachResponse.ts';
import type { ChannelUpdate__Output } from '../../src/proto-types/cburst/v1/ChannelUpdate.ts';
import type { HostEvent } from '../../src/proto-types/cburst/v1/HostEvent.ts';
import { proto } from '../../src/rpc/load-proto.ts';
import { nowMs } from './clock.ts';
import { channelName, hostChannel, topicField, topicOf, viewProblem } from './data-set.ts';
import { serveCalls } from './remote-calls.ts';

/** Well below the API's 1 MiB. */
const batchItems = 500;

/** A host as quick as one can be: it applies every update at once, and remembers what it was told. */
let call: ClientDuplexStream<AttachRequest, AttachResponse__Output>;
let welcomed = false;
let sequence = 0;
let acknowledged = 0;
let condition: { holds: () => boolean; resolve: (atMs: number) => void } | null = null;
const shown = new Map<string, ChannelUpdate__Output>();
/** Topics that are still to come, by channel. */
const awaited = new Map<string, string>();

export const hostHandlers = {
  /** Attaches; returns when everything that it shows (the first `channels` of the data set) is durable. */
  async attach({
    target,
    server,
    channels,
  }: {
    target: string;
    server: string;
    channels: number;
  }): Promise<number> {
    const client = new proto.HostService(target, credentials.createInsecure());
    call = client.Attach();
    call.on('data', take);
    // The bench stopped the sidecar; if not, it finds that this process is gone.
    call.on('error', () => process.exit(1));
    send({ hello: hello(server) });
    await until(() => welcomed);
    send({ snapshot_begin: { incarnation: 'run 1' } });
    for (let from = 0; from < channels; from += batchItems) {
      const size = Math.min(batchItems, channels - from);
      const batch = Array.from({ length: size }, (_, index) => hostChannel(from + index));
      // A million channels at once would fill this process instead of the sidecar's.
      if (!call.write({ snapshot: { channels: batch } })) await once(call, 'drain');
    }
    send({ snapshot_end: { channel_count: channels } });
    // Changes nothing: its acknowledgement says that what came before it is durable.
    const barrier = tell([{ channel: Buffer.from('#barrier'), dropped: {} }]);
    return until(() => acknowledged >= barrier);
  },

  /** When exactly `channels` are shown. */
  showing: ({ channels }: { channels: number }) => until(() => shown.size === channels),

  /** How many are shown now. */
  shown: () => shown.size,

  /** Changes the topics of some channels; returns when it did. */
  change({ first = 0, channels, round }: Changes): number {
    const atMs = nowMs();
    for (let from = 0; from < channels; from += batchItems) {
      const size = Math.min(batchItems, channels - from);
      tell(Array.from({ length: size }, (_, index) => changeOf(first + from + index, round)));
    }
    return atMs;
  },

  /** Has somebody in the first `channels`, so that its server holds them, too; returns when that is durable. */
  hold({ channels }: { channels: number }): Promise<number> {
    for (let from = 0; from < channels; from += batchItems) {
      const size = Math.min(batchItems, channels - from);
      tell(Array.from({ length: size }, (_, index) => joinOf(from + index)));
    }
    return until(() => acknowledged >= sequence);
  },

  /** Reads nothing from the sidecar until `read`, as a host does that hangs. */
  stall(): void {
    call.pause();
  },

  read(): void {
    call.resume();
  },

  /** When all events so far are durable. */
  durable: () => until(() => acknowledged >= sequence),

  /** When these changes have come. */
  changed({ first = 0, channels, round }: Changes): Promise<number> {
    awaited.clear();
    for (let index = first; index < first + channels; index++)
      awaited.set(channelName(index), topicOf(index, round));
    // Not all that are shown: of many channels that takes longer than the change that is measured.
    for (const name of [...awaited.keys()]) {
      const update = shown.get(name);
      if (update !== undefined) noteTopic(update);
    }
    return until(() => awaited.size === 0);
  },

  /** What is wrong with what is shown; the first `changed` channels had their topic changed `round` times. */
  verify({ channels, changed, round }: { channels: number; changed: number; round: number }): string[] {
    const problems: string[] = [];
    for (let index = 0; index < channels && problems.length < 5; index++) {
      const view = shown.get(channelName(index))?.view ?? null;
      const problem = viewProblem(index, index < changed ? round : 0, view);
      if (problem !== null) problems.push(problem);
    }
    return problems;
  },
};
export type HostHandlers = typeof hostHandlers;

/** Of so many channels, from `first` (default: the first of all) on; `round`: which change of them it is, from 1. */
interface Changes {
  readonly first?: number;
  readonly channels: number;
  readonly round: number;
}

serveCalls(hostHandlers);

function take(message: AttachResponse__Output): void {
  if (message.welcome) welcomed = true;
  if (message.acknowledgement) acknowledged = message.acknowledgement.sequence;
  if (message.updates) apply(message.updates.updates);
  if (condition?.holds()) {
    condition.resolve(nowMs());
    condition = null;
  }
}

function apply(updates: readonly ChannelUpdate__Output[]): void {
  const results = updates.map(({ number, channel, view }) => ({
    number,
    channel,
    status: 'RESULT_STATUS_APPLIED' as const,
    created_at: view ? Math.floor(view.created_at / 1000) : 0,
  }));
  send({ results: { results } });
  for (const update of updates) {
    const name = update.channel.toString('latin1');
    if (update.view) shown.set(name, update);
    else shown.delete(name);
    if (awaited.size > 0) noteTopic(update);
  }
}

function noteTopic({ channel, view }: ChannelUpdate__Output): void {
  const name = channel.toString('latin1');
  const topic = view?.fields.find((field) => field.topic)?.topic?.value?.text.toString('latin1');
  if (topic !== undefined && awaited.get(name) === topic) awaited.delete(name);
}

function until(holds: () => boolean): Promise<number> {
  if (holds()) return Promise.resolve(nowMs());
  return new Promise((resolve) => {
    condition = { holds, resolve };
  });
}

function changeOf(index: number, round: number): HostEvent {
  return { channel: Buffer.from(channelName(index)), changed: { fields: [topicField(index, round)] } };
}

function joinOf(index: number): HostEvent {
  return { channel: Buffer.from(channelName(index)), presence: { held: true, members: 1 } };
}

function tell(events: readonly HostEvent[]): number {
  send({ events: { events: events.map((event) => ({ ...event, sequence: ++sequence })) } });
  return sequence;
}

function send(message: AttachRequest): void {
  call.write(message);
}

function hello(server: string) {
  return {
    protocol_version: 1,
    server_name: server,
    software: 'bench',
    instance: Date.now(),
    casemapping: 'ascii',
    flags: ['no-external', 'topic-protected'],
    lists: ['ban'],
  };
}
