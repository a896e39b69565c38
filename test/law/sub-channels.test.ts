import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Field } from '../../src/core/field.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { Replica } from '../../src/core/replica.ts';
import { a, b, ban, c, createReplica, noBan, t0 } from '../support/replica-fixture.ts';
import { tellAll } from '../support/replica-mesh.ts';

const servers = [a, b, c] as const;
const names = ['#one', '#two', '#three'] as IrcText[];
const note = (name: string, value: string | null): Field => ({
  kind: 'metadata',
  name,
  value: value as IrcText | null,
});
const fields: Field[] = [
  ban('x!*@*'),
  noBan('x!*@*'),
  ban('y!*@*'),
  noBan('y!*@*'),
  ...names.map((name) => note('parent', name)),
  note('parent', null),
  note('inherit', 'bans'),
  note('inherit', null),
];

const arbitraryWrites = fc.array(
  fc.record({
    server: fc.nat(servers.length - 1),
    channel: fc.nat(names.length - 1),
    field: fc.nat(fields.length - 1),
    ms: fc.nat(3),
  }),
  { maxLength: 20 },
);

/** Three servers that hold three channels, each with its own id of them where they were apart from the beginning. */
function network(together: boolean, policy: 'oldest' | 'merge'): Replica[] {
  const replicas = servers.map((server, index) => createReplica(server, 1 + 10 * index, policy));
  const creators = together ? replicas.slice(0, 1) : replicas;
  for (const replica of creators) {
    replica.advance(t0);
    for (const name of names) replica.setOwnPresence(replica.createChannel(name, t0, [], true), 1);
  }
  if (together) tellAll(replicas, t0);
  for (const replica of replicas)
    for (const name of names) replica.setOwnPresence(replica.choose(replica.key(name))!.entry, 1);
  return replicas;
}

function write(
  replicas: readonly Replica[],
  writes: readonly { server: number; channel: number; field: number; ms: number }[],
) {
  for (const { server, channel, field, ms } of writes) {
    const replica = replicas[server]!;
    const stamp = replica.clock.issue(t0 + ms);
    replica.write(replica.heldEntry(replica.key(names[channel]!))!, [fields[field]!], () => stamp);
  }
}

function shown(replica: Replica): string {
  return JSON.stringify(
    names.map((name) => {
      const view = replica.view(replica.key(name))!;
      const inherited = [...view.inherited].filter(([, { channel }]) => channel !== null).map(([key]) => key);
      return [name, [...view.fields.keys()].sort(), inherited.sort()];
    }),
  );
}

test.each(['oldest', 'merge'] as const)(
  '%s: what channels inherit is the same everywhere, whoever wrote what',
  (policy) => {
    fc.assert(
      fc.property(fc.boolean(), arbitraryWrites, arbitraryWrites, (together, apart, later) => {
        const replicas = network(together, policy);
        write(replicas, apart);
        tellAll(replicas, t0);
        write(replicas, later);
        tellAll([...replicas].reverse(), t0);
        expect(new Set(replicas.map(shown)).size).toBe(1);
      }),
    );
  },
);

test('whatever happens, who shows a channel hears of each change of what it inherits', () => {
  fc.assert(
    fc.property(arbitraryWrites, (writes) => {
      const [replica] = network(true, 'oldest') as [Replica];
      for (const one of writes) {
        replica.takeChanges();
        const before = names.map((name) => viewOf(replica, name));
        write([replica], [{ ...one, server: 0 }]);
        const { views } = replica.takeChanges();
        names.forEach((name, index) => {
          if (viewOf(replica, name) !== before[index]) expect(views).toContain(replica.key(name));
        });
      }
    }),
  );
});

test('what is inherited is never written, and a start from the store shows the same', () => {
  fc.assert(
    fc.property(arbitraryWrites, (writes) => {
      const [replica] = network(true, 'oldest') as [Replica];
      write(
        [replica],
        writes.map((one) => ({ ...one, server: 0 })),
      );
      const again = createReplica(a, 100, 'oldest');
      for (const entry of replica.table.values()) again.restore(entry);
      expect(shown(again)).toBe(shown(replica));
      for (const name of names) {
        const { entry, inherited, fields: seen } = replica.view(replica.key(name))!;
        for (const [key, { register }] of inherited) {
          expect(entry.document.registers.get(key)).not.toBe(register);
          expect(seen.get(key)).toBe(register.field);
        }
      }
      for (const name of names)
        expect([...again.subChannels.childrenOf(again.key(name))].sort()).toEqual(
          [...replica.subChannels.childrenOf(replica.key(name))].sort(),
        );
    }),
  );
});

function viewOf(replica: Replica, name: IrcText): string {
  return [...replica.view(replica.key(name))!.fields.keys()].sort().join();
}
