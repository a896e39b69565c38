import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import {
  PAGE_BYTES_MAX,
  PAGE_LINES_MAX,
  READ_BYTES_MAX,
  SessionReceiver,
} from '../../../src/peer/session-receiver.ts';
import { PAGES_IN_FLIGHT_MAX } from '../../../src/peer/session-sender.ts';
import { at, b, ban, channelId, register } from '../../support/replica-fixture.ts';
import { documentLine, epochB, ScriptedServer, ScriptedSession } from '../../support/scripted-session.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** As many short masks as a document may have, all but: of all lines those that become most when they are read. */
const MASKS = 4000;
const shortMasks = (n: number): string => {
  const masks = Array.from({ length: MASKS }, (_, index) => (n * MASKS + index).toString(36));
  return `${documentLine(channelId(n), 1)} BANMASKS "${masks.join(',')}"`;
};

/** Lines that are quickly read, of so many bytes together at least. */
function linesOf(bytes: number): string[] {
  const masks = Array.from({ length: 120 }, (_, n) => `${String(n).padStart(490, 'x')}!*@*`);
  const line = `${documentLine(channelId(1), 1)} BANMASKS "${masks.join(',')}"`;
  return Array<string>(Math.ceil(bytes / line.length)).fill(line);
}

const bad = channelId(7);

describe('a page', () => {
  test('of short fields takes little memory until its end, and all of it counts then', async () => {
    const session = await bursting();
    const lines: string[] = [];
    for (let bytes = 0; bytes < 2 * READ_BYTES_MAX; bytes += lines.at(-1)!.length)
      lines.push(shortMasks(lines.length));
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (const line of lines) await session.say(line);
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * READ_BYTES_MAX);
    expect(await session.say(`PAGE 1 ${lines.length} -`)).toEqual(['ACK 1']);
    const messages = session.server.received.at(-1)!.messages;
    expect(messages.map(({ part }) => part.id)).toEqual(lines.map((_, n) => channelId(n)));
    expect(messages.map(({ part }) => part.registers.size)).toEqual(lines.map(() => MASKS));
  });

  test.each([
    [
      'refused',
      'no room',
      (server: ScriptedServer) => {
        server.judge = ({ part }) => (part.id === bad ? 'no room' : null);
      },
    ],
    [
      'not read again',
      'the extension for CBURST failed',
      (server: ScriptedServer) => {
        server.reading = () => {
          throw new Error('not now');
        };
      },
    ],
  ])('with a line that is kept as it came and is then %s answers it', async (_, reason, prepare) => {
    const session = await bursting();
    const many = linesOf(READ_BYTES_MAX);
    const last = many.pop()!.replace(channelId(1), bad);
    await session.say(...many, last);
    prepare(session.server);
    const nak = `NAK 1 ${many.length + 1} bad-value ${bad} "${reason}"`;
    expect(await session.say(`PAGE 1 ${many.length + 1} -`)).toEqual([nak, `REQUEST ${bad}`, 'ACK 1']);
  });

  test('gives back its share of what may be kept read once it is durable', async () => {
    const session = await bursting();
    let reads = 0;
    session.server.reading = () => reads++;
    const many = linesOf(READ_BYTES_MAX / 2);
    for (let page = 1; page <= 4; page++) await session.say(...many, `PAGE ${page} ${many.length} -`);
    expect(reads).toBe(4 * many.length);
    session.server.durableAtOnce = false;
    for (let page = 5; page <= 8; page++) await session.say(...many, `PAGE ${page} ${many.length} -`);
    session.server.makeDurable();
    expect(reads).toBeGreaterThan(9 * many.length);
  });

  test.each([
    [PAGE_LINES_MAX, []],
    [PAGE_LINES_MAX + 1, [`BYE protocol "a page has more than ${PAGE_LINES_MAX} lines"`]],
  ])('of %d lines', async (count, answers) => {
    const session = await bursting();
    expect(await session.say(...Array<string>(count).fill(documentLine(channelId(1), 1)))).toEqual(answers);
  });

  test('of too many bytes ends the link, before its end', async () => {
    const session = await bursting();
    const lines = linesOf(PAGE_BYTES_MAX + 1);
    expect(await session.say(...lines.slice(0, -1))).toEqual([]);
    expect(await session.say(lines.at(-1)!)).toEqual([
      `BYE protocol "a page has more than ${PAGE_BYTES_MAX} bytes"`,
    ]);
  });

  test('is not read while the one before it, as long as pages may be, waits for the disk', async () => {
    const session = await bursting();
    session.server.durableAtOnce = false;
    const lines = linesOf(PAGE_BYTES_MAX / 2 + 1);
    await session.say(...lines, `PAGE 1 ${lines.length} -`, ...lines, `PAGE 2 ${lines.length} -`);
    expect(await session.say('REQUEST nonsense')).toEqual([]);
    session.server.durableAtOnce = true;
    session.server.makeDurable();
    expect(await session.takeLines()).toEqual(['ACK 1', 'ACK 2', expect.stringMatching(/^NAK 3 1 bad-id /)]);
    expect(PAGES_IN_FLIGHT_MAX).toBeGreaterThan(2);
  });
});

describe('a line that is refused', () => {
  test('is one whose fields no document has room for: the page goes on', async () => {
    const session = await bursting();
    const masks = Array.from({ length: MASKS + 100 }, (_, n) => n.toString(36)).join(',');
    const good = channelId(2);
    const answers = await session.say(
      `${documentLine(bad, 1)} BANMASKS "${masks}"`,
      documentLine(good, 1),
      'PAGE 1 2 -',
    );
    expect(answers).toEqual([
      expect.stringMatching(`^NAK 1 1 bad-value ${bad} "the fields come to more than 393216 bytes"`),
      `REQUEST ${bad}`,
      'ACK 1',
    ]);
    expect(session.server.received.at(-1)!.messages.map(({ part }) => part.id)).toEqual([good]);
  });

  test('is asked for again for so many items of a link, and answered for all', async () => {
    const session = await bursting();
    const lines = Array.from({ length: 1010 }, (_, n) => [
      `${documentLine(channelId(n), 1)} LIMIT none`,
      documentLine(channelId(5000), 1),
    ]);
    const answers = await session.say(...lines.flat());
    expect(answers.filter((line) => line.startsWith('NAK'))).toHaveLength(1010);
    expect(answers.filter((line) => line.startsWith('REQUEST'))).toHaveLength(1000);
  });

  test('when it is applied holds back the resume point until a full burst came without one', async () => {
    const session = await bursting();
    const id = channelId(1);
    session.server.judge = () => 'no room';
    await session.say(documentLine(id, 1), 'PAGE 1 1 -', 'EOB 1', 'PAGE 2 0 7');
    expect(session.server.received.at(-1)!.cursor).toBeNull();
    session.server.judge = () => null;
    await session.say(
      'BURST full 0',
      documentLine(id, 1, [register(ban('x'), at(1))]),
      'PAGE 3 1 -',
      'EOB 1',
    );
    await session.say('PAGE 4 0 8');
    expect(session.server.received.at(-1)!.cursor).toMatchObject({ sequence: 8 });
  });
});

test('a burst of too many items ends the link, whether they can be taken or not', () => {
  const server = new ScriptedServer();
  const router = server.extensions.linked({ server: b, capabilities: [] });
  const receiver = new SessionReceiver(server, router, epochB, silent, 3);
  const problem = 'a burst has more than 3 items';
  for (const mode of ['full', 'resume'] as const) {
    receiver.control({ verb: 'BURST', mode, sequence: 0 });
    const answers = [1, 2, 1, 3, 4].map((n) => {
      const line = `${documentLine(channelId(n), 1)}${n === 4 ? ' LIMIT none' : ''}`;
      const read = router.read(line)!;
      return 'problem' in read ? receiver.badItem(read, line.length) : receiver.item(read, line);
    });
    expect(answers).toEqual([null, null, null, null, problem]);
    receiver.control({ verb: 'PAGE', number: mode === 'full' ? 1 : 2, lines: 5, sequence: null });
  }
});

test('what is left of the end of a resume is done in transactions of its own, until the link is lost', () => {
  const server = new ScriptedServer();
  const router = server.extensions.linked({ server: b, capabilities: [] });
  const steps: number[] = [];
  vi.spyOn(router, 'burstEnded').mockReturnValue([1, 2, 3, 4][Symbol.iterator]() as never);
  vi.spyOn(router, 'goOn').mockImplementation((_, rest) => {
    const { done, value } = rest.next();
    if (!done) steps.push(value as never);
    return !done;
  });
  const queue: (() => void)[] = [];
  const submit = (run: (now: number) => void) => void queue.push(() => run(0));
  const receiver = new SessionReceiver({ submit, setCursor: () => {} }, router, epochB, silent);
  receiver.control({ verb: 'BURST', mode: 'resume', sequence: 5 });
  receiver.control({ verb: 'EOB', documents: 0, ids: null, missing: [] });
  receiver.control({ verb: 'PAGE', number: 1, lines: 0, sequence: 7 });
  expect(queue).toHaveLength(2);
  for (let n = 0; n < 4; n++) queue.shift()!();
  expect(steps).toEqual([1, 2]);
  expect(queue).toHaveLength(1);
  const giveUp = vi.spyOn(router, 'giveUp');
  receiver.stop();
  queue.shift()!();
  expect([steps, queue, giveUp.mock.calls.length]).toEqual([[1, 2], [], 1]);
});

/** A session in which b has begun its burst. */
async function bursting(): Promise<ScriptedSession> {
  const session = new ScriptedSession();
  await session.greet();
  await session.say('ACK 1', 'BURST full 0');
  return session;
}

const silent = {
  send: () => {},
  held: () => {},
  rejected: () => {},
  burstEnded: () => {},
  durable: () => {},
  acknowledged: () => {},
};
