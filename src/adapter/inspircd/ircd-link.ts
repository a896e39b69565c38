import { connect, type Socket } from 'node:net';
import type { Logger } from 'pino';
import type { AdapterConfig } from '../../config/adapter-config.ts';
import { formatIrcLine, type IrcLine, parseIrcLine } from '../irc-line.ts';
import { type Capabilities, parseCapabilities } from './capabilities.ts';
import { addLinkBlock, explainError, startIrcd, useServerPort } from './explain-error.ts';
import { StartTime } from './start-time.ts';

/** What the ircd said about itself before its burst. */
export interface Uplink {
  readonly name: string;
  readonly sid: string;
  readonly capabilities: Capabilities;
}

export interface IrcdLinkListener {
  /** The handshake is done; the burst follows as lines. */
  linked(uplink: Uplink): void;
  /** When the ircd started is known, or it will not be: `startTime`. Once for a link. */
  startSettled(): void;
  /** Every line from then on. */
  line(line: IrcLine): void;
  /** Once, also after `close`. `next`: what the operator can do about it, null where that is not known. */
  closed(reason: string, next: string | null): void;
}

/** InspIRCd reads a big write slowly (12 KB/s with its default `netbuffersize` of 10240): small ones with pauses between. */
const CHUNK_BYTES_MAX = 8192;
const CHUNK_PAUSE_MS = 5;
/** Longest line that is taken: InspIRCd's lists of members come in lines well below. */
const LINE_BYTES_MAX = 65_536;
const HANDSHAKE_TIMEOUT_MS = 30_000;
/** InspIRCd pings after 61 s of silence; asking oftener finds a dead link before it is missed. */
const SILENCE_MS_MAX = 45_000;
const PROTOCOL = '1205';

/**
 * One connection to an InspIRCd as one of its servers, from the handshake to its end. Lines are written in order, in small
 * chunks; a barrier tells when the ircd has handled all before it.
 */
export class IrcdLink {
  readonly startTime: StartTime;
  readonly #config: AdapterConfig;
  readonly #log: Logger;
  readonly #listener: IrcdLinkListener;
  readonly #socket: Socket;
  readonly #capab = new Map<string, string>();
  readonly #outgoing: string[] = [];
  readonly #barriers: (() => void)[] = [];
  readonly #handshakeTimer: NodeJS.Timeout;
  #uplink: Uplink | null = null;
  #clockOffset = 0;
  #rest = '';
  #isStartSettled = false;
  #isWriting = false;
  #isPinged = false;
  #reason: string | null = null;
  #next: string | null = null;
  /** The ircd has said CAPAB: it is an InspIRCd's port for servers. */
  #isGreeted = false;
  #isClosed = false;

  constructor(config: AdapterConfig, log: Logger, listener: IrcdLinkListener) {
    this.#config = config;
    this.#log = log;
    this.#listener = listener;
    this.startTime = new StartTime(config.link.sid);
    const { host, port } = config.ircd.address;
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (data) => this.#receive(String(data)));
    this.#socket.on('error', (error) => this.#failed(error));
    this.#socket.on('close', () => this.#closed());
    this.#handshakeTimer = setTimeout(() => this.#handshakeTimedOut(), HANDSHAKE_TIMEOUT_MS);
  }

  /** The ircd's time, Unix seconds; at most a second behind. */
  get now(): number {
    return Math.floor(Date.now() / 1000) + this.#clockOffset;
  }

  /** No more is to be learnt of the ircd's start. */
  get isStartSettled(): boolean {
    return this.#isStartSettled;
  }

  /** Writes after what was written before. */
  write(lines: readonly string[]): void {
    for (const line of lines) this.#outgoing.push(line);
    this.#flush();
  }

  /** Calls when the ircd has handled everything written before; never after the link's end. */
  barrier(done: () => void): void {
    this.#barriers.push(done);
    this.write([formatIrcLine({ source: this.#ownSid, command: 'PING', params: [this.#uplink!.sid] })]);
  }

  close(reason: string): void {
    this.#reason ??= reason;
    this.#socket.destroy();
  }

  /** Takes leave: the ircd hears why. */
  async end(reason: string): Promise<void> {
    this.#reason ??= reason;
    if (this.#isClosed) return;
    const closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.end(`${formatIrcLine({ command: 'ERROR', trailing: reason })}\r\n`, 'latin1');
    this.#socket.setTimeout(1000, () => this.#socket.destroy());
    await closed;
  }

  get #ownSid(): string {
    return this.#config.link.sid;
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
    else if (this.#uplink === null) this.#handshake(line);
    else this.#linked(line, this.#uplink);
  }

  #handshake({ command, params }: IrcLine): void {
    if (command === 'CAPAB') this.#capabilities(params);
    else if (command === 'SERVER') this.#server(params);
    else if (!this.#isGreeted && FOR_CLIENTS.test(command)) this.#greetedAsClient();
  }

  /** InspIRCd's port for servers begins with CAPAB. */
  #greetedAsClient(): void {
    this.#next = useServerPort;
    this.close('the ircd takes the adapter for a client');
  }

  #capabilities([part = '', text = '']: readonly string[]): void {
    this.#isGreeted = true;
    if (part === 'START') {
      if (text !== PROTOCOL) {
        this.close(`the ircd speaks server protocol ${text}, the adapter ${PROTOCOL} (InspIRCd 3)`);
        return;
      }
      const { link } = this.#config;
      this.write([
        formatIrcLine({ command: 'CAPAB', params: ['START', PROTOCOL] }),
        formatIrcLine({ command: 'CAPAB', params: ['END'] }),
        formatIrcLine({
          command: 'SERVER',
          params: [link.name, link.sendPassword, '0', link.sid],
          trailing: link.description,
        }),
      ]);
    } else if (part !== 'END') {
      this.#capab.set(part, `${this.#capab.get(part) ?? ''} ${text}`.trim());
    }
  }

  /** `SERVER name password hops sid :description`: who answers must be who is configured. */
  #server([name = '', password = '', , sid = '']: readonly string[]): void {
    const { ircd, link } = this.#config;
    if (name !== ircd.serverName) {
      this.close(`the ircd calls itself ${name}, [ircd] server_name is ${ircd.serverName}`);
      return;
    }
    if (password !== link.receivePassword) {
      this.close("the ircd's password (its <link sendpass>) is not [link] receive_password");
      return;
    }
    const parsed = parseCapabilities(
      this.#capab.get('CHANMODES') ?? '',
      this.#capab.get('CAPABILITIES') ?? '',
    );
    if ('problem' in parsed) {
      this.close(`the ircd cannot be served: ${parsed.problem}`);
      return;
    }
    this.#uplink = { name, sid, capabilities: parsed.capabilities };
    clearTimeout(this.#handshakeTimer);
    this.#socket.setTimeout(SILENCE_MS_MAX, () => this.#silent());
    this.#listener.linked(this.#uplink);
    this.#burst(name);
  }

  /** The adapter's own burst: nothing but its name, and the question when the ircd started. */
  #burst(ircdName: string): void {
    const source = this.#ownSid;
    const now = Math.floor(Date.now() / 1000);
    this.write([
      formatIrcLine({ source, command: 'BURST', params: [String(now)] }),
      formatIrcLine({ source, command: 'SINFO', params: ['version'], trailing: 'cburst adapter' }),
    ]);
    if (this.#config.adapter.observe) this.#endBurst();
    else this.#askStart(ircdName);
  }

  /** The burst stays open for the questions: outside of one, the ircd's operators are told of who comes and asks. */
  #askStart(ircdName: string): void {
    const now = Math.floor(Date.now() / 1000);
    this.write(this.startTime.questions(this.#config.link.name, ircdName, now));
    this.barrier(() => {
      if (this.startTime.isWorthAsking(this.now)) this.#askStart(ircdName);
      else this.#endBurst();
    });
  }

  #endBurst(): void {
    this.write([formatIrcLine({ source: this.#ownSid, command: 'ENDBURST' })]);
    this.#isStartSettled = true;
    this.#listener.startSettled();
  }

  #linked(line: IrcLine, uplink: Uplink): void {
    this.#isPinged = false;
    if (line.command === 'PING') {
      // At once, before what waits to be written: a paced burst must not cost the link.
      this.#send(
        formatIrcLine({ source: this.#ownSid, command: 'PONG', params: [line.source || uplink.sid] }),
      );
      return;
    }
    this.#noteTime(line);
    this.#listener.line(line);
    if (line.command === 'PONG' && line.source === uplink.sid) this.#barriers.shift()?.();
  }

  #noteTime(line: IrcLine): void {
    const known = this.startTime.burstAt;
    this.startTime.take(line);
    const { burstAt } = this.startTime;
    if (known === null && burstAt !== null) this.#clockOffset = burstAt - Math.floor(Date.now() / 1000);
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
    if (!this.#isGreeted && CLIENT_CLOSED.test(text)) {
      this.#greetedAsClient();
      return;
    }
    const next = explainError(text);
    this.#log.error({ error: text, ...(next === null ? {} : { next }) }, 'the ircd refuses or ends the link');
    this.#reason ??= `the ircd says: ${text}`;
  }

  #handshakeTimedOut(): void {
    if (!this.#isGreeted) this.#next = useServerPort;
    this.close(this.#isGreeted ? 'the handshake took too long' : 'the ircd does not greet the adapter');
  }

  #failed(error: NodeJS.ErrnoException): void {
    // An ircd that closes before it has read what the adapter said resets the connection: that is said by `#closed`.
    if (error.code === 'ECONNRESET' && this.#uplink === null) return;
    if (error.syscall === 'connect') this.#next ??= startIrcd;
    this.#reason ??= error.message;
  }

  #send(line: string): void {
    this.#log.trace({ command: line.split(' ').slice(0, 3).join(' ') }, 'to the ircd');
    this.#socket.write(`${line}\r\n`, 'latin1');
  }

  #flush(): void {
    if (this.#isWriting || this.#outgoing.length === 0 || this.#isClosed) return;
    this.#isWriting = true;
    let chunk = '';
    let count = 0;
    for (const line of this.#outgoing) {
      if (count > 0 && chunk.length + line.length + 2 > CHUNK_BYTES_MAX) break;
      chunk += `${line}\r\n`;
      count++;
    }
    this.#outgoing.splice(0, count);
    const isPauseNeeded = this.#outgoing.length > 0;
    const proceed = (): void => {
      this.#isWriting = false;
      this.#flush();
    };
    // The callback comes when the system has taken the chunk: an ircd that does not read is not written to.
    this.#socket.write(chunk, 'latin1', () => {
      if (isPauseNeeded) setTimeout(proceed, CHUNK_PAUSE_MS);
      else proceed();
    });
  }

  #closed(): void {
    this.#isClosed = true;
    clearTimeout(this.#handshakeTimer);
    this.#outgoing.length = 0;
    this.#barriers.length = 0;
    const isLinked = this.#uplink !== null;
    if (this.#reason === null && !isLinked) this.#next = addLinkBlock;
    this.#reason ??= isLinked
      ? 'the ircd closed the link'
      : 'the ircd closed the link before its SERVER line';
    this.#listener.closed(this.#reason, this.#next);
  }
}

/** What only clients are sent before they have said anything: notices of the look-ups, and numerics. */
const FOR_CLIENTS = /^(NOTICE|[0-9]{3})$/;
/** How the port for clients takes leave, of one who says nothing and of one who is not let in. */
const CLIENT_CLOSED = /^Closing link/i;
