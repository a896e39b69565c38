import fc from 'fast-check';
import { describe } from 'vitest';
import { realIrcd } from '../unit/adapter/hybrid/real-ircd.ts';
import { channel, modes, shadowLaws, text, time, word } from './shadow-laws.ts';

const uid = fc.constantFrom('0HYAAAAAA', '0HYAAAAAB', '2ADAAAAAA', '9ZZAAAAAA', '1ADAAAAAA');
const sid = fc.constantFrom('0HY', '2AD', '9ZZ', '');
const source = fc.oneof(uid, sid);

const line = fc.oneof(
  fc
    .tuple(sid, time, channel, modes, word, uid, uid)
    .map(([s, t, c, m, w, u, v]) => `:${s} SJOIN ${t} ${c} ${m} ${w} :@${u} ${v}`),
  // A whole answer.
  fc
    .tuple(time, channel, modes, uid)
    .map(([t, c, m, u]) => `:0HY SJOIN ${t} ${c} ${m} x :${u}\n:0HY MLOCK ${t} ${c} 0 :`),
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

describe('whatever ircd-hybrid sends', () => shadowLaws(realIrcd, line));
