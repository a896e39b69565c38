import { describe, expect, it } from 'vitest';
import { servicesWish } from '../../../../src/adapter/hybrid/services-wish.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';

/** As ircd-hybrid 8.2.43 hands them on. */
describe('servicesWish', () => {
  it.each([
    [':5SVAAAAAA SVSNICK 6SEB00001 10 Guest4 11', { kind: 'user-changed', id: '6SEB00001', nick: 'Guest4' }],
    [':5SVAAAAAA SVSPART 6SEB00001 10 :#x', { kind: 'leave', user: '6SEB00001', name: '#x' }],
    [':5SVAAAAAA SVSKILL 6SEB00001 10 :go', { kind: 'user-gone', id: '6SEB00001' }],
    [':5SVAAAAAA SVSJOIN 6SEB00001 10 :#x', null],
  ])('%s', (line, wish) => {
    const { command, params } = parseIrcLine(line);
    expect(servicesWish(command, params)).toEqual(wish);
  });
});
