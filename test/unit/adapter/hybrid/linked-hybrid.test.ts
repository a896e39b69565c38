import { describe, expect, it } from 'vitest';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import { freshIrcd, hybridConfig, realIrcd } from './real-ircd.ts';

const NOW = 1795335000;
const KEEPER =
  ':1AD UID cburst-1AD 1 1795335002 +i cburst adapter.test adapter.test 0.0.0.0 1ADAAAAAA * :keeps channels of other servers';

describe('LinkedHybrid', () => {
  it('introduces itself with its questions and its keeper', () => {
    const ircd = freshIrcd();
    expect(ircd.introduce(NOW)).toEqual({
      lines: [
        ':1AD TIME 0HY',
        ':1AD VERSION 0HY',
        `:1AD UID 1ADAAAAAZ 1 ${NOW} +io cburst adapter.test adapter.test 127.0.0.1 1ADAAAAAZ * :asks for limits and forbidden names`,
        ':1ADAAAAAZ INFO 0HY',
        ':1ADAAAAAZ QUIT :',
        KEEPER,
        ':1AD EOB',
      ],
      isLast: false,
    });
    expect(ircd.introduce(NOW)).toEqual({ lines: [], isLast: true });
  });

  it('brings no keeper and asks nothing that operators see while it only observes', () => {
    const config = hybridConfig();
    const ircd = freshIrcd({ ...config, adapter: { ...config.adapter, observe: true } });
    expect(ircd.introduce(NOW).lines).toEqual([':1AD TIME 0HY', ':1AD VERSION 0HY', ':1AD EOB']);
  });

  it('learns which names are forbidden, and leaves reserved nicks aside', () => {
    const ircd = realIrcd();
    for (const line of [
      ':0HY 217 1ADAAAAAZ Q #evil* :no evil',
      ':0HY 217 1ADAAAAAZ Q *serv :a nick',
      ':0HY 217 0HYAAAAAA Q #other :for another',
      ':0HY 219 1ADAAAAAZ q :End of /STATS report',
    ]) {
      ircd.hear(parseIrcLine(line));
    }
    expect(ircd.writer.nameProblem('#evil1' as never, NOW)).toContain('no evil');
    expect(ircd.writer.nameProblem('#other' as never, NOW)).toBeNull();
    expect(ircd.writer.nameProblem('#serv' as never, NOW)).toBeNull();
  });

  it('says once what is missing where no keeper is wanted', () => {
    const ircd = freshIrcd(hybridConfig({ keeper: false }));
    expect(ircd.introduce(NOW).lines).not.toContain(KEEPER);
    expect(ircd.notices(false)).toMatchObject([{ next: expect.stringContaining('keeper = true') }]);
    expect(ircd.notices(true)).toEqual([]);
    expect(freshIrcd().notices(false)).toEqual([]);
  });

  it('learns limits, software, clock and start from the answers', () => {
    const ircd = realIrcd();
    expect(ircd.traits).toMatchObject({
      topicBytesMax: 300,
      channelBytesMax: 50,
      extendedBans: 'Kacjmnorstuz',
    });
    expect(ircd.software).toBe('ircd-hybrid-1:8.2.43+dfsg.1-1.');
    expect(ircd.incarnation).toBe('start-1795365715');
    const time = ':0HY 391 1AD hyb.test :Sunday November 22 2026 -- 18:41:56 +0200';
    expect(ircd.hear(parseIrcLine(time))).toBe(1795365716);
  });

  it('takes nobody but the ircd at its word', () => {
    const ircd = freshIrcd();
    for (const line of [
      ':2AD 371 1AD :On-line since Sunday November 22 2026 -- 16:41:55 +0000',
      ':2AD 005 1AD TOPICLEN=9999 :are supported by this server',
    ]) {
      expect(ircd.hear(parseIrcLine(line))).toBeNull();
    }
    expect([ircd.incarnation, ircd.traits.topicBytesMax]).toEqual(['', 160]);
  });

  it('has no mode that the ircd does not name', () => {
    const ircd = freshIrcd();
    ircd.hear(parseIrcLine(':0HY 005 1AD CHANMODES=be,k,l,imnpst :are supported by this server'));
    expect([...ircd.traits.modes.keys()].sort().join('')).toBe('behiklmnopstv');
  });

  it('knows a ping, the answer to its own, and whom to answer', () => {
    const ircd = realIrcd();
    expect(ircd.ping()).toBe(':1AD PING adapter.test hyb.test');
    expect(ircd.isPong(parseIrcLine(':0HY PONG hyb.test :1AD'))).toBe(true);
    expect(ircd.isPong(parseIrcLine(':2AD PONG far.test :1AD'))).toBe(false);
    expect(ircd.pong(parseIrcLine('PING :0HY'))).toBe(':1AD PONG adapter.test :0HY');
    expect(ircd.pong(parseIrcLine(':0HY PONG hyb.test :1AD'))).toBeNull();
  });

  it('gives way to a user who has its nick', () => {
    const ircd = realIrcd();
    const kill = ':0HY KILL 1ADAAAAAA :hyb.test (Nick collision (new))';
    expect(ircd.pong(parseIrcLine(kill))).toContain(' UID 1ADAAAAAA ');
  });

  it('brings a killed keeper back, but not for ever', () => {
    const ircd = realIrcd();
    const kill = parseIrcLine(':0HYAAAAAA KILL 1ADAAAAAA :hyb.test!127.0.0.1!~op!op (bye)');
    const view = { channel: () => null } as never;
    for (let time = 1; time <= 5; time++) {
      expect(ircd.pong(kill)).toContain(' UID cburst-1AD ');
      ircd.read(kill, NOW, view);
    }
    expect(ircd.pong(kill)).toBeNull();
    expect(ircd.writer.nameProblem('#x' as never, NOW)).toContain('killed the keeper');
    expect(ircd.pong(parseIrcLine(':0HYAAAAAA KILL 0HYAAAAAB :x'))).toBeNull();
  });
});
