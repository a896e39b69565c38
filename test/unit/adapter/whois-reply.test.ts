import { describe, expect, it } from 'vitest';
import { parseIrcLine } from '../../../src/adapter/irc-line.ts';
import { type FindShown, type ShownUser, whoisReply } from '../../../src/adapter/whois-reply.ts';

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

const NICK_BYTES_MAX = 30;

function reply(line: string, now = 1100, find: FindShown = (who) => known[who] ?? null): string[] {
  return whoisReply(parseIrcLine(line), { ownId: '1AD', find, now, nickBytesMax: NICK_BYTES_MAX });
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
    '::a WHOIS carol :carol',
  ])('says nothing to anything else: %s', (line) => {
    expect(reply(line)).toEqual([]);
  });

  it.each(['adapter.test', 'carol'])('says nothing of a nick that no user can have: of %s', (target) => {
    const longest = 'n'.repeat(NICK_BYTES_MAX);
    expect(reply(`:a WHOIS ${target} :${longest}`).at(-1)).toBe(`:1AD 318 a ${longest} :End of WHOIS list`);
    expect(reply(`:a WHOIS ${target} :${longest}n`)).toEqual([]);
    expect(reply(`:a WHOIS ${target} :${'n'.repeat(9000)}`)).toEqual([]);
  });

  it('ends also for a user of the adapter whose nick is longer than those of others', () => {
    const keeper = { ...carol, nick: 'k'.repeat(NICK_BYTES_MAX + 1) };
    expect(reply(`:a WHOIS 1ADAAAAAA :${keeper.nick}`, 1100, () => keeper)).toHaveLength(4);
  });

  it('has no line that an ircd drops the link for', () => {
    const long = 'x'.repeat(600);
    const all: ShownUser = {
      ...carol,
      user: long,
      host: long,
      realName: long,
      server: { name: 's', text: long },
    };
    const lines = reply(':a WHOIS carol :carol', 1100, () => all);
    expect(lines.map((line) => line.length <= 510)).toEqual([true, true, true, true]);
    expect(reply(`:${long} WHOIS carol :carol`)).toEqual([]);
  });
});
