import { describe, expect, test } from 'vitest';
import type { Register } from '../../../src/core/document.ts';
import { type ExchangeRule, passEverything, ruleScope } from '../../../src/core/exchange-scope.ts';
import { fieldClasses } from '../../../src/core/field-class.ts';
import { parseServerName, type ServerName } from '../../../src/core/identity.ts';
import { relayedPart } from '../../../src/core/relayed-part.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import {
  a,
  at,
  b,
  c,
  channelId,
  createReplica,
  joinKey,
  part,
  register,
  topic,
} from '../../support/replica-fixture.ts';

const id = channelId(1);
const d = parseServerName('d.example')!;
const noKeys = { fields: fieldClasses.filter((each) => each !== 'key') };

/** Of server c, which heard of a's rules for others. */
function createC(rules: Readonly<Record<string, Partial<ExchangeRule>>>) {
  const replica = createReplica(c);
  const relay = Object.entries(rules).map(
    ([server, rule]) => [server as ServerName, ruleScope('rfc1459', { ...passEverything, ...rule })] as const,
  );
  replica.remember(a, { relay: new Map(relay) });
  replica.remember(b, { acknowledged: 1 });
  return replica;
}

const keyOf = (server: ServerName) =>
  part(id, [register(joinKey('k'), at(1, server)), register(topic('t'), at(1, server))]);

describe('where a keeps its keys from b', () => {
  const replica = createC({ [b]: noKeys });

  test.each([
    ['a key of a to b', a, b, ['topic']],
    ['a key of a to d', a, d, ['join-key', 'topic']],
    ['a key of a to a', a, a, ['join-key', 'topic']],
    ['a key of c to b', c, b, ['join-key', 'topic']],
    ['a key of d to b', d, b, ['join-key', 'topic']],
  ])('%s', (_what, author, peer, passing) => {
    const whole = keyOf(author);
    const told = relayedPart(replica, peer, whole);
    expect([...told.registers.keys()]).toEqual(passing);
    expect(told === whole).toBe(passing.length === 2);
  });

  test('nobody is told what a wrote while it is not known what a keeps back', () => {
    const lost = createC({});
    lost.remember(a, { relay: null });
    for (const peer of [b, d]) expect(relayedPart(lost, peer, keyOf(a)).registers.size).toBe(0);
    expect(relayedPart(lost, a, keyOf(a)).registers.size).toBe(2);
    expect(relayedPart(lost, b, keyOf(d)).registers.size).toBe(2);
  });

  test('that it was removed is kept back as well', () => {
    const removed = part(id, [register({ kind: 'join-key', value: null }, at(1, a))]);
    expect(relayedPart(replica, b, removed).registers.size).toBe(0);
  });

  test.each<[string, Register, boolean]>([
    ['a write', register(joinKey('k'), at(1, a)), true],
    ['a default', register(joinKey('k'), floorStamp(a)), false],
  ])('%s that is kept back: whether the channel was written to is told', (_what, held, written) => {
    expect(relayedPart(replica, b, part(id, [held]))).toMatchObject({ written, registers: new Map() });
  });
});

test('what a keeps from this server goes out to nobody else either: both ends leave it out', () => {
  const told = relayedPart(createC({ [c]: noKeys }), b, keyOf(a));
  expect([...told.registers.keys()]).toEqual(['topic']);
});

test('in a channel of which a tells b nothing, nothing that a wrote is told', () => {
  const replica = createC({ [b]: { except: ['#GEN*' as never] } });
  const mixed = part(id, [register(topic('t'), at(1, a)), register(joinKey('k'), at(1, c))]);
  expect([...relayedPart(replica, b, mixed).registers.keys()]).toEqual(['join-key']);
  const other = { ...mixed, name: '#other' as never };
  expect(relayedPart(replica, b, other)).toBe(other);
});
