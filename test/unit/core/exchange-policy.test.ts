import { describe, expect, test } from 'vitest';
import { channelKey } from '../../../src/core/casemapping.ts';
import type { DocumentPart, Register } from '../../../src/core/document.ts';
import { ExchangePolicy } from '../../../src/core/exchange-policy.ts';
import { admitsChannel, type ExchangeRule, passEverything } from '../../../src/core/exchange-scope.ts';
import { type FieldClass, fieldClasses } from '../../../src/core/field-class.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import {
  a,
  at,
  b,
  ban,
  c,
  channelId,
  flag,
  joinKey,
  noBan,
  part,
  register,
  topic,
} from '../../support/replica-fixture.ts';

const casemapping = 'rfc1459';
const id = channelId(1);
const everyKind = part(
  id,
  [
    register(topic('t'), at(1, a)),
    register(flag('secret'), at(1, a)),
    register(joinKey('k'), at(1, a)),
    register({ kind: 'limit', value: 3 }, at(1, a)),
    register({ kind: 'parameter', name: 'flood', value: '1:2' as IrcText }, at(1, a)),
    register(ban('x!*@*'), at(1, a)),
    register(noBan('y!*@*'), at(1, a)),
    register({ kind: 'metadata', name: 'url', value: 'u' as IrcText }, at(1, a)),
    register({ kind: 'metadata', name: 'pin', value: '*' as IrcText }, at(1, a)),
  ],
  { unknown: new Map([['XNEW', '1']]) },
);
const withoutLists = fieldClasses.filter((each) => each !== 'lists');

describe('without rules', () => {
  const policy = policyOf({});
  test('everything passes as the same object', () => {
    expect(policy.outgoing(b, everyKind)).toBe(everyKind);
    expect(policy.incoming(b, everyKind)).toEqual({ part: everyKind, refused: [] });
    expect(policy.incoming(b, everyKind)!.part).toBe(everyKind);
    expect(policy.exports(b, key('#x'))).toBe(true);
  });

  test('but for channels of one server', () => {
    const local = part(id, [], { name: '&x' as IrcText });
    expect(policy.outgoing(b, local)).toBeNull();
    expect(policy.incoming(b, local)).toBeNull();
    expect(policy.exports(b, key('&x'))).toBe(false);
  });
});

describe('each direction has its own rule', () => {
  const policy = policyOf({
    [b]: { import: { fields: ['topic', 'lists'] }, export: { channels: ['#*'], except: ['#STAFF*'] } },
  });

  test('import takes only its fields and says which it refused', () => {
    const { part: taken, refused } = policy.incoming(b, everyKind)!;
    expect([...taken.registers.keys()]).toEqual(['topic', 'entry:ban:x!*@*', 'entry:ban:y!*@*']);
    expect([...refused].sort()).toEqual([
      'flag:secret',
      'join-key',
      'limit',
      'metadata:pin',
      'metadata:url',
      'parameter:flood',
    ]);
  });

  test.each([
    ['#general', true],
    ['#staff', false],
    ['#Staff-2', false],
    ['+x', false],
  ])('export of %s: %s', (name, passes) => {
    const one = { ...everyKind, name: name as IrcText };
    expect(policy.outgoing(b, one)).toBe(passes ? one : null);
    expect(policy.exports(b, key(name))).toBe(passes);
    expect(policy.incoming(b, one)).not.toBeNull();
  });

  test('other peers have none', () => {
    const staff = { ...everyKind, name: '#staff' as IrcText };
    expect(policy.incoming(c, staff)).toEqual({ part: staff, refused: [] });
    expect(policy.exports(c, key('#staff'))).toBe(true);
  });
});

test('a field whose export is restricted is not relayed either: whoever wrote it', () => {
  const policy = policyOf({ [b]: { export: { fields: withoutLists } } });
  const mixed = part(id, [
    register(ban('x!*@*'), at(1, c)),
    register(ban('y!*@*'), at(1, a)),
    register(topic('t'), at(1, c)),
  ]);
  expect([...policy.outgoing(b, mixed)!.registers.keys()]).toEqual(['topic']);
});

test('a channel whose fields are all held back is still told of', () => {
  const policy = policyOf({ [b]: { export: { fields: [] } } });
  const sent = policy.outgoing(b, everyKind)!;
  expect(sent).toEqual({ ...everyKind, written: true, registers: new Map(), unknown: new Map() });
});

test.each<[string, Register, boolean]>([
  ['a write', register(flag('secret'), at(1)), true],
  ['a default', register(flag('secret'), floorStamp(a)), false],
])('that %s was held back does not change whether the channel was written to', (_name, held, written) => {
  const policy = policyOf({ [b]: { export: { fields: ['topic'] } } });
  expect(policy.outgoing(b, part(id, [held]))!.written).toBe(written);
});

describe('parameters of a later version pass where every field does', () => {
  test.each<[string, RuleText, boolean]>([
    ['all fields', { fields: fieldClasses, channels: ['#*'] }, true],
    ['some fields', { fields: withoutLists }, false],
  ])('%s', (_name, rule, passes) => {
    const policy = policyOf({ [b]: { import: rule, export: rule } });
    const bare = part(id, [register(topic('t'), at(1))], { unknown: everyKind.unknown });
    const expected = { ...bare, written: !passes, unknown: passes ? bare.unknown : new Map() };
    expect(policy.outgoing(b, bare)).toEqual(expected);
    expect(policy.incoming(b, bare)).toEqual({ part: expected, refused: [] });
  });
});

describe('who stamped a register is judged by its rules, whoever delivers it', () => {
  const policy = policyOf({ [c]: { import: { channels: ['#c*'], fields: withoutLists } } });
  const relayed: DocumentPart = part(id, [
    register(topic('t'), at(1, c)),
    register(ban('x!*@*'), at(1, c)),
    register(ban('y!*@*'), at(1, b)),
  ]);

  test('its fields', () => {
    const { part: taken, refused } = policy.incoming(b, { ...relayed, name: '#Chan' as IrcText })!;
    expect([...taken.registers.keys()]).toEqual(['topic', 'entry:ban:y!*@*']);
    expect(refused).toEqual(['entry:ban:x!*@*']);
  });

  test('its channels', () => {
    const { part: taken, refused } = policy.incoming(b, relayed)!;
    expect([...taken.registers.keys()]).toEqual(['entry:ban:y!*@*']);
    expect(refused).toEqual(['topic', 'entry:ban:x!*@*']);
    expect(policy.incoming(c, relayed)).toBeNull();
  });

  test('nothing is held back from it for that', () => {
    expect(policy.outgoing(c, relayed)).toBe(relayed);
  });
});

test('the scope is what passes both ways', () => {
  const policy = policyOf({
    [b]: {
      import: { channels: ['#*'], except: ['#staff*'], fields: ['topic', 'lists'] },
      export: { channels: ['#a*', '#s*'], fields: withoutLists },
    },
  });
  const scope = policy.scope(b);
  expect([...scope.classes]).toEqual(['topic']);
  const names = ['#a', '#b', '#s', '#staff', '+a'];
  expect(names.filter((name) => admitsChannel(scope, key(name)))).toEqual(['#a', '#s']);
  expect(policy.scope(c)).toEqual(policyOf({}).scope(b));
});

interface RuleText {
  channels?: string[];
  except?: string[];
  fields?: readonly FieldClass[];
}

function policyOf(rules: Record<string, { import?: RuleText; export?: RuleText }>): ExchangePolicy {
  const rule = (text: RuleText | undefined) => ({ ...passEverything, ...text }) as ExchangeRule;
  return new ExchangePolicy({
    casemapping,
    rules: new Map(
      Object.entries(rules).map(([peer, each]) => [
        peer as ServerName,
        { import: rule(each.import), export: rule(each.export) },
      ]),
    ),
  });
}

function key(name: string) {
  return channelKey(casemapping, name);
}
