import { describe, expect, it } from 'vitest';
import { parseIrcLine } from '../../../src/adapter/irc-line.ts';
import { type ShownUser, whoisReply } from '../../../src/adapter/whois-reply.ts';

const carol: ShownUser = {
  nick: 'carol',
  user: 'far user',
  host: ':1',
  realName: 'on far.test',
  server: { name: 'guests.adapter.test', text: 'members of other servers' },
  signedOnAt: 1000,
  activeAt: 1040,
};
const known: Readonly<Record<string, ShownUser>> = { '6SEB00001': carol, carol };

function reply(line: string, now = 1100): string[] {
  return whoisReply(parseIrcLine(line), { ownId: '1AD', find: (who) => known[who] ?? null, now });
}

describe('whoisReply', () => {
  it.each([
    ':0HYAAAAAA WHOIS 6SEB00001 :carol',
    ':0HYAAAAAA WHOIS 6SE :carol',
    ':0HYAAAAAA WHOIS 6SEB00001 :before',
  ])('tells who it is and how long idle, and ends: %s', (line) => {
    const asked = line.split(':').at(-1)!;
    expect(reply(line)).toEqual([
      ':1AD 311 0HYAAAAAA carol far-user 0:1 * :on far.test',
      ':1AD 312 0HYAAAAAA carol guests.adapter.test :members of other servers',
      ':1AD 317 0HYAAAAAA carol 60 1000 :seconds idle, signon time',
      `:1AD 318 0HYAAAAAA ${asked} :End of WHOIS list`,
    ]);
  });

  it('is idle for no time to a clock that was set back', () => {
    expect(reply(':a WHOIS carol :carol', 5)[2]).toBe(':1AD 317 a carol 0 1000 :seconds idle, signon time');
  });

  it('ends also where it knows nobody', () => {
    expect(reply(':a WHOIS adapter.test :bob').map((line) => line.split(' ')[1])).toEqual(['401', '318']);
  });

  it.each([
    'WHOIS carol :carol',
    ':a WHOIS',
    ':a WHOIS carol :',
    ':a WHOIS carol :x y',
    ':a WHOWAS carol :carol',
  ])('says nothing to anything else: %s', (line) => {
    expect(reply(line)).toEqual([]);
  });
});
