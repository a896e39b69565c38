import { describe, expect, it } from 'vitest';
import { encapWish } from '../../../../src/adapter/inspircd/encap-wish.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';

/** As InspIRCd 3.15 sends them. */
describe('encapWish', () => {
  it.each([
    [
      ':0INAAAAAB ENCAP 6SE SANICK 6SEB00001 :other',
      { kind: 'user-changed', id: '6SEB00001', nick: 'other' },
    ],
    [
      ':5SVAAAAAA ENCAP 6SE SVSNICK 6SEB00001 Guest4 :1',
      { kind: 'user-changed', id: '6SEB00001', nick: 'Guest4' },
    ],
    [':0INAAAAAB ENCAP 6SE SAPART 6SEB00001 #x :out', { kind: 'leave', user: '6SEB00001', name: '#x' }],
    [':5SVAAAAAA ENCAP 6SE SVSPART 6SEB00001 #x :out', { kind: 'leave', user: '6SEB00001', name: '#x' }],
    [':0INAAAAAB ENCAP 6SE SAKICK #x 6SEB00001 :bye', { kind: 'leave', user: '6SEB00001', name: '#x' }],
    [':0INAAAAAB ENCAP 6SE SAQUIT 6SEB00001 :x', { kind: 'user-gone', id: '6SEB00001' }],
    [':0INAAAAAB ENCAP 6SE SAJOIN 6SEB00001 :#y', null],
    [':0INAAAAAB ENCAP 6SE', null],
  ])('%s', (line, wish) => {
    expect(encapWish(parseIrcLine(line).params)).toEqual(wish);
  });
});
