import { describe, expect, it } from 'vitest';
import { StartTime } from '../../../../src/adapter/inspircd/start-time.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';

function startedAt(...lines: string[]): number | null {
  const start = new StartTime('1AD');
  for (const line of lines) start.take(parseIrcLine(line));
  return start.startedAt;
}

const time = (clock: string): string => `:0AA NUM 0AA 1ADAAAAAA 391 a.test :Sun Nov 22 2026 ${clock}`;
const up = (text: string): string => `:0AA NUM 0AA 1ADAAAAAA 242 :Server up ${text}`;

describe('StartTime', () => {
  // 1795344480 is a full minute.
  it('is the time of the answers less the uptime', () => {
    const lines = [':0AA BURST 1795344515', time('10:48:35'), up('0 days, 00:00:01'), time('10:48:35')];
    expect(startedAt(...lines)).toBe(1795344514);
  });

  it('completes the time of the burst by the seconds of the answers, over the minute too', () => {
    const lines = [':0AA BURST 1795344539', time('10:49:01'), up('3 days, 04:05:06'), time('10:49:01')];
    expect(startedAt(...lines)).toBe(1795344541 - (3 * 86400 + 4 * 3600 + 5 * 60 + 6));
  });

  it('is unknown when a second passed between the answers', () => {
    const lines = [':0AA BURST 1795344515', time('10:48:35'), up('0 days, 00:00:01'), time('10:48:36')];
    expect(startedAt(...lines)).toBeNull();
  });

  it('is unknown when the ircd does not tell', () => {
    expect(startedAt(':0AA BURST 1795344515', time('10:48:35'), time('10:48:35'))).toBeNull();
    expect(startedAt(time('10:48:35'), up('0 days, 00:00:01'), time('10:48:35'))).toBeNull();
    const denied = ':0AA NUM 0AA 1ADAAAAAA 481 :Permission Denied';
    expect(startedAt(':0AA BURST 1795344515', time('10:48:35'), denied, time('10:48:35'))).toBeNull();
  });

  it('is asked for again where a second passed between the answers, until they are of one', () => {
    const start = new StartTime('1AD');
    const answers = (...lines: string[]): void => {
      start.questions('adapter.test', 'a.test', 5);
      for (const line of lines) start.take(parseIrcLine(line));
    };
    start.take(parseIrcLine(':0AA BURST 1795344515'));
    answers(time('10:48:35'), up('0 days, 00:00:01'), time('10:48:36'));
    expect(start.isWorthAsking(1795344516)).toBe(true);
    answers(time('10:48:36'), up('0 days, 00:00:02'), time('10:48:36'));
    expect(start.isWorthAsking(1795344516)).toBe(false);
    expect(start.startedAt).toBe(1795344514);
  });

  it('is asked for a few times only, and while the burst is less than a minute ago', () => {
    const start = new StartTime('1AD');
    start.take(parseIrcLine(':0AA BURST 1795344515'));
    const straddle = [time('10:48:35'), up('0 days, 00:00:01'), time('10:48:36')];
    let tries = 0;
    do {
      start.questions('adapter.test', 'a.test', 5);
      for (const line of straddle) start.take(parseIrcLine(line));
      expect(start.isWorthAsking(1795344515 + 50)).toBe(false);
    } while (++tries < 100 && start.isWorthAsking(1795344515 + 49));
    expect(tries).toBe(5);
  });

  it('is not asked for again where the ircd does not tell', () => {
    const start = new StartTime('1AD');
    start.questions('adapter.test', 'a.test', 5);
    for (const line of [':0AA BURST 1795344515', time('10:48:35'), time('10:48:36')]) {
      start.take(parseIrcLine(line));
    }
    expect(start.isWorthAsking(1795344516)).toBe(false);
  });

  it('asks by a user that is gone at once', () => {
    expect(new StartTime('1AD').questions('adapter.test', 'a.test', 5)).toEqual([
      ':1AD UID 1ADAAAAAA 5 1ADAAAAAA adapter.test adapter.test cburst 127.0.0.1 5 +io :asks when the ircd started',
      ':1ADAAAAAA TIME a.test',
      ':1ADAAAAAA STATS u a.test',
      ':1ADAAAAAA TIME a.test',
      ':1ADAAAAAA QUIT :',
    ]);
  });
});
