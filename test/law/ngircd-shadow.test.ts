import fc from 'fast-check';
import { describe } from 'vitest';
import { realIrcd } from '../unit/adapter/ngircd/real-ircd.ts';
import { channel, modes, shadowLaws, text, time, word } from './shadow-laws.ts';

const nick = fc.constantFrom('alice', 'bob', 'far', 'nobody');
const server = fc.constantFrom('ngircd.test', 'leaf.test', 'none.test');
const source = fc.oneof(nick, server, fc.constant(''));
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
  // A whole answer.
  fc
    .tuple(channel, modes, time)
    .map(([c, m, t]) =>
      [`324 adapter.test ${c} ${m}`, `329 adapter.test ${c} ${t}`, `347 adapter.test ${c} :End`]
        .map((each) => `:ngircd.test ${each}`)
        .join('\n'),
    ),
  fc.constantFrom(
    ':ngircd.test SERVER leaf.test 2 2 :x',
    ':leaf.test SQUIT leaf.test :x',
    ':ngircd.test PING :ngircd.test',
  ),
  text,
);

describe('whatever ngIRCd sends', () => shadowLaws(realIrcd, line));
