import { describe, expect, it } from 'vitest';
import { newShadowChannel } from '../../../../src/adapter/shadow-channel.ts';
import type { ChannelKey } from '../../../../src/core/casemapping.ts';
import type { IrcText } from '../../../../src/core/irc-text.ts';
import { realIrcd } from './real-ircd.ts';

describe('guests on an ngIRCd', () => {
  it('are on a server of their own, named by its token and their nicks', () => {
    const { guests } = realIrcd();
    const server = { id: 'guests.adapter.test', name: 'guests.adapter.test' };
    const channel = newShadowChannel('#x' as ChannelKey, '#x' as IrcText, 7);
    const carol = { nick: 'carol|net', user: 'far', host: 'far.host', realName: 'on far.test', server };
    expect([
      guests.bring(server),
      guests.introduce({ id: 'carol|net', ...carol }),
      ...guests.join(server, channel, [{ id: 'carol|net', letters: 'qo' }]),
      guests.rename('carol|net', 'caro|net'),
    ]).toEqual([
      ':adapter.test SERVER guests.adapter.test 2 2 :members of other servers',
      ':guests.adapter.test NICK carol|net 2 far far.host 2 + :on far.test',
      ':guests.adapter.test NJOIN #x :~@carol|net',
      ':carol|net NICK :caro|net',
    ]);
  });
});
