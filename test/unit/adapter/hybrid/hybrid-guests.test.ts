import { describe, expect, it } from 'vitest';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import { newShadowChannel } from '../../../../src/adapter/shadow-channel.ts';
import type { ChannelKey } from '../../../../src/core/casemapping.ts';
import type { IrcText } from '../../../../src/core/irc-text.ts';
import { realIrcd } from './real-ircd.ts';

const server = { id: '6SE', name: 'guests.adapter.test' };

describe('guests on an ircd-hybrid', () => {
  it('are on a server of their own, which also says that they join', () => {
    const { guests } = realIrcd();
    const channel = newShadowChannel('#x' as ChannelKey, '#x' as IrcText, 7);
    const carol = { nick: 'carol', user: 'far', host: 'far.host', realName: 'on far.test', server };
    const joins = [
      { id: '6SEB00001', letters: 'ov' },
      { id: '6SEB00002', letters: '' },
    ];
    expect([
      guests.bring(server),
      guests.introduce({ id: '6SEB00001', ...carol }, 1000),
      ...guests.join(server, channel, joins),
    ]).toEqual([
      ':1AD SID guests.adapter.test 2 6SE + :members of other servers',
      ':6SE UID carol 2 1002 + far far.host far.host 0.0.0.0 6SEB00001 * :on far.test',
      ':6SE SJOIN 7 #x + :@+6SEB00001 6SEB00002',
    ]);
  });
});

describe('the keeper of an ircd-hybrid', () => {
  it('ends a WHOIS that asks how long it is idle', () => {
    const ircd = realIrcd();
    ircd.introduce(1000);
    const answer = (line: string) => ircd.answerWhois(parseIrcLine(line), () => null, 1060);
    for (const line of [':0HYAAAAAA WHOIS 1ADAAAAAA :cburst-1AD', ':0HYAAAAAA WHOIS 1AD :CBURST-1ad'])
      expect(answer(line)).toContain(':1AD 317 0HYAAAAAA cburst-1AD 60 1000 :seconds idle, signon time');
  });
});
