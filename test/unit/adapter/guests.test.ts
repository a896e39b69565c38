import { pino } from 'pino';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Guests } from '../../../src/adapter/guests.ts';
import { parseIrcLine } from '../../../src/adapter/irc-line.ts';
import type { IrcdEvent } from '../../../src/adapter/ircd-messages.ts';
import { Pacer } from '../../../src/adapter/pacer.ts';
import { Shadow } from '../../../src/adapter/shadow.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import type { Member, NickKey } from '../../../src/core/member.ts';
import { member } from '../../support/member-fixture.ts';
import { eventText } from './event-text.ts';
import { realIrcd } from './inspircd/real-ircd.ts';

const far = 'far.test' as ServerName;
const BURST = `
:0IN UID 0INAAAAAB 1 alice h h alice 127.0.0.1 1 + :x
:0IN FJOIN #x 1795334447 +nt :o,0INAAAAAB:0
:0IN ENDBURST`;

/** An InspIRCd that answers when a test says so. */
class Link {
  readonly now = 1000;
  readonly lines: string[] = [];
  readonly #barriers: (() => void)[] = [];

  write(lines: readonly string[]): void {
    this.lines.push(...lines);
  }

  barrier(done: () => void): void {
    this.#barriers.push(done);
  }

  answer(): void {
    for (const done of this.#barriers.splice(0)) done();
  }
}

describe('Guests', () => {
  let link: Link;
  let shadow: Shadow;
  let guests: Guests;
  let events: IrcdEvent[];
  let counts: string[];

  beforeEach(() => {
    vi.useFakeTimers();
    link = new Link();
    events = [];
    counts = [];
    const ircd = realIrcd();
    shadow = new Shadow({ ircd, onUncarried: () => {} });
    shadow.tellsMembers = true;
    guests = new Guests({
      ircd,
      shadow,
      writer: link,
      pacer: new Pacer(100_000, 100_000),
      nickSuffix: '|net',
      guestsMax: 3,
      log: pino({ level: 'silent' }),
      onEvents: (some) => void events.push(...some),
      onCount: ({ shown, missing }) => void counts.push(`${shown} ${missing}`),
    });
    shadow.guestListener = guests;
    heard(BURST);
    guests.begin();
    return () => {
      guests.stop();
      vi.useRealTimers();
    };
  });

  function heard(lines: string): string[] {
    return lines
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => shadow.apply(parseIrcLine(line), 1000))
      .map(eventText);
  }

  function tell(
    present: readonly Member[],
    more: { gone?: string[]; reset?: boolean; channel?: string } = {},
  ): void {
    const { gone = [], reset = false, channel = '#x' } = more;
    const change = { channel: channel as IrcText, server: far, reset, gone: gone as NickKey[], present };
    guests.take({ renamed: [], changes: [change], complete: true });
    vi.runOnlyPendingTimers();
  }

  /** What was written since, of guests. */
  const written = (): string[] => link.lines.splice(0);
  const carol = ':1AD UID 1ADB00001 1002 carol h.example h.example u 127.0.0.1 1002 + :on far.test';

  it('come with one line for all who join a channel, and go with it', () => {
    tell([member('carol', { modes: ['op', 'voice'] }), member('dave')]);
    expect(written()).toEqual([
      carol,
      ':1AD UID 1ADB00002 1002 dave h.example h.example u 127.0.0.1 1002 + :on far.test',
      ':1AD FJOIN #x 1795334447 + :ov,1ADB00001 ,1ADB00002',
    ]);
    tell([], { gone: ['carol'] });
    expect(written()).toEqual([':1ADB00001 QUIT :']);
    expect(counts).toEqual(['2 0', '1 0']);
  });

  it('are written before those who leave, so that no channel ends between', () => {
    tell([member('carol')]);
    link.answer();
    written();
    tell([member('dave')], { gone: ['carol'] });
    expect(written().map((line) => line.split(' ')[1])).toEqual(['UID', 'FJOIN', 'QUIT']);
  });

  it('keep a channel that its last user left once the ircd has let them in', () => {
    tell([member('carol')]);
    link.answer();
    expect(heard(':0INAAAAAB PART #x :x')).toEqual(['#x members: -alice']);
    tell([], { gone: ['carol'] });
    expect(events.map(eventText)).toEqual([]);
    link.answer();
    expect(events.map(eventText)).toEqual(['#x dropped']);
  });

  it('give up a channel that ended before they came into it', () => {
    tell([member('carol')]);
    written();
    expect(heard(':0INAAAAAB PART #x :x')).toEqual(['#x dropped']);
    expect(written()).toEqual([':1ADB00001 PART #x']);
    link.answer();
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([':1ADB00001 QUIT :']);
    shadow.expect('#x' as IrcText, new Map(), { createdAt: 1001 });
    heard(':0IN FJOIN #x 1001 +nt :\n:0IN PONG 1AD');
    shadow.read('#x' as IrcText);
    vi.runOnlyPendingTimers();
    expect(written().at(-1)).toBe(':1AD FJOIN #x 1001 + :,1ADB00002');
  });

  it('come into no channel that may be ending', () => {
    tell([member('carol')]);
    link.answer();
    heard(':0INAAAAAB PART #x :x');
    tell([], { gone: ['carol'] });
    written();
    tell([member('dave')]);
    expect(written().filter((line) => line.includes('FJOIN'))).toEqual([]);
    link.answer();
    vi.runOnlyPendingTimers();
    expect(shadow.channel('#x')).toBeNull();
    expect(written().filter((line) => line.includes('FJOIN'))).toEqual([]);
  });

  it('take the suffix where the ircd takes their nick away, once', () => {
    tell([member('carol')]);
    written();
    heard(':0IN SAVE 1ADB00001 1002');
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([':1ADB00001 NICK carol|net 1002']);
    heard(':0IN SAVE 1ADB00001 1002');
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([]);
  });

  it('are not brought back after a kill, and say nothing of their modes twice', () => {
    tell([member('carol')]);
    link.answer();
    written();
    tell([member('carol', { modes: ['op'] })]);
    expect(written()).toEqual([':1AD MODE #x +o 1ADB00001']);
    expect(heard(':0INAAAAAB FMODE #x 1795334447 -o 1ADB00001')).toEqual([]);
    tell([member('carol', { modes: ['op'] })]);
    expect(written()).toEqual([]);
    expect(heard(':0INAAAAAB KILL 1ADB00001 :Killed (alice (x))')).toEqual([]);
    tell([member('carol', { modes: ['op'] })]);
    expect(written()).toEqual([]);
    tell([member('Carol')]);
    expect(written()).toHaveLength(2);
  });

  it('come back as another when their host changes', () => {
    tell([member('carol')]);
    link.answer();
    written();
    tell([member('carol', { host: 'other.example' as IrcText })]);
    link.answer();
    vi.runOnlyPendingTimers();
    expect(written().map((line) => line.split(' ').slice(0, 5).join(' '))).toEqual([
      ':1ADB00001 QUIT :',
      ':1AD UID 1ADB00002 1002 carol',
      ':1AD FJOIN #x 1795334447 +',
    ]);
  });

  it('are no more than wanted, and another comes when one goes', () => {
    tell(['a', 'b', 'c', 'd', 'e'].map((nick) => member(nick)));
    expect(counts).toEqual(['3 2']);
    written();
    tell([], { gone: ['a', 'd'] });
    vi.runAllTimers();
    expect(counts.at(-1)).toBe('3 0');
    expect(written().filter((line) => line.includes(' UID '))).toHaveLength(1);
  });

  it('stay while a new stream tells them anew, and go when it does not', () => {
    tell([member('carol'), member('dave')]);
    link.answer();
    written();
    guests.begin();
    const change = {
      channel: '#x' as IrcText,
      server: far,
      reset: true,
      gone: [],
      present: [member('dave')],
    };
    guests.take({ renamed: [], changes: [change], complete: false });
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([]);
    guests.take({ renamed: [], changes: [], complete: true });
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([':1ADB00001 QUIT :']);
    guests.clear();
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([':1ADB00002 QUIT :']);
  });
});
