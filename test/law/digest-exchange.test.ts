import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DigestEntry, type DigestRoot, DigestTree } from '../../src/core/digest-tree.ts';
import { type ChannelDocument, type DocumentPart, join, newDocument } from '../../src/core/document.ts';
import { canonicalDocument, documentDigest } from '../../src/core/document-digest.ts';
import type { ChannelId } from '../../src/core/identity.ts';
import { DigestExchange } from '../../src/peer/digest-exchange.ts';
import type { DigestOutcome, DigestSource } from '../../src/peer/digest-round.ts';
import { DigestPair, type SideReport } from '../support/digest-pair.ts';
import { a, at, b, ban, channelId, flag, part, register, topic } from '../support/replica-fixture.ts';
import { arbitraryDigestMessage, arbitraryPart } from './arbitraries.ts';

const casemapping = 'rfc1459';
const salt = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** What a side has of a channel; each side's presence is its own. */
interface Holding {
  readonly document: ChannelDocument;
  first: number | null;
  second: number | null;
}

/** A side with real documents; `own` is whose members it writes. */
class DocumentSide implements DigestSource {
  readonly holdings = new Map<ChannelId, Holding>();
  readonly #own: 'first' | 'second';

  constructor(own: 'first' | 'second') {
    this.#own = own;
  }

  *entries(): Iterable<DigestEntry> {
    for (const id of this.compared()) {
      const { document, first, second } = this.holdings.get(id)!;
      yield { id, digest: documentDigest(document), first, second };
    }
  }

  root(salt: number): DigestRoot {
    return new DigestTree(this.entries(), salt).root();
  }

  peerHolds(id: ChannelId): boolean {
    const holding = this.holdings.get(id);
    return (this.#own === 'first' ? holding?.second : holding?.first) != null;
  }

  /** Takes in what the other side sends of a channel, if it knows it: all of it, and its own members. */
  receive(from: DocumentSide, id: ChannelId): void {
    const theirs = from.holdings.get(id);
    if (theirs === undefined) return;
    const own = this.holdings.get(id) ?? this.add(theirs.document);
    join(own.document, theirs.document);
    own[from.#own] = theirs[from.#own];
  }

  add(given: DocumentPart): Holding {
    const holding = { document: newDocument(given), first: null, second: null };
    join(holding.document, given);
    this.holdings.set(given.id, holding);
    return holding;
  }

  /** What somebody holds. */
  *compared(): Iterable<ChannelId> {
    for (const [id, { first, second }] of this.holdings) if (first !== null || second !== null) yield id;
  }

  /** Everything that is compared, by id. */
  content(): Map<ChannelId, string> {
    const content = new Map<ChannelId, string>();
    for (const id of this.compared()) {
      const { document, first, second } = this.holdings.get(id)!;
      content.set(id, `${first} ${second} ${canonicalDocument(document)}`);
    }
    return content;
  }
}

const members = fc.option(fc.nat(3), { freq: 4 });

/** What is done to a channel on one side or the other before they compare. */
const difference = fc.record({
  side: fc.constantFrom<'a' | 'b'>('a', 'b'),
  channel: fc.nat(),
  what: fc.constantFrom('write', 'write apart', 'members', 'forget', 'new', 'mark'),
  at: fc.integer({ min: 10, max: 20 }),
});

const world = fc.record({
  channels: fc.oneof(fc.nat(3), fc.nat(150)),
  holders: fc.array(fc.tuple(members, members), { minLength: 1, maxLength: 9 }),
  differences: fc.array(difference, { maxLength: 40 }),
});

test('a round finds what differs and nothing else, and two make both sides equal', () => {
  fc.assert(
    fc.property(world, fc.array(salt, { minLength: 3, maxLength: 3 }), (given, salts) => {
      const { sideA, sideB } = build(given);
      const pair = new DigestPair(sideA, sideB);
      // What a side knows of a channel that nobody holds there it tells once it compares it.
      const compared = new Set(sideA.compared()).intersection(new Set(sideB.compared()));
      for (const each of salts.slice(0, 2)) {
        const differing = differingIds(sideA, sideB);
        const found = pair.round(each);
        expect([...new Set([...found.a.sent, ...found.b.sent])].sort()).toEqual(differing);
        carry(sideA, sideB, found);
        expect(differingIds(sideA, sideB).filter((id) => compared.has(id))).toEqual([]);
      }
      const proven = pair.round(salts[2]!);
      expect([...proven.a.outcomes, ...proven.b.outcomes]).toEqual([equal(sideA), equal(sideB)]);
      expect(proven.a.lines.length + proven.b.lines.length).toBe(2);
    }),
    { numRuns: 200 },
  );
});

test('what a rule keeps different is sent once, and again when it changes', () => {
  fc.assert(
    fc.property(world, fc.array(salt, { minLength: 4, maxLength: 4 }), (given, salts) => {
      const { sideA, sideB } = build(given);
      const differing = differingIds(sideA, sideB);
      const pair = new DigestPair(sideA, sideB);
      pair.round(salts[0]!);
      const again = pair.round(salts[1]!);
      expect([...again.a.sent, ...again.b.sent]).toEqual([]);
      expect(byRule(again)).toEqual(differing);
      const [id] = differing;
      if (id === undefined) return;
      for (const side of [sideA, sideB]) {
        const holding = side.holdings.get(id);
        if (holding !== undefined) write(holding.document, 30);
      }
      const changed = pair.round(salts[2]!);
      const stillDiffers = differingIds(sideA, sideB).includes(id);
      expect([...new Set([...changed.a.sent, ...changed.b.sent])]).toEqual(stillDiffers ? [id] : []);
      const last = pair.round(salts[3]!);
      expect([...last.a.sent, ...last.b.sent]).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('equal documents have equal digests, others have not', () => {
  fc.assert(
    fc.property(arbitraryPart(casemapping), arbitraryPart(casemapping), fc.boolean(), (one, other, same) => {
      const [x, y] = [joined([one]), joined(same ? [reversed(one), one] : [{ ...other, id: one.id }])];
      const equals = canonicalDocument(x) === canonicalDocument(y);
      if (same) expect(equals).toBe(true);
      expect(JSON.stringify(documentDigest(x)) === JSON.stringify(documentDigest(y))).toBe(equals);
    }),
  );
});

test('whatever a peer says, each line is answered by one at most, and rounds end', () => {
  const step = fc.oneof(
    { weight: 8, arbitrary: arbitraryDigestMessage.map((message) => ({ kind: 'line' as const, message })) },
    { weight: 2, arbitrary: fc.constant({ kind: 'start' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'abandon' as const }) },
  );
  fc.assert(
    fc.property(world, fc.array(step, { maxLength: 60 }), fc.boolean(), (given, steps, smaller) => {
      const { sideA } = build(given);
      let lines = 0;
      const outcomes: DigestOutcome[] = [];
      let sent = 0;
      const exchange = new DigestExchange(smaller ? { server: a, peer: b } : { server: b, peer: a }, {
        source: sideA,
        events: {
          emit: () => lines++,
          send: () => sent++,
          request: () => {},
          ended: (outcome) => outcomes.push(outcome),
        },
      });
      let rounds = 0;
      for (const each of steps) {
        const before = lines;
        if (each.kind === 'start') rounds += exchange.start(5) ? 1 : 0;
        else if (each.kind === 'abandon') exchange.abandon();
        else {
          if (each.message.verb === 'DIGEST') rounds++;
          exchange.message(each.message);
        }
        expect(lines - before).toBeLessThanOrEqual(1);
      }
      exchange.abandon();
      expect(exchange.busy).toBe(false);
      expect(outcomes.length).toBeLessThanOrEqual(rounds);
      expect(sent).toBeLessThanOrEqual(rounds * sideA.holdings.size);
    }),
    { numRuns: 300 },
  );
});

test('a peer that says of everything that it differs is done with in so many lines', () => {
  fc.assert(
    fc.property(world, fc.constantFrom('1', '2', '3', '4', 'f'), (given, mark) => {
      const { sideA } = build(given);
      const asked: string[] = [];
      let ended = 0;
      const exchange = new DigestExchange(
        { server: a, peer: b },
        {
          source: sideA,
          events: {
            emit: (message) => {
              if (message.verb === 'DIGEST') asked.push('1');
              if (message.verb !== 'SUMS') return;
              const marks = message.nodes.map((node) =>
                node.kind === 'sums' ? 'f' : mark.repeat(node.leaves.length),
              );
              asked.push(marks.join(''));
            },
            send: () => {},
            request: () => {},
            ended: () => ended++,
          },
        },
      );
      exchange.start(3);
      for (let count = 0; asked.length > 0; count++) {
        expect(count).toBeLessThan(24);
        exchange.message({ verb: 'DIFFER', round: 1, marks: asked.shift()! });
      }
      expect(ended).toBe(1);
      expect(exchange.busy).toBe(false);
    }),
  );
});

function build({ channels, holders, differences }: typeof world extends fc.Arbitrary<infer T> ? T : never) {
  const sideA = new DocumentSide('first');
  const sideB = new DocumentSide('second');
  for (let n = 0; n < channels; n++) {
    const [first, second] = holders[n % holders.length]!;
    for (const side of [sideA, sideB]) {
      const given = part(channelId(n), [register(flag('moderated'), at(1)), register(topic('t'), at(n % 7))]);
      Object.assign(side.add(given), { first, second });
    }
  }
  differences.forEach((each, nth) => {
    differ(
      each.side === 'a' ? sideA : sideB,
      each,
      channelId(each.what === 'new' ? 1000 + nth : each.channel % channels),
    );
  });
  return { sideA, sideB };
}

function differ(
  side: DocumentSide,
  { side: name, what, at: when }: typeof difference extends fc.Arbitrary<infer T> ? T : never,
  id: ChannelId,
): void {
  const own = name === 'a' ? 'first' : 'second';
  if (what === 'new') {
    Object.assign(side.add(part(id, [register(ban('x!*@*'), at(when))])), { [own]: 1 });
    return;
  }
  const holding = side.holdings.get(id);
  if (holding === undefined) return;
  if (what === 'write') write(holding.document, when);
  else if (what === 'write apart')
    join(holding.document, part(id, [register(ban(`${name}${when}`), at(when))]));
  else if (what === 'members') holding[own] = when;
  else if (what === 'mark')
    join(holding.document, { ...part(id, []), absorbed: new Set([channelId(5000 + when)]) });
  else side.holdings.delete(id);
}

function write(document: ChannelDocument, when: number): void {
  join(document, part(document.id, [register(flag('secret'), at(when))]));
}

function differingIds(sideA: DocumentSide, sideB: DocumentSide): ChannelId[] {
  const [ofA, ofB] = [sideA.content(), sideB.content()];
  return [...new Set([...ofA.keys(), ...ofB.keys()])].filter((id) => ofA.get(id) !== ofB.get(id)).sort();
}

/** What was found is sent; what was asked for is sent after that. */
function carry(sideA: DocumentSide, sideB: DocumentSide, found: { a: SideReport; b: SideReport }): void {
  for (const id of found.a.sent) sideB.receive(sideA, id);
  for (const id of found.b.sent) sideA.receive(sideB, id);
  for (const id of found.a.requested) sideA.receive(sideB, id);
  for (const id of found.b.requested) sideB.receive(sideA, id);
}

function byRule({ a, b }: { a: SideReport; b: SideReport }): ChannelId[] {
  const named = [...a.outcomes, ...b.outcomes].flatMap((outcome) =>
    outcome.kind === 'different' ? outcome.differsByRule : [],
  );
  return [...new Set(named)].sort();
}

function equal(side: DocumentSide): DigestOutcome {
  return { kind: 'equal', documents: [...side.compared()].length };
}

function joined([first, ...rest]: readonly DocumentPart[]): ChannelDocument {
  const document = newDocument({ ...first!, createdAt: null, splitBorn: false });
  for (const given of [first!, ...rest]) join(document, given);
  return document;
}

/** The same, told in the other order. */
function reversed(given: DocumentPart): DocumentPart {
  return {
    ...given,
    registers: new Map([...given.registers].reverse()),
    unknown: new Map([...given.unknown].reverse()),
    absorbed: new Set([...given.absorbed].reverse()),
  };
}
