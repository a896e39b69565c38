import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The adapter's question whether the ircd has handled all before it, and the answer. */
const BARRIER = /^:\S+ PING /;
const ANSWER = /^:\S+ PONG /;

/** Stands between an adapter and its ircd, and can hold back what the adapter says from its next barrier on. */
export class LineGate {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isHolding = false;
  #waiting: string[] = [];
  #handled = Promise.withResolvers<void>();
  /** The answer to the gate's own copy of the barrier is due: the adapter must not see it. */
  #isAnswerDue = false;
  #far: Socket | null = null;

  private constructor(target: number) {
    this.#server = createServer((near) => this.#forward(near, target));
  }

  /** `target`: the ircd's port. */
  static async start(target: number): Promise<LineGate> {
    const gate = new LineGate(target);
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The adapter's next barrier and all lines after it wait. */
  hold(): void {
    this.#isHolding = true;
    this.#handled = Promise.withResolvers();
  }

  /** Done when the ircd has handled all lines before the barrier that waits. */
  async handled(): Promise<void> {
    await this.#handled.promise;
  }

  release(): void {
    this.#isHolding = false;
    for (const line of this.#waiting.splice(0)) this.#far!.write(line, 'latin1');
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server.close(), 'close');
  }

  #forward(near: Socket, target: number): void {
    const far = connect(target, '127.0.0.1');
    this.#far = far;
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    near.on(
      'data',
      lineReader((line) => this.#fromAdapter(line)),
    );
    far.on(
      'data',
      lineReader((line) => this.#fromIrcd(line, near)),
    );
  }

  #fromAdapter(line: string): void {
    if (!this.#isHolding || (this.#waiting.length === 0 && !BARRIER.test(line))) {
      this.#far!.write(line, 'latin1');
    } else if (this.#waiting.push(line) === 1) {
      this.#isAnswerDue = true;
      this.#far!.write(line, 'latin1');
    }
  }

  #fromIrcd(line: string, near: Socket): void {
    if (!this.#isAnswerDue || !ANSWER.test(line)) {
      near.write(line, 'latin1');
      return;
    }
    this.#isAnswerDue = false;
    this.#handled.resolve();
  }
}

/** Takes chunks and gives lines, each with its end. */
function lineReader(take: (line: string) => void): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop()!;
    for (const line of lines) take(`${line}\n`);
  };
}
