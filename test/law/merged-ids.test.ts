import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalValue } from '../../src/core/field.ts';
import type { Replica } from '../../src/core/replica.ts';
import { a, b, ban, c, createReplica, flag, name, noBan, t0, topic } from '../support/replica-fixture.ts';
import { tellAll } from '../support/replica-mesh.ts';

const fields = [
  ban('x!*@*'),
  noBan('x!*@*'),
  ban('y!*@*'),
  flag('secret'),
  flag('secret', false),
  topic('t'),
];
const servers = [a, b, c] as const;

const arbitraryWrite = fc.record({
  server: fc.nat(servers.length - 1),
  field: fc.nat(fields.length - 1),
  ms: fc.nat(3),
});

const arbitraryRun = fc.record({
  ages: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)),
  writes: fc.array(arbitraryWrite, { maxLength: 8 }),
  /** Written after all have met. */
  later: fc.array(arbitraryWrite, { maxLength: 4 }),
  order: fc.uniqueArray(fc.nat(servers.length - 1), { minLength: 3, maxLength: 3 }),
});

test.each(['oldest', 'merge'] as const)('%s: channels created apart end alike everywhere', (policy) => {
  fc.assert(
    fc.property(arbitraryRun, ({ ages, writes, later, order }) => {
      const replicas = servers.map((server, index) => createReplica(server, 1 + 10 * index, policy));
      replicas.forEach((replica, index) => {
        replica.advance(t0);
        const entry = replica.createChannel(name, t0 + ages[index]!, [flag('no-external')], false);
        replica.setOwnPresence(entry, 1);
      });
      for (const write of writes) writeOn(replicas, write);
      const ordered = order.map((index) => replicas[index]!);
      tellAll(ordered.slice(0, 2), t0);
      tellAll(ordered, t0);
      for (const write of later) writeOn(replicas, write);
      tellAll(ordered, t0);
      expect(new Set(replicas.map(shown)).size).toBe(1);
      if (policy === 'merge') expect(missing(replicas, writes)).toEqual([]);
    }),
  );
});

test('local: a server keeps the id that it holds, whatever is told', () => {
  const replicas = servers.slice(0, 2).map((server, index) => createReplica(server, 1 + 10 * index));
  for (const replica of replicas) {
    const entry = replica.createChannel(name, t0, [], true);
    replica.write(entry, [flag('secret')], () => replica.clock.issue(t0));
    replica.setOwnPresence(entry, 1);
  }
  tellAll(replicas, t0);
  const ids = replicas.map((replica) => replica.heldEntry(replica.key(name))!.document.id);
  expect(new Set(ids).size).toBe(2);
  expect(replicas.map((replica) => [...replica.contested])).toEqual([[name], [name]]);
});

interface Write {
  readonly server: number;
  readonly field: number;
  readonly ms: number;
}

function writeOn(replicas: readonly Replica[], { server, field, ms }: Write): void {
  const replica = replicas[server]!;
  const stamp = replica.clock.issue(t0 + ms);
  replica.write(replica.heldEntry(replica.key(name))!, [fields[field]!], () => stamp);
}

function shown(replica: Replica): string {
  const view = replica.view(replica.key(name))!;
  const values = [...view.fields].map(([key, field]) => `${key} ${canonicalValue(field)}`);
  return [view.entry.document.id, ...values.sort()].join('\n');
}

/** Fields that somebody set, nobody ever unset, and that are not shown. */
function missing(replicas: readonly Replica[], writes: readonly Write[]): string[] {
  const { fields: present } = replicas[0]!.view(replicas[0]!.key(name))!;
  const set = writes.filter(({ field }) => fields[field] === fields[2] || fields[field] === fields[5]);
  return set.map(({ field }) => replicas[0]!.fieldKey(fields[field]!)).filter((key) => !present.has(key));
}
