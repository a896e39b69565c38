import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChannelEntry, ChannelTable, isLive } from '../../src/core/channel-table.ts';
import type { ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { a, b, c, channelId } from '../support/replica-fixture.ts';

const servers: readonly ServerName[] = [a, b, c];

const act = fc.record({
  kind: fc.constantFrom('hold', 'unhold', 'reach', 'lose'),
  entry: fc.nat(3),
  server: fc.constantFrom(...servers),
  members: fc.nat(50),
});

test('what the table counts is what a look at every entry finds', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const table = new ChannelTable('ascii');
      const entries = [0, 1, 2, 3].map((n) => table.create(identity(n), 0));
      for (const { kind, entry, server, members } of acts) {
        const changed = entries[entry]!;
        if (kind === 'hold')
          table.hold(changed, server, { members, reachable: true, graceMs: null, said: null });
        else if (kind === 'unhold') table.unhold(changed, server);
        else if (changed.holders.has(server)) table.setReachable(changed, server, kind === 'reach');
      }
      expect(table.live).toBe(entries.filter(isLive).length);
      for (const server of servers) expect(table.heldBy(server)).toEqual(counted(entries, server));
    }),
  );
});

function identity(n: number) {
  const origin = servers[n % servers.length]!;
  return { id: channelId(n + 1), name: `#c${n % 2}` as IrcText, origin, createdAt: 1, splitBorn: false };
}

function counted(entries: readonly ChannelEntry[], server: ServerName) {
  const held = entries.filter(({ holders }) => holders.has(server));
  const members = held.reduce((sum, { holders }) => sum + holders.get(server)!.members, 0);
  return { ids: held.length, live: held.filter(isLive).length, members };
}
