import { expect, test } from 'vitest';
import { channelKey } from '../../../src/core/casemapping.ts';
import { admitsChannel, passEverything, ruleScope } from '../../../src/core/exchange-scope.ts';
import { fieldClasses } from '../../../src/core/field-class.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { decodeRelay, encodeRelay } from '../../../src/core/relay-scopes.ts';
import { a, b, c } from '../../support/replica-fixture.ts';

const noKeys = ruleScope('rfc1459', {
  ...passEverything,
  fields: fieldClasses.filter((each) => each !== 'key'),
});
const someChannels = ruleScope('rfc1459', {
  channels: ['#A*'] as never[],
  except: ['#a-*'] as never[],
  fields: [],
});

test('servers of which the same is true share its items', () => {
  const scopes = new Map([
    [a, noKeys],
    [b, someChannels],
    [c, noKeys],
  ]);
  const items = encodeRelay(scopes);
  expect(items).toEqual([`@${a}`, `@${c}`, 'key', `@${b}`, '#a*', '-#a-*', ...fieldClasses]);
  const decoded = decode(...items);
  expect(encodeRelay(decoded)).toEqual(items);
  const admitted = ['#A1', '#a-1', '#b'].filter((name) => admits(decoded, b, name));
  expect(admitted).toEqual(['#A1']);
  expect([...decoded.get(b)!.classes]).toEqual([]);
  expect([decoded.get(c)!.classes.has('key'), decoded.get(c)!.classes.size]).toEqual([
    false,
    fieldClasses.length - 1,
  ]);
});

test('a rule that lets no channel through survives', () => {
  const nothing = ruleScope('rfc1459', { ...passEverything, channels: [] });
  const items = encodeRelay(new Map([[a, nothing]]));
  expect(items).toEqual([`@${a}`, '-*']);
  expect(admits(decode(...items), a, '#x')).toBe(false);
});

test('a class of a later version is passed over, and who is kept from nothing is not in it', () => {
  expect(decode(`@${a}`, 'avatars', `@${b}`, 'key', 'avatars').keys().toArray()).toEqual([b]);
  expect(decode(`@${a}`).size).toBe(0);
});

test.each([
  ['a rule of nobody', ['key', `@${a}`]],
  ['a server twice', [`@${a}`, 'key', `@${a}`, 'topic']],
  ['no server name', ['@', 'key']],
  ['an item of no known form', [`@${a}`, 'The Key']],
  ['an empty item', [`@${a}`, '']],
  ['a channel that never leaves its server', [`@${a}`, '-&x']],
  ['more globs than a rule has', [`@${a}`, ...Array.from({ length: 130 }, (_, n) => `#${n}`)]],
  ['more servers than a network has', [...Array.from({ length: 257 }, (_, n) => `@s${n}`), 'key']],
])('%s means nothing', (_what, items) => {
  expect(decodeRelay('rfc1459', items)).toHaveProperty('problem');
});

function decode(...items: string[]) {
  const decoded = decodeRelay('rfc1459', items);
  if ('problem' in decoded) throw new Error(decoded.problem);
  return decoded.scopes;
}

function admits(scopes: ReturnType<typeof decode>, server: ServerName, name: string): boolean {
  return admitsChannel(scopes.get(server)!, channelKey('rfc1459', name));
}
