import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dialect, LinkedIrcd } from '../../../src/adapter/dialect.ts';
import { inspircd } from '../../../src/adapter/inspircd/inspircd-dialect.ts';
import { IrcdLink } from '../../../src/adapter/ircd-link.ts';
import { adapterConfig } from '../../support/adapter-config.ts';
import { CHANMODES, LIMITS } from './inspircd/real-ircd.ts';

const GREETING = ['CAPAB START 1205'];
const CAPABILITIES = [`CAPAB CHANMODES :${CHANMODES}`, `CAPAB CAPABILITIES :${LIMITS}`, 'CAPAB END'];
const SERVER = 'SERVER a.test ircd-to-adapter 0 0AA :test inspircd';

const BURST = [':0AA BURST 1795344515', ':0AA ENDBURST'];
/** Follows the questions when the ircd started. */
const ASKED = ':1AD PING 0AA';
const PONG = ':0AA PONG 1AD';

const LONG_LINE = `:1AD NOTICE x :${'x'.repeat(8000)}`;

/** The ircd's answers to TIME, STATS and TIME, given in these seconds. */
function answers(before: string, after: string): string[] {
  const time = (second: string): string =>
    `:0AA NUM 0AA 1ADAAAAAA 391 a.test :Sun Nov 22 2026 10:48:${second}`;
  return [time(before), ':0AA NUM 0AA 1ADAAAAAA 242 :Server up 0 days, 00:00:01', time(after)];
}

/** The ircd's end of one link: says what the test says, keeps what it hears. */
class ScriptedIrcd {
  readonly heard: string[] = [];
  /** Bytes in each piece that arrived. */
  readonly pieces: number[] = [];
  readonly #socket: Socket;
  readonly #watchers = new Set<() => void>();
  #rest = '';

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1').on('error', () => {});
    socket.on('data', (data) => {
      this.pieces.push(data.length);
      const lines = (this.#rest + String(data)).split('\r\n');
      this.#rest = lines.pop()!;
      this.heard.push(...lines);
      for (const look of [...this.#watchers]) look();
    });
  }

  say(...lines: string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
  }

  write(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  /** Waits until the line has come so many times. */
  hears(line: string, times = 1): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.heard.filter((heard) => heard === line).length < times) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Reads nothing until `read`. */
  hang(): void {
    this.#socket.pause();
  }

  read(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }
}

describe('IrcdLink', () => {
  let server: Server;
  let link: IrcdLink;
  let ircd: ScriptedIrcd;
  const lines: string[] = [];
  let linkedTo: LinkedIrcd | null;
  let closed: PromiseWithResolvers<string>;
  let next: string | null;
  let introduced: PromiseWithResolvers<void>;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    await connected(inspircd);
  });

  async function connected(dialect: Dialect): Promise<void> {
    lines.length = 0;
    linkedTo = null;
    const end = Promise.withResolvers<string>();
    closed = end;
    const settled = Promise.withResolvers<void>();
    introduced = settled;
    const accepted = once(server, 'connection');
    const { port } = server.address() as AddressInfo;
    link = new IrcdLink(adapterConfig(port), dialect, pino({ level: 'silent' }), {
      linked: (told) => {
        linkedTo = told;
      },
      introduced: () => settled.resolve(),
      line: (line) => lines.push(line.command),
      closed: (reason, toDo) => {
        next = toDo;
        end.resolve(reason);
      },
    });
    const [socket] = (await accepted) as [Socket];
    ircd = new ScriptedIrcd(socket);
  }

  afterEach(() => {
    link.close('the test is over');
    ircd.close();
    server.close();
  });

  async function linked(): Promise<void> {
    ircd.say(...GREETING, ...CAPABILITIES, SERVER);
    await ircd.hears(ASKED);
    ircd.say(...BURST, ...answers('35', '35'), PONG);
    await ircd.hears(':1AD ENDBURST');
    lines.length = 0;
  }

  it('shakes hands as InspIRCd expects it, and bursts nothing but a question', async () => {
    await linked();
    expect(linkedTo).toMatchObject({ id: '0AA', ownId: '1AD', traits: { topicBytesMax: 330 } });
    expect(ircd.heard.map((line) => line.replace(/\d{10}/g, 'T'))).toEqual([
      'CAPAB START 1205',
      'CAPAB END',
      'SERVER adapter.test adapter-to-ircd 0 1AD :cburst adapter of a.test: test',
      ':1AD BURST T',
      ':1AD SINFO version :cburst adapter',
      ':1AD UID 1ADAAAAAA T 1ADAAAAAA adapter.test adapter.test cburst 127.0.0.1 T +io :asks when the ircd started',
      ':1ADAAAAAA TIME a.test',
      ':1ADAAAAAA STATS u a.test',
      ':1ADAAAAAA TIME a.test',
      ':1ADAAAAAA QUIT :',
      ASKED,
      ':1AD ENDBURST',
    ]);
  });

  it('asks again within its burst when a second passed between the answers', async () => {
    ircd.say(...GREETING, ...CAPABILITIES, SERVER);
    await ircd.hears(ASKED);
    ircd.say(...BURST, ...answers('35', '36'), PONG);
    await ircd.hears(ASKED, 2);
    expect(ircd.heard).not.toContain(':1AD ENDBURST');
    expect(link.isIntroduced).toBe(false);
    ircd.say(...answers('36', '36'), PONG);
    await introduced.promise;
    expect(linkedTo!.incarnation).toBe('start-1795344515');
    await ircd.hears(':1AD ENDBURST');
    expect(ircd.heard.filter((line) => line === ':1ADAAAAAA STATS u a.test')).toHaveLength(2);
  });

  it.each([
    ['another name', 'SERVER b.test ircd-to-adapter 0 0AA :x', /calls itself b\.test/],
    ['another password', 'SERVER a.test guessed 0 0AA :x', /receive_password/],
  ])('refuses an ircd with %s', async (_, line, reason) => {
    ircd.say(...GREETING, ...CAPABILITIES, line);
    expect(await closed.promise).toMatch(reason);
    expect(ircd.heard.some((heard) => heard.includes('BURST'))).toBe(false);
  });

  it('refuses another protocol before it says its password', async () => {
    ircd.say('CAPAB START 1206');
    expect(await closed.promise).toMatch(/1206.*InspIRCd 3/);
    expect(ircd.heard).toEqual([]);
  });

  it('refuses a casemapping that is none', async () => {
    ircd.say(...GREETING, `CAPAB CHANMODES :${CHANMODES}`, 'CAPAB CAPABILITIES :CASEMAPPING=klingon', SERVER);
    expect(await closed.promise).toContain('klingon');
  });

  it('says what the ircd said when that ends the link', async () => {
    ircd.say(...GREETING, 'ERROR :Mismatched server name or password');
    ircd.close();
    expect(await closed.promise).toBe('the ircd says: Mismatched server name or password');
  });

  it.each([
    ['at once', []],
    ['after its greeting', GREETING],
  ])('names the missing <link> block when the ircd closes without a word %s', async (_, said) => {
    ircd.say(...said);
    if (said.length > 0) await ircd.hears('CAPAB END');
    ircd.close();
    expect(await closed.promise).toBe('the ircd closed the link before its SERVER line');
    expect(next).toMatch(/no <link> block.*--config FILE --print-link.*\/REHASH.*<bind type="servers">/);
  });

  it('does not speak of the <link> block once it was linked', async () => {
    await linked();
    ircd.close();
    expect(await closed.promise).toBe('the ircd closed the link');
    expect(next).toBeNull();
  });

  it.each([
    ':a.test NOTICE * :*** Looking up your hostname...',
    'NOTICE AUTH :*** Checking Ident',
    ':a.test 020 * :Please wait while we process your connection.',
    'ERROR :Closing link: (0AAAAAAAA@127.0.0.1) [Registration timeout]',
  ])('knows the port for clients by %s', async (line) => {
    ircd.say(line);
    expect(await closed.promise).toBe('the ircd takes the adapter for a client');
    expect(next).toMatch(/\[ircd\] address must be .* <bind type="servers">/);
  });

  it('says where to look when nothing listens', async () => {
    const { port } = server.address() as AddressInfo;
    server.close();
    ircd.close();
    await once(server, 'close');
    const refused = Promise.withResolvers<(string | null)[]>();
    new IrcdLink(adapterConfig(port), inspircd, pino({ level: 'silent' }), {
      linked: () => {},
      introduced: () => {},
      line: () => {},
      closed: (...end) => refused.resolve(end),
    });
    expect(await refused.promise).toEqual([
      expect.stringContaining('ECONNREFUSED'),
      expect.stringMatching(/the ircd runs.*\[ircd\] address/),
    ]);
  });

  it('answers pings while much waits to be written, and writes that in small pieces', async () => {
    await linked();
    const from = ircd.pieces.length;
    const many = Array.from({ length: 3000 }, (_, i) => `:1AD MODE #channel-${i} +b *!*@${'x'.repeat(40)}`);
    link.write(many);
    ircd.say(':0AA PING 1AD');
    await ircd.hears(':1AD PONG 0AA');
    expect(ircd.heard).not.toContain(many.at(-1));
    await ircd.hears(many.at(-1)!);
    expect(ircd.heard.filter((line) => line.startsWith(':1AD MODE'))).toEqual(many);
    expect(ircd.pieces.length - from).toBeGreaterThan(10);
  });

  it('calls barriers in order, after the lines before them', async () => {
    await linked();
    const seen: string[] = [];
    link.barrier(() => seen.push(`one after ${lines.length}`));
    link.barrier(() => seen.push(`two after ${lines.length}`));
    await ircd.hears(':1AD PING 0AA', 3);
    const done = new Promise<void>((resolve) => link.barrier(resolve));
    const before = lines.length;
    ircd.say(':0AA FJOIN #x 1 + :', ':0AA PONG 1AD', ':0AA FMODE #x 1 +m', ':0AA PONG 1AD', ':0AA PONG 1AD');
    await done;
    expect(seen).toEqual([`one after ${before + 2}`, `two after ${before + 4}`]);
  });

  it('gives up an ircd that does not read, before too much waits for it', async () => {
    await linked();
    ircd.hang();
    link.write(Array.from({ length: 10_000 }, () => LONG_LINE));
    expect(await closed.promise).toBe('the ircd does not read: 64 MiB wait for it');
    link.write([LONG_LINE]);
    link.barrier(() => expect.unreachable());
  });

  it('gives up an ircd that pings and does not read', async () => {
    await linked();
    ircd.hang();
    link.write(Array.from({ length: 8000 }, () => LONG_LINE));
    // Each answer goes past what waits.
    const ping = `:${'p'.repeat(8000)} PING 1AD`;
    for (let i = 0; i < 10; i++) ircd.say(...Array.from({ length: 100 }, () => ping));
    expect(await closed.promise).toBe('the ircd does not read: 64 MiB wait for it');
  });

  it('hands no more over to an ircd that does not read than the system takes', async () => {
    link.close('another one is needed');
    await closed.promise;
    await connected({ ...inspircd, chunks: { bytesMax: 65_536, pauseMs: 0 } });
    await linked();
    ircd.hang();
    link.write(Array.from({ length: 3000 }, () => LONG_LINE));
    const pinged = new Promise<void>((resolve) => link.barrier(resolve));
    ircd.say(':0AA PING 1AD', PONG);
    await pinged;
    ircd.read();
    // The question was written behind all the lines, and the answer goes before what waits of them.
    await ircd.hears(ASKED, 2);
    expect(ircd.heard.indexOf(':1AD PONG 0AA')).toBeGreaterThan(0);
    expect(ircd.heard.indexOf(':1AD PONG 0AA')).toBeLessThan(ircd.heard.lastIndexOf(ASKED) - 1);
  });

  it('gives up an ircd that leaves ten thousand questions without an answer', async () => {
    await linked();
    let answered = 0;
    const many = (count: number): void => {
      for (let i = 0; i < count; i++) link.barrier(() => answered++);
    };
    many(9999);
    const last = new Promise<void>((resolve) => link.barrier(resolve));
    ircd.say(...Array.from({ length: 10_000 }, () => PONG));
    await last;
    many(10_001);
    expect(await closed.promise).toBe('the ircd leaves 10000 questions without an answer');
    expect(answered).toBe(9999);
  });

  it('takes leave', async () => {
    await linked();
    const left = link.end('the adapter stops');
    await ircd.hears('ERROR :the adapter stops');
    ircd.close();
    await left;
    expect(await closed.promise).toBe('the adapter stops');
  });

  it('does not gather a line without end', async () => {
    await linked();
    ircd.write('x'.repeat(200_000));
    expect(await closed.promise).toBe('the ircd sent a line without end');
  });

  it('stands any garbage', async () => {
    await linked();
    ircd.write('\r\n\r\n:\r\n@\r\n: \r\n\0\xff\r\n:0AA\r\n:0AA FJOIN\r\n');
    ircd.say(':0AA PING 1AD');
    await ircd.hears(':1AD PONG 0AA');
  });
});
