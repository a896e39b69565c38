import { describe, expect, test } from 'vitest';
import { channelKey } from '../../../src/core/casemapping.ts';
import {
  admitsChannel,
  channelGlobProblem,
  decodeScope,
  type ExchangeRule,
  type ExchangeScope,
  encodeScope,
  GLOBS_MAX,
  intersectScopes,
  passEverything,
  ruleScope,
  unlimitedScope,
} from '../../../src/core/exchange-scope.ts';
import { everyFieldClass, fieldClasses } from '../../../src/core/field-class.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';

const casemapping = 'rfc1459';
const names = ['#a', '#ab', '#staff', '#staff-2', '#[x]', '+a', '!12345a'];

describe('a rule lets these channels through', () => {
  test.each<[string[], string[], string[]]>([
    [['*'], [], names],
    [['#*'], [], ['#a', '#ab', '#staff', '#staff-2', '#[x]']],
    [['#a', '+*'], [], ['#a', '+a']],
    [['#*'], ['#staff*', '#?'], ['#ab', '#[x]']],
    [['*'], ['#*'], ['+a', '!12345a']],
    [['#{X}', '#A'], [], ['#a', '#[x]']],
    [[], [], []],
    [['#a'], ['#a'], []],
  ])('%j except %j: %j', (channels, except, expected) => {
    expect(admitted(scopeOf({ channels, except }))).toEqual(expected);
  });
});

test('a rule that there is none is no limit', () => {
  expect(ruleScope(casemapping, passEverything)).toEqual(unlimitedScope);
  expect(ruleScope(casemapping, passEverything).classes).toBe(everyFieldClass);
  expect(encodeScope(unlimitedScope)).toEqual({ channels: null, fields: null });
});

test('what passes both is what each lets through', () => {
  const one = scopeOf({ channels: ['#*'], except: ['#staff*'], fields: ['topic', 'modes', 'lists'] });
  const other = scopeOf({ channels: ['#a*', '#s*', '+*'], fields: ['lists', 'topic', 'key'] });
  const both = intersectScopes(one, other);
  expect(admitted(both)).toEqual(['#a', '#ab']);
  expect([...both.classes].sort()).toEqual(['lists', 'topic']);
  expect(intersectScopes(one, one)).toEqual(one);
  expect(intersectScopes(one, unlimitedScope)).toEqual(one);
});

describe('as words', () => {
  const groupA = { channels: ['#*'], except: ['#Staff*', '#x'] };
  const groupB = { channels: ['#p*', '#q'] };
  test.each<[string, ExchangeScope, string[] | null, string[] | null]>([
    ['one group', scopeOf(groupA), ['#*', '-#staff*', '-#x'], null],
    [
      'two groups',
      intersectScopes(scopeOf(groupA), scopeOf(groupB)),
      ['#*', '-#staff*', '-#x', '', '#p*', '#q'],
      null,
    ],
    ['no channel', scopeOf({ channels: [] }), ['-*'], null],
    ['some fields', scopeOf({ fields: ['lists', 'topic'] }), null, ['topic', 'lists']],
    ['no field', scopeOf({ fields: [] }), null, []],
  ])('%s', (_name, scope, channels, fields) => {
    expect(encodeScope(scope)).toEqual({ channels, fields });
    const decoded = read(channels, fields);
    expect(encodeScope(decoded)).toEqual({ channels, fields });
    expect(admitted(decoded)).toEqual(admitted(scope));
    expect(decoded.classes).toEqual(scope.classes);
  });

  test('all classes by name are no limit, and a class of a later version is none', () => {
    expect(read(null, [...fieldClasses]).classes).toBe(everyFieldClass);
    expect([...read(null, ['topic', 'avatars']).classes]).toEqual(['topic']);
  });

  test('an empty list of channels is a scope without any', () => {
    expect(admitted(read([], null))).toEqual([]);
    expect(admitted(read(['#*', ''], null))).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['a local channel', ['&x']],
    ['an exception of no channel name', ['#*', '-x']],
    ['a comma', ['#a,b']],
    ['too long', [`#${'x'.repeat(200)}`]],
    ['too many', Array.from({ length: 4 * GLOBS_MAX + 2 }, () => '#a')],
  ])('%s is a problem', (_name, channels) => {
    expect(decodeScope(casemapping, { channels, fields: null })).toHaveProperty('problem');
  });

  test('as many as two rules can have are none', () => {
    const globs = (prefix: string) => Array.from({ length: GLOBS_MAX }, (_, index) => `#${prefix}${index}`);
    const taken = scopeOf({ channels: globs('a'), except: globs('b') });
    const given = scopeOf({ channels: globs('c'), except: globs('d') });
    const words = encodeScope(intersectScopes(taken, given));
    expect(decodeScope(casemapping, words)).toHaveProperty('scope');
  });
});

test.each([
  ['#*', null],
  ['*', null],
  ['?a', null],
  ['+x', null],
  ['!*', null],
  ['&x', /never leave/],
  ['x*', /does not start with/],
  ['', /does not start with/],
  ['#a,b', /comma/],
  ['#a b', /blank/],
  [`#${'x'.repeat(199)}`, null],
  [`#${'x'.repeat(200)}`, /at most 200/],
])('glob %j', (glob, problem) => {
  const found = channelGlobProblem(glob);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});

function scopeOf(rule: { channels?: string[]; except?: string[]; fields?: ExchangeRule['fields'] }) {
  return ruleScope(casemapping, {
    channels: (rule.channels ?? ['*']) as IrcText[],
    except: (rule.except ?? []) as IrcText[],
    fields: rule.fields ?? fieldClasses,
  });
}

function read(channels: string[] | null, fields: string[] | null): ExchangeScope {
  const decoded = decodeScope(casemapping, { channels, fields });
  if ('problem' in decoded) throw new Error(decoded.problem);
  return decoded.scope;
}

function admitted(scope: ExchangeScope): string[] {
  return names.filter((name) => admitsChannel(scope, channelKey(casemapping, name)));
}
