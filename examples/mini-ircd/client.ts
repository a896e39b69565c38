import type { Socket } from 'node:net';
import type { Channel } from './channel.ts';

/** A line of RFC 1459 without its CR LF. */
const LINE_BYTES_MAX = 510;
/** What a client may send without a line end before it is cut off. */
const UNFINISHED_BYTES_MAX = 8192;
/** What may wait for a client that does not read: a LIST of very many channels, not more. */
const SEND_BYTES_MAX = 16 * 1024 * 1024;
/** A silent client is asked with PING after this, and cut off after as much again. */
const SILENCE_MS_MAX = 120_000;

export interface ClientEvents {
  onLine(client: Client, command: string, parameters: string[]): void;
  /** Once, when the connection is over. */
  onGone(client: Client, reason: string): void;
}

/** One connection. Bytes in, bytes out: each character of a line is one byte. */
export class Client {
  nick = '*';
  user = '';
  realName = '';
  registered = false;
  isOper = false;
  readonly host: string;
  readonly channels = new Set<Channel>();
  readonly #socket: Socket;
  readonly #server: string;
  readonly #events: ClientEvents;
  #unfinished = '';
  #pinged = false;
  #gone = false;

  constructor(socket: Socket, server: string, events: ClientEvents) {
    this.#socket = socket;
    this.#server = server;
    this.#events = events;
    // A leading colon would begin a trailing parameter in WHO.
    this.host = (socket.remoteAddress ?? 'unknown').replace(/^:/, '0:');
    socket.setEncoding('latin1');
    socket.setNoDelay(true);
    socket.setTimeout(SILENCE_MS_MAX);
    socket.on('timeout', () => this.#onSilence());
    socket.on('data', (text: string) => this.#onData(text));
    socket.on('error', (error) => this.close(error.message));
    socket.on('close', () => this.close('Connection closed'));
  }

  /** `nick!user@host`. */
  get mask(): string {
    return `${this.nick}!${this.user}@${this.host}`;
  }

  /** Writes one line, cut to the length of a line. Whatever is in it, it stays one line. */
  send(line: string): void {
    if (this.#gone) return;
    this.#socket.write(`${line.slice(0, LINE_BYTES_MAX).replace(/[\0\r\n]/g, ' ')}\r\n`, 'latin1');
    if (this.#socket.writableLength > SEND_BYTES_MAX) this.close('Too much waits to be sent');
  }

  /** Sends a numeric reply. The last parameter may hold blanks. */
  reply(numeric: string, ...parameters: (string | number)[]): void {
    const last = parameters.pop();
    this.send([`:${this.#server}`, numeric, this.nick, ...parameters, `:${last}`].join(' '));
  }

  /** Ends the connection: what was sent before still arrives. */
  close(reason: string): void {
    if (this.#gone) return;
    this.send(`ERROR :${reason}`);
    this.#gone = true;
    this.#socket.destroySoon();
    this.#events.onGone(this, reason);
  }

  #onData(text: string): void {
    this.#pinged = false;
    const lines = (this.#unfinished + text).split(/\r\n|\n|\r/);
    this.#unfinished = lines.pop()!;
    for (const line of lines) {
      if (this.#gone) return;
      const { command, parameters } = parseLine(line.slice(0, LINE_BYTES_MAX));
      if (command !== '') this.#events.onLine(this, command, parameters);
    }
    if (this.#unfinished.length > UNFINISHED_BYTES_MAX) this.close('Line too long');
  }

  #onSilence(): void {
    if (this.#pinged) {
      this.close('Ping timeout');
      return;
    }
    this.#pinged = true;
    this.send(`PING :${this.#server}`);
  }
}

/** A line's command in upper case and its parameters. A prefix is ignored: clients speak for themselves. */
function parseLine(line: string): { command: string; parameters: string[] } {
  const start = line.startsWith(':') ? line.indexOf(' ') : 0;
  const text = start < 0 ? '' : line.slice(start).replaceAll('\0', '');
  const trailing = text.indexOf(' :');
  const words = (trailing < 0 ? text : text.slice(0, trailing)).split(' ').filter((word) => word !== '');
  const [command = '', ...parameters] = words;
  if (trailing >= 0) parameters.push(text.slice(trailing + 2));
  return { command: command.toUpperCase(), parameters };
}
