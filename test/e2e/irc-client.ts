import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface IrcClientOptions {
  readonly port: number;
  readonly nick: string;
  /** User name. Default: the nick. */
  readonly user?: string;
}

/** One line from the ircd: `:prefix COMMAND params`. Text is bytes, one character each. */
export interface IrcLine {
  readonly prefix: string;
  readonly command: string;
  readonly params: readonly string[];
  readonly raw: string;
}

export interface ListEntry {
  readonly mask: string;
  readonly setter: string;
  /** Unix seconds. */
  readonly setAt: number;
}

/** What an ircd tells a client about a channel, in one form for all ircds. Some of it only members or IRC operators are told. */
export interface ChannelState {
  readonly exists: boolean;
  /** Letters, sorted: `kntl` is `klnt`. */
  readonly modes: string;
  /** Parameters of the modes by letter; one that the client is not told is missing. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Unix seconds. */
  readonly createdAt: number;
  readonly topic: { readonly text: string; readonly setter: string; readonly setAt: number } | null;
  readonly bans: readonly ListEntry[];
  readonly excepts: readonly ListEntry[];
  readonly invites: readonly ListEntry[];
}

/** How long one wait may last before the test fails with the lines seen so far. */
const waitMsMax = 20_000;
/** Between two questions for a state that comes from elsewhere. */
const ASK_AGAIN_MS = 25;

/** A client that has connected and registered. */
export async function connectIrc(options: IrcClientOptions): Promise<IrcClient> {
  const socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const client = new IrcClient(socket, options.nick);
  client.send(`NICK ${options.nick}`, `USER ${options.user ?? options.nick} 0 * :Real ${options.nick}`);
  await client.waitFor((line) => line.command === '001', 'welcome');
  await client.barrier();
  return client;
}

/** A small IRC client for tests. */
export class IrcClient {
  readonly nick: string;
  /** Every line received, oldest first. */
  readonly received: IrcLine[] = [];
  readonly #socket: Socket;
  readonly #watchers = new Set<() => void>();
  #rest = '';
  #closed = false;
  #seen = 0;
  #tokens = 0;

  constructor(socket: Socket, nick: string) {
    this.#socket = socket;
    this.nick = nick;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#receive(text));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(...lines: string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
  }

  /** The first line that fits, among those that no earlier `waitFor` passed. */
  async waitFor(fits: (line: IrcLine) => boolean, what = 'a line'): Promise<IrcLine> {
    const index = await this.#find(fits, this.#seen, what);
    this.#seen = index + 1;
    return this.received[index]!;
  }

  /** The ircd has handled everything sent before; everything it answered is in `received`. */
  async barrier(): Promise<void> {
    await this.ask();
  }

  /** Sends lines and returns what came until the ircd had handled them. */
  async ask(...lines: string[]): Promise<IrcLine[]> {
    const start = this.received.length;
    const token = `barrier-${++this.#tokens}`;
    this.send(...lines, `PING ${token}`);
    const isPong = (line: IrcLine): boolean => line.command === 'PONG' && line.params.at(-1) === token;
    const end = await this.#find(isPong, start, `the answer to ${lines.join(' / ') || 'PING'}`);
    return this.received.slice(start, end);
  }

  /** Joins and waits until the ircd has handled it; throws what it refused with. */
  async join(channel: string, key = ''): Promise<void> {
    const answers = await this.ask(`JOIN ${channel} ${key}`.trimEnd());
    if (answers.some((line) => line.command === '366')) return;
    throw new Error(`JOIN ${channel}: ${answers.map((line) => line.raw).join(' / ')}`);
  }

  /** Becomes IRC operator of an ircd that a test started. */
  async oper(): Promise<void> {
    const answers = await this.ask('OPER op oppw');
    if (!answers.some((line) => line.command === '381')) throw new Error('OPER was refused');
  }

  /**
   * Becomes channel operator with an IRC operator's rights. InspIRCd has SAMODE for it, ngIRCd's opers need only MODE, and
   * ircd-hybrid has OPME, for a channel that has no operator.
   */
  async becomeOp(channel: string): Promise<void> {
    const opMe = `${channel} +o ${this.nick}`;
    const answers = await this.ask(`SAMODE ${opMe}`, `MODE ${opMe}`, `OPME ${channel}`);
    if ((await this.names(channel)).includes(`@${this.nick}`)) return;
    throw new Error(`no operator of ${channel}: ${answers.map((line) => line.raw).join(' / ')}`);
  }

  async channelState(channel: string): Promise<ChannelState> {
    return stateFrom(
      await this.ask(
        `MODE ${channel}`,
        `TOPIC ${channel}`,
        `MODE ${channel} b`,
        `MODE ${channel} e`,
        `MODE ${channel} I`,
      ),
    );
  }

  /** Asks until the channel's state fits; the last state is in the error. */
  async waitForState(
    channel: string,
    fits: (state: ChannelState) => boolean,
    what = 'a state',
  ): Promise<ChannelState> {
    const deadline = Date.now() + waitMsMax;
    for (;;) {
      const state = await this.channelState(channel);
      if (fits(state)) return state;
      if (Date.now() > deadline) {
        throw new Error(`${this.nick}: no ${what} of ${channel} in time; last: ${JSON.stringify(state)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  /** What LIST shows: members by channel name. Without the `&` channels, which are the ircd's alone. */
  async list(): Promise<Map<string, number>> {
    const start = this.received.length;
    this.send('LIST');
    // The ircd sends a long list in parts, after later answers.
    const end = await this.#find((line) => line.command === '323', start, 'the end of LIST');
    const rows = this.received.slice(start, end).filter((line) => line.command === '322');
    const shared = rows.filter((line) => !line.params[1]!.startsWith('&'));
    return new Map(shared.map((line) => [line.params[1]!, Number(line.params[2])]));
  }

  /** Members with their prefixes, as NAMES shows them. */
  async names(channel: string): Promise<string[]> {
    const answers = await this.ask(`NAMES ${channel}`);
    return answers
      .filter((line) => line.command === '353')
      .flatMap((line) => line.params.at(-1)!.split(' '))
      .filter((name) => name !== '');
  }

  /** Leaves with a QUIT and waits for the end of the connection. */
  async quit(): Promise<void> {
    if (this.#closed) return;
    const closed = once(this.#socket, 'close');
    this.send('QUIT :bye');
    await closed;
  }

  /** Cuts the connection. */
  destroy(): void {
    this.#socket.destroy();
  }

  #find(fits: (line: IrcLine) => boolean, from: number, what: string): Promise<number> {
    return new Promise((resolve, reject) => {
      let next = from;
      const settle = (finish: () => void): void => {
        this.#watchers.delete(look);
        clearTimeout(timer);
        finish();
      };
      const fail = (why: string): void => {
        const lines = this.received.slice(-10).map((line) => line.raw);
        settle(() =>
          reject(new Error(`${this.nick}: ${why} waiting for ${what}; last lines:\n${lines.join('\n')}`)),
        );
      };
      const look = (): void => {
        for (; next < this.received.length; next++) {
          if (!fits(this.received[next]!)) continue;
          const found = next;
          settle(() => resolve(found));
          return;
        }
        if (this.#closed) fail('connection closed');
      };
      const timer = setTimeout(() => fail('time is up'), waitMsMax);
      this.#watchers.add(look);
      look();
    });
  }

  #receive(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    for (const raw of lines) {
      const line = parseLine(raw.replace(/\r$/, ''));
      if (line.command === 'PING') this.send(`PONG :${line.params.at(-1)}`);
      this.received.push(line);
    }
    this.#wake();
  }

  #wake(): void {
    for (const look of [...this.#watchers]) look();
  }
}

function parseLine(raw: string): IrcLine {
  const match = /^(?:@\S+ +)?(?::(\S+) +)?(\S+)(?: +(.*))?$/s.exec(raw);
  const words = match?.[3] ?? '';
  const trailing = /(?:^| ):/.exec(words);
  const middle = trailing ? words.slice(0, trailing.index) : words;
  const params = middle.split(/ +/).filter((word) => word !== '');
  if (trailing) params.push(words.slice(trailing.index + trailing[0].length));
  return { prefix: match?.[1] ?? '', command: match?.[2] ?? '', params, raw };
}

function stateFrom(lines: readonly IrcLine[]): ChannelState {
  const modes = lines.find((line) => line.command === '324')?.params.slice(2) ?? [];
  const text = lines.find((line) => line.command === '332')?.params.at(-1);
  const setter = lines.find((line) => line.command === '333')?.params;
  const letters = (modes[0] ?? '').replace('+', '');
  return {
    exists: modes.length > 0,
    modes: [...letters].sort().join(''),
    parameters: parametersFrom(letters, modes.slice(1)),
    createdAt: Number(lines.find((line) => line.command === '329')?.params[2] ?? 0),
    topic: text === undefined ? null : { text, setter: setter?.[2] ?? '', setAt: Number(setter?.[3] ?? 0) },
    bans: entriesFrom(lines, '367'),
    excepts: entriesFrom(lines, '348'),
    invites: entriesFrom(lines, '346'),
  };
}

const PARAMETER_MODES = 'klfFjJLHd';
/** InspIRCd's word for a key that this client is not told; the others tell none of the parameters then. */
const HIDDEN_KEY = '<key>';

function parametersFrom(letters: string, values: readonly string[]): Record<string, string> {
  const withParameter = [...letters].filter((letter) => PARAMETER_MODES.includes(letter));
  const told = withParameter.map((letter, index) => [letter, values[index] ?? HIDDEN_KEY]);
  return Object.fromEntries(told.filter(([, value]) => value !== HIDDEN_KEY).sort());
}

function entriesFrom(lines: readonly IrcLine[], numeric: string): ListEntry[] {
  return lines
    .filter((line) => line.command === numeric)
    .map(({ params }) => ({ mask: params[2]!, setter: params[3] ?? '', setAt: Number(params[4] ?? 0) }))
    .sort((a, b) => (a.mask < b.mask ? -1 : 1));
}
