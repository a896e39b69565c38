import { describe, expect, it } from 'vitest';
import type { GuestUser } from '../../../../src/adapter/guest-writer.ts';
import { parseCapabilities } from '../../../../src/adapter/inspircd/capabilities.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import { newShadowChannel } from '../../../../src/adapter/shadow-channel.ts';
import type { FindShown } from '../../../../src/adapter/whois-reply.ts';
import type { ChannelKey } from '../../../../src/core/casemapping.ts';
import type { IrcText } from '../../../../src/core/irc-text.ts';
import { CHANMODES, LIMITS, realIrcd } from './real-ircd.ts';

const server = { id: '6SE', name: 'guests.adapter.test' };
const carol: GuestUser = {
  id: '6SEB00001',
  nick: 'carol',
  user: 'a user name',
  host: ':1',
  realName: 'on far.test',
  server,
};

describe('guests on an InspIRCd', () => {
  const ircd = realIrcd();
  const { guests } = ircd;

  it('are on a server that bursts, join by FJOIN alone, and share no address with users', () => {
    const channel = newShadowChannel('#x' as ChannelKey, '#x' as IrcText, 7);
    expect([
      guests.bring(server, 1000),
      guests.introduce(carol, 1000),
      ...guests.join(server, channel, [{ id: carol.id, letters: '' }]),
      guests.rename(carol.id, 'caroline', 1000),
    ]).toEqual([
      ':1AD SERVER guests.adapter.test 6SE burst=1000000 :members of other servers',
      ':6SE UID 6SEB00001 1002 carol 0:1 0:1 a-user-nam 0.0.0.0 1000 + :on far.test',
      ':6SE FJOIN #x 7 + :,6SEB00001',
      ':6SEB00001 NICK caroline 1002',
    ]);
  });

  it('have as much of their names as the ircd says that it keeps', () => {
    const long = { ...carol, user: 'u'.repeat(200), host: 'h'.repeat(200) };
    const words = (limits: string): number[] => {
      const parsed = parseCapabilities(CHANMODES, limits);
      if ('problem' in parsed) throw new Error(parsed.problem);
      const { params } = parseIrcLine(realIrcd(parsed.traits).guests.introduce(long, 1000));
      return params.slice(3, 6).map((word) => word.length);
    };
    expect(words(LIMITS.replace('IDENTMAX=10', 'IDENTMAX=12').replace('MAXHOST=64', 'MAXHOST=40'))).toEqual([
      40, 40, 12,
    ]);
    expect(words('CASEMAPPING=ascii')).toEqual([64, 64, 10]);
  });

  it('are asked how long they are idle, and answer', () => {
    const shown = { ...carol, server: { name: server.name, text: '' }, signedOnAt: 1000, activeAt: 1050 };
    const find: FindShown = (who) => (who === carol.id ? shown : null);
    const answer = (line: string) => ircd.answerWhois(parseIrcLine(line), find, 1100);
    expect(answer(':0INAAAAAB IDLE 6SEB00001')).toEqual([':6SEB00001 IDLE 0INAAAAAB 1000 50']);
    expect(answer(':0INAAAAAB IDLE 6SEB00002')).toEqual([]);
    expect(answer('IDLE 6SEB00001')).toEqual([]);
    expect(answer(':0INAAAAAB PART 6SEB00001')).toEqual([]);
  });
});
