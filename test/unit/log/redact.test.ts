import { expect, test } from 'vitest';
import { redact } from '../../../src/log/redact.ts';

test.each([
  [{ joinKey: 'hush' }],
  [{ join_key: 'hush' }],
  [{ channel: { fields: [{ joinKey: 'hush' }] } }],
  [{ config: { link: { sendPassword: 'hush', receivePassword: 'hush' } } }],
  [{ password: 'hush', token: 'hush', keyPem: 'hush' }],
  [{ metadata: { Authorization: ['Bearer hush'] } }],
  [{ field: { kind: 'join-key', value: 'hush' } }],
  [{ changed: [{ field: { kind: 'join-key', value: 'hush' }, stamp: { ms: 1 } }] }],
])('%j shows no secret', (value) => {
  const shown = JSON.stringify(redact(value));
  expect(shown).not.toContain('hush');
  expect(shown).toContain('[redacted]');
});

test('everything else stays, and the original too', () => {
  const error = new Error('x');
  const value = {
    joinKey: null,
    err: error,
    n: 1,
    list: [{ kind: 'limit', value: 3 }],
    tokens: 'five',
    key: '#a',
  };
  expect(redact(value)).toEqual(value);
  expect(redact(value).err).toBe(error);
});

test('what refers to itself ends', () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  expect(JSON.stringify(redact(loop))).toContain('[too deep]');
});
