import { expect, test } from 'vitest';
import {
  children,
  type DigestEntry,
  type DigestNode,
  DigestTree,
  LEVEL_MAX,
  ROOT,
  sumOf,
} from '../../../src/core/digest-tree.ts';
import { documentDigest } from '../../../src/core/document-digest.ts';
import { channelId, part } from '../../support/replica-fixture.ts';

const entries = Array.from({ length: 200 }, (_, n) => entry(n));

test('a node comes to what its children come to, and has their documents', () => {
  const tree = new DigestTree(entries, 5);
  expect(tree.count(ROOT)).toBe(200);
  expect(tree.sum(ROOT)).toBe(sumOf(tree.root().sum));
  let deepest = 0;
  const visit = (node: DigestNode): void => {
    if (tree.count(node) === 0) return;
    if (node.level === LEVEL_MAX) {
      deepest += tree.count(node);
      return;
    }
    const below = children(node);
    expect(below.reduce((sum, child) => sumOf(sum + tree.sum(child)), 0)).toBe(tree.sum(node));
    expect(below.flatMap((child) => tree.leaves(child))).toEqual(tree.leaves(node));
    for (const child of below) visit(child);
  };
  visit(ROOT);
  expect(deepest).toBe(200);
});

test('a document at the very first place belongs to the first node of every level', () => {
  const salt = 5;
  const tree = new DigestTree([{ ...entry(1), digest: { place: salt, high: 1, low: 2 } }], salt);
  for (let level = 0; level <= LEVEL_MAX; level++) expect(tree.count({ level, index: 0 })).toBe(1);
});

test('the order in which documents are told does not matter', () => {
  expect(new DigestTree(entries.toReversed(), 5).root()).toEqual(new DigestTree(entries, 5).root());
});

test('another salt gives other places and other sums to the same documents', () => {
  const [one, other] = [new DigestTree(entries, 5), new DigestTree(entries, 6)];
  expect(other.root().sum).not.toBe(one.root().sum);
  expect(other.leaves(ROOT)).not.toEqual(one.leaves(ROOT));
  expect(new Set(other.leaves(ROOT))).toEqual(new Set(one.leaves(ROOT)));
});

test('who holds a channel, and with how many, is a part of its digest', () => {
  const presences = [null, 0, 1, 2, 4294967295];
  const digests = presences.flatMap((first) =>
    presences.map((second) => new DigestTree([{ ...entry(1), first, second }], 5).leaves(ROOT)[0]!.digest),
  );
  expect(new Set(digests).size).toBe(presences.length ** 2);
});

function entry(n: number): DigestEntry {
  const id = channelId(n);
  return { id, digest: documentDigest(part(id, [])), first: 1, second: null };
}
