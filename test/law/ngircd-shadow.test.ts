import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseIrcLine } from '../../src/adapter/irc-line.ts';
import { Shadow } from '../../src/adapter/shadow.ts';
import { channelState, isHeld } from '../../src/adapter/shadow-channel.ts';
import { realIrcd } from '../unit/adapter/ngircd/real-ircd.ts';
import { FollowedEvents } from './followed-events.ts';

const nick = fc.constantFrom('alice', 'bob', 'far', 'nobody');
const server = fc.constantFrom('ngircd.test', 'leaf.test', 'none.test');
const source = fc.oneof(nick, server, fc.constant(''));
const channel = fc.constantFrom('#a', '#A', '#b', '+c', '&local', '#', '');
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
  '+P',
  '-P',
  '+bk-l',
  '+Z',
  '',
  '+o',
);
const numeric = fc.constantFrom(
  '324',
  '329',
  '332',
  '333',
  '331',
  '367',
  '348',
  '346',
  '347',
  '401',
  '371',
  '005',
);

const line = fc.oneof(
  fc.tuple(nick, fc.constantFrom('1', '2', '9')).map(([n, t]) => `:ngircd.test NICK ${n} 1 u h ${t} + :x`),
  fc.tuple(nick, nick).map(([n, m]) => `:${n} NICK :${m}`),
  fc.tuple(nick, channel).map(([n, c]) => `:${n} JOIN ${c}\x07o`),
  fc.tuple(server, channel, nick, nick).map(([s, c, n, m]) => `:${s} NJOIN ${c} :@${n},+${m}`),
  fc.tuple(nick, channel).map(([n, c]) => `:${n} PART ${c} :bye`),
  fc.tuple(nick, channel, nick).map(([n, c, m]) => `:${n} KICK ${c} ${m} :out`),
  nick.map((n) => `:${n} QUIT :x`),
  fc
    .tuple(server, channel, modes, word, text)
    .map(([s, c, m, w, t]) => `:${s} CHANINFO ${c} ${m} ${w} 5 :${t}`),
  fc.tuple(source, channel, modes, word, word).map(([s, c, m, w, v]) => `:${s} MODE ${c} ${m} ${w} ${v}`),
  fc.tuple(source, channel, text).map(([s, c, t]) => `:${s} TOPIC ${c} :${t}`),
  fc
    .tuple(numeric, channel, word, text)
    .map(([n, c, w, t]) => `:ngircd.test ${n} adapter.test ${c} ${w} :${t}`),
  fc.constantFrom(
    ':ngircd.test SERVER leaf.test 2 2 :x',
    ':leaf.test SQUIT leaf.test :x',
    ':ngircd.test PING :ngircd.test',
  ),
  text,
);

it('whatever ngIRCd sends, who members are is told as the sidecar takes it', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const shadow = new Shadow({ ircd: realIrcd(), onUncarried: () => {} });
      shadow.tellsMembers = true;
      const told = new FollowedEvents();
      for (const raw of lines) {
        for (const event of shadow.apply(parseIrcLine(raw), 1795334500)) told.take(event);
        for (const { name } of shadow.takeDoubtful(1)) {
          shadow.expect(name, new Map(), null);
          const letters = [`324 adapter.test ${name} +`, `347 adapter.test ${name} :End`];
          for (const answer of letters)
            for (const event of shadow.apply(parseIrcLine(`:ngircd.test ${answer}`), 1)) told.take(event);
          shadow.read(name);
        }
      }
    }),
    { numRuns: 500 },
  );
});

it('whatever ngIRCd sends, events tell only what the sidecar takes, and add up to what the shadow shows', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.constant(null)), { maxLength: 60 }), (lines) => {
      const shadow = new Shadow({ ircd: realIrcd(), onUncarried: () => {} });
      const told = new FollowedEvents();
      const asked: ReturnType<Shadow['takeDoubtful']> = [];
      for (const raw of lines) {
        if (raw !== null) {
          for (const event of shadow.apply(parseIrcLine(raw), 1795334500)) told.take(event);
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
