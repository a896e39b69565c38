import { strict as assert } from 'node:assert';
import { EventEmitter } from 'node:events';
import { status } from '@grpc/grpc-js';
import { HostService } from '../../src/host/host-service.ts';
import { type HostCall, UPDATES_IN_FLIGHT_MAX } from '../../src/host/host-stream.ts';
import type { AttachRequest, AttachRequest__Output } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse } from '../../src/proto-types/cburst/v1/AttachResponse.ts';
import type { Field } from '../../src/proto-types/cburst/v1/Field.ts';
import { proto } from '../../src/rpc/load-proto.ts';
import { decodeDocument } from '../../src/wire/document-line.ts';
import { FuzzSidecar, peer, readsStore, self } from './fuzz-sidecar.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { encodeFields, growProto, mutateProto, parseFields } from './mutate-proto.ts';
import { dictionary, documentLines } from './vectors.ts';

const bytesMax = 8192;
/** The API's bound, see src/sidecar/api-server.ts: gRPC ends the call before the service sees a longer message. */
const messageBytesMax = 1024 * 1024;
const { requestSerialize, requestDeserialize, responseSerialize } = proto.HostService.service.Attach;

const remoteLines = documentLines.filter((line) => 'message' in decodeDocument(line, 'rfc1459'));

/** Fields of an input. */
const MESSAGE = 1;
/** A number: what happens besides, see `step`. */
const HAPPENS = 2;

const words = [
  '#own',
  '#general',
  '#private',
  '#x',
  'ban',
  'quiet',
  'topic-protected',
  'flood',
  ...dictionary,
];

/**
 * An input is encoded as a protobuf message of its own: its fields are the messages of a host's stream, as bytes, and
 * numbers for what else happens: a peer tells of a channel, the stream blocks, time passes, another stream opens. Events
 * are numbered as they should be where their number is 0.
 */
export const target: FuzzTarget = {
  seeds: seeds(),
  mutate: (input, other, random) => mutateProto(input, other, words, bytesMax, random),
  grow: (input, random) => growProto(input, random),
  run(input) {
    const world = new HostWorld();
    for (const { number, value } of parseFields(input, 0) ?? []) {
      if (number === HAPPENS && typeof value === 'number') world.happens(value);
      else
        world.message(
          typeof value === 'number' ? '' : typeof value === 'string' ? value : encodeFields(value),
        );
    }
    world.assertSound(readsStore(input));
  },
};

class HostWorld {
  readonly #sidecar: FuzzSidecar;
  readonly #service: HostService;
  #call: FuzzCall;
  #told = 0;

  constructor() {
    this.#sidecar = new FuzzSidecar(({ views }) => this.#service.viewsChanged(views));
    const { store, loop } = this.#sidecar;
    this.#service = new HostService(
      { software: 'fuzz' },
      {
        replica: store.replica,
        submit: loop.submit.bind(loop),
        now: () => this.#sidecar.nowMs,
        events: { applied: () => {}, attached: () => {}, detached: () => {}, refused: () => {} },
      },
    );
    this.#call = this.#attach();
    for (let told = 0; told < 3; told++) this.#peerTells();
  }

  message(bytes: string): void {
    this.#call.receive(Buffer.from(bytes, 'latin1'));
    this.#sidecar.settle();
  }

  happens(what: number): void {
    if (what === 0) this.#call.blocked = true;
    else if (what === 1) this.#call.unblock();
    else if (what === 2) this.#call = this.#attach();
    else if (what === 3) this.#call.emit('cancelled');
    else if (what === 4) this.#sidecar.store.replica.lost(peer);
    else if (what === 5) this.#sidecar.loop.submit(() => this.#sidecar.store.replica.passGrace(60_000));
    else if (what > 100) this.#sidecar.nowMs += Math.min(what, 86_400_000);
    else this.#peerTells();
    this.#sidecar.settle();
  }

  /** `isChecked`: looks at what is stored, too. */
  assertSound(isChecked: boolean): void {
    this.happens(1);
    this.happens(101);
    this.happens(5);
    const inFlight = this.#service.stream?.attachment.counts.inFlight ?? 0;
    assert(inFlight <= UPDATES_IN_FLIGHT_MAX, `${inFlight} updates have no result`);
    if (isChecked) this.#sidecar.assertDurable();
  }

  #attach(): FuzzCall {
    const call = new FuzzCall();
    this.#service.handlers.Attach(call as unknown as HostCall);
    return call;
  }

  #peerTells(): void {
    const decoded = decodeDocument(remoteLines[this.#told++ % remoteLines.length]!, 'rfc1459');
    if ('problem' in decoded) throw new Error('the vector is not valid');
    const { part, members } = decoded.message;
    this.#sidecar.loop.submit((now) => this.#sidecar.store.replica.receive(peer, part, members, now));
    this.#sidecar.settle();
  }
}

/** A host's stream as gRPC hands it to the service. */
class FuzzCall extends EventEmitter {
  blocked = false;
  #ended = false;
  #events = 0;
  #acknowledged = 0;
  #updates = 0;

  constructor() {
    super();
    this.on('error', (error: { code: number; details: string }) => this.#refused(error));
  }

  /** What gRPC cannot decode ends the call. */
  receive(bytes: Buffer): void {
    const message = this.#ended ? null : decoded(bytes);
    if (message === null) {
      this.#lost();
      return;
    }
    for (const event of message.events?.events ?? []) {
      if (event.sequence === 0) event.sequence = ++this.#events;
      else this.#events = event.sequence;
    }
    this.emit('data', message);
  }

  write(message: AttachResponse): boolean {
    assert(!this.#ended, 'an ended stream was written to');
    const bytes = responseSerialize(message).length;
    assert(bytes <= messageBytesMax, `a message of ${bytes} bytes was sent`);
    const acknowledged = message.acknowledgement?.sequence;
    if (acknowledged !== undefined) {
      assert(Number(acknowledged) >= this.#acknowledged, 'an acknowledgement was taken back');
      this.#acknowledged = Number(acknowledged);
    }
    for (const { number } of message.updates?.updates ?? []) {
      assert.equal(number, ++this.#updates, 'an update is missing');
    }
    return !this.blocked;
  }

  end(): void {
    this.#ended = true;
  }

  unblock(): void {
    this.blocked = false;
    if (!this.#ended) this.emit('drain');
  }

  #refused({ code, details }: { code: number; details: string }): void {
    this.#ended = true;
    assert(status[code] !== undefined, `no such status: ${code}`);
    assert(
      details.length > 0 && details.length < 2048 && !/[\r\n\0]/.test(details),
      `no status text: ${details}`,
    );
  }

  #lost(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.emit('cancelled');
    this.emit('close');
  }
}

/** As gRPC does before the service sees it. */
function decoded(bytes: Buffer): AttachRequest__Output | null {
  try {
    return bytes.length > messageBytesMax ? null : requestDeserialize(bytes);
  } catch {
    return null;
  }
}

function seeds(): string[] {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const topic: Field = {
    topic: { value: { text: bytes('a topic'), setter: bytes('op!o@h'), set_at: 1_704_110_400 } },
  };
  const ban: Field = {
    entry: { list: 'ban', mask: bytes('*!*@bad'), present: true, setter: bytes('op'), set_at: 1_704_110_400 },
  };
  const fields: Field[] = [
    topic,
    ban,
    { flag: { name: 'moderated', set: true } },
    { join_key: { value: bytes('k') } },
    { limit: { value: 5 } },
    { parameter: { name: 'flood', value: bytes('10:5') } },
  ];
  const state = { name: bytes('#own'), created_at: 1_704_110_400, held: true, members: 2, fields };
  const hello = {
    protocol_version: 1,
    server_name: self,
    software: 'fuzz',
    instance: 1,
    casemapping: 'rfc1459',
    flags: ['moderated', 'no-external', 'topic-protected', 'secret'],
    parameters: ['flood'],
    lists: ['ban', 'except', 'invite', 'quiet'],
    defaults: [{ flag: { name: 'no-external', set: true } }],
  };
  const attach: AttachRequest[] = [
    { hello },
    { snapshot_begin: { incarnation: 'run 1' } },
    { snapshot: { channels: [state] } },
    { snapshot_end: { channel_count: 1 } },
  ];
  const applied = (number: number, channel: string, deviations: object[] = []) => ({
    results: {
      results: [{ number, channel: bytes(channel), status: 'RESULT_STATUS_APPLIED' as const, deviations }],
    },
  });
  const event = (happened: object) => ({ events: { events: [{ channel: bytes('#own'), ...happened }] } });
  const cut = { wanted: topic, shown: { topic: { value: { text: bytes('a to') } } }, reason: 'cut' };
  const lives: (readonly (AttachRequest | number)[])[] = [
    [
      event({ changed: { fields: fields.slice(0, 3) } }),
      event({ presence: { held: true, members: 3 } }),
      6,
      200,
    ],
    [
      event({ dropped: {} }),
      event({ created: state }),
      applied(1, '#general'),
      applied(2, '#private', [cut]),
    ],
    [
      0,
      7,
      8,
      9,
      1,
      applied(1, '#moderated', [cut]),
      event({ channel: bytes('#general'), created: { ...state, name: bytes('#general') } }),
    ],
    [2, ...attach, 4, 5, 40_000, 5, 3, 2, ...attach],
  ];
  return lives.map((life) => encodeFields([...attach, ...life].map(fieldOf)));
}

function fieldOf(step: AttachRequest | number) {
  if (typeof step === 'number') return { number: HAPPENS, value: step };
  return { number: MESSAGE, value: requestSerialize(step as never).toString('latin1') };
}
