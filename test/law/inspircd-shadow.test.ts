import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseIrcLine } from '../../src/adapter/irc-line.ts';
import { Shadow } from '../../src/adapter/shadow.ts';
import { channelState, isHeld } from '../../src/adapter/shadow-channel.ts';
import { realIrcd } from '../unit/adapter/inspircd/real-ircd.ts';
import { FollowedEvents } from './followed-events.ts';

const uid = fc.constantFrom('0INAAAAAB', '0INAAAAAC', '2ADAAAAAA', '9ZZAAAAAA');
const source = fc.oneof(uid, fc.constantFrom('0IN', '2AD', '9ZZ', ''));
const channel = fc.constantFrom('#a', '#A', '#b', '#c', '&local', '#');
const text = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map((c) => String.fromCharCode(c)),
  maxLength: 6,
});
const modes = fc.constantFrom(
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
  '+bk-l',
  '+Z',
  '',
  '+o',
);
const time = fc.constantFrom('1795334447', '1795334450', '0', '-1', 'x', '99999999999999999999');
const word = text.map((t) => t.replace(/[\r\n ]/g, '') || 'x');

const line = fc
  .oneof(
    fc
      .tuple(source, channel, time, modes, word, uid)
      .map(([s, c, t, m, w, u]) => `:${s} FJOIN ${c} ${t} ${m} ${w} :,${u}:1`),
    fc.tuple(source, channel).map(([s, c]) => `:${s} IJOIN ${c} 1`),
    fc.tuple(source, channel).map(([s, c]) => `:${s} PART ${c} :bye`),
    fc.tuple(source, channel, uid).map(([s, c, u]) => `:${s} KICK ${c} ${u} :out`),
    fc.tuple(source).map(([s]) => `:${s} QUIT :x`),
    fc
      .tuple(source, channel, time, modes, word, word)
      .map(([s, c, t, m, w, v]) => `:${s} FMODE ${c} ${t} ${m} ${w} ${v}`),
    fc.tuple(source, channel, time, text).map(([s, c, t, x]) => `:${s} FTOPIC ${c} ${t} ${t} :${x}`),
    fc
      .tuple(source, channel, time, word, text)
      .map(([s, c, t, w, x]) => `:${s} FTOPIC ${c} ${t} ${t} ${w} :${x}`),
    fc.tuple(uid, word).map(([u, w]) => `:0IN UID ${u} 1 ${w} h h i 127.0.0.1 1 + :x`),
    fc.tuple(uid, word).map(([u, w]) => `:${u} NICK ${w} 1`),
    fc.constantFrom(':0IN SERVER leaf.test 2AD :x', ':0IN SQUIT 2AD :x', ':0IN PONG 1AD', ':0IN ENDBURST'),
    text,
  )
  .map((raw) => raw.replace(/[\r\n]/g, ''));

it('whatever the ircd sends, who members are is told as the sidecar takes it', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const shadow = new Shadow({ ircd: realIrcd(), onUncarried: () => {} });
      shadow.tellsMembers = true;
      const told = new FollowedEvents();
      for (const raw of lines) {
        for (const event of shadow.apply(parseIrcLine(raw), 1795334500)) told.take(event);
      }
    }),
    { numRuns: 500 },
  );
});

it('whatever the ircd sends, events tell only what the sidecar takes, and add up to what the shadow shows', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const shadow = new Shadow({ ircd: realIrcd(), onUncarried: () => {} });
      const told = new FollowedEvents();
      for (const raw of lines) {
        for (const event of shadow.apply(parseIrcLine(raw), 1795334500)) told.take(event);
      }
      const shown = [...shadow.channels.values()].filter(isHeld).map((each) => {
        const { name, members, held } = channelState(each);
        return [name, { members, held }];
      });
      expect(told.held).toEqual(Object.fromEntries(shown));
    }),
    { numRuns: 500 },
  );
});
