import { describe, expect, test } from 'vitest';
import { channelKey, fold, parseCasemapping } from '../../../src/core/casemapping.ts';
import {
  channelNameProblem,
  parseChannelId,
  parseChannelName,
  parseServerName,
} from '../../../src/core/identity.ts';
import { displayText, ircBytes, ircText, ircTextFromUtf8 } from '../../../src/core/irc-text.ts';
import { completeMask, isCutMask } from '../../../src/core/mask.ts';

test('folding: what each casemapping takes for letters', () => {
  expect(fold('ascii', 'AZ[]\\^{}|~\xc4')).toBe('az[]\\^{}|~\xc4');
  expect(fold('rfc1459', 'AZ[]\\^{}|~\xc4')).toBe('az{}|~{}|~\xc4');
  expect(fold('rfc1459-strict', 'AZ[]\\^{}|~\xc4')).toBe('az{}|^{}|~\xc4');
  expect(channelKey('rfc1459', '#Ä')).toBe('#Ä');
});

test('casemapping: the tokens of ircds', () => {
  expect(['ascii', 'rfc1459', 'strict-rfc1459', 'rfc1459-strict', 'rfc7613'].map(parseCasemapping)).toEqual([
    'ascii',
    'rfc1459',
    'rfc1459-strict',
    'rfc1459-strict',
    null,
  ]);
});

test.each([
  ['nick', 'nick!*@*'],
  ['*', '*!*@*'],
  ['user@host', '*!user@host'],
  ['nick!user', 'nick!user@*'],
  ['nick!user@host', 'nick!user@host'],
  ['a@b!c', 'a@b!c@*'],
  ['m:*!*@*', 'm:*!*@*'],
  ['~q:nick', '~q:nick'],
  ['$a:account', '$a:account'],
  ['host.example', 'host.example!*@*'],
])('mask %s is %s', (mask, completed) => {
  expect(completeMask(mask)).toBe(completed);
});

test.each([
  ['long-nick*!*@*', 'long-nick-1!user@host', true],
  ['long-nic!user@host', 'long-nick!user@host', true],
  ['nick!long-use*@host', 'nick!long-user@host', true],
  ['nick!user@host.exam*', 'nick!user@host.example', true],
  ['m:long-mas', 'm:long-mask', true],
  ['long-nick!*@*', 'long-nick!*@*', false],
  ['long-nick!*@*', 'long-nick!user@host', false],
  ['long-nic*!*@other', 'long-nick!user@host', false],
  ['other-nic*!*@*', 'long-nick!*@*', false],
  ['short*!*@*', 'short-nick!*@*', false],
  ['*!*@*', 'long-nick!*@*', false],
  ['m:long-mas', 'long-mask!*@*', false],
])('an ircd that cuts masks shows %s of %s: %s', (shown, given, isCut) => {
  expect(isCutMask(shown, given)).toBe(isCut);
});

describe('a name of a channel', () => {
  test.each([
    ['&local', 'local to its server'],
    ['general', 'does not start with'],
    ['', 'does not start with'],
    ['#a,b', 'comma'],
    ['#a b', 'blank'],
    ['#a\x07', 'BEL'],
    ['#a\r', 'CR'],
    [`#${'x'.repeat(200)}`, '201 bytes'],
  ])('that cannot be: %j', (name, problem) => {
    expect(channelNameProblem(name)).toContain(problem);
    expect(parseChannelName(name)).toBeNull();
  });

  test.each(['#', '#general', '+modeless', '!ABCDEsafe', '#\xff', '##c', '#:'])('that can be: %j', (name) => {
    expect(parseChannelName(name)).toBe(name);
  });
});

test('an id has one spelling', () => {
  expect(parseChannelId('123E4567-E89B-12D3-A456-426614174000')).toBe('123e4567-e89b-12d3-a456-426614174000');
  expect(parseChannelId('123e4567-e89b-12d3-a456-42661417400')).toBeNull();
  expect(parseChannelId('{23e4567-e89b-12d3-a456-426614174000}')).toBeNull();
});

test('a server name has words between dots', () => {
  for (const name of ['a', 'irc.example.com', 'a_b-c.d']) expect(parseServerName(name)).toBe(name);
  for (const name of ['', '.a', 'a.', 'a..b', '-a', 'a-', 'a b', 'ä.example', 'x'.repeat(129)])
    expect(parseServerName(name)).toBeNull();
});

test('text is shown as UTF-8 where it is, and control characters are visible', () => {
  expect(displayText(ircTextFromUtf8('Grüße'))).toBe('Grüße');
  expect(displayText('caf\xe9')).toBe('caf\xe9');
  expect(displayText('a\x02b\r\n\x7f')).toBe('a\\x02b\\x0d\\x0a\\x7f');
  expect(ircText(ircBytes('\x01\xff'))).toBe('\x01\xff');
});
