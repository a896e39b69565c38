import { z } from 'zod';
import { conflictPolicies } from '../core/choose-id.ts';
import { DEFAULT_FLAPS } from '../core/flap-guard.ts';
import type { WriteMode } from '../core/host-writes.ts';
import { channelNameProblem } from '../core/identity.ts';
import { type IrcText, ircTextFromUtf8 } from '../core/irc-text.ts';
import { choice, type Hint, integer, parsed } from './config-values.ts';

/** `[channels]`: which of two channels of one name counts, and how long one is kept for an ircd that restarted. */
export function channelsSection() {
  return z
    .strictObject({
      conflict_policy: choice(conflictPolicies, POLICY_HINT).default('local'),
      start_in: choice(START_MODES, {
        why: 'a sidecar whose store is new writes to the ircd ("go"), or only looks until an operator says "cburst go" ("observe")',
        instead: 'write start_in = "observe"',
      }).default('go'),
      override: z.array(overrideTable()).default([]),
      forget_min: integer(600, 31_536_000, {
        why: 'removals are kept for at least 600 (ten minutes) to 31536000 seconds (a year)',
        instead: 'write forget_min = 86400',
      }).default(86_400),
      forget_after: integer(86_400, 315_360_000, {
        why: 'a silent peer is waited for 86400 (a day) to 315360000 seconds (ten years)',
        instead: 'write forget_after = 2592000',
      }).default(2_592_000),
      flap_limit: integer(1, 1000, {
        why: 'a field is left to the ircd after it undid 1 to 1000 changes of others within flap_window',
        instead: 'write flap_limit = 5',
      }).default(DEFAULT_FLAPS.limit),
      flap_window: integer(1, 86_400, {
        why: 'changes are counted over 1 to 86400 seconds (a day)',
        instead: 'write flap_window = 60',
      }).default(DEFAULT_FLAPS.windowMs / 1000),
      restart_grace: integer(0, 604_800, {
        why: 'the channels of a restarted ircd stay adoptable for 0 to 604800 seconds (a week)',
        instead: 'write restart_grace = 600',
      }).default(600),
    })
    .prefault({});
}

const START_MODES = ['go', 'observe'] as const satisfies readonly WriteMode[];

function overrideTable() {
  const name = parsed<IrcText>(
    { why: 'it is the name of a channel', instead: 'write name = "#help"' },
    (text) => {
      const value = ircTextFromUtf8(text);
      const problem = channelNameProblem(value);
      return problem === null ? { value } : { problem };
    },
  );
  return z.strictObject({ name, conflict_policy: choice(conflictPolicies, POLICY_HINT) });
}

const POLICY_HINT: Hint = {
  why: 'of two channels of one name every server keeps its own ("local"), or all move to the oldest ("oldest"), with what the younger one had ("merge")',
  instead: 'write conflict_policy = "local"',
};
