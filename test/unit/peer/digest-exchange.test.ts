import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type DigestEntry, DigestTree } from '../../../src/core/digest-tree.ts';
import { documentDigest } from '../../../src/core/document-digest.ts';
import type { ChannelId } from '../../../src/core/identity.ts';
import { LEVEL_NODES_MAX } from '../../../src/peer/digest-frontier.ts';
import { type DigestSource, REPAIRS_MAX } from '../../../src/peer/digest-round.ts';
import { DigestPair, type SideReport } from '../../support/digest-pair.ts';
import { at, channelId, flag, part, register } from '../../support/replica-fixture.ts';

interface RoundVector {
  readonly name: string;
  readonly salt: number;
  readonly asker: readonly VectorEntry[];
  readonly answerer: readonly VectorEntry[];
  /** `A` the asker's, `B` the answerer's. */
  readonly lines: readonly string[];
  readonly askerSends: readonly ChannelId[];
  readonly answererSends: readonly ChannelId[];
}

interface VectorEntry {
  readonly id: ChannelId;
  readonly idHash: string;
  readonly digest: string;
  readonly first: number | null;
  readonly second: number | null;
}

const vectors: { rounds: RoundVector[] } = JSON.parse(
  readFileSync(new URL('../../vectors/digests.json', import.meta.url), 'utf8'),
);

test.each(vectors.rounds)('a round: $name', ({ salt, asker, answerer, lines, ...sends }) => {
  const { a, b } = new DigestPair(source(asker.map(fromVector)), source(answerer.map(fromVector))).round(
    salt,
  );
  expect(a.lines.flatMap((line, nth) => [`A ${line}`, `B ${b.lines[nth]}`])).toEqual(lines);
  expect(a.sent).toEqual(sends.askerSends);
  expect(b.sent).toEqual(sends.answererSends);
});

test('the round in the protocol is one of these', () => {
  const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
  const lines = [...text.matchAll(/^ {4}((?:DIGEST|SUMS|DIFFER) .*)$/gm)].map((match) => match[1]!);
  const vector = vectors.rounds.find(({ name }) => name === 'many are searched');
  expect(lines).toEqual(vector!.lines.map((line) => line.slice(2)));
  expect(text).toContain(`| nodes of a level in a digest round | ${LEVEL_NODES_MAX} |`);
  expect(text).toContain(`| documents repaired in a digest round | ${REPAIRS_MAX} |`);
});

test('of two rounds begun at once that of the smaller name goes on', () => {
  const pair = new DigestPair(source([held(1)]), source([held(1)]));
  expect(pair.a.start(1)).toBe(true);
  expect(pair.b.start(2)).toBe(true);
  const { a, b } = pair.settle();
  expect(a.outcomes).toEqual([{ kind: 'equal', documents: 1 }]);
  expect(b.outcomes).toEqual([
    { kind: 'failed', code: 'superseded' },
    { kind: 'equal', documents: 1 },
  ]);
  expect(pair.b.start(3)).toBe(true);
  expect(pair.settle().a.outcomes).toEqual([{ kind: 'equal', documents: 1 }]);
});

test('a round is under way until its end', () => {
  const pair = new DigestPair(source([held(1)]), source([]));
  expect(pair.a.start(1)).toBe(true);
  expect(pair.a.busy).toBe(true);
  expect(pair.a.start(2)).toBe(false);
  pair.settle();
  expect([pair.a.busy, pair.b.busy]).toEqual([false, false]);
});

test('who compares nothing now says so, and begins nothing', () => {
  const pair = new DigestPair(source([held(1)]), source(null));
  expect(pair.b.start(1)).toBe(false);
  const { a, b } = pair.round(2);
  expect(b.lines).toEqual(['DIFFER 1 -']);
  expect(a.outcomes).toEqual([{ kind: 'failed', code: 'refused' }]);
});

test('what comes for a round that was given up means nothing', () => {
  const own = [held(1)];
  const pair = new DigestPair(source(own), source([held(1)]));
  pair.a.start(1);
  pair.a.abandon();
  own.push(held(2));
  pair.a.start(2);
  expect(pair.settle().a.outcomes).toMatchObject([
    { kind: 'failed', code: 'abandoned' },
    { kind: 'different', sent: [channelId(2)] },
  ]);
});

test('a new round of the peer ends the one before', () => {
  const pair = new DigestPair(source([]), source([held(1)]));
  pair.b.message({ verb: 'DIGEST', round: 8, salt: 1, root: 5 });
  pair.b.message({ verb: 'DIGEST', round: 9, salt: 1, root: 0 });
  expect(pair.b.busy).toBe(true);
  pair.b.message({ verb: 'SUMS', round: 8, nodes: [{ kind: 'leaves', leaves: [] }] });
  expect(pair.b.busy).toBe(true);
  pair.b.message({ verb: 'SUMS', round: 9, nodes: [{ kind: 'leaves', leaves: [] }] });
  expect(pair.settle().b).toMatchObject({
    sent: [channelId(1)],
    outcomes: [{ kind: 'failed', code: 'abandoned' }, { kind: 'different' }],
  });
});

test.each([
  ['too few marks', '0'],
  ['too many marks', '000'],
  ['a mark without meaning', '05'],
])('an answer of %s ends the round', (_name, marks) => {
  const pair = new DigestPair(source([held(1), held(2)]), source([]));
  pair.a.start(1);
  pair.a.message({ verb: 'DIFFER', round: 1, marks: '1' });
  pair.a.message({ verb: 'DIFFER', round: 1, marks });
  expect(pair.a.busy).toBe(false);
  expect(pair.settle().a.outcomes).toEqual([{ kind: 'failed', code: 'nonsense' }]);
});

test('sums of more nodes than were asked for end the round, and the peer hears of it', () => {
  const pair = new DigestPair(source([]), source([held(1)]));
  const nodes = Array(2).fill({ kind: 'leaves', leaves: [] });
  pair.b.message({ verb: 'DIGEST', round: 1, salt: 1, root: 5 });
  pair.b.message({ verb: 'SUMS', round: 1, nodes });
  const { b } = pair.settle();
  expect(b.lines).toEqual(['DIFFER 1 1', 'DIFFER 1 -']);
  expect(b.outcomes).toEqual([{ kind: 'failed', code: 'nonsense' }]);
});

test('what stays different is sent once, and again when either side changes', () => {
  const own = [held(1), held(2)];
  const theirs = [held(1, { second: 3 }), held(3)];
  const pair = new DigestPair(source(own), source(theirs));
  expect(sends(pair.round(1))).toEqual({ a: [1, 2], b: [1, 3] });
  const again = pair.round(1);
  expect(sends(again)).toEqual({ a: [], b: [] });
  expect(byRule(again)).toEqual({ a: [1, 2], b: [1, 3] });
  theirs[0] = held(1, { second: 4 });
  expect(sends(pair.round(3))).toEqual({ a: [1], b: [1] });
  own[0] = held(1, { first: 2 });
  expect(sends(pair.round(4))).toEqual({ a: [1], b: [1] });
});

test('what stays different is sent again when either side changes without a change of its digest', () => {
  const own = [held(1, { revision: 1 })];
  const theirs = [held(1, { second: 3, revision: 1 })];
  const pair = new DigestPair(source(own), source(theirs));
  expect(sends(pair.round(1))).toEqual({ a: [1], b: [1] });
  expect(sends(pair.round(2))).toEqual({ a: [], b: [] });
  own[0] = held(1, { revision: 2 });
  expect(sends(pair.round(3))).toEqual({ a: [1], b: [] });
  expect(sends(pair.round(4))).toEqual({ a: [], b: [] });
  theirs[0] = held(1, { second: 3, revision: 2 });
  expect(sends(pair.round(5))).toEqual({ a: [1], b: [1] });
  expect(sends(pair.round(6))).toEqual({ a: [], b: [] });
});

test('a difference that was gone is another one when it is back', () => {
  const theirs = [held(1, { second: 3 })];
  const pair = new DigestPair(source([held(1)]), source(theirs));
  expect(sends(pair.round(1))).toEqual({ a: [1], b: [1] });
  theirs[0] = held(1);
  expect(pair.round(2).b.outcomes).toEqual([{ kind: 'equal', documents: 1 }]);
  theirs[0] = held(1, { second: 3 });
  expect(sends(pair.round(3))).toEqual({ a: [1], b: [1] });
});

test('a channel that the peer is thought to hold and does not compare is asked for', () => {
  const lost = channelId(1);
  const ownView = { ...source([held(1), held(2)]), peerHolds: (id: ChannelId) => id === lost };
  const asker = new DigestPair(ownView, source([])).round(1);
  expect(sends(asker)).toEqual({ a: [1, 2], b: [] });
  expect(asker.a.requested).toEqual([lost]);
  const answerer = new DigestPair(source([]), ownView).round(1);
  expect(answerer.b.requested).toEqual([lost]);
});

test('what one side does not take in is no riddle there: it is counted', () => {
  const pair = new DigestPair(source([held(1), held(2)]), source([held(2)]));
  const found = { kind: 'different', sent: [], differsByRule: [], complete: true };
  expect(pair.round(1).b.outcomes).toEqual([{ ...found, lackedByRule: 0 }]);
  expect(pair.round(2).b.outcomes).toEqual([{ ...found, lackedByRule: 1 }]);
});

test('a channel that both compare is not asked for', () => {
  const holds = { peerHolds: () => true };
  const pair = new DigestPair(
    { ...source([held(1)]), ...holds },
    { ...source([held(1, { second: 2 })]), ...holds },
  );
  const { a, b } = pair.round(1);
  expect(sends({ a, b })).toEqual({ a: [1], b: [1] });
  expect([...a.requested, ...b.requested]).toEqual([]);
});

test('documents that no place parts are listed', () => {
  const { digest } = held(1);
  const crowd = Array.from({ length: 70 }, (_, n) => held(n, { digest: { ...digest, high: n } }));
  const { a, b } = new DigestPair(source(crowd), source(crowd.slice(1))).round(1);
  expect(sends({ a, b })).toEqual({ a: [0], b: [] });
  expect(a.lines).toHaveLength(12);
});

test('a peer that parts what cannot be parted is refused', () => {
  const pair = new DigestPair(source([]), source([]));
  pair.b.message({ verb: 'DIGEST', round: 1, salt: 1, root: 1 });
  for (let level = 0; level <= 10; level++) {
    expect(pair.b.busy).toBe(true);
    pair.b.message({ verb: 'SUMS', round: 1, nodes: [{ kind: 'sums', sums: [1, 0, 0] }] });
  }
  expect(pair.b.busy).toBe(false);
  expect(pair.settle().b.lines.at(-1)).toBe('DIFFER 1 -');
});

test('what differed when the round began and was gone when it was looked for proves nothing', () => {
  const own = Array.from({ length: 50 }, (_, n) => held(n));
  const theirs = own.with(7, held(7, { second: 1 }));
  const pair = new DigestPair(source(own), source(theirs));
  expect(pair.a.start(1)).toBe(true);
  own.splice(7, 1, theirs[7]!);
  const { a, b } = pair.settle();
  const overtaken = [{ kind: 'failed', code: 'overtaken' }];
  expect([a.sent, b.sent]).toEqual([[], []]);
  expect([a.outcomes, b.outcomes]).toEqual([overtaken, overtaken]);
  expect(pair.round(1).a.outcomes).toEqual([{ kind: 'equal', documents: 50 }]);
});

test('a round that follows not all nodes says so', () => {
  const pair = new DigestPair(source([]), source([]));
  pair.b.message({ verb: 'DIGEST', round: 1, salt: 1, root: 5 });
  const sums = (count: number) => Array(count).fill({ kind: 'sums', sums: [1, 1, 1] });
  for (const count of [1, 4, 16, 64, 256, 1024, 4096]) {
    pair.b.message({ verb: 'SUMS', round: 1, nodes: sums(count) });
  }
  pair.b.message({ verb: 'SUMS', round: 1, nodes: Array(4096).fill({ kind: 'leaves', leaves: [] }) });
  const { b } = pair.settle();
  expect(b.outcomes).toMatchObject([{ kind: 'different', sent: [], differsByRule: [], complete: false }]);
});

test('what rules keep different is sent once even when no round comes across all of it', () => {
  const own = Array.from({ length: 16_000 }, (_, n) => held(n));
  const pair = new DigestPair(source(own), source(own.map((each) => ({ ...each, second: 1 }))));
  const sent: ChannelId[] = [];
  for (let salt = 0; salt < 5; salt++) sent.push(...pair.round(salt).b.sent);
  expect(sent.length).toBeGreaterThan(12_000);
  expect(new Set(sent).size).toBe(sent.length);
});

test('what one round leaves the next ones find', () => {
  const own = Array.from({ length: 10_000 }, (_, n) => held(n));
  const theirs: DigestEntry[] = [];
  const pair = new DigestPair(source(own), source(theirs));
  const outcomes = [];
  for (let salt = 0; theirs.length < own.length && salt < 20; salt++) {
    const { a } = pair.round(salt);
    const sent = new Set(a.sent);
    theirs.push(...own.filter(({ id }) => sent.has(id)));
    outcomes.push(...a.outcomes);
  }
  expect(outcomes).toMatchObject([{ complete: false }, { complete: false }, { complete: true }]);
  expect(pair.round(99).a.outcomes).toEqual([{ kind: 'equal', documents: own.length }]);
});

function sends({ a, b }: { a: SideReport; b: SideReport }) {
  return { a: numbers(a.sent), b: numbers(b.sent) };
}

function byRule({ a, b }: { a: SideReport; b: SideReport }) {
  const ids = ({ outcomes: [outcome] }: SideReport) =>
    outcome?.kind === 'different' ? outcome.differsByRule : [];
  return { a: numbers(ids(a)), b: numbers(ids(b)) };
}

function numbers(ids: readonly ChannelId[]): number[] {
  return ids.map((id) => Number(id.slice(-2))).sort();
}

function held(n: number, more: Partial<DigestEntry> = {}): DigestEntry {
  const id = channelId(n);
  const digest = documentDigest(part(id, [register(flag('moderated'), at(1))]));
  return { id, digest, first: 1, second: null, ...more };
}

function fromVector({ id, idHash, digest, first, second }: VectorEntry): DigestEntry {
  const word = (hex: string) => Number.parseInt(hex, 16) | 0;
  const [place, high, low] = [word(idHash), word(digest.slice(0, 8)), word(digest.slice(8))];
  return { id, digest: { place, high, low }, first, second };
}

function source(entries: readonly DigestEntry[] | null): DigestSource {
  return {
    root: (salt) => entries && new DigestTree(entries, salt).root(),
    entries: () => entries,
    peerHolds: () => false,
  };
}
