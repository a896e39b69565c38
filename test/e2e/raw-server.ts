import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** How long one wait may last before the test fails. */
const waitMsMax = 20_000;

/** A server link whose lines a test writes itself. */
export class RawServer {
  /** Every line received, oldest first. */
  readonly received: string[] = [];
  readonly #socket: Socket;
  #rest = '';
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1').on('data', (text: string) => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop()!;
      this.received.push(...lines.map((line) => line.replace(/\r$/, '')));
      this.#wake();
    });
    socket.on('error', () => {});
  }

  static async connect(port: number): Promise<RawServer> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new RawServer(socket);
  }

  send(...lines: readonly string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
  }

  /** The first line that fits, of those received and to come. */
  async line(fits: RegExp): Promise<string> {
    const deadline = Date.now() + waitMsMax;
    for (;;) {
      const found = this.received.find((line) => fits.test(line));
      if (found !== undefined) return found;
      if (Date.now() > deadline) throw new Error(`no ${fits} among ${this.received.slice(-10).join('\n')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
