import { describe } from 'vitest';
import { hybridProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { pairSuite } from './pair-suite.ts';

describe.skipIf(skipWithout(ngircdProgram) || skipWithout(hybridProgram))('pairs', () => {
  pairSuite('an ngIRCd and an ircd-hybrid', ['ngircd', 'hybrid']);
  pairSuite('an ircd-hybrid and an ngIRCd', ['hybrid', 'ngircd']);
});
