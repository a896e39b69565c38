import { randomUUID } from 'node:crypto';
import type { DocumentPart } from '../../src/core/document.ts';
import type { ChannelId, ServerName } from '../../src/core/identity.ts';
import type {
  BurstEnd,
  BurstExchange,
  BurstExtension,
  ItemDigests,
  ItemParts,
  ReceivedItem,
} from '../../src/extension/burst-extension.ts';
import { ExtensionManager } from '../../src/extension/extension-manager.ts';
import { type DeltaGateOptions, openGate } from '../../src/peer/delta-gate.ts';
import { IdDigest } from '../../src/peer/id-digest.ts';
import { PeerSession, type PeerSessionEvents } from '../../src/peer/peer-session.ts';
import type { SessionServer } from '../../src/peer/session-server.ts';
import type { PeerCursor } from '../../src/store/server-record.ts';
import { type DocumentMessage, decodeDocument, encodeDocument } from '../../src/wire/document-line.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { wholeForm } from '../../src/wire/line-form.ts';
import type { LineProblem } from '../../src/wire/line-problem.ts';
import { type Compression, compressions, encodeMessage } from '../../src/wire/session-message.ts';
import { ManualTimers } from './manual-timers.ts';
import { createMemoryLinkPair } from './memory-link.ts';
import { RecordingListener } from './recording-listener.ts';
import { a, b, part } from './replica-fixture.ts';
import { Settling } from './settle.ts';

export const epochA = 'aaaaaaaa-0000-4000-8000-000000000000';
export const epochB = 'bbbbbbbb-0000-4000-8000-000000000000';

/** The hello of server b, as it should be. */
export const helloB = `HELLO 1 ${b} rfc1459 ${epochB} SOFTWARE "test" CAPS "stamps" PEERS ""`;

/**
 * Server a as its sessions see it, with a burst extension for CBURST: remembers what was done, and makes things durable
 * when told to.
 */
export class ScriptedServer implements SessionServer {
  readonly name: ServerName = a;
  readonly casemapping = 'rfc1459';
  readonly software = 'test';
  readonly epoch = epochA;
  readonly run: string = randomUUID();
  /** Of its clock. */
  wallNow = () => 1_700_000_000_000;
  readonly rules = { conflicts: null, channels: null, fields: null, relay: [] };
  readonly extensions: ExtensionManager;
  /** What extensions threw, as `<type> <task>`. */
  readonly failures: string[] = [];
  readonly documents = new Map<ChannelId, { message: DocumentMessage; sequence: number }>();
  /** What came in each page, and where it moved the resume point to. */
  readonly received: { messages: DocumentMessage[]; cursor: PeerCursor | null }[] = [];
  readonly burstEnds: (readonly ChannelId[] | null)[] = [];
  /** Of the last end of a burst. */
  unconfirmed: readonly ChannelId[] = [];
  /** Says what is wrong with a message, before it is applied. */
  judge: (message: DocumentMessage) => string | null = () => null;
  /** Called before a line is read. */
  reading: () => void = () => {};
  /** Called before a document is described. */
  describing: (id: ChannelId) => void = () => {};
  /** The lines of a document, where they are not to be its own. */
  describes: ((id: ChannelId) => string[]) | null = null;
  /** Called before what is presented is listed. */
  listing: () => void = () => {};
  /** What it compares with a peer that can. */
  digests: ItemDigests | undefined;
  /** False: what is received waits for `makeDurable`. */
  durableAtOnce = true;
  cursorOfPeer: PeerCursor | null = null;
  acknowledgedByPeer: number | null = null;
  #sequence = 0;
  #waiting: { run: (now: number) => void; durable: () => void }[] = [];

  constructor() {
    this.extensions = new ExtensionManager({
      changed: () => {},
      failed: ({ burstType, task }) => void this.failures.push(`${burstType} ${task}`),
    });
    this.extensions.register(() => new ScriptedBurst(this));
  }

  /** Another run of the same server, with nothing. */
  restarted(): ScriptedServer {
    const { name, casemapping, epoch } = this;
    return Object.assign(new ScriptedServer(), { name, casemapping, epoch });
  }

  isExpelled = false;

  expelled(): boolean {
    return this.isExpelled;
  }

  linkedPeers(): ServerName[] {
    return [];
  }

  greeted(): void {}

  sequence(): number {
    return this.#sequence;
  }

  cursor(): PeerCursor | null {
    return this.cursorOfPeer;
  }

  acknowledgedBefore(): number {
    return this.acknowledgedByPeer ?? 0;
  }

  acknowledged(sequence: number): void {
    this.acknowledgedByPeer = sequence;
  }

  setCursor(cursor: PeerCursor): void {
    this.received.at(-1)!.cursor = cursor;
  }

  submit(run: (now: number) => void, durable?: () => void): void {
    // Only pages wait to be durable.
    if (durable === undefined) run(0);
    else this.#waiting.push({ run, durable });
    if (this.durableAtOnce) this.makeDurable();
  }

  makeDurable(): void {
    for (const { run, durable } of this.#waiting.splice(0)) {
      this.received.push({ messages: [], cursor: null });
      run(0);
      durable();
    }
  }

  /** A channel of a's that is new or has changed. `members` null: a does not hold it (any more). */
  put(document: DocumentPart, members: number | null): void {
    this.documents.set(document.id, { message: { part: document, members }, sequence: ++this.#sequence });
  }
}

class ScriptedBurst implements BurstExtension, BurstExchange {
  readonly burstType = 'CBURST';
  readonly capabilities = ['stamps', 'metadata', 'decisions'];
  readonly requires = null;
  readonly #server: ScriptedServer;

  constructor(server: ScriptedServer) {
    this.#server = server;
  }

  linked(): BurstExchange {
    return this;
  }

  unlinked(): void {}
  committed(): void {}

  get digests(): ItemDigests | undefined {
    return this.#server.digests;
  }

  presented(since: number): ChannelId[] {
    this.#server.listing();
    return this.#changedAfter(since, (members) => members !== null);
  }

  others(since: number): ChannelId[] {
    return this.#changedAfter(since, (members) => members === null);
  }

  knows(id: ChannelId): boolean {
    return this.#server.documents.has(id);
  }

  describe(id: ChannelId, parts: ItemParts): string[] {
    this.#server.describing(id);
    const message = this.#server.documents.get(id)?.message;
    if (message === undefined) return [];
    if (this.#server.describes !== null) return this.#server.describes(id);
    if (parts === null) return encodeDocument(message, { form: wholeForm, lineBytesMax });
    const registers = new Map([...message.part.registers].filter(([key]) => parts.has(key)));
    const part = { ...message.part, registers };
    return encodeDocument({ ...message, part }, { form: wholeForm, lineBytesMax });
  }

  read(line: string): ReceivedItem | { problem: LineProblem } {
    this.#server.reading();
    const decoded = decodeDocument(line, this.#server.casemapping);
    if ('problem' in decoded) return decoded;
    return { id: decoded.message.part.id, apply: () => this.#apply(decoded.message) };
  }

  burstEnded(end: BurstEnd): void {
    this.#server.burstEnds.push(end.mode === 'full' ? [...end.presented] : null);
    this.#server.unconfirmed = end.mode === 'full' ? [] : [...end.unconfirmed];
  }

  #apply(message: DocumentMessage): string | null {
    this.#server.received.at(-1)!.messages.push(message);
    return this.#server.judge(message);
  }

  #changedAfter(since: number, matches: (members: number | null) => boolean): ChannelId[] {
    const changed = [...this.#server.documents].filter(([, each]) => each.sequence > since);
    return changed.filter(([, each]) => matches(each.message.members)).map(([id]) => id);
  }
}

/** A session of server a over a link whose other end, server b, says only what the test writes. */
export class ScriptedSession {
  readonly server = new ScriptedServer();
  readonly timers = new ManualTimers();
  readonly peer = new RecordingListener();
  readonly events: string[] = [];
  readonly steps: { step: string; [detail: string]: number | string | null }[] = [];
  readonly session: PeerSession;
  readonly cut: () => void;
  nowMs = 0;
  readonly #settling = new Settling();
  readonly #write: (lines: string[]) => void;
  readonly #compress: (algorithm: Compression) => void;

  constructor(
    options: {
      pageSize?: number;
      compression?: readonly Compression[];
      delta?: DeltaGateOptions;
      prepare?: (server: ScriptedServer) => void;
    } = {},
  ) {
    options.prepare?.(this.server);
    const { dialling, accepting, cut } = createMemoryLinkPair(a, b, {
      timers: this.timers,
      carry: this.#settling.defer,
    });
    this.cut = cut;
    this.#write = (lines) => accepting.write(lines);
    this.#compress = (algorithm) => accepting.compress(algorithm);
    this.peer.onLine = (line) => {
      const algorithm = compressions.find((each) => line === `COMPRESS ${each}`);
      if (algorithm !== undefined) accepting.decompress(algorithm);
    };
    accepting.open(this.peer);
    const { pageSize = 10, compression = [], delta = openGate } = options;
    const limits = { pageSize, burstTimeoutMs: 20_000, compression, delta, salt: () => 7 };
    const now = () => this.nowMs;
    const events = this.#sessionEvents();
    this.session = new PeerSession(dialling, this.server, limits, events, now, this.timers);
    this.session.start();
  }

  /** What b got since the last call, without the pings. */
  async takeLines(): Promise<string[]> {
    await this.#settling.settle();
    const lines = this.peer.lines.filter((line) => !/^P[IO]NG /.test(line));
    this.peer.events.length = 0;
    return lines;
  }

  /** b says so; returns what a answers. */
  async say(...lines: string[]): Promise<string[]> {
    this.#write(lines);
    return this.takeLines();
  }

  /** b says so, and compresses what it says from then on. */
  async compress(algorithm: Compression): Promise<string[]> {
    this.#write([`COMPRESS ${algorithm}`]);
    this.#compress(algorithm);
    return this.takeLines();
  }

  /** b greets and asks for everything. */
  async greet(): Promise<string[]> {
    return this.say(helloB, 'RESUME - 0');
  }

  /** What a says while so much time passes, without ticks. */
  async pass(ms: number): Promise<string[]> {
    this.nowMs += ms;
    this.timers.advance(ms);
    return this.takeLines();
  }

  async tickAfter(ms: number): Promise<string[]> {
    this.nowMs += ms;
    this.session.tick();
    return this.takeLines();
  }

  #sessionEvents(): PeerSessionEvents {
    const note = (text: string) => void this.events.push(text);
    return {
      accepted: () => {
        note('accepted');
        return true;
      },
      answered: () => note('answered'),
      mesh: (_, servers) => note(`mesh: ${servers.join(' ')}`),
      exceeded: (_, epoch, sequence) => note(`exceeded: ${epoch} ${sequence}`),
      refused: (_, code, reason) => note(`refused: ${code}: ${reason}`),
      rejected: (_, page, line, { code }) => note(`rejected: page ${page}, line ${line}: ${code}`),
      notAccepted: (_, { page, line, code }) => note(`nak: page ${page}, line ${line}: ${code}`),
      compared: (_, { kind }) => note(`compared: ${kind}`),
      burstEnded: (_, documents) => note(`burst ended: ${documents}`),
      step: (_, step, details) => void this.steps.push({ step, ...details }),
      closed: (_, reason) => note(`closed: ${reason}`),
    };
  }
}

/** The one line of a document with the sender's number of members, null: it does not hold it. */
export function documentLine(
  id: ChannelId,
  members: number | null,
  registers: Parameters<typeof part>[1] = [],
): string {
  return encodeDocument({ part: part(id, registers), members }, { form: wholeForm, lineBytesMax: 65536 })[0]!;
}

/** The end of a burst that presented these channels. */
export function burstEnd(...ids: ChannelId[]): string {
  const digest = new IdDigest();
  for (const id of ids) digest.add({ burstType: 'CBURST', id });
  return encodeMessage({ verb: 'EOB', documents: ids.length, ids: String(digest), missing: [] });
}
