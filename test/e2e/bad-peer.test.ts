import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_BYTES_MAX } from '../../src/peer/session-receiver.ts';
import { formatPin } from '../../src/peer/spki-pin.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { identityOf } from '../support/test-identity.ts';
import { freePorts } from './free-port.ts';
import { RawPeer } from './raw-peer.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const directory = temporaryDirectory();
const peers: RawPeer[] = [];
afterEach(() => {
  for (const peer of peers.splice(0)) peer.destroy();
});
afterAll(() => directory.remove());

const tracked = async (peer: Promise<RawPeer>) => {
  peers.push(await peer);
  return peer;
};
const ids = Array.from({ length: 20 }, (_, n) => `123e4567-e89b-12d3-a456-4266141740${n + 10}`);
const channel = (name: string, id: string, rest = 'NOTOPIC +nt MEMBERS 1') =>
  `CBURST ${name} ${id} b.test 2024-01-01T12:00:00Z ${rest}`;
const wholeBurst = ['RESUME - 0', 'BURST full 0', channel('#evil', ids[0]!), 'PAGE 1 1 -', 'EOB 1'];

describe('a peer that is refused', () => {
  let a: SidecarProcess;
  beforeAll(async () => {
    a = await SidecarProcess.start(directory.path, { name: 'a.test', peers: [{ name: 'b.test' }] });
  });
  afterEach(async () => {
    expect(await a.channelNames()).toEqual([]);
    expect((await a.ops.status()).documents).toBe(0);
  });
  afterAll(() => a.stop());

  it('for a pin that nobody configured', async () => {
    const peer = await tracked(RawPeer.connect(a.port, 'stranger.test'));
    peer.send('ACCEPT', peer.hello({ server: 'b.test' }), ...wholeBurst);
    const pin = formatPin((await identityOf('stranger.test')).pin);
    expect(await peer.ended()).toEqual([`BYE pin "no peer with the pin ${pin} is configured"`]);
    await a.logged('peer.refused', `no peer with the pin ${pin} is configured`);
  });

  it('for showing no certificate', async () => {
    const peer = await tracked(RawPeer.connectWith(a.port, 'b.test', {}));
    peer.send('ACCEPT', peer.hello(), ...wholeBurst);
    expect(await peer.ended()).toEqual(['BYE pin "no usable certificate was shown"']);
    await a.logged('peer.refused', 'no usable certificate was shown');
  });

  it.each([
    [
      'a name that does not fit the pin',
      { server: 'c.test' },
      "name: the certificate is b.test's, the hello says c.test",
    ],
    ['the name of the server itself', { server: 'a.test' }, 'self: the peer says it is a.test'],
    ['another protocol version', { version: 2 }, 'version: b.test speaks version 2, a.test speaks 1'],
    [
      'another casemapping',
      { casemapping: 'rfc1459' },
      'casemapping: b.test folds names by rfc1459, a.test by ascii',
    ],
  ])('for %s in its hello', async (_, words, reason) => {
    const peer = await tracked(RawPeer.connect(a.port, 'b.test'));
    peer.send('ACCEPT', peer.hello(words), ...wholeBurst);
    const [code, text] = reason.split(': ') as [string, string];
    expect((await peer.ended()).at(-1)).toContain(`BYE ${code} "${text}`);
    await a.logged('peer.refused', reason);
    expect((await a.peer('b.test')).last_error).toContain(reason);
  });

  it.each([
    ['an IRC line', 'NICK alice', 'the first line must be a HELLO: the first word is no verb'],
    ['noise', '\x16\x03\x01\x02 \xff', 'the first line must be a HELLO'],
    ['nothing', '', 'the first line must be a HELLO'],
    ['a channel', channel('#evil', ids[0]!), 'CBURST came before HELLO'],
    ['a malformed channel', 'CBURST #evil', 'the first line must be a HELLO: channel id is missing'],
    ['a burst', 'BURST full 0', 'BURST came before HELLO'],
    ['a hello without epoch', 'HELLO 1 b.test ascii', 'the first line must be a HELLO: epoch is missing'],
    ['a hello with a NUL', 'HELLO 1 b.test ascii \0', 'the first line must be a HELLO: line contains NUL'],
  ])('for beginning with %s', async (_, line, reason) => {
    const peer = await tracked(RawPeer.connect(a.port, 'b.test'));
    peer.send('ACCEPT', line, peer.hello(), ...wholeBurst);
    expect((await peer.ended()).at(-1)).toContain(`BYE protocol "${reason}`);
    await a.logged('peer.link_failed', `protocol: ${reason}`);
    expect((await a.peer('b.test')).last_error).toContain(reason);
  });

  it.each([
    ['a second hello', ['HELLO'], 'HELLO came twice'],
    ['a second resume point', ['RESUME - 0'], 'RESUME came twice'],
    ['a page before the burst', ['PAGE 1 0 -'], 'PAGE came before BURST'],
    ['a channel before the burst', [channel('#evil', ids[0]!)], 'CBURST came before BURST'],
    ['an end without burst', ['BURST full 0', 'EOB 0', 'EOB 0'], 'EOB came outside a burst'],
    [
      'an end of the burst within a page',
      ['BURST full 0', channel('#evil', ids[0]!), 'EOB 1'],
      'EOB came inside a page',
    ],
    ['a page out of order', ['BURST full 0', 'PAGE 2 0 -'], 'page 2 came where page 1 was due'],
    [
      'a page with too few lines',
      ['BURST full 0', channel('#evil', ids[0]!), 'PAGE 1 2 -'],
      'page 1 has 1 lines and says 2',
    ],
    [
      'a page with too many lines',
      ['BURST full 0', channel('#evil', ids[0]!), channel('#worse', ids[1]!), 'PAGE 1 1 -'],
      'page 1 has 2 lines and says 1',
    ],
    ['an acknowledgement of a page that was never sent', ['ACK 7'], 'page 7 is not the next'],
  ])('for %s', async (_, lines, reason) => {
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    peer.send(...lines.map((line) => (line === 'HELLO' ? peer.hello() : line)));
    expect((await peer.ended()).at(-1)).toContain(`BYE protocol "${reason}`);
    await a.logged('peer.unlinked', `protocol: ${reason}`);
    expect((await a.peer('b.test')).last_error).toContain(reason);
  });

  it('and goes: its last words reach the log without control codes', async () => {
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    peer.send('NAK 1 1 bad-value - "\x1b[2Jnak"', 'BYE shutdown "\x1b[2Jgone"');
    await peer.ended();
    await a.logged('peer.unlinked', 'shutdown: \\\\x1b[2Jgone');
    await a.logged('peer.nak', '\\\\x1b[2Jnak');
    expect((await a.peer('b.test')).last_error).toContain('\\x1b[2Jgone');
  });
});

describe('two sidecars that do not fit', () => {
  const running: SidecarProcess[] = [];
  afterEach(async () => {
    for (const sidecar of running) expect(await sidecar.channelNames()).toEqual([]);
    for (const sidecar of running.splice(0)) await sidecar.stop();
  });

  let count = 0;
  /** Starts b, which waits, and a, which dials it, each configured by the test. */
  async function start(
    b: Partial<Parameters<typeof SidecarProcess.start>[1]>,
    a: (port: number) => Partial<Parameters<typeof SidecarProcess.start>[1]>,
  ): Promise<[SidecarProcess, SidecarProcess]> {
    const parent = `${directory.path}/pair${++count}`;
    const waiting = await SidecarProcess.start(parent, { name: 'b.test', peers: [{ name: 'a.test' }], ...b });
    running.push(waiting);
    const dialling = await SidecarProcess.start(parent, { name: 'a.test', ...a(waiting.port) });
    running.push(dialling);
    return [waiting, dialling];
  }

  it('say so on both sides: an unknown pin', async () => {
    const [b, a] = await start({ peers: [] }, (port) => ({ peers: [{ name: 'b.test', port }] }));
    const reason = 'no peer with the pin';
    await b.logged('peer.refused', reason);
    await a.logged('peer.dial_failed', reason);
  });

  it('say so on both sides: another server than the one dialled', async () => {
    const [b, a] = await start({}, (port) => ({ peers: [{ name: 'c.test', port }] }));
    const reason = 'dialled c.test, which has the pin';
    await a.logged('peer.dial_failed', reason);
    await b.logged('peer.refused', reason);
  });

  it('say so on both sides: a name that does not fit the pin', async () => {
    const [b, a] = await start({}, (port) => ({
      name: 'z.test',
      identity: 'a.test',
      peers: [{ name: 'b.test', port }],
    }));
    const reason = "the certificate is a.test's, the hello says z.test";
    await b.logged('peer.refused', reason);
    await a.logged('peer.unlinked', reason);
  });

  it('say so on both sides: another casemapping', async () => {
    const [b, a] = await start({ casemapping: 'rfc1459' }, (port) => ({ peers: [{ name: 'b.test', port }] }));
    await b.logged('peer.refused', 'casemapping: a.test folds names by ascii, b.test by rfc1459');
    await a.logged('peer.refused', 'casemapping: b.test folds names by rfc1459, a.test by ascii');
  });

  it('say so on both sides: the same server name', async () => {
    const [b, a] = await start({}, (port) => ({
      name: 'b.test',
      identity: 'a.test',
      peers: [{ name: 'c.test', identity: 'b.test', port }],
    }));
    await b.logged('peer.refused', 'self: the peer says it is b.test');
    await a.logged('peer.refused', 'self: the peer says it is b.test');
  });

  it('say so on both sides: a sidecar that dials itself', async () => {
    const [port] = (await freePorts(1)) as [number];
    const parent = `${directory.path}/self`;
    const self = await SidecarProcess.start(
      parent,
      { name: 'a.test', peers: [{ name: 'b.test', port }] },
      port,
    );
    running.push(self);
    await self.logged('peer.refused', 'the sidecar is linked to itself');
    await self.logged('peer.dial_failed', 'reached the dialling sidecar itself');
  });
});

describe('a page without end', () => {
  let a: SidecarProcess;
  beforeAll(async () => {
    const options = { name: 'a.test', peers: [{ name: 'b.test' }], heapMb: 160 };
    a = await SidecarProcess.start(`${directory.path}/page`, options);
  });
  afterAll(() => a.stop());

  /** Lines of the ban list of a channel each, of so many bytes together. */
  function banned(bytes: number, masksEach: number, maskOf: (n: number) => string): string[] {
    const lines: string[] = [];
    for (let sum = 0; sum < bytes; sum += lines.at(-1)!.length) {
      const first = lines.length * masksEach;
      const masks = Array.from({ length: masksEach }, (_, n) => maskOf(first + n));
      const id = `00000000-0000-4000-8000-${String(lines.length).padStart(12, '0')}`;
      lines.push(channel(`#c${lines.length}`, id, `BANMASKS "${masks.join(',')}"`));
    }
    return lines;
  }
  const short = (n: number) => n.toString(36);
  const long = (n: number) => String(n).padStart(480, 'x');

  it('costs a small process nothing but its text, and ends the link', async () => {
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    peer.send('BURST full 0', ...banned(6 * 2 ** 20, 4000, short));
    await peer.barrier();
    expect(peer.heard.filter((line) => line.startsWith('NAK'))).toEqual([]);
    peer.send(...banned(PAGE_BYTES_MAX, 120, long));
    expect((await peer.ended()).at(-1)).toBe(`BYE protocol "a page has more than ${PAGE_BYTES_MAX} bytes"`);
  });

  it('of lines that no document has room for is answered line by line', async () => {
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    const lines = banned(4 * 2 ** 20, 9000, short);
    peer.send('BURST full 0', ...lines, `PAGE 1 ${lines.length} -`);
    await peer.waitFor(/^ACK 1$/);
    expect(peer.heard.filter((line) => line.startsWith('NAK'))).toHaveLength(lines.length);
    expect((await a.ops.status()).documents).toBe(0);
  });
});

describe('a burst with bad lines', () => {
  let a: SidecarProcess;
  beforeAll(async () => {
    const parent = `${directory.path}/burst`;
    const known = [{ name: 'b.test' }, { name: 'server1.example.com' }];
    a = await SidecarProcess.start(parent, { name: 'a.test', peers: known });
  });
  afterAll(() => a.stop());

  const rejected = async () => (await a.peer('b.test')).rejected_lines;

  it.each([
    ['bad-value', '#a1', 'TOPIC "x" :setter 2024-01-01T12:00:00Z MEMBERS 1', 'setter starts with a colon'],
    ['bad-value', '#a2', '+l LIMIT 0', 'limit is not a whole number from 1'],
    ['bad-value', '#a3', '+k KEY :hunter2', 'key starts with a colon'],
    ['bad-value', '#a4', 'BANMASKS "a b"', 'mask contains a blank'],
    ['bad-mode', '#a5', '+b', 'a mode letter is no flag'],
    ['repeated-parameter', '#a6', 'MEMBERS 1 MEMBERS 2', 'MEMBERS comes twice'],
    ['missing-parameter', '#a7', '+k', 'the line has no KEY'],
    ['bad-quote', '#a8', 'TOPIC unquoted x 2024-01-01T12:00:00Z', 'topic is not quoted'],
    ['bad-stamp', '#a9', 'NOTOPIC STAMPS "zz!"', 'STAMPS has a malformed item'],
    ['bad-stamp', '#b1', 'NOTOPIC STAMPS "1,1,1"', 'STAMPS has a malformed item or more items than fields'],
    ['bad-value', '#b2', 'TOPIC "x" - - STAMPS "zzzzzzzz@b.test"', 'more than a year in the future'],
    ['bad-channel', '&local', 'MEMBERS 1', 'is local to its server'],
    ['bad-channel', '"#a b"', 'MEMBERS 1', 'contains a blank'],
    ['bad-channel', 'general', 'MEMBERS 1', 'does not start with #'],
  ])('rejects %s (%s %s)', async (code, name, parameters, reason) => {
    const before = await rejected();
    const from = a.process.log.length;
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    const [bad, good] = [ids[2]!, ids[3]!];
    const line = channel(name, bad, parameters);
    await peer.burst(channel('#before', ids[4]!), line, channel('#good', good, `NOTOPIC +m MEMBERS 7`));
    const nak = await heard(peer, /^NAK /);
    expect(nak).toMatch(new RegExp(`^NAK 1 2 ${code} ${bad} "`));
    expect(nak).toContain(reason);
    expect(await heard(peer, /^REQUEST /)).toBe(`REQUEST ${bad}`);
    const logged = await a.process.waitForLog('peer.line_rejected', from);
    expect(logged).toMatchObject({ level: 'warn', peer: 'b.test', page: 1, line: 2, code });
    expect(logged.reason).toContain(reason);
    expect(await rejected()).toBe(before + 1);
    expect((await a.peer('b.test')).dirty).toBe(true);
    expect(await a.channelNames()).toEqual(['#before', '#good']);
    expect(a.everythingLogged).not.toContain('hunter2');
  });

  /** The line, whether it came before or comes yet. */
  async function heard(peer: RawPeer, fits: RegExp): Promise<string> {
    return peer.heard.find((line) => fits.test(line)) ?? peer.waitFor(fits);
  }

  it('asks for the rejected channel once, and is clean when it came', async () => {
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    const bad = channel('#again', ids[5]!, 'NOTOPIC MEMBERS many');
    await peer.burst();
    peer.send(bad, bad, 'PAGE 3 2 2');
    await peer.waitFor(/^ACK 3$/);
    expect(peer.heard.filter((line) => line.startsWith('REQUEST'))).toEqual([`REQUEST ${ids[5]}`]);
    expect(peer.heard.filter((line) => line.startsWith('NAK'))).toHaveLength(2);
    expect(await a.peer('b.test')).toMatchObject({ dirty: true, received_sequence: 1 });
    peer.send(channel('#again', ids[5]!), 'PAGE 4 1 3');
    await peer.waitFor(/^ACK 4$/);
    // Nobody knows that it was all of the channel: only a full burst moves the resume point again.
    expect(await a.peer('b.test')).toMatchObject({ dirty: false, received_sequence: 1 });
    expect(await a.channelNames()).toContain('#again');
    peer.send('BURST full 0', channel('#again', ids[5]!), 'PAGE 5 1 -', 'EOB 1', 'PAGE 6 0 4');
    await peer.waitFor(/^ACK 6$/);
    expect(await a.peer('b.test')).toMatchObject({ dirty: false, received_sequence: 4 });
  });

  it('keeps the resume point before a channel that was refused', async () => {
    const epoch = '11111111-e29b-41d4-a716-446655440000';
    const peer = await tracked(RawPeer.link(a.port, 'b.test', { epoch }));
    await peer.burst();
    const refused = channel('#good', ids[3]!, 'TOPIC "x" - - STAMPS "zzzzzzzz@b.test"');
    peer.send(refused, 'PAGE 3 1 10', channel('#fine', ids[6]!), 'PAGE 4 1 11');
    await peer.waitFor(/^ACK 4$/);
    expect(await heard(peer, /^NAK /)).toContain(
      `NAK 3 1 bad-value ${ids[3]} "a stamp lies more than a year in the future"`,
    );
    expect(await a.peer('b.test')).toMatchObject({ dirty: true, received_sequence: 1 });
    peer.send(channel('#good', ids[3]!), 'PAGE 5 1 12');
    await peer.waitFor(/^ACK 5$/);
    expect(await a.peer('b.test')).toMatchObject({ dirty: false, received_sequence: 1 });
    peer.destroy();
    const next = await tracked(RawPeer.link(a.port, 'b.test', { epoch }));
    expect(await heard(next, /^RESUME /)).toBe(`RESUME ${epoch} 1`);
    next.send('BURST resume 1', channel('#good', ids[3]!), 'PAGE 1 1 -', 'EOB 1', 'PAGE 2 0 12');
    await next.waitFor(/^ACK 2$/);
    expect(await a.peer('b.test')).toMatchObject({ dirty: false, received_sequence: 12 });
  });

  it('sweeps what a burst does not mention, but not by a burst with an unreadable line', async () => {
    const first = await tracked(RawPeer.link(a.port, 'b.test'));
    await first.burst(channel('#kept', ids[7]!), channel('#swept', ids[8]!));
    expect(await a.channelNames()).toEqual(['#kept', '#swept']);
    first.send(
      'BURST full 0',
      channel('#kept', ids[7]!),
      'CBURST #swe\0pt',
      'PAGE 3 2 -',
      'EOB 2',
      'PAGE 4 0 3',
    );
    await first.waitFor(/^ACK 4$/);
    expect(await heard(first, /^NAK /)).toBe('NAK 3 2 bad-byte - "line contains NUL, CR or LF"');
    expect(await heard(first, /^REQUEST /)).toBe('REQUEST *');
    expect(await a.channelNames()).toEqual(['#kept', '#swept']);
    expect(await a.peer('b.test')).toMatchObject({ dirty: true, received_sequence: 1 });
    first.send('BURST full 0', channel('#kept', ids[7]!), 'PAGE 5 1 -', 'EOB 1', 'PAGE 6 0 4');
    await first.waitFor(/^ACK 6$/);
    expect(await a.channelNames()).toEqual(['#kept']);
    expect(await a.peer('b.test')).toMatchObject({ dirty: false, received_sequence: 4 });
  });

  it('skips a line that is too long, says so, and sweeps only by a burst without one', async () => {
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    await peer.burst(channel('#kept', ids[7]!));
    const long = channel('#kept', ids[7]!, `TOPIC "${'x'.repeat(3 * lineBytesMax)}" - -`);
    peer.send('BURST full 0', long, channel('#new', ids[18]!), 'PAGE 3 2 -', 'EOB 2', 'PAGE 4 0 2');
    await peer.waitFor(/^ACK 4$/);
    expect(await heard(peer, /^NAK /)).toBe(`NAK 3 1 too-long - "line is longer than ${lineBytesMax} bytes"`);
    expect(await heard(peer, /^REQUEST /)).toBe('REQUEST *');
    expect(await a.channelNames()).toEqual(['#kept', '#new']);
    expect(await a.peer('b.test')).toMatchObject({ dirty: true, received_sequence: 1 });
  });

  it.each([
    ['NUL', 'TOPIC "a\0b" x 2024-01-01T12:00:00Z'],
    ['CR', 'TOPIC "a\rb" x 2024-01-01T12:00:00Z'],
    ['CR in a key', '+k KEY a\rQUIT'],
    ['NUL in a mask', 'BANMASKS "a\0!*@*"'],
  ])('takes no line with %s in it', async (_, parameters) => {
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    await peer.burst(channel('#bytes', ids[10]!, parameters));
    expect(await heard(peer, /^NAK /)).toBe('NAK 1 1 bad-byte - "line contains NUL, CR or LF"');
    expect(await a.channelNames()).not.toContain('#bytes');
  });

  it('asks for everything when a change cannot be read', async () => {
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    await peer.burst(channel('#kept', ids[7]!));
    peer.send('CBURST #ke\0pt', 'PAGE 3 1 9');
    await peer.waitFor(/^ACK 3$/);
    await peer.barrier();
    expect(peer.heard.filter((line) => line.startsWith('REQUEST'))).toEqual(['REQUEST *']);
    expect(await a.peer('b.test')).toMatchObject({ dirty: true, received_sequence: 1 });
    peer.send('BURST full 0', channel('#kept', ids[7]!), 'PAGE 4 1 -', 'EOB 1', 'PAGE 5 0 9');
    await peer.waitFor(/^ACK 5$/);
    expect(await a.peer('b.test')).toMatchObject({ dirty: false, received_sequence: 9 });
  });

  it('takes the lines of a plain peer byte for byte, and shows what they say', async () => {
    const peer = await tracked(RawPeer.link(a.port, 'server1.example.com', { capabilities: '' }));
    await peer.burst(
      'CBURST #general 123e4567-e89b-12d3-a456-426614174000 server1.example.com 2024-01-01T12:00:00Z TOPIC "Welcome to #general!" admin!admin@server1.example.com 2024-01-01T12:30:00Z +nt MEMBERS 5',
      'CBURST #private 123e4567-e89b-12d3-a456-426614174001 server1.example.com 2024-01-01T12:00:00Z NOTOPIC +ikl KEY secret123 LIMIT 10 MEMBERS 3',
      'CBURST #moderated 123e4567-e89b-12d3-a456-426614174002 server1.example.com 2024-01-01T12:00:00Z TOPIC "Moderated channel - be respectful" moderator!mod@server1.example.com 2024-01-01T13:00:00Z +mn BANMASKS "*!*@spammer.com,*!*@baduser.net" MEMBERS 8',
    );
    expect(peer.heard.filter((line) => line.startsWith('NAK'))).toEqual([]);
    const created = { origin: 'server1.example.com', created_at: Date.parse('2024-01-01T12:00:00Z') };
    expect(await shown('#general')).toEqual({
      ...created,
      id: '123e4567-e89b-12d3-a456-426614174000',
      members: 5,
      topic: ['Welcome to #general!', 'admin!admin@server1.example.com', seconds('2024-01-01T12:30:00Z')],
      modes: ['no-external', 'topic-protected'],
      masks: [],
    });
    expect(await shown('#private')).toEqual({
      ...created,
      id: '123e4567-e89b-12d3-a456-426614174001',
      members: 3,
      topic: null,
      modes: ['invite-only', 'key *', 'limit 10'],
      masks: [],
    });
    expect(await shown('#moderated')).toEqual({
      ...created,
      id: '123e4567-e89b-12d3-a456-426614174002',
      members: 8,
      topic: [
        'Moderated channel - be respectful',
        'moderator!mod@server1.example.com',
        seconds('2024-01-01T13:00:00Z'),
      ],
      modes: ['moderated', 'no-external'],
      masks: ['ban *!*@baduser.net', 'ban *!*@spammer.com'],
    });
    expect(a.everythingLogged).not.toContain('secret123');
  });

  /** What ops tell of a channel with one document, join key included as `*`. */
  async function shown(name: string) {
    const { documents } = await a.channel(name);
    expect(documents).toHaveLength(1);
    const { id, origin, created_at, holders, fields } = documents[0]!;
    const set = fields.map(({ field }) => field!);
    const topic = set.find((field) => field.topic)?.topic?.value;
    const modes = set.flatMap(({ flag, join_key, limit }) => {
      if (flag?.set) return [flag.name];
      if (join_key?.value) return [`key ${join_key.value}`];
      return limit?.value ? [`limit ${limit.value}`] : [];
    });
    const masks = set.flatMap(({ entry }) => (entry?.present ? [`${entry.list} ${entry.mask}`] : []));
    return {
      id,
      origin,
      created_at,
      members: holders.find(({ server }) => server === origin)?.members,
      topic: topic ? [`${topic.text}`, `${topic.setter}`, topic.set_at] : null,
      modes: modes.sort(),
      masks: masks.sort(),
    };
  }

  const seconds = (time: string) => Date.parse(time) / 1000;

  it('lets what a peer held be out of reach when it goes, and says nothing more of it', async () => {
    const peer = await tracked(RawPeer.link(a.port, 'b.test'));
    await peer.burst(channel('#mine', ids[9]!));
    expect(await a.channelNames()).toContain('#mine');
    peer.destroy();
    await until(async () => ((await a.channelNames()).includes('#mine') ? '#mine is still there' : null));
  });
});
