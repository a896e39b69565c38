import { describe } from 'vitest';
import { guestSuite } from './guest-suite.ts';
import { startHybrid } from './hybrid-process.ts';
import { startInspircd } from './inspircd-process.ts';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { startNgircd } from './ngircd-process.ts';

describe.skipIf(skipWithout(inspircdProgram))('members', () =>
  guestSuite('InspIRCd', {
    type: 'inspircd',
    start: (options) => startInspircd({ ...options, sid: '0AA' }),
    isSuffixDue: false,
    keepers: [],
    alice: 'alice!alice@127.0.0.1',
    suffix: '/net',
    canSplitOff: false,
  }),
);

describe.skipIf(skipWithout(hybridProgram))('members', () =>
  guestSuite('ircd-hybrid', {
    type: 'hybrid',
    start: (options) => startHybrid({ ...options, sid: '0AA' }),
    isSuffixDue: false,
    keepers: ['cburst-1AD'],
    alice: 'alice!~alice@127.0.0.1',
    suffix: '|net',
    canSplitOff: true,
  }),
);

describe.skipIf(skipWithout(ngircdProgram))('members', () =>
  guestSuite('ngIRCd', {
    type: 'ngircd',
    start: startNgircd,
    isSuffixDue: true,
    keepers: [],
    alice: 'alice!~alice@127.0.0.1',
    suffix: '|net',
    canSplitOff: true,
  }),
);
