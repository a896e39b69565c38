import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LinkedIrcd } from '../../src/adapter/dialect.ts';
import { parseIrcLine } from '../../src/adapter/irc-line.ts';
import { Shadow } from '../../src/adapter/shadow.ts';
import { channelState, isHeld } from '../../src/adapter/shadow-channel.ts';
import { FollowedEvents } from './followed-events.ts';

/** Any bytes that a line may have. */
export const text = fc
  .string({ unit: fc.integer({ min: 1, max: 255 }).map((c) => String.fromCharCode(c)), maxLength: 6 })
  .map((t) => t.replace(/[\r\n]/g, ''));
/** The same without blanks. */
export const word = text.map((t) => t.replace(/ /g, '') || 'x');
export const channel = fc.constantFrom('#a', '#A', '#b', '#c', '+c', '&local', '#', '');
export const time = fc.constantFrom('1795334447', '1795334450', '0', '-1', 'x', '99999999999999999999');
export const modes = fc.constantFrom(
  ...[
    '+nt',
    '-n',
    '+k',
    '-k',
    '+l',
    '-l',
    '+b',
    '-b',
    '+P',
    '-P',
    '+S',
    '-zS',
    '+bk-l',
    '+Z',
    '+?',
    '',
    '+o',
  ],
);

const NOW = 1795334500;

/** What holds whatever lines an ircd sends. `line`: one of its lines, or some that it sends in one go; questions and their ends come in between. */
export function shadowLaws(ircd: () => LinkedIrcd, line: fc.Arbitrary<string>): void {
  const steps = fc.array(fc.oneof({ weight: 14, arbitrary: line }, fc.constant(null)), { maxLength: 60 });

  it('who members are is told as the sidecar takes it', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        follow(ircd(), taken, true);
      }),
      { numRuns: 500 },
    );
  });

  it('events tell only what the sidecar takes, and add up to what the shadow shows', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { told, shadow } = follow(ircd(), taken, false);
        const shown = [...shadow.channels.values()]
          .filter((each) => isHeld(each) && !shadow.isUnheardOf(each.key))
          .map((each) => {
            const { name, members, held } = channelState(each);
            return [name, { members, held }];
          });
        expect(told.held).toEqual(Object.fromEntries(shown));
      }),
      { numRuns: 1000 },
    );
  });
}

/** Null: what was asked is answered, as far as it ever is, and something else is asked. */
function follow(ircd: LinkedIrcd, steps: readonly (string | null)[], tellsMembers: boolean) {
  const shadow = new Shadow({ ircd, onUncarried: () => {} });
  shadow.tellsMembers = tellsMembers;
  const told = new FollowedEvents();
  const asked: ReturnType<Shadow['takeDoubtful']> = [];
  for (const raw of steps) {
    if (raw !== null) {
      for (const line of raw.split('\n').map(parseIrcLine)) {
        ircd.hear(line);
        ircd.pong(line);
        for (const event of shadow.apply(line, NOW)) told.take(event);
      }
      continue;
    }
    for (const one of asked.splice(0)) {
      if (shadow.takeDisturbed(one.name)) {
        asked.push(one);
        continue;
      }
      const wasTold = shadow.channel(one.name) !== null && !shadow.isUnheardOf(one.key);
      const { channel, after } = shadow.read(one.name);
      if (channel === null && wasTold) told.forget(one.name);
      for (const event of after) told.take(event);
    }
    for (const doubtful of shadow.takeDoubtful(2)) {
      shadow.expect(doubtful.name, new Map(), null);
      asked.push(doubtful);
    }
  }
  return { told, shadow };
}
