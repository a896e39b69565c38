import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countChannels } from '../../src/core/count-channels.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { Replica } from '../../src/core/replica.ts';
import { shadowed } from '../../src/core/settlement.ts';
import { a, b, c, channelId, createReplica, part, t0 } from '../support/replica-fixture.ts';

/** An id that a peer presents, or leaves; few names and ids, so that they meet. */
const arbitraryPart = fc.record({
  id: fc.integer({ min: 8, max: 12 }),
  from: fc.constantFrom(b, c),
  age: fc.nat(3),
  members: fc.option(fc.nat(3)),
});
const arbitraryRun = fc.record({
  policy: fc.constantFrom('local', 'oldest', 'merge'),
  own: fc.subarray([0, 1, 2]),
  parts: fc.array(arbitraryPart, { maxLength: 12 }),
  lost: fc.subarray([b, c]),
});

test('names are counted as their views say, and ids as they are hidden', () => {
  fc.assert(
    fc.property(arbitraryRun, ({ policy, own, parts, lost }) => {
      const replica = createReplica(a, 1, policy);
      replica.advance(t0);
      for (const index of own)
        replica.setOwnPresence(replica.createChannel(channelName(index), t0, [], true), 1);
      for (const { id, from, age, members } of parts) {
        const said = part(channelId(id), [], { createdAt: t0 - age, name: channelName(id % 3) });
        replica.receive(from, said, members, t0);
      }
      for (const peer of lost) replica.lost(peer);
      expect(countChannels(replica)).toEqual(countedByView(replica));
    }),
  );
});

function channelName(index: number): IrcText {
  return `#channel${index}` as IrcText;
}

function countedByView(replica: Replica): object {
  const counts = { local: 0, remote: 0, shadowed: 0 };
  for (const key of replica.table.keys()) {
    const view = replica.view(key);
    if (view === null) continue;
    counts[view.held ? 'local' : 'remote']++;
    counts.shadowed += shadowed(replica.table.named(key), view.entry).length;
  }
  return counts;
}
