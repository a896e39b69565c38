import * as grpc from '@grpc/grpc-js';
import type { Field } from '../../src/core/field.ts';
import { ircBytes, ircText } from '../../src/core/irc-text.ts';
import { memberText } from '../../src/core/member.ts';
import type { AttachRequest__Output } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse } from '../../src/proto-types/cburst/v1/AttachResponse.ts';
import type { Field__Output } from '../../src/proto-types/cburst/v1/Field.ts';
import type { HostChannel__Output } from '../../src/proto-types/cburst/v1/HostChannel.ts';
import type { HostEvent__Output } from '../../src/proto-types/cburst/v1/HostEvent.ts';
import type { HostHello__Output } from '../../src/proto-types/cburst/v1/HostHello.ts';
import type { MemberGrant } from '../../src/proto-types/cburst/v1/MemberGrant.ts';
import type { RemoteMembersBatch } from '../../src/proto-types/cburst/v1/RemoteMembersBatch.ts';
import type { ShownMembers__Output } from '../../src/proto-types/cburst/v1/ShownMembers.ts';
import type { UpdateResult__Output } from '../../src/proto-types/cburst/v1/UpdateResult.ts';
import { fieldFromProto, fieldToProto } from '../../src/rpc/field-proto.ts';
import { proto } from '../../src/rpc/load-proto.ts';
import { memberFromProto, nickChangeFromProto } from '../../src/rpc/member-proto.ts';

export interface SeenChannel {
  readonly name: string;
  readonly createdAt: number;
  readonly held: boolean;
  readonly members: number;
  /** Who they are, as `memberText` shows them, sorted. */
  readonly memberList?: readonly string[];
  /** As `fieldText` shows them, sorted. */
  readonly fields: readonly string[];
}

export interface SeenSnapshot {
  readonly incarnation: string;
  readonly channels: readonly SeenChannel[];
}

export type SeenEvent = {
  readonly sequence: number;
  readonly appliedUpdate: number;
  readonly name: string;
} & (
  | { readonly kind: 'created'; readonly channel: SeenChannel }
  | { readonly kind: 'changed'; readonly fields: readonly string[] }
  | { readonly kind: 'presence'; readonly held: boolean; readonly members: number }
  | { readonly kind: 'members'; readonly held: boolean; readonly change: readonly string[] }
  | { readonly kind: 'dropped' }
);

export interface SeenResult {
  readonly number: number;
  readonly name: string;
  readonly status: string;
  readonly createdAt: number;
  /** `wanted -> shown (reason)`. */
  readonly deviations: readonly string[];
}

export interface UpdateToSend {
  readonly name: string;
  /** Null: a removal. */
  readonly fields: readonly Field[] | null;
  /** Default: the last event received. */
  readonly hostSequence?: number;
}

const waitMsMax = 20_000;

/** A sidecar's host API that does what a test says: a real gRPC server. */
export class ScriptedSidecar {
  /** What the next welcome says. */
  previousIncarnation = '';
  /** The next welcome asks who is in channels. */
  asksMembers = false;
  readonly target: string;
  readonly #server: grpc.Server;
  readonly #streams: AttachedHost[] = [];
  #wake: () => void = () => {};

  private constructor(target: string, server: grpc.Server) {
    this.target = target;
    this.#server = server;
    server.addService(proto.HostService.service, {
      Attach: (call: Call) => {
        const host = new AttachedHost(call, this.previousIncarnation, this.asksMembers);
        void host.snapshot(1).then(
          () => {
            this.#streams.push(host);
            this.#wake();
          },
          () => {},
        );
      },
    });
  }

  /** `target`: `unix:/path` or `127.0.0.1:0`. */
  static async start(target: string): Promise<ScriptedSidecar> {
    const server = new grpc.Server();
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(target, grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return new ScriptedSidecar(target.startsWith('unix:') ? target : `127.0.0.1:${port}`, server);
  }

  /** The next host that attached and sent its snapshot. */
  async attached(): Promise<AttachedHost> {
    const deadline = Date.now() + waitMsMax;
    while (this.#streams.length === 0) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no host attached')), deadline - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#streams.shift()!;
  }

  /** As if killed: every stream breaks, nobody answers any more. */
  stop(): void {
    this.#server.forceShutdown();
  }
}

type Call = grpc.ServerDuplexStream<AttachRequest__Output, AttachResponse>;

/** One host's stream, from the sidecar's end. */
export class AttachedHost {
  hello: HostHello__Output | null = null;
  readonly events: SeenEvent[] = [];
  readonly results: SeenResult[] = [];
  /** What the host said last of how many members of others it shows. */
  shown: ShownMembers__Output | null = null;
  /** Why the stream ended; null: it did not. */
  ended: string | null = null;
  readonly #call: Call;
  readonly #snapshots: { incarnation: string; channels: SeenChannel[]; done: boolean }[] = [];
  readonly #watchers = new Set<() => void>();
  #seen = 0;
  #lastUpdate = 0;

  constructor(call: Call, previousIncarnation: string, asksMembers: boolean) {
    this.#call = call;
    call.on('data', (message: AttachRequest__Output) => {
      if (message.message === 'hello') {
        this.hello = message.hello!;
        call.write({
          welcome: {
            protocol_version: 1,
            software: 'scripted',
            previous_incarnation: previousIncarnation,
            casemapping: message.hello!.casemapping,
            members: asksMembers,
          },
        });
      }
      this.#take(message);
      for (const look of [...this.#watchers]) look();
    });
    const end = (why: string): void => {
      this.ended ??= why;
      for (const look of [...this.#watchers]) look();
    };
    call.on('end', () => {
      end('the host ended it');
      call.end();
    });
    call.on('cancelled', () => end('cancelled'));
    call.on('error', (error) => end(error.message));
  }

  /** The `count`th snapshot of the stream, when it is complete. */
  async snapshot(count = this.#snapshots.length): Promise<SeenSnapshot> {
    await this.#until(() => this.#snapshots[count - 1]?.done === true, `snapshot ${count}`);
    return this.#snapshots[count - 1]!;
  }

  async resync(): Promise<SeenSnapshot> {
    const count = this.#snapshots.length + 1;
    this.#call.write({ resync: {} });
    return this.snapshot(count);
  }

  /** Sends updates in one batch; resolves with their results, in the order of the updates. */
  async update(...updates: UpdateToSend[]): Promise<SeenResult[]> {
    const numbers = this.send(...updates);
    const resultOf = (number: number): SeenResult | undefined =>
      this.results.find((result) => result.number === number);
    await this.#until(() => numbers.every((number) => resultOf(number)), `results of ${numbers.join()}`);
    return numbers.map((number) => resultOf(number)!);
  }

  /** Sends updates in one batch and returns their numbers. */
  send(...updates: UpdateToSend[]): number[] {
    const first = this.#lastUpdate + 1;
    this.#lastUpdate += updates.length;
    const known = this.events.at(-1)?.sequence ?? 0;
    this.#call.write({
      updates: {
        updates: updates.map(({ name, fields, hostSequence }, index) => ({
          number: first + index,
          host_sequence: hostSequence ?? known,
          channel: ircBytes(name),
          ...(fields === null
            ? { removal: {} }
            : {
                view: {
                  id: '123e4567-e89b-42d3-a456-426614174000',
                  origin: 'far.test',
                  created_at: 1,
                  fields: fields.map(fieldToProto),
                  remote_members: 1,
                },
              }),
        })),
      },
    });
    return updates.map((_, index) => first + index);
  }

  /** Tells who is in channels elsewhere. */
  tellMembers(news: RemoteMembersBatch): void {
    this.#call.write({ members: news });
  }

  /** Has members given modes. */
  grant(...grants: readonly MemberGrant[]): void {
    this.#call.write({ grants: { grants: [...grants] } });
  }

  acknowledge(sequence: number): void {
    this.#call.write({ acknowledgement: { sequence } });
  }

  /** The next event that no earlier call returned. */
  async nextEvent(): Promise<SeenEvent> {
    await this.#until(() => this.events.length > this.#seen, `event ${this.#seen + 1}`);
    return this.events[this.#seen++]!;
  }

  /** The first event that fits among those that no earlier call returned. */
  async eventThat(fits: (event: SeenEvent) => boolean): Promise<SeenEvent> {
    for (;;) {
      const event = await this.nextEvent();
      if (fits(event)) return event;
    }
  }

  /** Ends the stream with a status. */
  end(code: grpc.status, details: string): void {
    this.#call.emit('error', { code, details });
  }

  async untilEnded(): Promise<string> {
    await this.#until(() => this.ended !== null, 'the end of the stream', true);
    return this.ended!;
  }

  #take({ message, ...parts }: AttachRequest__Output): void {
    if (message === 'snapshot_begin') {
      this.#snapshots.push({ incarnation: parts.snapshot_begin!.incarnation, channels: [], done: false });
    } else if (message === 'snapshot') {
      this.#snapshots.at(-1)!.channels.push(...parts.snapshot!.channels.map(seenChannel));
    } else if (message === 'snapshot_end') {
      const snapshot = this.#snapshots.at(-1)!;
      if (snapshot.channels.length !== parts.snapshot_end!.channel_count) throw new Error('channel_count');
      snapshot.done = true;
    } else if (message === 'events') {
      this.events.push(...parts.events!.events.map(seenEvent));
    } else if (message === 'shown_members') {
      this.shown = parts.shown_members!;
    } else if (message === 'results') {
      this.results.push(...parts.results!.results.map(seenResult));
    }
  }

  #until(holds: () => boolean, what: string, alsoEnded = false): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        finish();
      };
      const fail = (why: string): void => {
        const seen = JSON.stringify({ events: this.events.slice(-5), results: this.results.slice(-5) });
        settle(() => reject(new Error(`${why} waiting for ${what}; last: ${seen}`)));
      };
      const look = (): void => {
        if (holds()) settle(resolve);
        else if (this.ended !== null && !alsoEnded) fail(`stream ended (${this.ended})`);
      };
      const timer = setTimeout(() => fail('time is up'), waitMsMax);
      this.#watchers.add(look);
      look();
    });
  }
}

/** A field as one readable text; of list entries without setter and time. */
export function fieldText(field: Field): string {
  switch (field.kind) {
    case 'topic':
      return field.value
        ? `topic ${field.value.setter} ${field.value.setAt} :${field.value.text}`
        : 'no topic';
    case 'flag':
      return `${field.set ? '+' : '-'}${field.name}`;
    case 'join-key':
      return field.value === null ? 'no key' : `key ${field.value}`;
    case 'limit':
      return field.value === null ? 'no limit' : `limit ${field.value}`;
    case 'parameter':
    case 'metadata':
      return field.value === null ? `no ${field.name}` : `${field.name} ${field.value}`;
    case 'entry':
      return `${field.value === null ? '-' : '+'}${field.list} ${field.mask}`;
  }
}

/** The field of a message; throws when the real sidecar would end the stream for it. */
export function seenField(message: Field__Output): Field {
  const result = fieldFromProto(message);
  if ('problem' in result) throw new Error(result.problem);
  return result.field;
}

function texts(fields: readonly Field__Output[]): string[] {
  return fields.map((field) => fieldText(seenField(field))).sort();
}

function seenChannel(channel: HostChannel__Output): SeenChannel {
  return {
    name: ircText(channel.name),
    createdAt: channel.created_at,
    held: channel.held,
    members: channel.members,
    ...(channel.member_list.length === 0
      ? {}
      : { memberList: channel.member_list.map((each) => memberText(memberFromProto(each))).sort() }),
    fields: texts(channel.fields),
  };
}

function seenEvent(message: HostEvent__Output): SeenEvent {
  const { sequence, applied_update: appliedUpdate } = message;
  const head = { sequence, appliedUpdate, name: ircText(message.channel) };
  switch (message.event) {
    case 'created':
      return { ...head, kind: 'created', channel: seenChannel(message.created!) };
    case 'changed':
      return { ...head, kind: 'changed', fields: texts(message.changed!.fields) };
    case 'presence':
      return { ...head, kind: 'presence', ...message.presence! };
    case 'dropped':
      return { ...head, kind: 'dropped' };
    case 'members': {
      const { held, renamed, gone, present } = message.members!;
      const change = [
        ...renamed.map(nickChangeFromProto).map(({ from, to }) => `${from}>${to}`),
        ...gone.map((nick) => `-${ircText(nick)}`),
        ...present.map((each) => `+${memberText(memberFromProto(each))}`),
      ];
      return { ...head, kind: 'members', held, change };
    }
    default:
      throw new Error('an event says nothing');
  }
}

function seenResult(message: UpdateResult__Output): SeenResult {
  return {
    number: message.number,
    name: ircText(message.channel),
    status: message.status.replace('RESULT_STATUS_', '').toLowerCase(),
    createdAt: message.created_at,
    deviations: message.deviations.map(({ wanted, shown, reason }) => {
      const instead = shown ? fieldText(seenField(shown)) : 'nothing';
      return `${fieldText(seenField(wanted!))} -> ${instead} (${reason})`;
    }),
  };
}
