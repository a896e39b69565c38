import { type ClientDuplexStream, credentials } from '@grpc/grpc-js';
import type { AttachRequest } from '../../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse__Output } from '../../../src/proto-types/cburst/v1/AttachResponse.ts';
import { proto } from '../../../src/rpc/load-proto.ts';
import { nowMs } from '../clock.ts';
import { channelName, hostChannel, topicField } from '../data-set.ts';
import { pause } from '../proc-stats.ts';
import { quantile } from '../quantile.ts';
import { serveCalls } from '../remote-calls.ts';
import { DelayBook } from './delay-book.ts';

/** Changes leave in so many bunches a second: finer than what is measured, and coarse enough to be kept. */
const bunchesPerSecond = 100;
/** Of what is asked for again and again. */
const lookMs = 20;

interface MeshHost {
  readonly call: ClientDuplexStream<AttachRequest, AttachResponse__Output>;
  /** Its own channels are those from `first` on. */
  readonly first: number;
  readonly shown: Set<string>;
  welcomed: boolean;
  sequence: number;
}

/** All hosts of a mesh, in one process: each has channels of its own and is told of everybody else's. */
const hosts: MeshHost[] = [];
let book: DelayBook | null = null;

export const meshHandlers = {
  /** Attaches one more; it shows `channels` that nobody else has. */
  async attach({
    target,
    server,
    channels,
  }: {
    target: string;
    server: string;
    channels: number;
  }): Promise<void> {
    const call = new proto.HostService(target, credentials.createInsecure()).Attach();
    const first = hosts.length * channels;
    const host: MeshHost = { call, first, shown: new Set(), welcomed: false, sequence: 0 };
    const own = hosts.push(host) - 1;
    call.on('data', (message: AttachResponse__Output) => take(host, own, message));
    call.on('error', () => process.exit(1));
    call.write({ hello: hello(server) });
    while (!host.welcomed) await pause(lookMs);
    call.write({ snapshot_begin: { incarnation: 'run 1' } });
    call.write({
      snapshot: { channels: Array.from({ length: channels }, (_, index) => hostChannel(first + index)) },
    });
    call.write({ snapshot_end: { channel_count: channels } });
  },

  /** When every host is shown so many channels of others. */
  async linked({ channels, withinMs }: { channels: number; withinMs: number }): Promise<void> {
    const deadline = nowMs() + withinMs;
    while (hosts.some(({ shown }) => shown.size < channels)) {
      if (nowMs() > deadline) throw new Error(`no mesh: ${hosts.map(({ shown }) => shown.size).join(' ')}`);
      await pause(lookMs);
    }
  },

  /**
   * Changes topics at an even rate, each host in turn, whether or not the last ones have arrived; `channels`: of each host.
   * `keptUp`: everybody was told of everything within `drainMs` of the last one. It stops early once more than that waits:
   * what nobody can keep up with has to be worked off before the next rate.
   */
  async change(options: { rate: number; seconds: number; channels: number; round: number; drainMs: number }) {
    const { rate, seconds, drainMs } = options;
    const running = new DelayBook(hosts.length);
    book = running;
    const startedAt = nowMs();
    const count = Math.round(rate * seconds);
    const missingMax = Math.max(rate * (drainMs / 1000), hosts.length) * (hosts.length - 1);
    let sent = 0;
    while (sent < count && running.missing <= missingMax) {
      const due = Math.min(count, Math.floor(((nowMs() - startedAt) / 1000) * rate));
      for (; sent < due; sent++) changeOne(running, sent, options);
      await pause(1000 / bunchesPerSecond);
    }
    const sentMs = nowMs() - startedAt;
    const deadline = nowMs() + drainMs;
    while (running.missing > 0 && nowMs() < deadline) await pause(lookMs);
    const { delays, missing } = running;
    book = null;
    return {
      changes: sent,
      seconds: sentMs / 1000,
      keptUp: sent === count && missing === 0,
      p50: delays.length === 0 ? 0 : quantile(delays, 0.5),
      p99: delays.length === 0 ? 0 : quantile(delays, 0.99),
    };
  },
};
export type MeshHandlers = typeof meshHandlers;

serveCalls(meshHandlers);

/** `number`: each host changes its next channel when it is its turn. */
function changeOne(
  running: DelayBook,
  number: number,
  { channels, round }: { channels: number; round: number },
): void {
  const own = number % hosts.length;
  const host = hosts[own]!;
  const turn = Math.floor(number / hosts.length);
  const index = host.first + (turn % channels);
  const change = round + Math.floor(turn / channels);
  running.sent(channelName(index), change, nowMs());
  const event = { sequence: ++host.sequence, channel: Buffer.from(channelName(index)) };
  host.call.write({ events: { events: [{ ...event, changed: { fields: [topicField(index, change)] } }] } });
}

function take(host: MeshHost, own: number, { welcome, updates }: AttachResponse__Output): void {
  if (welcome) host.welcomed = true;
  if (!updates) return;
  const atMs = nowMs();
  host.call.write({
    results: {
      results: updates.updates.map(({ number, channel, view }) => ({
        ...{ number, channel, status: 'RESULT_STATUS_APPLIED' as const },
        created_at: view ? Math.floor(view.created_at / 1000) : 0,
      })),
    },
  });
  for (const { channel, view } of updates.updates) {
    const name = channel.toString('latin1');
    host.shown.add(name);
    const topic = view?.fields.find((field) => field.topic)?.topic?.value?.text.toString('latin1');
    // `c000012 …` is change 12.
    if (topic?.startsWith('c')) book?.arrived(own, name, Number(topic.slice(1, 7)), atMs);
  }
}

function hello(server: string) {
  return {
    ...{
      protocol_version: 1,
      server_name: server,
      software: 'bench',
      instance: Date.now(),
      casemapping: 'ascii',
    },
    ...{ flags: ['no-external', 'topic-protected'], lists: ['ban'] },
  };
}
