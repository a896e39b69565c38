import type { ChannelId } from '../../src/core/identity.ts';
import { DigestExchange } from '../../src/peer/digest-exchange.ts';
import type { DigestOutcome, DigestSource } from '../../src/peer/digest-round.ts';
import { type DigestMessage, encodeDigestMessage, readDigestMessage } from '../../src/wire/digest-line.ts';
import { LineCursor } from '../../src/wire/line-cursor.ts';
import { a, b } from './replica-fixture.ts';

/** What a side of a pair did since it was last asked. */
export interface SideReport {
  readonly lines: string[];
  readonly sent: ChannelId[];
  readonly requested: ChannelId[];
  readonly outcomes: DigestOutcome[];
}

/** Two digest exchanges and the lines between them, which travel as bytes and in order. */
export class DigestPair {
  readonly a: DigestExchange;
  readonly b: DigestExchange;
  #reports = { a: newReport(), b: newReport() };
  readonly #underWay: { to: DigestExchange; line: string }[] = [];

  constructor(sourceA: DigestSource, sourceB: DigestSource) {
    this.a = this.#side('a', sourceA);
    this.b = this.#side('b', sourceB);
  }

  /** Carries lines until none is under way; more than `linesMax` fail. */
  settle(linesMax = 64): { a: SideReport; b: SideReport } {
    for (let count = 0; this.#underWay.length > 0; count++) {
      if (count >= linesMax) throw new Error(`more than ${linesMax} lines`);
      const { to, line } = this.#underWay.shift()!;
      to.message(decodeDigestLine(line));
    }
    const reports = this.#reports;
    this.#reports = { a: newReport(), b: newReport() };
    return reports;
  }

  /** One round, begun by a. */
  round(salt: number): { a: SideReport; b: SideReport } {
    if (!this.a.start(salt)) throw new Error('a did not begin a round');
    return this.settle();
  }

  #side(side: 'a' | 'b', source: DigestSource): DigestExchange {
    const names = side === 'a' ? { server: a, peer: b } : { server: b, peer: a };
    const report = () => this.#reports[side];
    return new DigestExchange(names, {
      source,
      events: {
        emit: (message) => {
          const line = encodeDigestMessage(message);
          report().lines.push(line);
          this.#underWay.push({ to: side === 'a' ? this.b : this.a, line });
        },
        send: (id) => report().sent.push(id),
        request: (id) => report().requested.push(id),
        ended: (outcome) => report().outcomes.push(outcome),
      },
    });
  }
}

export function decodeDigestLine(line: string): DigestMessage {
  const cursor = new LineCursor(line);
  const message = readDigestMessage(cursor, cursor.word('verb') as DigestMessage['verb']);
  if (cursor.failure !== null) throw new Error(cursor.failure.reason);
  return message;
}

/** With its line ending. */
export function bytesOf({ lines }: SideReport): number {
  return lines.reduce((bytes, line) => bytes + line.length + 1, 0);
}

function newReport(): SideReport {
  return { lines: [], sent: [], requested: [], outcomes: [] };
}
