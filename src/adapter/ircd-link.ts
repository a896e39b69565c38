import { connect, type Socket } from 'node:net';
import type { Logger } from 'pino';
import type { AdapterConfig } from '../config/adapter-config.ts';
import type { Conversation, Dialect, HandshakeStep, LinkEnd, LinkedIrcd } from './dialect.ts';
import { type IrcLine, parseIrcLine } from './irc-line.ts';

export interface IrcdLinkListener {
  /** The handshake is done; the burst follows as lines. */
  linked(ircd: LinkedIrcd): void;
  /** The adapter has introduced itself: no more is to be learnt of the ircd itself. Once for a link. */
  introduced(): void;
  /** Every line from `linked` on. */
  line(line: IrcLine): void;
  /** Once, also after `close`. `next`: what the operator can do about it, null where that is not known. */
  closed(reason: string, next: string | null): void;
}

/** Longest line that is taken: lists of members come in lines well below. */
const LINE_BYTES_MAX = 65_536;
const LINE_END = '\r\n';
const HANDSHAKE_TIMEOUT_MS = 30_000;
/** Ircds ping after about a minute of silence; asking oftener finds a dead link before it is missed. */
const SILENCE_MS_MAX = 45_000;
/** A minute of what the pace allows at most, unless it is raised: an ircd that is behind that far will not catch up. */
const WAITING_MIB_MAX = 64;
const WAITING_BYTES_MAX = WAITING_MIB_MAX * 1024 ** 2;
/** Each has its line; some are asked for every few milliseconds while many come and go elsewhere. */
const BARRIERS_MAX = 10_000;

/**
 * One connection to an ircd as one of its servers, from the handshake to its end. Lines are written in order, in small
 * chunks; a barrier tells when the ircd has handled all before it. What is said is the dialect's.
 */
export class IrcdLink {
  readonly #dialect: Dialect;
  readonly #conversation: Conversation;
  readonly #log: Logger;
  readonly #listener: IrcdLinkListener;
  readonly #socket: Socket;
  readonly #outgoing: string[] = [];
  #outgoingBytes = 0;
  readonly #barriers: (() => void)[] = [];
  readonly #handshakeTimer: NodeJS.Timeout;
  #ircd: LinkedIrcd | null = null;
  #clockOffset: number | null = null;
  #rest = '';
  #isIntroduced = false;
  #isWriting = false;
  #isPinged = false;
  #reason: string | null = null;
  #next: string | null = null;
  #isClosed = false;

  constructor(config: AdapterConfig, dialect: Dialect, log: Logger, listener: IrcdLinkListener) {
    this.#dialect = dialect;
    this.#conversation = dialect.converse(config);
    this.#log = log;
    this.#listener = listener;
    const { host, port } = config.ircd.address;
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('connect', () => this.write(this.#conversation.greet(ownClock())));
    this.#socket.on('data', (data) => this.#receive(String(data)));
    this.#socket.on('error', (error) => this.#failed(error));
    this.#socket.on('close', () => this.#closed());
    this.#handshakeTimer = setTimeout(() => this.#end({ kind: 'timeout' }), HANDSHAKE_TIMEOUT_MS);
  }

  /** The ircd's time, Unix seconds; at most a second behind. */
  get now(): number {
    return ownClock() + (this.#clockOffset ?? 0);
  }

  /** `introduced` was called. */
  get isIntroduced(): boolean {
    return this.#isIntroduced;
  }

  /** Writes after what was written before. When too much waits for the ircd the link is given up. */
  write(lines: readonly string[]): void {
    if (this.#socket.destroyed) return;
    for (const line of lines) {
      this.#outgoing.push(line);
      this.#outgoingBytes += line.length + LINE_END.length;
    }
    this.#flush();
    this.#boundWaiting();
  }

  /** Calls when the ircd has handled everything written before; never after the link's end. */
  barrier(done: () => void): void {
    if (this.#barriers.length >= BARRIERS_MAX)
      this.close(`the ircd leaves ${BARRIERS_MAX} questions without an answer`);
    if (this.#socket.destroyed) return;
    this.#barriers.push(done);
    this.write([this.#ircd!.ping()]);
  }

  close(reason: string, next: string | null = null): void {
    this.#reason ??= reason;
    this.#next ??= next;
    this.#socket.destroy();
  }

  /** Takes leave: the ircd hears why. */
  async end(reason: string): Promise<void> {
    this.#reason ??= reason;
    if (this.#isClosed) return;
    const closed = new Promise((resolve) => this.#socket.once('close', resolve));
    if (this.#ircd === null) this.#socket.end();
    else this.#socket.end(`${this.#ircd.farewell(reason)}${LINE_END}`, 'latin1');
    this.#socket.setTimeout(1000, () => this.#socket.destroy());
    await closed;
  }

  #receive(data: string): void {
    const lines = (this.#rest + data).split('\n');
    this.#rest = lines.pop()!;
    if (this.#rest.length > LINE_BYTES_MAX) this.close('the ircd sent a line without end');
    for (const text of lines) {
      if (this.#reason !== null && this.#isClosed) return;
      const line = parseIrcLine(text.endsWith('\r') ? text.slice(0, -1) : text);
      if (line.command !== '') this.#handle(line);
    }
  }

  #handle(line: IrcLine): void {
    if (line.command === 'ERROR') this.#error(line.params.at(-1) ?? '');
    else if (this.#ircd === null) this.#handshake(this.#conversation.handshake(line, ownClock()));
    else this.#linked(line, this.#ircd);
  }

  #handshake(step: HandshakeStep): void {
    if (this.#reason !== null) return;
    if (step.state === 'failed') {
      this.#next = step.next;
      this.close(step.reason);
      return;
    }
    this.write(step.lines);
    if (step.state === 'open') return;
    this.#ircd = step.ircd;
    clearTimeout(this.#handshakeTimer);
    this.#socket.setTimeout(SILENCE_MS_MAX, () => this.#silent());
    this.#listener.linked(step.ircd);
    this.#introduce(step.ircd);
  }

  #introduce(ircd: LinkedIrcd): void {
    const { lines, isLast } = ircd.introduce(this.now);
    this.write(lines);
    if (!isLast) {
      this.barrier(() => this.#introduce(ircd));
      return;
    }
    this.#isIntroduced = true;
    this.#listener.introduced();
  }

  #linked(line: IrcLine, ircd: LinkedIrcd): void {
    this.#isPinged = false;
    const pong = ircd.pong(line);
    // At once, before what waits to be written: a paced burst must not cost the link.
    if (pong !== null) this.#send(pong);
    const now = ircd.hear(line);
    if (now !== null && this.#clockOffset === null) this.#clockOffset = now - ownClock();
    this.#listener.line(line);
    if (ircd.isPong(line)) this.#barriers.shift()?.();
  }

  /** Nothing came for long: asks once, then gives the link up. */
  #silent(): void {
    if (this.#isPinged) {
      this.close('the ircd does not answer');
      return;
    }
    this.#isPinged = true;
    this.barrier(() => {});
  }

  #error(text: string): void {
    const { reason, next } = this.#conversation.explain({ kind: 'error', text });
    this.#log.error({ error: text, ...(next === null ? {} : { next }) }, 'the ircd refuses or ends the link');
    this.#reason ??= reason;
    this.#next ??= next;
    // Later it may be a complaint only.
    if (this.#ircd === null) this.#socket.destroy();
  }

  #end(end: LinkEnd): void {
    const { reason, next } = this.#conversation.explain(end);
    this.#next ??= next;
    this.close(reason);
  }

  #failed(error: NodeJS.ErrnoException): void {
    // An ircd that closes before it has read what the adapter said resets the connection: that is said by `#closed`.
    if (error.code === 'ECONNRESET' && this.#ircd === null) return;
    if (error.syscall === 'connect') this.#end({ kind: 'unreachable', problem: error.message });
    this.#reason ??= error.message;
  }

  #send(line: string): void {
    this.#log.trace({ command: line.split(' ').slice(0, 3).join(' ') }, 'to the ircd');
    this.#socket.write(`${line}${LINE_END}`, 'latin1');
    this.#boundWaiting();
  }

  #boundWaiting(): void {
    if (this.#outgoingBytes + this.#socket.writableLength > WAITING_BYTES_MAX)
      this.close(`the ircd does not read: ${WAITING_MIB_MAX} MiB wait for it`);
  }

  #flush(): void {
    if (this.#isWriting || this.#outgoing.length === 0 || this.#isClosed) return;
    this.#isWriting = true;
    const { bytesMax, pauseMs } = this.#dialect.chunks;
    let chunk = '';
    let count = 0;
    for (const line of this.#outgoing) {
      if (count > 0 && chunk.length + line.length + LINE_END.length > bytesMax) break;
      chunk += `${line}${LINE_END}`;
      count++;
    }
    this.#outgoing.splice(0, count);
    this.#outgoingBytes -= chunk.length;
    const isPauseNeeded = this.#outgoing.length > 0 && pauseMs > 0;
    const proceed = (): void => {
      this.#isWriting = false;
      this.#flush();
    };
    // The callback comes when the system has taken the chunk: an ircd that does not read is not written to.
    this.#socket.write(chunk, 'latin1', () => {
      if (isPauseNeeded) setTimeout(proceed, pauseMs);
      else proceed();
    });
  }

  #closed(): void {
    this.#isClosed = true;
    clearTimeout(this.#handshakeTimer);
    this.#outgoing.length = 0;
    this.#outgoingBytes = 0;
    this.#barriers.length = 0;
    if (this.#reason === null && this.#ircd === null) this.#end({ kind: 'closed' });
    this.#listener.closed(this.#reason ?? 'the ircd closed the link', this.#next);
  }
}

function ownClock(): number {
  return Math.floor(Date.now() / 1000);
}
