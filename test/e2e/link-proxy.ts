import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP link that a test can cut: forwards a loopback port to another one. */
export class LinkProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<Socket>();
  #open = true;
  target = 0;
  /** Forwarded so far, in both directions. */
  bytes = 0;
  /** Is given all that whoever dialled says. */
  onNear: (chunk: Buffer) => void = () => {};

  private constructor() {
    this.#server = createServer((near) => this.#forward(near));
  }

  static async start(): Promise<LinkProxy> {
    const proxy = new LinkProxy();
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Breaks what is connected and lets nothing through until `heal`: who connects meanwhile waits, as for a host that is out of reach. */
  cut(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing comes through any more, and nobody is told: as when the machine between them lost its power. */
  freeze(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  heal(): void {
    this.#open = true;
    for (const near of this.#waiting) this.#forward(near);
    this.#waiting.clear();
  }

  async stop(): Promise<void> {
    this.cut();
    for (const near of this.#waiting) near.destroy();
    await once(this.#server.close(), 'close');
  }

  #forward(near: Socket): void {
    if (!this.#open) {
      near.on('error', () => near.destroy());
      near.on('close', () => this.#waiting.delete(near));
      this.#waiting.add(near);
      return;
    }
    const far = connect(this.target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.on('data', (chunk: Buffer) => {
        this.bytes += chunk.length;
        if (from === near) this.onNear(chunk);
      });
      from.pipe(to);
    }
  }
}
