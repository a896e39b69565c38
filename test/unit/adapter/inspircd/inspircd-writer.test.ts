import { describe, expect, it } from 'vitest';
import { parseCapabilities } from '../../../../src/adapter/inspircd/capabilities.ts';
import { entry } from '../../../support/field-fixture.ts';
import { CHANMODES, LIMITS, realIrcd } from './real-ircd.ts';

describe('a list entry for InspIRCd', () => {
  it.each([
    ['a mask', 'a!*@*', true],
    ['one with a colon', 'a!*@2001:db8::1', true],
    ['an extended ban of a module that it has', 'm:*!*@x', true],
    ['one of a module that it lacks', 'Z:x', false],
    ["ircd-hybrid's", '$a:x', false],
    ["UnrealIRCd's", '~q:x', false],
  ])('is taken or refused as %s', (_what, mask, isTaken) => {
    const { writer } = linkedWith('EXTBANS=zRUmr');
    const { fitted, reason } = writer.fit(entry('except', mask));
    expect(fitted !== null).toBe(isTaken);
    expect(reason?.text ?? null).toBe(isTaken ? null : 'an extended ban that this ircd cannot evaluate');
  });

  it('is no extended ban where no module has any', () => {
    expect(linkedWith('').writer.fit(entry('ban', 'm:*!*@x')).reason?.status).toBe('refused');
  });
});

function linkedWith(more: string) {
  const result = parseCapabilities(CHANMODES, `${LIMITS} ${more}`);
  if ('problem' in result) throw new Error(result.problem);
  return realIrcd(result.traits);
}
