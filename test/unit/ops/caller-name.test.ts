import { expect, test } from 'vitest';
import { callerName } from '../../../src/ops/caller-name.ts';

test('who gives no name is named by how they came in', () => {
  expect(callerName('', 'ops token')).toBe('ops token');
});

test.each(['alice', 'Alice B. <a@example.net>', 'x'.repeat(64)])('%s is kept as unproven', (name) => {
  expect(callerName(name, 'ops socket')).toBe(`unverified:${name}`);
});

test.each([' alice', 'alice ', 'al\nice', 'al\x1b[2Jice', 'älice', ' ', 'x'.repeat(65)])(
  '%j is refused',
  (name) => {
    expect(() => callerName(name, 'ops socket')).toThrow('at most 64 printable ASCII characters');
  },
);
