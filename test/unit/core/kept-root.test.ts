import { expect, test } from 'vitest';
import type { ChannelEntry } from '../../../src/core/channel-table.ts';
import { KeptRoot } from '../../../src/core/kept-root.ts';
import { a, b, channelId, createReplica, part, t0 } from '../../support/replica-fixture.ts';

const TERM = 2 ** 48 - 5;

test('the next sum looks at what changed since, and is what a sum over everything is', () => {
  const { replica, sum, looked } = setUp(1000);
  expect(sum()).toEqual(whole(replica.table.values()));
  expect(looked()).toBe(1000);
  expect(sum()).toEqual(whole(replica.table.values()));
  expect(looked()).toBe(0);
  replica.receive(b, channel(7), 5, t0);
  replica.receive(b, channel(1001), 3, t0);
  replica.receive(b, channel(500), null, t0);
  replica.forgetEntry(replica.table.get(channelId(500))!);
  expect(sum()).toEqual(whole(replica.table.values()));
  expect(looked()).toBeLessThan(30);
});

test('another salt or another basis makes it look at everything again', () => {
  const { sum, looked } = setUp(100);
  sum();
  looked();
  sum('other');
  expect(looked()).toBe(100);
  sum('other', 8);
  expect(looked()).toBe(100);
  sum('other', 8);
  expect(looked()).toBe(0);
});

test('has no salt once it was dropped, and looks at everything for the next sum', () => {
  const { root, sum, looked } = setUp(100);
  sum();
  looked();
  root.drop();
  expect(root.salt).toBeNull();
  sum();
  expect(looked()).toBe(100);
});

test('has no salt before it was asked', () => {
  const root = new KeptRoot();
  expect(root.salt).toBeNull();
  root.sum(createReplica(a).table.groups, '', 0, () => null);
  expect(root.salt).toBe(0);
});

function setUp(channels: number) {
  const replica = createReplica(a);
  for (let n = 1; n <= channels; n++) replica.receive(b, channel(n), 1, t0);
  const root = new KeptRoot();
  let looks = 0;
  const sum = (basis = '', salt = 7) =>
    root.sum(replica.table.groups, basis, salt, (entry) => {
      looks++;
      return term(entry);
    });
  const looked = () => {
    const before = looks;
    looks = 0;
    return before;
  };
  return { root, replica, sum, looked };
}

/** Near the greatest there is, so that sums wrap. */
function term(entry: ChannelEntry): number | null {
  const members = entry.holders.get(b)?.members ?? 0;
  return members === 3 ? null : TERM - members;
}

function whole(entries: Iterable<ChannelEntry>) {
  const terms = [...entries].map(term).filter((each) => each !== null);
  const sum = terms.reduce((all, each) => (all + BigInt(each)) % 2n ** 48n, 0n);
  return { sum: Number(sum), documents: terms.length };
}

function channel(n: number) {
  return part(channelId(n), [], { name: `#${n}` as never });
}
