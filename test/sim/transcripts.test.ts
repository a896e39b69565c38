import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { canonicalValue } from '../../src/core/field.ts';
import type { ServerName } from '../../src/core/identity.ts';
import { formatStamp } from '../../src/core/stamp.ts';
import type { PeerLink } from '../../src/peer/peer-link.ts';
import { decodeDocument } from '../../src/wire/document-line.ts';
import { a, b, channelId, t0 } from '../support/replica-fixture.ts';
import { Agenda } from './agenda.ts';
import { Disk } from './disk.ts';
import { type Endpoint, Network } from './network.ts';
import { Random } from './random.ts';
import { SimSidecar } from './sim-sidecar.ts';
import { NEVER_MS } from './world.ts';

/** What the servers a and b of a release said to each other, and what a had before and after. */
interface Transcript {
  readonly about: string;
  readonly before: readonly { readonly members: number | null; readonly lines: readonly string[] }[];
  /** `a`, `b`, or empty: the link was lost. */
  readonly lines: readonly (readonly [string, string])[];
  readonly after: readonly unknown[];
}

const folder = 'test/vectors/transcripts-0.1.0';
/** Enough for a page and its acknowledgement, and for a tick. */
const REST_MS = 6000;

describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('%s', (file) => {
  const transcript: Transcript = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  const { sidecar, said } = replay(transcript);

  test('what 0.1.0 says is understood: the same documents and holders result', () => {
    expect(documentsOf(sidecar)).toEqual(transcript.after);
  });

  test('what 0.1.0 was told of channels it is told in the same lines', () => {
    const recorded = transcript.lines.filter(([from]) => from === 'a').map(([, line]) => line);
    expect(channelLines(said)).toEqual(channelLines(recorded));
  });

  test('everything else is in the words that 0.1.0 knows, or in pairs that it skips', () => {
    const unknown = said.filter((line) => !line.startsWith('CBURST ') && !KNOWN.test(line));
    expect(unknown).toEqual([]);
  });
});

/** The grammar of 0.1.0; pairs of a later version may follow. */
const WORD = '(?:[^\\s"\\\\]+|"(?:[^"\\\\]|\\\\["\\\\,])*")';
const KNOWN = new RegExp(
  `^(?:${[
    `HELLO 1 \\S+ rfc1459 [0-9a-f-]{36}`,
    'RESUME (?:-|[0-9a-f-]{36}) \\d+',
    'BURST (?:full|resume) \\d+',
    'PAGE \\d+ \\d+ (?:\\d+|-)',
    'ACK \\d+',
    'EOB \\d+',
    `NAK \\d+ \\d+ [a-z-]+ (?:-|[0-9a-f-]{36}) ${WORD}`,
    'REQUEST (?:\\*|[0-9a-f-]{36})',
    `P[IO]NG ${WORD}`,
    `BYE [a-z-]+ ${WORD}`,
  ].join('|')})(?: [A-Z][A-Z0-9-]* ${WORD})*$`,
);

/** Server a of today, and a peer that says b's part of the transcript. */
function replay({ before, lines }: Transcript) {
  const agenda = new Agenda(t0 + 100_000);
  const parts = splitAtLosses(lines);
  const said: string[] = [];
  const endpoint = (server: ServerName): Endpoint | null => (server === a ? sidecar : recorded);
  const trace = () => {};
  const network = new Network({
    agenda,
    seed: 1,
    windowBytes: 1 << 20,
    unknown: [],
    endpoint,
    trace,
    count: () => {},
    problem: () => {},
  });
  const recorded: Endpoint = {
    server: b,
    alive: true,
    reach: () => {},
    addLink: (link) => speak(link, parts.shift() ?? [], said),
  };
  const sidecar = createSidecar(agenda, network);
  sidecar.operate((replica, { now }) => {
    for (const { members, lines: stored } of before) {
      for (const line of stored) {
        const decoded = decodeDocument(line, 'rfc1459');
        if ('problem' in decoded) throw new Error(decoded.problem.reason);
        const { part } = decoded.message;
        replica.receive(a, part, null, now);
        replica.setOwnPresence(replica.table.get(part.id)!, members);
      }
    }
  });
  while (parts.length > 0) {
    agenda.runUntil(agenda.nowMs + REST_MS);
    if (parts.length > 0) network.reset(a, b);
  }
  agenda.runUntil(agenda.nowMs + REST_MS);
  return { sidecar, said };
}

function createSidecar(agenda: Agenda, network: Network): SimSidecar {
  let ids = 900;
  const none = () => {};
  const watch = {
    taken: none,
    acknowledged: none,
    gone: none,
    greeted: none,
    trace: none,
    problem: none,
    count: none,
  };
  const settings = {
    server: a,
    peers: [b],
    pageSize: 2,
    commitMsMax: 0,
    hostDelayMsMax: 1,
    hostWindow: 10,
    deltaDelayMs: 0,
    policy: { most: 'local', others: {} },
    forgetMinMs: NEVER_MS,
  } as const;
  return new SimSidecar(settings, {
    agenda,
    network,
    disk: new Disk(),
    random: new Random(1),
    now: () => agenda.nowMs,
    newId: () => channelId(++ids),
    reach: none,
    grants: none,
    born: none,
    watch,
  });
}

/** Says what was recorded when its turn comes; acknowledges and answers what today's side says. */
function speak(link: PeerLink, recorded: readonly string[], said: string[]): void {
  const own = recorded.filter((line) => !/^(?:ACK|PONG) /.test(line));
  const next = (count: number) => {
    const lines = own.splice(0, count);
    if (lines.length > 0) link.write(lines);
  };
  link.open({
    line: (line) => {
      said.push(line);
      const [verb, word] = line.split(' ');
      if (verb === 'HELLO') next(1);
      else if (verb === 'RESUME') next(Number.POSITIVE_INFINITY);
      else if (verb === 'PAGE') link.write([`ACK ${word}`]);
      else if (verb === 'PING') link.write([`PONG ${word}`]);
    },
    drain: () => {},
    closed: () => {},
  });
  next(1);
}

function splitAtLosses(lines: Transcript['lines']): string[][] {
  const parts: string[][] = [[]];
  for (const [from, line] of lines) {
    if (from === '') parts.push([]);
    else if (from === 'b') parts.at(-1)!.push(line);
  }
  return parts;
}

function documentsOf({ replica }: SimSidecar): unknown[] {
  const documents = [...replica.table.values()].map(({ document, holders }) => {
    const { id, name, origin, createdAt, splitBorn, registers } = document;
    const values = [...registers].map(([key, { field, stamp }]) => [
      key,
      `${canonicalValue(field)} @ ${formatStamp(stamp)}`,
    ]);
    return {
      id,
      name,
      origin,
      createdAt,
      splitBorn,
      holders: Object.fromEntries([...holders].map(([server, { members }]) => [server, members])),
      registers: Object.fromEntries(values),
    };
  });
  return documents.sort((x, y) => (x.id < y.id ? -1 : 1));
}

/** Each once: how often a burst is repeated is no matter of understanding. */
function channelLines(lines: readonly string[]): string[] {
  return [...new Set(lines.filter((line) => line.startsWith('CBURST ')))].sort();
}
