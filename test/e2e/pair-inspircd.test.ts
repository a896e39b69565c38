import { describe, it } from 'vitest';
import { findInspircd } from './inspircd-process.ts';
import { pairSuite } from './pair-suite.ts';

if (findInspircd() !== null) {
  pairSuite('two InspIRCds', ['inspircd', 'inspircd']);
  pairSuite('a mini ircd and an InspIRCd', ['mini', 'inspircd']);
} else {
  describe('two InspIRCds', () => {
    // CI installs inspircd and sets this: there a skipped suite is a failure.
    it.skipIf(!process.env.CBURST_REQUIRE_INSPIRCD)('are there', () => {
      throw new Error('inspircd is not installed: apt-get install inspircd');
    });
  });
}
