import { describe, expect, it } from 'vitest';
import type { InspircdTraits } from '../../../src/adapter/inspircd/capabilities.ts';
import { parseCapabilities } from '../../../src/adapter/inspircd/capabilities.ts';
import type { Field } from '../../../src/core/field.ts';
import { CHANMODES, LIMITS, realIrcd, traits } from './inspircd/real-ircd.ts';
import { linkedApplier } from './linked-applier.ts';

const NOW = 1795335000;

describe('UpdateApplier', () => {
  it('leaves a channel to who joined at the moment at which it was to be taken away, and gives him the rest', () => {
    const { update, written, answered, told } = linked(':0IN FJOIN #far 1795334609 +n :');
    update('#far', [flag('no-external'), flag('moderated'), flag('oper-only')]);
    expect(written()).toEqual([':1AD MODE #far +P-P', ':1AD RESYNC #far']);
    answered(':0INAAAAAB IJOIN #far 1\n:0IN FJOIN #far 1795334609 +n :,0INAAAAAB:1\n:0IN PONG 1AD');
    expect(told()).toEqual(['#far presence: held 1']);
    expect(written()).toEqual([':1AD MODE #far +m', ':1AD RESYNC #far']);
    answered(':0IN FJOIN #far 1795334609 +mn :,0INAAAAAB:1\n:0IN PONG 1AD');
    expect(told()).toEqual([expect.stringMatching(/^#far refused: oper-only \(.*see and enter/)]);
  });

  it('does not try again to take away what is there for another reason', () => {
    const { update, written, answered, told } = linked(':0IN FJOIN #far 1795334609 +n :');
    update('#far', [flag('oper-only')]);
    expect(written()).toHaveLength(2);
    answered(':0IN FJOIN #far 1795334609 +n :\n:0IN PONG 1AD');
    expect(written()).toEqual([]);
    expect(told()).toHaveLength(1);
  });

  it('tells that a permanent channel ended with the mode, where that is carried', () => {
    const carried = parseCapabilities(CHANMODES, LIMITS, ['permanent']);
    if ('problem' in carried) throw new Error(carried.problem);
    const { update, written, answered, told } = linked(':0IN FJOIN #far 1795334609 +Pn :', carried.traits);
    update('#far', [flag('no-external')]);
    expect(written()).toEqual([':1AD MODE #far -P', ':1AD RESYNC #far']);
    answered(':0IN PONG 1AD');
    expect(told().at(-1)).toBe('#far dropped');
  });
});

/** Linked to an InspIRCd that has such a channel. */
function linked(channel: string, of: InspircdTraits = traits) {
  const alice = ':0IN UID 0INAAAAAB 1795334444 alice h h alice 127.0.0.1 1795334444 + :Alice';
  return linkedApplier(realIrcd(of), `${alice}\n${channel}\n:0IN ENDBURST`, NOW);
}

function flag(mode: string): Field {
  return { kind: 'flag', name: mode, set: true };
}
