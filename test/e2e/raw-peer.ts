import { once } from 'node:events';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { identityOf, tlsOf } from '../support/test-identity.ts';

/** How long one wait may last before the test fails with the lines heard so far. */
const waitMsMax = 20_000;

export interface HelloWords {
  readonly version?: number;
  readonly server?: string;
  readonly casemapping?: string;
  readonly epoch?: string;
  /** Default: `stamps`. */
  readonly capabilities?: string;
  /** Default: not told. */
  readonly run?: string;
}

/** The other end of a sidecar's link: a key of its own, and every line written by hand. */
export class RawPeer {
  readonly name: string;
  /** Every line heard, oldest first. */
  readonly heard: string[] = [];
  readonly #socket: TLSSocket;
  readonly #watchers = new Set<() => void>();
  #next = 0;
  #closed = false;
  #rest = '';
  /** Acknowledges pages and answers pings by itself. */
  courteous = true;

  private constructor(name: string, socket: TLSSocket) {
    this.name = name;
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#receive(text));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** Connects with the key of `name`, up to the end of the handshake. */
  static async connect(port: number, name: string): Promise<RawPeer> {
    return RawPeer.connectWith(port, name, tlsOf(await identityOf(name)).client);
  }

  /** Connects with these TLS options instead. */
  static async connectWith(port: number, name: string, options: ConnectionOptions): Promise<RawPeer> {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
    const peer = new RawPeer(name, socket);
    await Promise.race([once(socket, 'secureConnect'), once(socket, 'close')]);
    return peer;
  }

  /** Connects and comes as far as hellos and resume points: the sidecar waits for the burst. */
  static async link(port: number, name: string, words: HelloWords = {}): Promise<RawPeer> {
    const peer = await RawPeer.connect(port, name);
    peer.send('ACCEPT', peer.hello(words), 'RESUME - 0');
    await peer.waitFor(/^RESUME /);
    return peer;
  }

  get closed(): boolean {
    return this.#closed;
  }

  hello(words: HelloWords = {}): string {
    const { version = 1, server = this.name, casemapping = 'ascii', capabilities = 'stamps' } = words;
    const epoch = words.epoch ?? '550e8400-e29b-41d4-a716-446655440000';
    const run = words.run === undefined ? '' : ` RUN ${words.run}`;
    return `HELLO ${version} ${server} ${casemapping} ${epoch} SOFTWARE "by hand" CAPS "${capabilities}"${run}`;
  }

  send(...lines: readonly string[]): void {
    this.sendText(lines.map((line) => `${line}\n`).join(''));
  }

  /** Bytes as they are, one for each character. */
  sendText(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  /** A whole burst in one page, then the page that ends it. Resolves once all of it is durable. */
  async burst(...lines: readonly string[]): Promise<void> {
    this.send('BURST full 0', ...lines, `PAGE 1 ${lines.length} -`, `EOB ${lines.length}`, 'PAGE 2 0 1');
    await this.waitFor(/^ACK 2$/);
  }

  /** The next line that fits, among those that no earlier `waitFor` passed. */
  async waitFor(fits: RegExp): Promise<string> {
    await this.#until(() => this.#find(fits) >= 0 || this.#closed, `a line like ${fits}`);
    const index = this.#find(fits);
    if (index < 0) throw new Error(`${this.name}: closed before a line like ${fits}:\n${this.#tail()}`);
    this.#next = index + 1;
    return this.heard[index]!;
  }

  /** The sidecar has read everything sent before, and what it answered at once is in `heard`. */
  async barrier(): Promise<void> {
    const token = `b${this.heard.length}`;
    this.send(`PING ${token}`);
    await this.#until(() => this.heard.includes(`PONG ${token}`) || this.#closed, 'PONG');
  }

  /** Everything heard up to the end of the connection. */
  async ended(): Promise<string[]> {
    await this.#until(() => this.#closed, 'the end of the connection');
    return this.heard;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #find(fits: RegExp): number {
    return this.heard.findIndex((line, index) => index >= this.#next && fits.test(line));
  }

  #until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        finish();
      };
      const look = () => {
        if (holds()) settle(resolve);
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(`${this.name}: no ${what} in time:\n${this.#tail()}`))),
        waitMsMax,
      );
      this.#watchers.add(look);
      look();
    });
  }

  #receive(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) {
      this.heard.push(line);
      if (this.courteous) this.#answer(line);
    }
    this.#wake();
  }

  #answer(line: string): void {
    const [verb, word] = line.split(' ');
    if (verb === 'PAGE') this.send(`ACK ${word}`);
    else if (verb === 'PING') this.send(`PONG ${word}`);
  }

  #tail(): string {
    return this.heard.slice(-10).join('\n');
  }

  #wake(): void {
    for (const look of [...this.#watchers]) look();
  }
}
