import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { parseCapabilities } from '../../../src/adapter/inspircd/capabilities.ts';
import { parseIrcLine } from '../../../src/adapter/irc-line.ts';
import type { IrcdTraits } from '../../../src/adapter/ircd-traits.ts';
import { Pacer } from '../../../src/adapter/pacer.ts';
import { Shadow } from '../../../src/adapter/shadow.ts';
import { UpdateApplier } from '../../../src/adapter/update-applier.ts';
import type { Field } from '../../../src/core/field.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { eventText } from './event-text.ts';
import { CHANMODES, LIMITS, realIrcd, traits } from './inspircd/real-ircd.ts';

const NOW = 1795335000;
const name = '#far' as IrcText;

describe('UpdateApplier', () => {
  it('leaves a channel to who joined at the moment at which it was to be taken away, and gives him the rest', () => {
    const { update, written, answered, told } = linked(':0IN FJOIN #far 1795334609 +n :');
    update([flag('no-external'), flag('moderated'), flag('oper-only')]);
    expect(written()).toEqual([':1AD MODE #far +P-P', ':1AD RESYNC #far']);
    answered(':0INAAAAAB IJOIN #far 1\n:0IN FJOIN #far 1795334609 +n :,0INAAAAAB:1\n:0IN PONG 1AD');
    expect(told()).toEqual([]);
    expect(written()).toEqual([':1AD MODE #far +m', ':1AD RESYNC #far']);
    answered(':0IN FJOIN #far 1795334609 +mn :,0INAAAAAB:1\n:0IN PONG 1AD');
    expect(told()).toEqual([expect.stringMatching(/^#far refused: oper-only \(.*see and enter/)]);
  });

  it('does not try again to take away what is there for another reason', () => {
    const { update, written, answered, told } = linked(':0IN FJOIN #far 1795334609 +n :');
    update([flag('oper-only')]);
    expect(written()).toHaveLength(2);
    answered(':0IN FJOIN #far 1795334609 +n :\n:0IN PONG 1AD');
    expect(written()).toEqual([]);
    expect(told()).toHaveLength(1);
  });

  it('tells that a permanent channel ended with the mode, where that is carried', () => {
    const carried = parseCapabilities(CHANMODES, LIMITS, ['permanent']);
    if ('problem' in carried) throw new Error(carried.problem);
    const { update, written, answered, told } = linked(':0IN FJOIN #far 1795334609 +Pn :', carried.traits);
    update([flag('no-external')]);
    expect(written()).toEqual([':1AD MODE #far -P', ':1AD RESYNC #far']);
    answered(':0IN PONG 1AD');
    expect(told().at(-1)).toBe('#far dropped');
  });
});

/** An adapter's middle, linked to an InspIRCd that has such a channel; a test answers for the ircd. */
function linked(channel: string, of: IrcdTraits = traits) {
  const ircd = realIrcd(of);
  const shadow = new Shadow({ ircd, onUncarried: () => {} });
  const apply = (lines: string): void => {
    for (const line of lines.split('\n')) shadow.apply(parseIrcLine(line), NOW);
  };
  apply(
    `:0IN UID 0INAAAAAB 1795334444 alice h h alice 127.0.0.1 1795334444 + :Alice\n${channel}\n:0IN ENDBURST`,
  );
  const lines: string[] = [];
  const barriers: (() => void)[] = [];
  const heard: string[] = [];
  const applier = new UpdateApplier({
    ircd,
    shadow,
    writer: {
      now: NOW,
      write: (more) => void lines.push(...more),
      barrier: (done) => void barriers.push(done),
    },
    pacer: new Pacer(1000, 1000),
    observe: false,
    log: pino({ level: 'silent' }),
    touchedSince: () => new Set(),
    onResults: (results) => {
      for (const { name, status, deviations } of results) {
        const what = deviations.map(
          ({ wanted, reason }) => `${'name' in wanted ? wanted.name : ''} (${reason})`,
        );
        heard.push(`${name} ${status}: ${what.join(', ')}`);
      }
    },
    onEvents: (events) => void heard.push(...events.map(eventText)),
    onIdle: () => {},
  });
  return {
    update: (fields: readonly Field[]) => applier.add([{ number: 1, hostSequence: 0, name, fields }]),
    /** What was written since it was asked for last. */
    written: () => lines.splice(0),
    /** The ircd says this and has handled what was written. */
    answered: (text: string): void => {
      apply(text);
      barriers.shift()?.();
    },
    /** Results and events so far. */
    told: () => heard,
  };
}

function flag(mode: string): Field {
  return { kind: 'flag', name: mode, set: true };
}
