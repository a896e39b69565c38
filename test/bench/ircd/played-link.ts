import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { nowMs } from '../clock.ts';
import {
  type PlayedServer,
  parseServerLine,
  type SeenChannel,
  type ServerDialect,
} from './server-dialect.ts';

/** How long one wait may last: a burst of a million channels on a busy machine. */
const waitMsMax = 600_000;

/** What only a line of the link itself has; cheaper than to parse every line of a burst. */
const linkLine = /PING|PONG|SERVER|ENDBURST|EOB/;
const linkLineHead = 60;

interface Waiter {
  readonly fits: (line: string) => boolean;
  readonly resolve: (atMs: number) => void;
  readonly reject: (error: Error) => void;
}

/** A server of the bench's own that is linked to an ircd. */
export class PlayedLink {
  readonly server: PlayedServer;
  /** What came in, in bytes. */
  received = 0;
  readonly #dialect: ServerDialect;
  readonly #socket: Socket;
  readonly #waiters = new Set<Waiter>();
  readonly #linked = Promise.withResolvers<void>();
  readonly #burstOver = Promise.withResolvers<void>();
  #reading: Map<string, SeenChannel> | null = null;
  #rest = '';
  #last = '';

  private constructor(server: PlayedServer, dialect: ServerDialect, socket: Socket) {
    this.server = server;
    this.#dialect = dialect;
    this.#socket = socket;
    socket.setEncoding('latin1').on('data', (text: string) => this.#take(text));
    socket.on('error', () => {});
    socket.on('close', () => this.#fail(new Error(`${server.name}: the link was closed: ${this.#last}`)));
    // Nobody may wait for them when the link ends.
    for (const { promise } of [this.#linked, this.#burstOver]) promise.catch(() => {});
  }

  /** Linked, without a burst of this side. `reads`: what the other side bursts is kept. */
  static async open(
    server: PlayedServer,
    dialect: ServerDialect,
    port: number,
    reads: Map<string, SeenChannel> | null = null,
  ): Promise<PlayedLink> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const link = new PlayedLink(server, dialect, socket);
    link.#reading = reads;
    link.send(dialect.hello(server));
    await link.#linked.promise;
    return link;
  }

  /** This side's burst: `lines` between its begin and its end; done when that of the ircd is over too. */
  async burst(lines: readonly string[]): Promise<void> {
    this.send([...this.#dialect.begin(), ...lines, ...this.#dialect.end(this.server)]);
    await this.#burstOver.promise;
  }

  send(lines: readonly string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
  }

  /** When such a line came, of those to come. */
  line(fits: (line: string) => boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => waiter.reject(new Error(`${this.server.name}: a line did not come`)),
        waitMsMax,
      );
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          then(value);
        };
      const waiter = { fits, resolve: settle(resolve), reject: settle(reject) };
      this.#waiters.add(waiter);
    });
  }

  /** When `target` has answered what was sent behind everything else: links are in order. */
  barrier(target: PlayedServer): Promise<number> {
    const answered = this.line((line) => {
      if (!line.includes(' PONG ')) return false;
      const step = this.#dialect.step(this.server, parseServerLine(line));
      return step?.kind === 'pong' && [target.name, target.sid].includes(step.from);
    });
    this.send([this.#dialect.ping(this.server, target)]);
    return answered;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.received += text.length;
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) this.#line(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  #line(line: string): void {
    this.#last = line;
    if (this.#reading !== null) this.#dialect.read(this.#reading, parseServerLine(line));
    if (linkLine.test(line.slice(0, linkLineHead))) this.#step(line);
    for (const waiter of this.#waiters) if (waiter.fits(line)) waiter.resolve(nowMs());
  }

  #step(line: string): void {
    const step = this.#dialect.step(this.server, parseServerLine(line));
    if (step === null) return;
    if (step.kind === 'answer' || step.kind === 'linked') this.send(step.lines);
    if (step.kind === 'linked') this.#linked.resolve();
    else if (step.kind === 'burst-over') this.#burstOver.resolve();
  }

  #fail(error: Error): void {
    this.#linked.reject(error);
    this.#burstOver.reject(error);
    for (const waiter of [...this.#waiters]) waiter.reject(error);
  }
}
