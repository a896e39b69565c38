import { expect, test } from 'vitest';
import type { ChannelKey } from '../../../src/core/casemapping.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { policyForNames } from '../../../src/core/name-policies.ts';

test("a channel's own policy counts before the network's, however its name is spelled", () => {
  const overrides = [{ name: '#Ops[1]' as IrcText, conflictPolicy: 'merge' }] as const;
  const policyFor = policyForNames({ conflictPolicy: 'oldest', overrides }, 'rfc1459');
  expect(policyFor('#ops{1}' as ChannelKey)).toBe('merge');
  expect(policyFor('#other' as ChannelKey)).toBe('oldest');
});
