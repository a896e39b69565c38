import { pino } from 'pino';
import type { LinkedIrcd } from '../../../src/adapter/dialect.ts';
import { parseIrcLine } from '../../../src/adapter/irc-line.ts';
import { Pacer } from '../../../src/adapter/pacer.ts';
import { Shadow } from '../../../src/adapter/shadow.ts';
import { UpdateApplier } from '../../../src/adapter/update-applier.ts';
import type { Field } from '../../../src/core/field.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { eventText } from './event-text.ts';

/** An adapter's middle that is linked to an ircd which has sent `burst`; a test answers for the ircd. */
export function linkedApplier(ircd: LinkedIrcd, burst: string, startAt: number) {
  const clock = { now: startAt };
  const state = { isHeld: false };
  const shadow = new Shadow({ ircd, onUncarried: () => {} });
  const lines: string[] = [];
  const barriers: (() => void)[] = [];
  const heard: string[] = [];
  const logged: string[] = [];
  let deviated: [string, string][] = [];
  const applier = new UpdateApplier({
    ircd,
    shadow,
    writer: {
      get now() {
        return clock.now;
      },
      write: (more) => void lines.push(...more),
      barrier: (done) => void barriers.push(done),
    },
    pacer: new Pacer(1000, 1000),
    observes: () => state.isHeld,
    log: pino({ level: 'debug', base: null, timestamp: false }, { write: (line) => void logged.push(line) }),
    touchedSince: () => new Set(),
    onResults: (results) => {
      deviated = results.flatMap(({ deviations }) =>
        deviations.map(({ wanted, shown }) => [maskOf(wanted), maskOf(shown)]),
      );
      for (const { name, status, deviations, missing = '' } of results) {
        const what = deviations.map(
          (each) => `${'name' in each.wanted ? each.wanted.name : ''} (${each.reason})`,
        );
        heard.push(`${name} ${status}: ${what.join(', ') || missing}`);
      }
    },
    onEvents: (events) => void heard.push(...events.map(eventText)),
    onIdle: () => {},
  });
  const say = (text: string): void => {
    for (const line of text
      .split('\n')
      .filter((each) => each !== '')
      .map(parseIrcLine)) {
      ircd.pong(line);
      ircd.hear(line);
      heard.push(...shadow.apply(line, clock.now).map(eventText));
    }
  };
  say(burst);
  heard.length = 0;
  return {
    clock,
    shadow,
    update: (name: string, fields: readonly Field[] | null) =>
      applier.add([{ number: 1, hostSequence: 0, name: name as IrcText, fields }]),
    /** Many channels come at once, without fields. */
    updateAll: (names: readonly string[]) =>
      applier.add(names.map((name) => ({ number: 1, hostSequence: 0, name: name as IrcText, fields: [] }))),
    /** Operators stop what is written, or allow it again. */
    hold: (held: boolean) => {
      state.isHeld = held;
      applier.pump();
    },
    /** The adapter does what is due after lines. */
    pump: () => applier.pump(),
    /** What was written since it was asked for last. */
    written: () => lines.splice(0),
    /** True when the ircd was asked for the channel since. */
    asked: (name: string) => {
      const questions = ircd.writer.ask(name as IrcText);
      const since = lines.splice(0);
      return questions.every((question) => since.includes(question));
    },
    /** The ircd says this. */
    say,
    /** The ircd says this and has handled what was written. */
    answered: (text: string): void => {
      say(text);
      barriers.shift()?.();
    },
    /** The ircd has not handled all that was written. */
    owes: () => barriers.length > 0,
    /** Results and events since they were asked for last. */
    told: () => heard.splice(0),
    /** What it logged since it was asked for last: the text, and what stands with it. */
    logged: () =>
      logged.splice(0).map((line) => {
        const { msg, level: _, ...fields } = JSON.parse(line);
        return [msg, fields];
      }),
    /** Masks of entries that the last results told to be shown otherwise, and those that are shown. */
    deviated: () => deviated,
    stop: () => applier.stop(),
  };
}

function maskOf(field: Field | null): string {
  return field?.kind === 'entry' && field.value !== null ? field.mask : '';
}
