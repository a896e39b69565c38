import { describe, expect, test } from 'vitest';
import { ITEM_BYTES_MAX, ITEM_LINES_MAX } from '../../../src/extension/burst-router.ts';
import { refusingBurst } from '../../../src/extension/refusing-burst.ts';
import { openGate } from '../../../src/peer/delta-gate.ts';
import { BAD_LINES_MAX } from '../../../src/peer/linked-session.ts';
import type { PeerLink } from '../../../src/peer/peer-link.ts';
import { PAGE_BYTES_FULL, PAGE_LINES_FULL, SessionSender } from '../../../src/peer/session-sender.ts';
import { missingMax, unnamed } from '../../../src/wire/burst-end-line.ts';
import { decodeMessage } from '../../../src/wire/session-message.ts';
import { at, b, ban, c, channelId, part, register, topic } from '../../support/replica-fixture.ts';
import {
  burstEnd,
  documentLine,
  epochA,
  epochB,
  helloB,
  ScriptedServer,
  ScriptedSession,
} from '../../support/scripted-session.ts';

const one = channelId(1);
const two = channelId(2);
const twelve = burstEnd(...Array.from({ length: 12 }, (_, n) => channelId(n + 1)));
/** A line whose channel can be told but not its content, and one of which nothing can. */
const badLine = `${documentLine(one, 1)} LIMIT none`;
const unreadableLine = 'CBURST #general not-a-uuid b.example - MEMBERS 1';

describe('the hello', () => {
  test.each([
    ['version', helloB.replace('HELLO 1', 'HELLO 2'), 'speaks version 2'],
    ['self', helloB.replace('b.example', 'a.example'), 'says it is a.example'],
    ['name', helloB.replace('b.example', 'c.example'), 'certificate is b.example'],
    ['casemapping', helloB.replace('rfc1459', 'ascii'), 'folds names by ascii'],
  ])('is refused for its %s, with a reason on both sides', async (code, hello, reason) => {
    const session = new ScriptedSession();
    await session.takeLines();
    const lines = await session.say(hello);
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^BYE ${code} ".*${reason}`))]);
    expect(session.events[0]).toMatch(new RegExp(`^refused: ${code}: .*${reason}`));
    expect(session.events[1]).toMatch(`closed: ${code}: `);
    expect(session.events).toHaveLength(2);
    expect(session.session.hello).toBeNull();
  });

  test('is refused for a peer that was silent for too long', async () => {
    const session = new ScriptedSession();
    session.server.isExpelled = true;
    await session.takeLines();
    expect(await session.say(helloB)).toEqual([
      expect.stringMatching(/^BYE expelled .*cburst readmit b.example/),
    ]);
  });

  test.each([
    ['anything else', 'PING x', 'PING came before HELLO'],
    ['a line that makes no sense', 'GET / HTTP/1.1', 'the first line must be a HELLO'],
  ])('comes first, not %s', async (_, line, reason) => {
    const session = new ScriptedSession();
    await session.takeLines();
    expect(await session.say(line)).toEqual([expect.stringContaining(reason)]);
  });

  test('comes once', async () => {
    const session = new ScriptedSession();
    await session.greet();
    expect(await session.say(helloB)).toEqual(['BYE protocol "HELLO came twice"']);
  });

  test('shows who debugs to whom the peer is linked', async () => {
    const session = new ScriptedSession();
    await session.say(helloB.replace('PEERS ""', 'PEERS "c.example,d.example"'));
    expect(session.steps[0]).toEqual({
      step: 'hello.accepted',
      software: 'test',
      peers: 'c.example d.example',
    });
  });

  test('has to come soon', async () => {
    const session = new ScriptedSession();
    await session.takeLines();
    expect(await session.tickAfter(10_000)).toEqual([]);
    expect(await session.tickAfter(1)).toEqual(['BYE timeout "no hello came"']);
  });

  test('is answered with what is durable of the peer, if that is of its epoch', async () => {
    const prepare = (epoch: string) =>
      new ScriptedSession({
        prepare: (server) => {
          server.cursorOfPeer = { epoch, sequence: 7 };
        },
      });
    expect(await prepare(epochB).say(helloB)).toContain(`RESUME ${epochB} 7`);
    expect(await prepare(epochA).say(helloB)).toContain('RESUME - 0');
  });
});

describe('the first comparison', () => {
  const helloOfEqual = helloB.replace('"stamps"', '"stamps,metadata,decisions,digest"');
  const equal = 'DIGEST 1 7 AAAAAAAA';
  const comparing = async () => {
    const session = new ScriptedSession({
      prepare: (server) => {
        server.digests = { entries: () => [], peerHolds: () => false };
      },
    });
    await session.say(helloOfEqual, 'RESUME - 0');
    return session;
  };

  test('begins with what arrives last of both bursts: an acknowledgement', async () => {
    const session = await comparing();
    expect(await session.say('BURST full 0', 'EOB 0')).toEqual([]);
    expect(await session.say('PAGE 1 0 0')).toEqual(['ACK 1']);
    expect(await session.say('ACK 1')).toEqual([equal]);
    await session.say('DIFFER 1 0');
    expect(session.events).toContain('compared: equal');
  });

  test('or the page that ends the burst of the peer, once it is durable', async () => {
    const session = await comparing();
    session.server.durableAtOnce = false;
    expect(await session.say('ACK 1', 'BURST full 0', 'PAGE 1 0 -', 'EOB 0', 'PAGE 2 0 0')).toEqual([]);
    session.server.makeDurable();
    expect(await session.takeLines()).toEqual(['ACK 1', 'ACK 2', equal]);
  });

  test('and not with a page before it: the peer would not compare yet', async () => {
    const session = await comparing();
    expect(await session.say('ACK 1', 'BURST full 0', 'EOB 0', 'PAGE 1 0 -')).toEqual(['ACK 1']);
    expect(await session.say('BURST full 0', 'EOB 0')).toEqual([]);
    expect(await session.say('PAGE 2 0 0')).toEqual(['ACK 2', equal]);
  });
});

describe('its burst', () => {
  test('is full for a peer that has less than it acknowledged before: it was put back to an older state', async () => {
    const session = prepared();
    session.server.acknowledgedByPeer = 2;
    await session.say(helloB);
    expect(await session.say(`RESUME ${epochA} 1`)).toContain('BURST full 0');
    expect(session.server.acknowledgedByPeer).toBe(0);
  });

  test('is full for a peer that is to be told everything, whatever it resumes from', async () => {
    const session = prepared();
    session.server.acknowledgedByPeer = Number.POSITIVE_INFINITY;
    await session.say(helloB);
    expect(await session.say(`RESUME ${epochA} 2`)).toContain('BURST full 0');
  });

  test('is what the server holds, its end, and what it left; then a peer can resume', async () => {
    const session = prepared();
    await session.say(helloB);
    expect(await session.say('RESUME - 0')).toEqual([
      'BURST full 0',
      documentLine(one, 3),
      'PAGE 1 1 -',
      burstEnd(one),
      documentLine(two, null),
      'PAGE 2 1 2',
    ]);
    expect(session.session.live).toBe(false);
    await session.say('BURST full 0', 'EOB 0', 'PAGE 1 0 0');
    expect(session.session.live).toBe(true);
  });

  test('is only what changed after the peer’s resume point', async () => {
    const session = prepared();
    await session.say(helloB);
    expect(await session.say(`RESUME ${epochA} 1`)).toEqual([
      'BURST resume 1',
      burstEnd(),
      documentLine(two, null),
      'PAGE 1 1 2',
    ]);
  });

  test('is full for a resume point of another epoch', async () => {
    const session = prepared();
    await session.say(helloB);
    expect((await session.say(`RESUME ${epochB} 1`))[0]).toBe('BURST full 0');
    expect(session.server.acknowledgedByPeer).toBe(0);
  });

  test('is not given to who has more than was ever issued: that is told, and the link ends', async () => {
    const session = prepared();
    await session.say(helloB);
    expect(await session.say(`RESUME ${epochA} 3`)).toEqual([
      expect.stringContaining('BYE protocol "the resume point is beyond what was issued here'),
    ]);
    expect(session.events).toContain(`exceeded: ${epochA} 3`);
  });

  test('leaves out nothing that was not held when it began and is held when the others are listed', async () => {
    const written = [register(topic('t'), at(0))];
    const session = new ScriptedSession({
      pageSize: 1,
      prepare: (server) => {
        server.put(part(channelId(20), written), null);
        hold(server, 12);
      },
    });
    await session.greet();
    session.server.put(part(channelId(20), written), 1);
    session.session.changed([{ burstType: 'CBURST', changes: new Map([[channelId(20), new Set()]]) }]);
    const lines: string[] = [];
    for (let page = 1; page <= 14; page++) lines.push(...(await session.say(`ACK ${page}`)));
    expect(lines).toContain(documentLine(channelId(20), 1, written));
  });

  test('is acknowledged by its resume point, and what follows by its pages, once in a while', async () => {
    const session = prepared();
    await session.say(helloB);
    await session.say(`RESUME ${epochA} 1`);
    expect(session.server.acknowledgedByPeer).toBe(1);
    await session.say('ACK 1');
    expect(session.server.acknowledgedByPeer).toBe(1);
    await session.tickAfter(1000);
    expect(session.server.acknowledgedByPeer).toBe(2);
  });

  test('is not acknowledged by a peer that did not take some of it', async () => {
    const session = prepared();
    await session.say(helloB);
    await session.say(`RESUME ${epochA} 1`);
    await session.say(`NAK 1 1 bad-value ${two} "no"`, 'ACK 1');
    await session.tickAfter(1000);
    expect(session.server.acknowledgedByPeer).toBe(1);
  });

  test('waits for acknowledgements', async () => {
    const session = new ScriptedSession({
      pageSize: 1,
      prepare: (server) => hold(server, 12),
    });
    const first = await session.greet();
    expect(first.filter((line) => line.startsWith('PAGE')).at(-1)).toBe('PAGE 8 1 -');
    expect(await session.say('ACK 1')).toEqual([documentLine(channelId(9), 1), 'PAGE 9 1 -']);
    const rest = await session.say(...[2, 3, 4, 5, 6].map((number) => `ACK ${number}`));
    expect(rest.slice(-2)).toEqual([twelve, 'PAGE 13 0 12']);
  });

  test('closes a page with the item that fills it', async () => {
    const bans = Array.from({ length: 40 }, (_, n) => register(ban(`${n}!*@${'x'.repeat(480)}`), at(0)));
    const session = new ScriptedSession({
      prepare: (server) => {
        for (let n = 1; n <= 9; n++) server.put(part(channelId(n), bans), 1);
      },
    });
    const lines = await session.greet();
    const bytes = [0];
    for (const line of lines) {
      if (line.startsWith('CBURST')) bytes.push(bytes.pop()! + line.length);
      else if (line.startsWith('PAGE')) bytes.push(0);
    }
    const itemBytes = bytes.reduce((sum, each) => sum + each) / 9;
    expect(bytes.filter((each) => each > 0)).toHaveLength(3);
    for (const each of bytes.slice(0, 2)) {
      expect(each).toBeGreaterThanOrEqual(PAGE_BYTES_FULL);
      expect(each).toBeLessThan(PAGE_BYTES_FULL + itemBytes);
    }
  });

  test('closes a page of very many lines, whatever the items', async () => {
    const count = PAGE_LINES_FULL + 10;
    const ids = Array.from({ length: 5 }, (_, n) => channelId(n + 1));
    const session = new ScriptedSession({
      prepare: (server) => {
        server.describes = (id) => Array<string>(count / 2).fill(`CBURST ${id}`);
        for (const id of ids) server.put(part(id, []), 1);
      },
    });
    const pages = (await session.greet()).filter((line) => line.startsWith('PAGE'));
    expect(pages).toEqual([`PAGE 1 ${count} -`, `PAGE 2 ${count} -`, `PAGE 3 ${count / 2} -`, 'PAGE 4 0 5']);
  });

  test('that is not acknowledged in time ends the link', async () => {
    const session = prepared();
    await session.greet();
    session.nowMs = 10_000;
    await session.say('ACK 1', 'PING x');
    expect(await session.tickAfter(10_000)).toEqual([]);
    expect(await session.tickAfter(1)).toEqual([
      expect.stringContaining('BYE timeout "a page was not acknowledged'),
    ]);
  });

  test('is given again when it is asked for, and so is a channel', async () => {
    const session = prepared();
    await session.greet();
    await session.say('ACK 1', 'ACK 2');
    expect(await session.say(`REQUEST ${one}`)).toEqual([documentLine(one, 3), 'PAGE 3 1 2']);
    expect(await session.say('REQUEST *')).toEqual([
      'BURST full 0',
      documentLine(one, 3),
      'PAGE 4 1 -',
      burstEnd(one),
      documentLine(two, null),
      'PAGE 5 1 2',
    ]);
  });

  test.each([
    ['what is held is told', 0],
    ['what is not held is told', 3],
  ])('of what changed is given up for a full one that is asked for while %s', async (_, acknowledged) => {
    const session = new ScriptedSession({
      pageSize: 1,
      prepare: (server) => {
        hold(server, 10);
        for (let n = 11; n <= 20; n++) server.put(part(channelId(n), []), null);
      },
    });
    await session.say(helloB);
    expect((await session.say(`RESUME ${epochA} 1`))[0]).toBe('BURST resume 1');
    for (let n = 1; n <= acknowledged; n++) await session.say(`ACK ${n}`);
    expect(await session.say('REQUEST *')).toEqual([]);
    const rest: string[] = [];
    for (let n = acknowledged + 1; n <= 28 + acknowledged; n++) rest.push(...(await session.say(`ACK ${n}`)));
    expect(rest[0]).toBe('BURST full 0');
    expect(rest.filter((line) => /^(BURST|EOB)/.test(line))).toHaveLength(2);
    expect(rest.at(-1)).toMatch(/ 20$/);
    expect(session.session.waiting).toBe(0);
  });

  test('is given again after its end, once, however often it is asked for meanwhile', async () => {
    const session = new ScriptedSession({ pageSize: 1, prepare: (server) => hold(server, 12) });
    await session.greet();
    expect(await session.say(...Array(100).fill('REQUEST *'))).toEqual([]);
    const acknowledgements = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => `ACK ${from + index}`);
    const rest = await session.say(...acknowledgements(1, 13));
    expect(rest.filter((line) => /^(BURST|EOB)/.test(line))).toEqual([twelve, 'BURST full 0']);
    const again = await session.say(...acknowledgements(14, 26));
    expect(again.filter((line) => /^(BURST|EOB)/.test(line))).toEqual([twelve]);
    expect(session.session.waiting).toBe(0);
  });

  test('does not start while the link takes nothing', async () => {
    const link = new FullLink();
    const server = new ScriptedServer();
    const router = server.extensions.linked({ server: b, capabilities: [] });
    const dependencies = { link, server, router, wakeAfter: () => {}, sent: () => {} };
    const sender = new SessionSender({ pageSize: 1, delta: openGate }, dependencies);
    sender.begin(0, 0);
    expect(link.lines).toEqual(['BURST full 0']);
    for (let n = 0; n < 100; n++) sender.requestedAll(0);
    expect(link.lines).toEqual(['BURST full 0']);
    link.full = false;
    sender.drained();
    sender.pump(0);
    const none = burstEnd();
    expect(link.lines.slice(1)).toEqual([none, 'PAGE 1 0 0', 'BURST full 0', none, 'PAGE 2 0 0']);
  });

  test('leaves out what it is asked for and does not know', async () => {
    const session = prepared();
    await session.greet();
    const unknown = Array.from({ length: 1000 }, (_, n) => `REQUEST ${channelId(100 + n)}`);
    expect(await session.say('ACK 1', 'ACK 2', ...unknown)).toEqual([]);
    expect(session.session.waiting).toBe(0);
  });

  test.each([
    ['ACK 2', 'page 2 is not the next'],
    ['ACK 1\nACK 1', 'page 1 is not the next'],
    ['RESUME - 0', 'RESUME came twice'],
  ])('an answer that cannot be ends the link: %s', async (lines, reason) => {
    const session = prepared();
    await session.greet();
    expect(await session.say(...lines.split('\n'))).toEqual([expect.stringContaining(reason)]);
  });

  test('a channel is asked for once both bursts are done, and not before or after the link', async () => {
    const session = new ScriptedSession();
    await session.say(helloB, 'RESUME - 0', 'ACK 1');
    expect(session.session.request(one)).toBe(false);
    await session.say('BURST full 0', 'EOB 0', 'PAGE 1 0 0');
    await session.takeLines();
    expect(session.session.request(one)).toBe(true);
    expect(await session.takeLines()).toEqual([`REQUEST ${one}`]);
    session.session.end('shutdown', 'the test is over');
    expect(session.session.request(one)).toBe(false);
  });

  test('a request before RESUME ends the link', async () => {
    const session = new ScriptedSession();
    await session.takeLines();
    expect(await session.say(helloB, 'REQUEST *')).toContain('BYE protocol "REQUEST came before RESUME"');
  });
});

describe('changes', () => {
  test('are sent as they happen: only the fields that changed', async () => {
    const session = prepared();
    await session.greet();
    await session.say('ACK 1', 'ACK 2');
    const registers = [register(ban('x!*@*'), at(1)), register(ban('y!*@*'), at(2))];
    session.server.put(part(one, registers), 4);
    const parts = new Set(part(one, registers.slice(1)).registers.keys());
    session.session.changed([{ burstType: 'CBURST', changes: new Map([[one, parts]]) }]);
    expect(await session.takeLines()).toEqual([documentLine(one, 4, registers.slice(1)), 'PAGE 3 1 3']);
  });

  test('during the burst follow after it', async () => {
    const session = prepared();
    await session.takeLines();
    await session.say(helloB);
    session.session.changed([{ burstType: 'CBURST', changes: new Map([[two, new Set()]]) }]);
    const lines = await session.say('RESUME - 0');
    expect(lines.filter((line) => line === documentLine(two, null))).toHaveLength(1);
  });

  test('of others move the resume point without a line', async () => {
    const session = prepared();
    await session.greet();
    await session.say('ACK 1', 'ACK 2');
    expect(await session.tickAfter(1000)).toEqual([]);
    session.server.put(part(two, []), null);
    expect(await session.tickAfter(1000)).toEqual(['PAGE 3 0 3']);
    expect(await session.tickAfter(1000)).toEqual([]);
  });
});

describe('changes that are held back', () => {
  const live = async (delta: { delayMs: number; rateMax: number }, channels: number) => {
    const session = new ScriptedSession({ delta, prepare: (server) => hold(server, channels) });
    await session.greet();
    const pages = session.session.waiting;
    await session.say(...Array.from({ length: pages }, (_, index) => `ACK ${index + 1}`));
    return session;
  };
  const change = (session: ScriptedSession, ...ids: (typeof one)[]) => {
    session.session.changed([{ burstType: 'CBURST', changes: new Map(ids.map((id) => [id, null])) }]);
    return session.takeLines();
  };

  test('are gathered for a while, and sent once', async () => {
    const session = await live({ delayMs: 50, rateMax: 0 }, 2);
    expect(await change(session, one)).toEqual([]);
    expect(await session.pass(49)).toEqual([]);
    expect(await change(session, two, one)).toEqual([]);
    expect(await session.pass(1)).toEqual([
      documentLine(one, 1),
      documentLine(two, 1),
      expect.stringMatching(/^PAGE 3 2 2$/),
    ]);
    expect(session.timers.delays).toEqual([]);
  });

  test('leave at so many a second, each once, and the resume point with the last', async () => {
    const session = await live({ delayMs: 0, rateMax: 4 }, 9);
    const all = Array.from({ length: 9 }, (_, n) => channelId(n + 1));
    const first = await change(session, ...all);
    expect(first).toHaveLength(5);
    expect(first.at(-1)).toBe('PAGE 3 4 -');
    expect(session.session.waiting).toBe(6);
    const page = { step: 'page.sent', number: 3, lines: 4, sequence: null, waiting: 6 };
    expect(session.steps.at(-1)).toEqual(page);
    for (let n = 0; n < 100; n++) expect(await change(session, ...all.slice(4))).toEqual([]);
    expect(session.session.waiting).toBe(6);
    const told: string[] = [];
    for (let passed = 0; passed < 1250; passed += 50) told.push(...(await session.pass(50)));
    expect(told.filter((line) => line.startsWith('CBURST'))).toEqual(
      all.slice(4).map((id) => documentLine(id, 1)),
    );
    expect(told.filter((line) => line.startsWith('PAGE')).at(-1)).toMatch(/ 9$/);
    expect(session.session.waiting).toBe(6);
  });

  test('are forgotten with the link', async () => {
    const session = await live({ delayMs: 50, rateMax: 0 }, 1);
    await change(session, one);
    session.cut();
    await session.takeLines();
    expect(session.timers.delays).toEqual([]);
  });

  test('that left with a burst do not count as waiting any more', async () => {
    const session = await live({ delayMs: 50, rateMax: 0 }, 1);
    await change(session, one);
    expect((await session.say('REQUEST *')).filter((line) => line === documentLine(one, 1))).toHaveLength(1);
    await session.say('ACK 3', 'ACK 4');
    expect(await session.pass(1000)).toEqual([]);
    expect(await change(session, one)).toEqual([]);
    expect(await session.pass(49)).toEqual([]);
    expect(await session.pass(1)).toHaveLength(2);
  });

  test('do not hold back a burst', async () => {
    const session = await live({ delayMs: 60_000, rateMax: 1 }, 9);
    const lines = await session.say('REQUEST *');
    expect(lines.filter((line) => line.startsWith('CBURST'))).toHaveLength(9);
  });
});

describe('what cannot be prepared', () => {
  const failing = (...ids: (typeof one)[]) => {
    const failures = new Set(ids);
    const session = new ScriptedSession({
      prepare: (server) => {
        hold(server, 2);
        server.describing = (id) => {
          if (failures.has(id)) throw new Error('not now');
        };
      },
    });
    return { session, failures };
  };

  test('is left out, reported, and told when it can be, with a delay that grows', async () => {
    const { session, failures } = failing(one);
    const lines = await session.greet();
    expect(lines.filter((line) => line.startsWith('CBURST'))).toEqual([documentLine(two, 1)]);
    expect(lines).toContain(`${burstEnd(two)} MISSING "${one}"`);
    // No resume point while something was not told.
    expect(lines.at(-1)).toBe('PAGE 2 0 -');
    expect(session.server.failures).toEqual(['CBURST describe']);
    await session.say('ACK 1', 'ACK 2', ...EMPTY_BURST);
    for (const [afterMs, tries] of [
      [999, 1],
      [1, 2],
      [1999, 2],
      [1, 3],
      [4000, 4],
      [8000, 5],
    ] as const) {
      for (const line of await session.tickAfter(afterMs))
        await session.say(line.replace(/PAGE (\d+) .*/, 'ACK $1'));
      expect(session.server.failures).toHaveLength(tries);
    }
    failures.clear();
    const told = await session.tickAfter(16_000);
    expect(told).toEqual([documentLine(one, 1), expect.stringMatching(/^PAGE \d+ 1 2$/)]);
    expect(session.server.failures).toHaveLength(5);
  });

  test.each([
    ['lines', ITEM_LINES_MAX, ITEM_LINES_MAX + 1, 0],
    ['bytes', ITEM_BYTES_MAX / 60_000, ITEM_BYTES_MAX / 60_000 + 1, 60_000],
  ])('is what does not fit in a page: too many %s', async (_, fits, tooMany, lineBytes) => {
    const session = new ScriptedSession({
      prepare: (server) => {
        hold(server, 2);
        server.describes = (id) =>
          Array<string>(Math.floor(id === one ? tooMany : fits)).fill(`CBURST ${id}`.padEnd(lineBytes, 'x'));
      },
    });
    const lines = await session.greet();
    expect(new Set(lines.filter((line) => line.startsWith('CBURST')).map((line) => line[42]))).toEqual(
      new Set(['2']),
    );
    expect(lines).toContain(`${burstEnd(two)} MISSING "${one}"`);
    expect(session.server.failures).toEqual(['CBURST describe']);
  });

  test('is told whole, though a part of it changed meanwhile', async () => {
    const { session, failures } = failing(one);
    await session.greet();
    await session.say('ACK 1', 'ACK 2');
    failures.clear();
    session.session.changed([{ burstType: 'CBURST', changes: new Map([[one, new Set(['nothing'])]]) }]);
    expect(await session.takeLines()).toEqual([documentLine(one, 1), 'PAGE 3 1 2']);
  });

  test('and is not presented any more makes a resume a full burst: it must not count as presented', async () => {
    const { session } = failing(two);
    session.server.put(part(two, []), null);
    await session.say(helloB);
    const lines = await session.say(`RESUME ${epochA} 2`);
    expect(lines).toEqual([
      'BURST resume 2',
      burstEnd(),
      'PAGE 1 0 -',
      'BURST full 0',
      documentLine(one, 1),
      'PAGE 2 1 -',
      burstEnd(one),
      'PAGE 3 0 -',
    ]);
  });

  test('in a resume leaves the others confirmed', async () => {
    const { session } = failing(two);
    await session.say(helloB);
    const lines = await session.say(`RESUME ${epochA} 1`);
    expect(lines.slice(-2)).toEqual([`${burstEnd()} MISSING "${two}"`, 'PAGE 1 0 1']);
  });

  test('and not even listed makes everything be told again, some times', async () => {
    const session = new ScriptedSession({
      prepare: (server) => {
        hold(server, 1);
        server.listing = () => {
          throw new Error('not now');
        };
      },
    });
    expect((await session.greet()).slice(-2)).toEqual([`${burstEnd()} MISSING "${unnamed}"`, 'PAGE 1 0 -']);
    await session.say('ACK 1', ...EMPTY_BURST);
    let bursts = 0;
    for (let seconds = 0; seconds < 600; seconds++) {
      // The link would not outlive the silence.
      const lines = [...(await session.say('PING x')), ...(await session.tickAfter(1000))];
      bursts += lines.filter((line) => line.startsWith('BURST full')).length;
      for (const line of lines) if (line.startsWith('PAGE')) await session.say(`ACK ${line.split(' ')[1]}`);
    }
    expect(bursts).toBe(6);
  });
});

test('more than can be named cannot be prepared: it says so', async () => {
  const session = new ScriptedSession({
    pageSize: 1000,
    prepare: (server) => {
      hold(server, missingMax + 1);
      server.describing = () => {
        throw new Error('not now');
      };
    },
  });
  const end = (await session.greet()).find((line) => line.startsWith('EOB'))!;
  const decoded = decodeMessage(end, 'rfc1459');
  const missing = 'verb' in decoded && decoded.verb === 'EOB' ? decoded.missing : [];
  expect(missing).toHaveLength(missingMax);
  expect(missing).toContain(unnamed);
});

describe('another burst type', () => {
  test('shares the pages, their answers and requests', async () => {
    const urls = new Map([
      [one, 'http://example.net/'],
      [two, 'http://example.org/'],
    ]);
    const taken: string[] = [];
    const session = new ScriptedSession({
      prepare: (server) => {
        hold(server, 1);
        server.extensions.register(() => ({
          burstType: 'UBURST',
          capabilities: ['urls'],
          requires: 'urls',
          linked: () => ({
            presented: () => urls.keys(),
            others: () => [],
            knows: (id) => urls.has(id),
            describe: (id) => [`UBURST ${id} ${urls.get(id)}`],
            read: (line) => {
              const [, id, url] = line.split(' ') as [string, typeof one, string?];
              if (url === undefined)
                return { problem: { code: 'missing-parameter', reason: 'no URL', channelId: id } };
              return {
                id,
                apply: () => {
                  taken.push(url);
                  return url.startsWith('http') ? null : 'no such scheme';
                },
              };
            },
            burstEnded: (end) =>
              void taken.push(`${end.mode}: ${[...(end.mode === 'full' ? end.presented : [])]}`),
          }),
          unlinked: () => {},
          committed: () => {},
        }));
      },
    });
    await session.takeLines();
    await session.say(helloB.replace('stamps', 'stamps,urls'));
    expect(await session.say('RESUME - 0')).toEqual([
      'BURST full 0',
      documentLine(one, 1),
      `UBURST ${one} http://example.net/`,
      `UBURST ${two} http://example.org/`,
      'PAGE 1 3 -',
      expect.stringMatching(/^EOB 3 IDS /),
      'PAGE 2 0 1',
    ]);
    await session.say('ACK 1', 'ACK 2');
    expect(await session.say(`REQUEST ${one}`)).toEqual([
      documentLine(one, 1),
      `UBURST ${one} http://example.net/`,
      'PAGE 3 2 1',
    ]);
    expect(
      await session.say(
        'BURST full 0',
        documentLine(one, 1),
        `UBURST ${one} http://b/`,
        `UBURST ${two}`,
        `UBURST ${channelId(3)} gopher://b/`,
        'PAGE 1 4 -',
        'EOB 4',
      ),
    ).toEqual([
      `NAK 1 3 missing-parameter ${two} "no URL"`,
      `REQUEST ${two}`,
      `NAK 1 4 bad-value ${channelId(3)} "no such scheme"`,
      `REQUEST ${channelId(3)}`,
      'ACK 1',
    ]);
    expect(taken).toEqual(['http://b/', 'gopher://b/', `full: ${[one, two, channelId(3)]}`]);
    expect(session.server.burstEnds).toEqual([[one]]);
  });

  test('that cannot be read here keeps nothing from the others, and the link up', async () => {
    const session = new ScriptedSession({
      prepare: (server) =>
        server.extensions.register(() => ({
          ...refusingBurst('UBURST', 'off', () => {
            throw new Error('no luck');
          }),
          capabilities: ['urls'],
          requires: 'urls',
        })),
    });
    await session.say(helloB.replace('stamps', 'stamps,urls'), 'RESUME - 0', 'ACK 1');
    const lines = Array<string>(BAD_LINES_MAX + 1).fill('UBURST x');
    const burst = ['BURST full 0', documentLine(one, 1), ...lines, `PAGE 1 ${lines.length + 1} -`, 'EOB 2'];
    const answers = await session.say(...burst);
    expect(answers.slice(-2)).toEqual(['ACK 1', 'REQUEST *']);
    expect(answers.filter((line) => line.startsWith('NAK'))).toHaveLength(lines.length);
    expect(session.server.burstEnds).toEqual([[one]]);
    expect(session.session.dirty).toBe(true);
    await session.say('BURST resume 1', 'UBURST x', 'PAGE 2 1 -', burstEnd(), 'PAGE 3 0 5');
    expect(session.server.burstEnds).toEqual([[one], null]);
  });

  test('is not spoken to a peer that does not know it, whose lines of it are no lines of a page', async () => {
    const session = new ScriptedSession({
      prepare: (server) =>
        server.extensions.register(() => ({
          ...refusingBurst('UBURST', 'off'),
          capabilities: ['urls'],
          requires: 'urls',
        })),
    });
    const hello = (await session.takeLines())[0];
    expect(hello).toContain('CAPS "mesh,digest,stamps,metadata,decisions,urls"');
    await session.greet();
    expect(await session.say('BURST full 0', 'UBURST x', 'PAGE 1 0 -')).toEqual([
      expect.stringMatching(/^NAK 1 1 unknown-verb - /),
      'ACK 1',
    ]);
  });
});

describe('the peer’s burst', () => {
  test('is applied page by page, acknowledged once durable, and swept at its end', async () => {
    const session = await greeted();
    session.server.durableAtOnce = false;
    expect(await session.say('BURST full 0', documentLine(one, 1), 'PAGE 1 1 -', 'EOB 1')).toEqual([]);
    session.server.makeDurable();
    expect(await session.takeLines()).toEqual(['ACK 1']);
    expect(session.server.burstEnds).toEqual([[one]]);
    expect(session.events.at(-1)).toBe('burst ended: 1');
  });

  test('that does not wait for acknowledgements ends the link', async () => {
    const session = await greeted();
    session.server.durableAtOnce = false;
    const pages = Array.from({ length: 9 }, (_, index) => `PAGE ${index + 1} 0 -`);
    expect(await session.say('BURST full 0', ...pages.slice(0, 8))).toEqual([]);
    expect(await session.say(pages[8]!)).toEqual(['BYE protocol "more than 8 pages are unacknowledged"']);
    session.server.makeDurable();
    expect(session.server.received).toHaveLength(8);
  });

  test('may go on page by page as they are acknowledged', async () => {
    const session = await greeted();
    const pages = Array.from({ length: 20 }, (_, index) => `PAGE ${index + 1} 0 -`);
    expect(await session.say('BURST full 0', ...pages)).toHaveLength(20);
  });

  test('moves the resume point only with what comes after its end', async () => {
    const session = await greeted();
    await session.say('BURST full 0', documentLine(one, 1), 'PAGE 1 1 5', 'EOB 1', 'PAGE 2 0 5');
    expect(session.server.received.map(({ cursor }) => cursor)).toEqual([
      null,
      { epoch: epochB, sequence: 5 },
    ]);
  });

  test('that resumes confirms what was known, but not before it told what it left', async () => {
    const session = await greeted();
    await session.say('BURST resume 3', 'EOB 0', documentLine(one, null), 'PAGE 1 1 -');
    expect(session.server.burstEnds).toEqual([]);
    await session.say('PAGE 2 0 5');
    expect(session.server.burstEnds).toEqual([null]);
    await session.say('PAGE 3 0 6');
    expect(session.server.burstEnds).toEqual([null]);
  });

  test('sweeps nothing that the peer could not prepare', async () => {
    const session = await greeted();
    await session.say(
      'BURST full 0',
      documentLine(one, 1),
      'PAGE 1 1 -',
      `${burstEnd(one)} MISSING "${two}"`,
    );
    expect(session.server.burstEnds).toEqual([[one, two]]);
    expect(session.session.dirty).toBe(false);
  });

  test('that resumes does not confirm what the peer could not prepare', async () => {
    const session = await greeted();
    await session.say('BURST resume 3', `${burstEnd()} MISSING "${two}"`, 'PAGE 1 0 3');
    expect(session.server.burstEnds).toEqual([null]);
    expect(session.server.unconfirmed).toEqual([two]);
  });

  test.each(['full 0', 'resume 3'])(
    'sweeps and confirms nothing when not all could be named: %s',
    async (mode) => {
      const session = await greeted();
      const said = await session.say(`BURST ${mode}`, `${burstEnd()} MISSING ${unnamed}`, 'PAGE 1 0 3');
      expect(said).toEqual(['ACK 1']);
      expect(session.server.burstEnds).toEqual([]);
      await session.say('BURST full 0', burstEnd(), 'PAGE 2 0 3');
      expect(session.server.burstEnds).toEqual([[]]);
    },
  );

  test.each([
    ['another item', burstEnd(two)],
    ['fewer', burstEnd()],
    ['another number', burstEnd(one).replace('EOB 1', 'EOB 2')],
  ])(
    'that came otherwise than it was presented (%s) sweeps nothing: everything is asked for, once',
    async (_, end) => {
      const session = await greeted();
      const burst = (page: number) => [
        'BURST full 0',
        documentLine(one, 1),
        `PAGE ${page} 1 -`,
        end,
        `PAGE ${page + 1} 0 5`,
      ];
      expect(await session.say(...burst(1))).toEqual([
        'ACK 1',
        expect.stringMatching(/^NAK 2 1 bad-value - "what came of the burst/),
        'REQUEST *',
        'ACK 2',
      ]);
      expect(session.session.dirty).toBe(true);
      expect(await session.say(...burst(3))).not.toContain('REQUEST *');
      expect(session.server.burstEnds).toEqual([]);
      expect(session.server.received.map(({ cursor }) => cursor)).toEqual([null, null, null, null]);
      await session.say('BURST full 0', documentLine(one, 1), 'PAGE 5 1 -', burstEnd(one), 'PAGE 6 0 5');
      expect(session.server.burstEnds).toEqual([[one]]);
      expect(session.session.dirty).toBe(false);
    },
  );

  test('counts a line that was refused, and a document in several lines once', async () => {
    const session = await greeted();
    await session.say(
      'BURST full 0',
      badLine,
      documentLine(two, 1),
      documentLine(two, 1),
      'PAGE 1 3 -',
      burstEnd(one, two),
    );
    expect(session.server.burstEnds).toEqual([[one, two]]);
  });

  test.each([
    ['BURST full 0\nPAGE 2 0 -', 'page 2 came where page 1 was due'],
    ['BURST full 0\nPAGE 1 1 -', 'page 1 has 0 lines and says 1'],
    [`BURST full 0\n${documentLine(one, 1)}\nEOB 1`, 'EOB came inside a page'],
    [`BURST full 0\n${documentLine(one, 1)}\nBURST full 0`, 'BURST came inside a page'],
    ['EOB 0', 'EOB came before BURST'],
    ['BURST full 0\nEOB 0\nEOB 0', 'EOB came outside a burst'],
    [documentLine(one, 1), 'CBURST came before BURST'],
  ])('ends the link when it goes against the order: %s', async (lines, reason) => {
    const session = await greeted();
    expect(await session.say(...lines.split('\n'))).toEqual([`BYE protocol "${reason}"`]);
    expect(session.events.at(-1)).toBe(`closed: protocol: ${reason}`);
  });
});

describe('a line that cannot be taken', () => {
  test('is answered, its channel asked for once, and counts as burst', async () => {
    const session = await greeted();
    const lines = await session.say(
      'BURST full 0',
      badLine,
      documentLine(two, 1),
      'PAGE 1 2 -',
      'EOB 2',
      'PAGE 2 0 5',
    );
    expect(lines).toEqual([
      expect.stringMatching(`^NAK 1 1 bad-value ${one} "`),
      `REQUEST ${one}`,
      'ACK 1',
      'ACK 2',
    ]);
    expect(session.events).toContain('rejected: page 1, line 1: bad-value');
    expect(session.server.burstEnds).toEqual([[one, two]]);
    expect(session.session).toMatchObject({ dirty: true, rejectedLines: 1 });
    const again = await session.say(badLine, 'PAGE 3 1 6');
    expect(again).toEqual([expect.stringMatching('^NAK 3 1'), 'ACK 3']);
    expect(await session.say(documentLine(one, 1), 'PAGE 4 1 7')).toEqual(['ACK 4']);
    expect(session.session.dirty).toBe(false);
  });

  test('does not leave dirty what came again before it was judged', async () => {
    const session = await greeted();
    await session.say('BURST full 0', 'EOB 0', 'PAGE 1 0 5');
    session.server.durableAtOnce = false;
    await session.say(badLine, 'PAGE 2 1 6', documentLine(one, 1), 'PAGE 3 1 7');
    await session.say(documentLine(one, 2), 'PAGE 4 1 8');
    session.server.judge = ({ members }) => (members === 1 ? 'too early' : null);
    session.server.makeDurable();
    const lines = await session.takeLines();
    expect(lines).toContainEqual(expect.stringMatching(`^NAK 3 1 bad-value ${one} "too early"`));
    expect(session.session.dirty).toBe(false);
  });

  test('holds the resume point back until everything came again', async () => {
    const session = await greeted();
    await session.say('BURST full 0', 'EOB 0', 'PAGE 1 0 5');
    // The channel took two lines; the second one is no answer to the request.
    await session.say(badLine, documentLine(one, 1), 'PAGE 2 2 6', 'PAGE 3 0 7');
    await session.say('BURST full 0', documentLine(one, 1), 'PAGE 4 1 -', 'EOB 1', 'PAGE 5 0 8');
    expect(session.server.received.map(({ cursor }) => cursor?.sequence)).toEqual([
      5,
      undefined,
      undefined,
      undefined,
      8,
    ]);
  });

  test('and is refused only when it is applied is answered too', async () => {
    const session = await greeted();
    session.server.judge = ({ part: { id } }) => (id === one ? 'not here' : null);
    const lines = await session.say(
      'BURST full 0',
      documentLine(two, 1),
      documentLine(one, 1),
      'PAGE 1 2 -',
      'EOB 2',
    );
    expect(lines).toEqual([`NAK 1 2 bad-value ${one} "not here"`, `REQUEST ${one}`, 'ACK 1']);
    expect(session.session.dirty).toBe(true);
  });

  test('and whose channel is unknown suspends the sweep: everything is asked for, once', async () => {
    const session = await greeted();
    const burst = (page: number) => [
      'BURST full 0',
      unreadableLine,
      `PAGE ${page} 1 -`,
      'EOB 1',
      `PAGE ${page + 1} 0 5`,
    ];
    expect(await session.say(...burst(1))).toEqual([
      expect.stringMatching('^NAK 1 1 bad-id - '),
      'ACK 1',
      'REQUEST *',
      'ACK 2',
    ]);
    expect(session.server.burstEnds).toEqual([]);
    expect(await session.say(...burst(3))).not.toContain('REQUEST *');
    expect(session.server.burstEnds).toEqual([]);
    await session.say('BURST full 0', documentLine(one, 1), 'PAGE 5 1 -', 'EOB 1', 'PAGE 6 0 5');
    expect(session.server.burstEnds).toEqual([[one]]);
    expect(session.server.received.at(-1)!.cursor).toEqual({ epoch: epochB, sequence: 5 });
  });

  test('of a resume leaves its channel unconfirmed', async () => {
    const session = await greeted();
    await session.say('BURST resume 3', badLine, documentLine(two, 1), 'PAGE 1 2 -', 'EOB 2', 'PAGE 2 0 5');
    expect(session.server.burstEnds).toEqual([null]);
    expect(session.server.unconfirmed).toEqual([one]);
  });

  test('of a resume is forgotten when the channel came in another one', async () => {
    const session = await greeted();
    await session.say('BURST resume 3', badLine, documentLine(one, 1), 'PAGE 1 2 -', 'EOB 1', 'PAGE 2 0 5');
    expect(session.server.unconfirmed).toEqual([]);
  });

  test('more of them than are remembered: everything is asked for', async () => {
    const session = await greeted();
    const lines = Array.from({ length: 1000 }, (_, n) => `${documentLine(channelId(n + 1), 1)} LIMIT none`);
    const good = documentLine(channelId(2000), 1);
    const said = await session.say('BURST resume 3', ...lines, good, 'PAGE 1 1001 -', 'EOB 1', 'PAGE 2 0 5');
    expect(said.filter((line) => line === 'REQUEST *')).toHaveLength(1);
    expect(session.server.burstEnds).toEqual([]);
  });

  test('and whose channel is unknown, after the burst: everything is asked for', async () => {
    const session = await greeted();
    await session.say('BURST resume 3', 'EOB 0');
    expect(await session.say(unreadableLine, 'PAGE 1 1 6')).toContain('REQUEST *');
    // It may have been what the peer left.
    expect(session.server.burstEnds).toEqual([]);
    expect(session.server.received.at(-1)!.cursor).toBeNull();
  });

  test('of a later version belongs to no page', async () => {
    const session = await greeted();
    const lines = await session.say('BURST full 0', documentLine(one, 1), 'SHINY new', 'PAGE 1 1 -');
    expect(lines).toEqual([expect.stringMatching('^NAK 1 2 unknown-verb - '), 'ACK 1']);
  });

  test('ends the link when only such lines come', async () => {
    const session = await greeted();
    const bad = Array<string>(BAD_LINES_MAX).fill('SHINY new');
    expect(await session.say('BURST full 0', ...bad)).toHaveLength(BAD_LINES_MAX);
    expect(await session.say('PING x', ...bad)).toHaveLength(BAD_LINES_MAX);
    expect(session.session.rejectedLines).toBe(2 * BAD_LINES_MAX);
    expect(await session.say('SHINY new')).toEqual([
      'BYE protocol "more than 1000 lines in a row made no sense"',
    ]);
  });

  test('of ours is told', async () => {
    const session = await greeted();
    await session.say(`NAK 4 2 bad-value ${one} "why"`);
    expect(session.events.at(-1)).toBe('nak: page 4, line 2: bad-value');
  });
});

describe('the mesh', () => {
  const live = async (hello = helloB.replace('stamps', 'stamps,mesh')) => {
    const session = new ScriptedSession();
    await session.say(hello, 'RESUME - 0', 'ACK 1');
    expect(session.session.live).toBe(false);
    session.session.tellMesh([b]);
    expect(await session.takeLines()).toEqual([]);
    await session.say('BURST full 0', 'EOB 0', 'PAGE 1 0 0');
    return session;
  };

  test('is told once both bursts are over, and when it changes', async () => {
    const session = await live();
    for (const servers of [[b], [b], [b, c], [b]]) session.session.tellMesh(servers);
    expect(await session.takeLines()).toEqual([`MESH "${b}"`, `MESH "${b},${c}"`, `MESH "${b}"`]);
  });

  test('is not told to who does not know it', async () => {
    const session = await live(helloB);
    session.session.tellMesh([b]);
    expect(await session.takeLines()).toEqual([]);
  });

  test('is heard', async () => {
    const session = await live();
    await session.say(`MESH "a.example,${c}"`);
    expect(session.events.at(-1)).toBe(`mesh: a.example ${c}`);
  });
});

describe('the end', () => {
  test('pings an idle link, and ends it when nothing comes', async () => {
    const session = await greeted();
    await session.say(...EMPTY_BURST);
    session.nowMs = 29_999;
    session.session.tick();
    await session.takeLines();
    session.nowMs = 90_000;
    session.session.tick();
    expect(session.events.filter((event) => event.startsWith('closed'))).toEqual([]);
    expect(await session.tickAfter(1)).toEqual(['BYE timeout "nothing came for 90 s"']);
  });

  test('comes when the peer is alive and its burst brings nothing more', async () => {
    const session = await greeted();
    for (const line of ['BURST full 0', documentLine(two, 1), 'PING x']) {
      expect(await session.tickAfter(20_000)).toEqual([]);
      await session.say(line);
    }
    expect(await session.tickAfter(1)).toEqual([
      'BYE timeout "its burst brought nothing within burst_timeout (20 s)"',
    ]);
  });

  test('does not come while what the burst brought waits for the disk here, nor once it is over', async () => {
    const session = await greeted();
    session.server.durableAtOnce = false;
    await session.say('BURST full 0', documentLine(two, 1), 'PAGE 1 1 -');
    expect(await session.tickAfter(20_001)).toEqual([]);
    session.server.makeDurable();
    await session.say('EOB 1', 'PAGE 2 0 -');
    session.server.makeDurable();
    await session.takeLines();
    expect(await session.tickAfter(20_001)).toEqual([]);
    expect(session.events.at(-1)).toBe('burst ended: 1');
  });

  test('a probe gives the link a few seconds to answer', async () => {
    const alive = await greeted();
    alive.session.probe();
    await alive.say('PONG probe-1');
    expect(alive.events.at(-1)).toBe('answered');
    expect(await alive.tickAfter(5001)).toEqual([]);
    const slow = await greeted();
    slow.session.probe();
    slow.nowMs += 4000;
    // Under way since before the probe, perhaps.
    await slow.say('PING x', 'PONG 0');
    expect(slow.events).not.toContain('answered');
    expect(await slow.tickAfter(5000)).toEqual([]);
    expect(await slow.tickAfter(1)).toEqual([expect.stringContaining('BYE timeout')]);
    const dead = await greeted();
    dead.session.probe();
    expect(await dead.tickAfter(5000)).toEqual([]);
    expect(await dead.tickAfter(1)).toEqual([expect.stringContaining('BYE timeout')]);
  });

  test('tells once that and why it ended, and takes nothing more', async () => {
    const session = await greeted();
    await session.say('BURST full 0', 'BYE shutdown "the sidecar stops"', documentLine(one, 1), 'PAGE 1 1 -');
    session.cut();
    await session.takeLines();
    const reason = 'closed: the peer ended the link: shutdown: the sidecar stops';
    expect(session.events.filter((event) => event.startsWith('closed'))).toEqual([reason]);
    expect(session.server.received).toEqual([]);
    session.session.changed([{ burstType: 'CBURST', changes: new Map([[one, null]]) }]);
    session.session.tick();
    expect(await session.takeLines()).toEqual([]);
  });

  test('a page that was cut off is not applied', async () => {
    const session = await greeted();
    await session.say('BURST full 0', documentLine(one, 1));
    session.cut();
    await session.takeLines();
    expect(session.server.received).toEqual([]);
    expect(session.events.at(-1)).toBe('closed: the connection was cut');
  });
});

/** Takes every line, and says that it is full. */
class FullLink implements PeerLink {
  readonly peer = b;
  readonly outgoing = true;
  readonly queuedBytes = 0;
  readonly lines: string[] = [];
  full = true;
  open(): void {}
  compress(): void {}
  decompress(): void {}
  pause(): void {}
  resume(): void {}
  close(): void {}

  write(lines: readonly string[]): boolean {
    this.lines.push(...lines);
    return !this.full;
  }
}

function hold(server: ScriptedServer, channels: number): void {
  for (let n = 1; n <= channels; n++) server.put(part(channelId(n), []), 1);
}

/** All that a peer has to say that has nothing. */
const EMPTY_BURST = ['BURST full 0', 'EOB 0', 'PAGE 1 0 0'];

/** Server a holds channel one and left channel two. */
function prepared(): ScriptedSession {
  return new ScriptedSession({
    prepare: (server) => {
      server.put(part(one, []), 3);
      server.put(part(two, []), null);
    },
  });
}

async function greeted(): Promise<ScriptedSession> {
  const session = new ScriptedSession();
  await session.greet();
  await session.say('ACK 1');
  expect(session.session.peer).toBe(b);
  return session;
}
