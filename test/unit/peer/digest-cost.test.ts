import { expect, test } from 'vitest';
import { type DigestEntry, DigestTree } from '../../../src/core/digest-tree.ts';
import { documentDigest } from '../../../src/core/document-digest.ts';
import type { ChannelId } from '../../../src/core/identity.ts';
import { DigestExchange } from '../../../src/peer/digest-exchange.ts';
import type { DigestOutcome, DigestSource } from '../../../src/peer/digest-round.ts';
import { type DigestMessage, encodeDigestMessage } from '../../../src/wire/digest-line.ts';
import { lineBytesMax } from '../../../src/wire/line-bytes.ts';
import { bytesOf, DigestPair } from '../../support/digest-pair.ts';
import { channelId, part, a as serverA, b as serverB } from '../../support/replica-fixture.ts';

const channels = 100_000;
const entries = Array.from({ length: channels }, (_, n) => entry(n));

test('equal peers are proven equal in a line each way', () => {
  const { a, b } = new DigestPair(source(entries), source(entries)).round(1);
  expect(a.lines).toHaveLength(1);
  expect(b.lines).toHaveLength(1);
  expect(bytesOf(a) + bytesOf(b)).toBeLessThan(100);
  expect([...a.outcomes, ...b.outcomes]).toEqual(Array(2).fill({ kind: 'equal', documents: channels }));
});

test.each([
  [1, 700],
  [20, 8_000],
  [200, 40_000],
  [2000, 200_000],
])('%i differences in 100,000 channels cost at most %i bytes', (differences, bytesMax) => {
  const { a, b } = new DigestPair(source(entries), source(changed(differences))).round(7);
  expect(bytesOf(a) + bytesOf(b)).toBeLessThan(bytesMax);
  expect(new Set(a.sent)).toEqual(differing(differences));
  expect(new Set(b.sent)).toEqual(differing(differences));
  for (const line of [...a.lines, ...b.lines]) expect(line.length).toBeLessThanOrEqual(lineBytesMax);
});

test('an empty side is told in rounds of bounded size', () => {
  const { a, b } = new DigestPair(source(entries), source([])).round(7);
  expect(a.sent).toHaveLength(4096);
  expect(b.sent).toEqual([]);
  expect(a.outcomes).toMatchObject([{ kind: 'different', complete: false }]);
  expect(bytesOf(a) + bytesOf(b)).toBeLessThan(400_000);
});

test('an empty side that begins is told without a search', () => {
  const { a, b } = new DigestPair(source([]), source(entries)).round(7);
  expect(b.sent).toHaveLength(4096);
  expect(b.outcomes).toMatchObject([{ kind: 'different', complete: false }]);
  expect(bytesOf(a) + bytesOf(b)).toBeLessThan(200);
});

test.each([
  ['0', 0],
  ['1', 4096],
])(
  'a peer that says of every node that it differs, and of every document %s, is sent %i',
  (mark, repairs) => {
    const asked: DigestMessage[] = [];
    const sent = new Set<ChannelId>();
    const outcomes: DigestOutcome[] = [];
    const exchange = new DigestExchange(
      { server: serverA, peer: serverB },
      {
        source: source(entries),
        events: {
          emit: (message) => asked.push(message),
          send: (id) => sent.add(id),
          request: () => {},
          ended: (outcome) => outcomes.push(outcome),
        },
      },
    );
    exchange.start(7);
    for (const message of asked) {
      expect(encodeDigestMessage(message).length).toBeLessThanOrEqual(lineBytesMax);
      exchange.message({ verb: 'DIFFER', round: 1, marks: allDiffer(message, mark) });
      expect(asked.length).toBeLessThan(24);
    }
    expect(outcomes).toMatchObject([{ kind: 'different', complete: false }]);
    expect(sent.size).toBe(repairs);
  },
);

function allDiffer(message: DigestMessage, mark: string): string {
  if (message.verb !== 'SUMS') return '1';
  const marks = message.nodes.map((node) => (node.kind === 'sums' ? 'f' : mark.repeat(node.leaves.length)));
  return marks.join('');
}

/** Every n-th channel has another count of members. */
function changed(differences: number): DigestEntry[] {
  const ids = differing(differences);
  return entries.map((each) => (ids.has(each.id) ? { ...each, first: 2 } : each));
}

function differing(differences: number): Set<ChannelId> {
  const every = channels / differences;
  return new Set(entries.filter((_, n) => n % every === 0).map(({ id }) => id));
}

function entry(n: number): DigestEntry {
  const id = channelId(n);
  return { id, digest: documentDigest(part(id, [])), first: 1, second: null };
}

function source(all: readonly DigestEntry[]): DigestSource {
  return {
    root: (salt) => new DigestTree(all, salt).root(),
    entries: () => all,
    peerHolds: () => false,
  };
}
