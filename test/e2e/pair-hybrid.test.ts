import { describe } from 'vitest';
import { hybridProgram, inspircdProgram, skipWithout } from './ircd-process.ts';
import { pairSuite } from './pair-suite.ts';

describe.skipIf(skipWithout(hybridProgram))('pairs with ircd-hybrid', () => {
  pairSuite('two ircd-hybrids', ['hybrid', 'hybrid']);
  describe.skipIf(skipWithout(inspircdProgram))('and InspIRCd', () => {
    pairSuite('an ircd-hybrid and an InspIRCd', ['hybrid', 'inspircd']);
    pairSuite('an InspIRCd and an ircd-hybrid', ['inspircd', 'hybrid']);
  });
});
