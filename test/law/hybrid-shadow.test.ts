import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseIrcLine } from '../../src/adapter/irc-line.ts';
import { Shadow } from '../../src/adapter/shadow.ts';
import { channelState, isHeld } from '../../src/adapter/shadow-channel.ts';
import { realIrcd } from '../unit/adapter/hybrid/real-ircd.ts';
import { FollowedEvents } from './followed-events.ts';

const NOW = 1795334500;
const uid = fc.constantFrom('0HYAAAAAA', '0HYAAAAAB', '2ADAAAAAA', '9ZZAAAAAA', '1ADAAAAAA');
const sid = fc.constantFrom('0HY', '2AD', '9ZZ', '');
const source = fc.oneof(uid, sid);
const channel = fc.constantFrom('#a', '#A', '#b', '#c', '&local', '#', '');
const time = fc.constantFrom('1795334447', '1795334450', '0', '-1', 'x', '99999999999999999999');
const text = fc
  .string({ unit: fc.integer({ min: 1, max: 255 }).map((c) => String.fromCharCode(c)), maxLength: 6 })
  .map((t) => t.replace(/[\r\n]/g, ''));
const word = text.map((t) => t.replace(/ /g, '') || 'x');
const modes = fc.constantFrom(
  '+nt',
  '-n',
  '+k',
  '-k',
  '+l',
  '-l',
  '+b',
  '-b',
  '+S',
  '-zS',
  '+bk-l',
  '+?',
  '',
  '+o',
);

const line = fc.oneof(
  fc
    .tuple(sid, time, channel, modes, word, uid, uid)
    .map(([s, t, c, m, w, u, v]) => `:${s} SJOIN ${t} ${c} ${m} ${w} :@${u} ${v}`),
  fc.tuple(sid, time, channel).map(([s, t, c]) => `:${s} MLOCK ${t} ${c} 0 :`),
  fc.tuple(source, time, channel).map(([s, t, c]) => `:${s} JOIN ${t} ${c} +`),
  fc.tuple(source, channel).map(([s, c]) => `:${s} PART ${c} :bye`),
  fc.tuple(source, channel, uid).map(([s, c, u]) => `:${s} KICK ${c} ${u} :out`),
  fc.tuple(source, uid).map(([s, u]) => `:${s} KILL ${u} :x`),
  source.map((s) => `:${s} QUIT :x`),
  fc
    .tuple(source, time, channel, modes, word, word)
    .map(([s, t, c, m, w, v]) => `:${s} TMODE ${t} ${c} ${m} ${w} ${v}`),
  fc
    .tuple(sid, time, channel, fc.constantFrom('b', 'e', 'I', 'k', ''), text)
    .map(([s, t, c, l, w]) => `:${s} BMASK ${t} ${c} ${l} :${w} ${w}!x`),
  fc.tuple(source, channel, text).map(([s, c, t]) => `:${s} TOPIC ${c} :${t}`),
  fc.tuple(sid, time, channel, word, text).map(([s, t, c, w, x]) => `:${s} TBURST ${t} ${c} ${t} ${w} :${x}`),
  fc.tuple(sid, word, uid).map(([s, n, u]) => `:${s} UID ${n} 1 1 +i u h h 127.0.0.1 ${u} * :x`),
  fc.tuple(uid, word).map(([u, n]) => `:${u} NICK ${n} :1`),
  fc.constantFrom(':0HY SID leaf.test 2 2AD + :x', 'SQUIT 2AD :x', ':0HY EOB', 'PING :0HY'),
  text,
);

it('whatever ircd-hybrid sends, events tell only what the sidecar takes, and add up to what the shadow shows', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.constant(null)), { maxLength: 60 }), (lines) => {
      const ircd = realIrcd();
      const shadow = new Shadow({ ircd, onUncarried: () => {} });
      const told = new FollowedEvents();
      const asked: ReturnType<Shadow['takeDoubtful']> = [];
      for (const raw of lines) {
        if (raw !== null) {
          ircd.hear(parseIrcLine(raw));
          ircd.pong(parseIrcLine(raw));
          for (const event of shadow.apply(parseIrcLine(raw), NOW)) told.take(event);
          continue;
        }
        // What was asked is answered, and something else is asked.
        for (const { name, key } of asked.splice(0)) {
          const wasTold = shadow.channel(name) !== null && !shadow.isUnheardOf(key);
          if (shadow.read(name).channel === null && wasTold) told.forget(name);
        }
        for (const doubtful of shadow.takeDoubtful(2)) {
          shadow.expect(doubtful.name, new Map(), null);
          asked.push(doubtful);
        }
      }
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
