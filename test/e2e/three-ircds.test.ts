import { afterAll, beforeAll, describe } from 'vitest';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { networkCases } from './network-cases.ts';
import { NetworkStage } from './network-stage.ts';

const kinds = ['inspircd', 'ngircd', 'hybrid'] as const;
const isMissing = [inspircdProgram, ngircdProgram, hybridProgram].map(skipWithout).includes(true);

describe.skipIf(isMissing)('InspIRCd, ngIRCd and ircd-hybrid in one network', () => {
  let stage: NetworkStage;

  beforeAll(async () => {
    stage = await NetworkStage.start(kinds);
  }, 90_000);

  afterAll(() => stage?.network.stop(), 60_000);

  networkCases(kinds, () => stage);
});
