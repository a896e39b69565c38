import { expect, test } from 'vitest';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { policyDifferences } from '../../../src/peer/policy-differences.ts';

const rules = (policy: string, overrides: Record<string, string> = {}) => ({
  policy,
  overrides: new Map(Object.entries(overrides) as [IrcText, string][]),
});
const differences = (ours: ReturnType<typeof rules>, theirs: ReturnType<typeof rules>) =>
  policyDifferences('rfc1459', ours, theirs);

test.each([
  [rules('local'), rules('local')],
  [rules('local', { '#[x]': 'merge' }), rules('local', { '#{X}': 'merge' })],
  [rules('local', { '#x': 'local' }), rules('local')],
])('nothing, however it is written down: %j', (ours, theirs) => {
  expect(differences(ours, theirs)).toBeNull();
  expect(differences(theirs, ours)).toBeNull();
});

test('are named by channel, with what applies on each side', () => {
  expect(differences(rules('local'), rules('merge', { '#x': 'local' }))).toBe(
    'every channel: local here, merge there',
  );
  expect(
    differences(rules('local', { '#X': 'merge', '#y': 'oldest' }), rules('local', { '#y': 'newest' })),
  ).toBe('#X: merge here, local there; #y: oldest here, newest there');
});

test('are shown without control codes, and not without end', () => {
  const many = Object.fromEntries(Array.from({ length: 64 }, (_, n) => [`#\x1b${n}`, 'merge']));
  const text = differences(rules('local', many), rules('local'))!;
  expect(text).toContain('#\\x1b0: merge here, local there');
  expect(text.split('; ')).toHaveLength(11);
  expect(text).toMatch(/54 more channels$/);
});
