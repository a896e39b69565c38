import { describe } from 'vitest';
import { inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { pairSuite } from './pair-suite.ts';

describe.skipIf(skipWithout(ngircdProgram))('pairs with ngIRCd', () => {
  pairSuite('two ngIRCds', ['ngircd', 'ngircd']);
  describe.skipIf(skipWithout(inspircdProgram))('and InspIRCd', () => {
    pairSuite('an ngIRCd and an InspIRCd', ['ngircd', 'inspircd']);
    pairSuite('an InspIRCd and an ngIRCd', ['inspircd', 'ngircd']);
  });
});
