import { expect, test } from 'vitest';
import { IdDigest } from '../../../src/peer/id-digest.ts';
import { channelId } from '../../support/replica-fixture.ts';

const digestOf = (...items: { burstType: string; id: ReturnType<typeof channelId> }[]) => {
  const digest = new IdDigest();
  for (const item of items) digest.add(item);
  return String(digest);
};
const channel = (n: number) => ({ burstType: 'CBURST', id: channelId(n) });

/** FNV-1a of 32 bits as its authors write it down. */
function fnv(text: string): bigint {
  let hash = 0x811c9dc5n;
  for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n;
  return hash;
}

test('is made of two FNV-1a hashes of verb and id, one for each order', () => {
  expect(fnv('foobar')).toBe(0xbf9cf968n);
  const { burstType, id } = channel(1);
  const expected = (fnv(`${burstType} ${id}`) << 32n) | fnv(`${id} ${burstType}`);
  expect(digestOf(channel(1))).toBe(expected.toString(16).padStart(16, '0'));
  expect(digestOf()).toBe('0000000000000000');
});

test('does not depend on the order, but on what is in it and of which type', () => {
  expect(digestOf(channel(1), channel(2))).toBe(digestOf(channel(2), channel(1)));
  const others = [
    digestOf(channel(1)),
    digestOf(channel(1), channel(3)),
    digestOf(channel(1), { burstType: 'UBURST', id: channelId(2) }),
  ];
  expect(others).not.toContain(digestOf(channel(1), channel(2)));
});

test('differs for all sets of up to two of many items', () => {
  const seen = new Set([digestOf()]);
  for (let n = 1; n <= 100; n++) {
    seen.add(digestOf(channel(n)));
    for (let m = 1; m < n; m++) seen.add(digestOf(channel(n), channel(m)));
  }
  expect(seen.size).toBe(1 + 100 + (100 * 99) / 2);
});
