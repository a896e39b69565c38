import { expect, test } from 'vitest';
import { callerName } from '../../../src/ops/caller-name.ts';

const grafana = { access: 'token grafana' };

test('who gives no name is named by how they came in', () => {
  expect(callerName('', grafana)).toBe('token grafana');
});

test.each(['alice', 'Alice B. <a@example.net>', 'x'.repeat(64)])(
  '%s is kept as unproven, beside it',
  (name) => {
    expect(callerName(name, grafana)).toBe(`token grafana (unverified: ${name})`);
  },
);

test.each([' alice', 'alice ', 'al\nice', 'al\x1b[2Jice', 'älice', ' ', 'x'.repeat(65)])(
  '%j is refused',
  (name) => {
    expect(() => callerName(name, grafana)).toThrow('at most 64 printable ASCII characters');
  },
);
