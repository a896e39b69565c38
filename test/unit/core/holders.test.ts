import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_HOLDERS, withHolder, withoutHolder } from '../../../src/core/holders.ts';
import { parseServerName } from '../../../src/core/identity.ts';
import type { Presence } from '../../../src/core/presence.ts';

const server = fc.constantFrom(...['a', 'b', 'c'].map((name) => parseServerName(`${name}.example`)!));

test('holders are a map that changes as a whole', () => {
  const act = fc.record({ server, members: fc.option(fc.nat(3)) });
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      let holders = NO_HOLDERS;
      const map = new Map<string, Presence>();
      for (const { server, members } of acts) {
        const before = [...holders];
        const old = holders;
        if (members === null) {
          holders = withoutHolder(holders, server);
          map.delete(server);
        } else {
          const presence = { members, reachable: true, graceMs: null, said: null };
          holders = withHolder(holders, server, presence);
          map.set(server, presence);
        }
        expect([...old]).toEqual(before);
        expect([...holders]).toEqual([...map]);
        expect([...holders.keys()]).toEqual([...map.keys()]);
        expect([...holders.values()]).toEqual([...map.values()]);
        expect(holders.size).toBe(map.size);
        expect(holders.has(server)).toBe(map.has(server));
        expect(holders.get(server)).toBe(map.get(server));
      }
    }),
  );
});
