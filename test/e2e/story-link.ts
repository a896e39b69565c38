import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Conversation, Dialect, LinkedIrcd } from '../../src/adapter/dialect.ts';
import { parseIrcLine } from '../../src/adapter/irc-line.ts';
import { Shadow } from '../../src/adapter/shadow.ts';
import type { AdapterConfig } from '../../src/config/adapter-config.ts';
import type { Said } from '../contract/recording.ts';

const waitMsMax = 20_000;
/** Answers to what an adapter asks of the ircd itself, and the ircd's own build. */
const OF_THE_IRCD = /^:\S+ (?:005|351|371|374|391|SINFO) /;

/** A link to an ircd as an adapter's, which only observes and whose every line is kept. */
export class StoryLink {
  readonly #socket: Socket;
  readonly #conversation: Conversation;
  readonly #shadow: (ircd: LinkedIrcd) => Shadow;
  #linked: { readonly ircd: LinkedIrcd; readonly shadow: Shadow } | null = null;
  #heard: string[] = [];
  #rest = '';
  #pongs = 0;
  #lastPong = '';
  #wake: () => void = () => {};

  private constructor(socket: Socket, config: AdapterConfig, dialect: Dialect) {
    this.#socket = socket;
    this.#conversation = dialect.converse(config);
    this.#shadow = (ircd) => new Shadow({ ircd, services: ['services.test'], onUncarried: () => {} });
    socket.setEncoding('latin1').on('data', (text: string) => this.#receive(text));
    socket.on('error', () => {});
  }

  /** Linked when both bursts are over. */
  static async open(config: AdapterConfig, dialect: Dialect): Promise<StoryLink> {
    const socket = connect({ ...config.ircd.address, noDelay: true });
    await once(socket, 'connect');
    const link = new StoryLink(socket, config, dialect);
    link.#send(link.#conversation.greet(now()));
    await link.#until(() => link.#linked !== null, 'the handshake');
    for (let isLast = false; !isLast; ) {
      const { lines, isLast: last } = link.#linked!.ircd.introduce(now());
      link.#send(lines);
      await link.barrier();
      isLast = last;
    }
    await link.#until(() => link.#linked!.shadow.synced, 'the end of the burst');
    return link;
  }

  /** The ircd has handled everything before. */
  async barrier(): Promise<void> {
    const before = this.#pongs;
    this.#send([this.#linked!.ircd.ping()]);
    await this.#until(() => this.#pongs > before, 'an answer to PING');
  }

  /** Waits for a line that fits, of those that were not taken yet. */
  async line(fits: RegExp): Promise<void> {
    await this.#until(() => this.#heard.some((line) => fits.test(line)), String(fits));
  }

  /** What was said since it was asked for last, and what is answered when that is read back. */
  async take(): Promise<Said> {
    await this.barrier();
    const lines = this.#heard;
    this.#heard = [];
    const { ircd, shadow } = this.#linked!;
    const asked = shadow.takeDoubtful(10).map(({ name }) => name);
    for (const name of asked) {
      shadow.expect(name, new Map(), null);
      this.#send(ircd.writer.ask(name));
    }
    await this.barrier();
    for (const name of asked) shadow.read(name);
    // An InspIRCd's answer ends with whatever follows it.
    const answer = asked.length === 0 ? this.#heard : [...this.#heard, this.#lastPong];
    this.#heard = [];
    return { lines, answer };
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) this.#hear(line.replace(/\r$/, ''));
    this.#wake();
  }

  #hear(raw: string): void {
    if (raw === '') return;
    const line = parseIrcLine(raw);
    if (this.#linked === null) {
      const step = this.#conversation.handshake(line, now());
      if (step.state === 'failed') throw new Error(step.reason);
      this.#send(step.lines);
      if (step.state === 'linked') this.#linked = { ircd: step.ircd, shadow: this.#shadow(step.ircd) };
      return;
    }
    const { ircd, shadow } = this.#linked;
    const pong = ircd.pong(line);
    if (pong !== null) this.#send([pong]);
    if (ircd.isPong(line)) {
      this.#pongs++;
      this.#lastPong = raw;
    } else if (!OF_THE_IRCD.test(raw)) this.#heard.push(raw);
    ircd.hear(line);
    shadow.apply(line, now());
  }

  #send(lines: readonly string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
  }

  async #until(isDone: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + waitMsMax;
    while (!isDone()) {
      if (Date.now() > deadline) throw new Error(`no ${what} after ${this.#heard.slice(-10).join('\n')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
