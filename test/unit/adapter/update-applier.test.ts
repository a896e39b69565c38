import { describe, expect, it } from 'vitest';
import type { InspircdTraits } from '../../../src/adapter/inspircd/capabilities.ts';
import { parseCapabilities } from '../../../src/adapter/inspircd/capabilities.ts';
import type { Field } from '../../../src/core/field.ts';
import { entry, flag } from '../../support/field-fixture.ts';
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

  it('tells at debug what updates wait for, once as long as it is the same', () => {
    const { update, answered, logged } = linked(':0IN FJOIN #far 1795334609 +n :,0INAAAAAB:1');
    const waits = ['updates wait', { updates: 1, why: 'answer', waitMs: null }];
    for (let round = 0; round < 2; round++) {
      update('#far', [flag('no-external'), flag('moderated')]);
      expect(logged()).toEqual([]);
      update('#far', [flag('no-external'), flag('secret')]);
      update('#far', [flag('no-external')]);
      expect(logged()).toEqual([waits]);
      for (const modes of ['mn', 'n'])
        answered(`:0IN FJOIN #far 1795334609 +${modes} :,0INAAAAAB:1\n:0IN PONG 1AD`);
    }
  });

  it('writes no more of what waits once operators stopped it, and tells what the ircd shows', () => {
    const { update, hold, written, answered, told } = linked(':0IN FJOIN #far 1795334609 +n :,0INAAAAAB:1');
    update('#far', [flag('no-external'), flag('moderated')]);
    expect(written()).toEqual([':1AD MODE #far +m', ':1AD RESYNC #far']);
    update('#far', [flag('no-external'), flag('secret')]);
    hold(true);
    // What was on its way is told as it came out, and nothing follows it.
    answered(':0IN FJOIN #far 1795334609 +mn :,0INAAAAAB:1\n:0IN PONG 1AD');
    expect(written()).toEqual([]);
    expect(told()).toEqual([
      '#far applied: ',
      expect.stringMatching(/^#far observed: secret .*, moderated /),
    ]);
    update('#far', [flag('no-external')]);
    expect(told()).toEqual([expect.stringMatching(/^#far observed: moderated /)]);
    hold(false);
    update('#far', [flag('no-external')]);
    expect(written()).toEqual([':1AD MODE #far -m', ':1AD RESYNC #far']);
  });

  describe('lists whose length the ircd tells with the channel', () => {
    const created = NOW + 2;
    const bans = ['a!*@*', 'b!*@*', 'c!*@*'].map((mask) => entry('ban', mask));
    const answer = (max: string, ...masks: string[]): string => {
      const list = masks.length === 0 ? '' : `:0IN FMODE #far ${created} +${'b'.repeat(masks.length)} `;
      return `:0IN FJOIN #far ${created} +n :\n${max}\n${list}${masks.join(' ')}\n:0IN PONG 1AD`;
    };
    const tells = (entries: number): string => `:0IN METADATA #far ${created} maxlist :b ${entries}`;
    const made = [`:1AD FJOIN #far ${created} +n :`, ':1AD RESYNC #far'];

    /** Channel #far is wished for with its bans, and made. */
    function making() {
      const link = linked('');
      link.update('#far', [flag('no-external'), ...bans]);
      link.answered(':0IN PONG 1AD');
      expect(link.written()).toEqual(made);
      return link;
    }

    it('are filled when it has told, and not beyond', () => {
      const { answered, written, told } = making();
      answered(answer(tells(2)));
      expect(told()).toEqual([]);
      expect(written()).toEqual([':1AD MODE #far +bb a!*@* b!*@*', ':1AD RESYNC #far']);
      answered(answer(tells(2), 'a!*@*', 'b!*@*'));
      expect(told()).toEqual(['#far refused:  (no room: on this ircd the list b has at most 2 entries)']);
      expect(written()).toEqual([]);
    });

    it('are filled by one that does not tell', () => {
      const { answered, written, told } = making();
      answered(answer(''));
      expect(written()).toEqual([':1AD MODE #far +bbb a!*@* b!*@* c!*@*', ':1AD RESYNC #far']);
      answered(answer('', 'a!*@*', 'b!*@*', 'c!*@*'));
      expect(told()).toEqual(['#far applied: ']);
    });

    it('get the rest in the same update when it tells that there is more room than before', () => {
      const { update, answered, written, told } = making();
      answered(answer(tells(2)));
      answered(answer(tells(2), 'a!*@*', 'b!*@*'));
      told();
      written();
      update('#far', [flag('no-external'), flag('moderated'), ...bans]);
      expect(written()).toEqual([':1AD MODE #far +m', ':1AD RESYNC #far']);
      answered(answer(tells(3), 'a!*@*', 'b!*@*').replace('+n', '+mn'));
      expect(written()).toEqual([':1AD MODE #far +b c!*@*', ':1AD RESYNC #far']);
      answered(answer(tells(3), 'a!*@*', 'b!*@*', 'c!*@*').replace('+n', '+mn'));
      expect(told()).toEqual(['#far applied: ']);
    });

    it('are asked for where nothing else is to be written', () => {
      const { update, answered, written } = linked(`:0IN FJOIN #far ${created} +n :,0INAAAAAB:1`);
      update('#far', [flag('no-external'), ...bans]);
      expect(written()).toEqual([':1AD RESYNC #far']);
      answered(answer(tells(100)));
      expect(written()).toEqual([':1AD MODE #far +bbb a!*@* b!*@* c!*@*', ':1AD RESYNC #far']);
    });
  });

  describe('masks that the ircd cuts', () => {
    const created = 1795334609;
    const long = (letter: string, bytes = 235): string => `a!b@${letter.repeat(bytes)}`;
    const cut = (letter: string): string => long(letter, 195);
    const whole = (...letters: string[]): Field[] => [
      flag('no-external'),
      ...letters.map((letter) => entry('ban', long(letter))),
    ];
    const shows = (modes: string, ...masks: string[]): string => {
      const list = masks.length === 0 ? '' : `:0IN FMODE #far ${created} +${'b'.repeat(masks.length)} `;
      return `:0IN FJOIN #far ${created} +${modes} :,0INAAAAAB:1\n${list}${masks.join(' ')}\n:0IN PONG 1AD`;
    };
    const held = `:0IN FJOIN #far ${created} +n :,0INAAAAAB:1\n:0IN METADATA #far ${created} maxlist :b 100`;

    it('are written once, and told as what they are shown as in each result', () => {
      const { update, written, answered, deviated } = linked(held);
      update('#far', whole('x', 'y'));
      expect(written()).toEqual([
        ...['x', 'y'].map((letter) => `:1AD MODE #far +b ${long(letter)}`),
        ':1AD RESYNC #far',
      ]);
      answered(shows('n', cut('y'), cut('x')));
      const both = [
        [long('x'), cut('x')],
        [long('y'), cut('y')],
      ];
      expect(deviated()).toEqual(both);
      // Each answer makes the entries anew.
      for (const [flags, modes] of [
        [[flag('moderated')], 'nm'],
        [[], 'n'],
      ] as const) {
        update('#far', [...whole('x', 'y'), ...flags]);
        expect(written()).toEqual([`:1AD MODE #far ${modes === 'nm' ? '+m' : '-m'}`, ':1AD RESYNC #far']);
        answered(shows(modes, cut('y'), cut('x')));
        expect(deviated()).toEqual(both);
      }
      update('#far', whole('y'));
      expect(written()).toEqual([`:1AD MODE #far -b ${cut('x')}`, ':1AD RESYNC #far']);
      answered(shows('n', cut('y')));
      expect(deviated()).toEqual([[long('y'), cut('y')]]);
      update('#far', whole('x', 'y'));
      expect(written()[0]).toBe(`:1AD MODE #far +b ${long('x')}`);
    });

    it('to the same are shown until the last is lifted', () => {
      const { update, written, answered, deviated } = linked(held);
      const wanted = (...sizes: number[]) => [
        flag('no-external'),
        ...sizes.map((bytes) => entry('ban', long('x', bytes))),
      ];
      update('#far', wanted(235));
      answered(shows('n', cut('x')));
      update('#far', wanted(235, 240));
      answered(shows('n', cut('x')));
      expect(deviated()).toEqual([
        [long('x', 235), cut('x')],
        [long('x', 240), cut('x')],
      ]);
      written();
      update('#far', wanted(240));
      expect(written()).toEqual([]);
      update('#far', wanted());
      expect(written()[0]).toBe(`:1AD MODE #far -b ${cut('x')}`);
    });
  });
});

/** Linked to an InspIRCd that has such a channel. */
function linked(channel: string, of: InspircdTraits = traits) {
  const alice = ':0IN UID 0INAAAAAB 1795334444 alice h h alice 127.0.0.1 1795334444 + :Alice';
  return linkedApplier(realIrcd(of), `${alice}\n${channel}\n:0IN ENDBURST`, NOW);
}
