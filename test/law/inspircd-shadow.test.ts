import fc from 'fast-check';
import { describe } from 'vitest';
import { realIrcd } from '../unit/adapter/inspircd/real-ircd.ts';
import { channel, modes, shadowLaws, text, time, word } from './shadow-laws.ts';

const uid = fc.constantFrom('0INAAAAAB', '0INAAAAAC', '2ADAAAAAA', '9ZZAAAAAA');
const source = fc.oneof(uid, fc.constantFrom('0IN', '2AD', '9ZZ', ''));

const line = fc.oneof(
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
);

describe('whatever InspIRCd sends', () => shadowLaws(realIrcd, line));
