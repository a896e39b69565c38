import { strict as assert } from 'node:assert';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { HostAttachment } from '../../src/core/host-attachment.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { Random } from '../sim/random.ts';
import { profile } from '../support/replica-fixture.ts';
import { FuzzLink } from './fuzz-link.ts';
import { FuzzSidecar, peer, readsStore } from './fuzz-sidecar.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { growBytes, mutateBytes } from './mutate-bytes.ts';
import { swollenLines } from './swollen-lines.ts';
import { dictionary, documentLines, sessionLines } from './vectors.ts';

const bytesMax = 4096;

/** So many of the inputs have a page of long lines: one of them costs as much as hundreds of others. */
const swollenShare = 1 / 500;

/** What a longer input may keep is looked at before anything that came in a page counts: a few MiB of text, and what is kept read. */
const watchedBytesMin = 65_536;
const keptBytesMax = 64 << 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const epoch = '550e8400-e29b-41d4-a716-446655440000';
const commands = [
  ...[
    '!hello',
    '!page',
    '!ack',
    '!tick 1000',
    '!tick 100000',
    '!tick 300000',
    '!block',
    '!drain',
    '!write',
    '!link',
    '!second',
  ],
  ...['BURST full 0', 'EOB 1', 'REQUEST *', 'PAGE 1 0 1'],
];
const words = [...dictionary, ...commands.map((command) => `\n${command}\n`)];
const linked = `!link\n!hello\nRESUME - 0\n!ack\n!ack\nBURST full 0\n`;

/**
 * An input is what a peer says, with lines that begin with `!` for what else happens: a page ends or is acknowledged as it
 * should be, a peer that can do what this side can greets, time passes, the link blocks or is replaced, the host writes.
 */
export const target: FuzzTarget = {
  seeds: [
    `!link\n${sessionLines.join('\n')}`,
    `${linked}!page\nEOB 0\n!write\n!ack\n!tick 1000\nPING 1\n!second\n!hello\n!link\n!hello\nRESUME - 0\n`,
    ...sessionLines.map((line) => `${linked}!page\nEOB 0\n!page\n!ack\n!ack\n${line}\n!tick 1000\n!ack\n`),
    ...documentLines.map((line) => `${linked}${line}\n!page\nEOB 1\n!page\n!write\nREQUEST *\n!ack\n`),
  ],
  mutate: (input, other, random) =>
    random.chance(swollenShare) ? swollen(input, random) : mutateBytes(input, other, words, bytesMax, random),
  grow: (input, random) => growBytes(input, random),
  run(input) {
    const isWatched = input.length >= watchedBytesMin;
    const before = isWatched ? heldBytes() : 0;
    const world = new SessionWorld();
    const lines = input.split('\n');
    for (const line of lines) world.step(line);
    if (isWatched) assert(heldBytes() - before <= keptBytesMax, 'lines take too much memory');
    world.assertSound(lines.length, readsStore(input));
  },
};

/** What the peer says in `input`, or next to nothing, and then a page without end. */
function swollen(input: string, random: Random): string {
  const beginning = random.chance(0.5) ? input : linked;
  return [beginning, 'BURST full 0', ...swollenLines(random)].join('\n');
}

function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Channels of the host at the start; one is named as one in the vectors. */
const ownChannels = ['#general', '#own'];

class SessionWorld {
  readonly #sidecar = new FuzzSidecar(() => {});
  readonly #host: HostAttachment;
  readonly #links: FuzzLink[] = [];
  #pages = 0;
  #pageLines = 0;
  #writes = 0;

  constructor() {
    this.#host = new HostAttachment(this.#sidecar.store.replica, profile);
    this.#sidecar.loop.submit((now) => this.#snapshot(now));
    this.#settle();
  }

  step(line: string): void {
    if (line.startsWith('!')) this.#command(line);
    else this.#say(line);
    this.#settle();
  }

  /** `isChecked`: looks at what is stored, too. */
  assertSound(steps: number, isChecked: boolean): void {
    for (let round = 0; round < 3; round++) {
      this.#sidecar.tick(1000);
      this.#settle();
    }
    const { table } = this.#sidecar.store.replica;
    assert(table.size <= ownChannels.length + steps, 'more channels than were told of');
    const lines = this.#links.reduce((sum, link) => sum + link.lines, 0);
    // A line is answered with a few, or with everything; pages of two documents have lines of their own.
    assert(lines <= (steps + 10) * (8 + 2 * table.size), `${steps} lines were answered with ${lines}`);
    if (isChecked) this.#sidecar.assertDurable();
  }

  #snapshot(now: number): void {
    this.#host.beginSnapshot('run');
    for (const name of ownChannels) {
      const state = { name: name as IrcText, createdAt: 1_704_110_400, held: true, members: 1, fields: [] };
      this.#host.snapshotChannel(state, now);
    }
    this.#host.endSnapshot();
  }

  #command(line: string): void {
    const [command, argument] = line.split(' ');
    const link = this.#links.at(-1);
    if (command === '!link') {
      link?.cut();
      this.#connect();
    } else if (command === '!second') this.#connect();
    else if (command === '!tick') this.#sidecar.tick(wholeMs(argument));
    else if (command === '!hello') this.#greet();
    else if (command === '!write') this.#write();
    else if (command === '!page')
      this.#say(`PAGE ${this.#pages + 1} ${this.#pageLines} ${1000 + this.#pages}`);
    else if (command === '!ack' && link?.pages.length) this.#say(`ACK ${link.pages.shift()}`);
    else if (command === '!block' && link) link.blocked = true;
    else if (command === '!drain') link?.drain();
  }

  #connect(): void {
    const link = new FuzzLink(peer, this.#links.length % 3 === 1);
    this.#links.push(link);
    this.#pages = 0;
    this.#pageLines = 0;
    this.#sidecar.table.add(link);
  }

  #greet(): void {
    const capabilities = this.#links.at(-1)?.capabilities.join(',');
    this.#say(`HELLO 1 ${peer} rfc1459 ${epoch} SOFTWARE "fuzz" CAPS "${capabilities}" PEERS "b.example"`);
  }

  #say(line: string): void {
    if (line.startsWith('CBURST ')) this.#pageLines++;
    if (line.startsWith('PAGE ')) {
      this.#pages++;
      this.#pageLines = 0;
    }
    this.#links.at(-1)?.say(line);
  }

  /** The host sets a topic, or its last member leaves or comes back. */
  #write(): void {
    const number = ++this.#writes;
    const name = ownChannels[number % 2] as IrcText;
    const setter = 'op' as IrcText;
    const topic = { kind: 'topic', value: { text: `t${number}` as IrcText, setter, setAt: 0 } } as const;
    const what =
      number % 5 === 0
        ? ({ kind: 'presence', held: number % 2 === 0, members: 1 } as const)
        : ({ kind: 'changed', fields: [topic] } as const);
    this.#sidecar.loop.submit((now) => this.#host.event({ sequence: number, name, ...what }, now));
  }

  #settle(): void {
    this.#sidecar.settle();
    for (const link of this.#links) link.settle();
    this.#sidecar.settle();
  }
}

/** A clock counts whole milliseconds. Up to a day: longer makes no difference. */
function wholeMs(argument: string | undefined): number {
  return Math.min(Math.trunc(Math.abs(Number(argument))) || 0, 86_400_000);
}
