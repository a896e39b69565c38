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
  now = 1000;
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
    shadow = new Shadow({ ircd, services: ['services.test'], onUncarried: () => {} });
    shadow.tellsMembers = true;
    guests = new Guests({
      ircd,
      shadow,
      own: { id: '1AD', name: 'adapter.test' },
      uplink: { id: '0IN', name: 'insp.test' },
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
  const carol = ':6SE UID 6SEB00001 1002 carol h.example h.example u 0.0.0.0 1000 + :on far.test';
  const server = ':1AD SERVER guests.adapter.test 6SE burst=1000000 :members of other servers';

  it('come with one line for all who join a channel, and go with it', () => {
    tell([member('carol', { modes: ['op', 'voice'] }), member('dave')]);
    expect(written()).toEqual([
      server,
      carol,
      ':6SE UID 6SEB00002 1002 dave h.example h.example u 0.0.0.0 1000 + :on far.test',
      ':6SE FJOIN #x 1795334447 + :ov,6SEB00001 ,6SEB00002',
    ]);
    tell([], { gone: ['carol'] });
    expect(written()).toEqual([':6SEB00001 QUIT :']);
    expect(counts).toEqual(['2 0', '1 0']);
  });

  it('stay as they are while writing is held, and are then as they were told to be', () => {
    tell([member('carol')]);
    link.answer();
    written();
    guests.hold(true);
    tell([member('dave')], { gone: ['carol'] });
    guests.leave(shadow.key('#x'));
    expect(heard(':0INAAAAAB PART #x :x')).toEqual(['#x members: -alice']);
    expect(written()).toEqual([]);
    heard(':0INAAAAAB IJOIN #x 1');
    guests.hold(false);
    vi.runOnlyPendingTimers();
    expect(written().map((line) => line.split(' ')[1])).toEqual(['UID', 'FJOIN', 'QUIT']);
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
    expect(written()).toEqual([':6SEB00001 PART #x']);
    link.answer();
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([':6SEB00001 QUIT :']);
    shadow.expect('#x' as IrcText, new Map(), { createdAt: 1001 });
    heard(':0IN FJOIN #x 1001 +nt :\n:0IN PONG 1AD');
    shadow.read('#x' as IrcText);
    vi.runOnlyPendingTimers();
    expect(written().at(-1)).toBe(':6SE FJOIN #x 1001 + :,6SEB00002');
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
    heard(':0IN SAVE 6SEB00001 1002');
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([':6SEB00001 NICK carol|net 1002']);
    heard(':0IN SAVE 6SEB00001 1002');
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([]);
  });

  it('are not brought back after a kill, and say nothing of their modes twice', () => {
    tell([member('carol')]);
    link.answer();
    written();
    tell([member('carol', { modes: ['op'] })]);
    expect(written()).toEqual([':1AD MODE #x +o 6SEB00001']);
    expect(heard(':0INAAAAAB FMODE #x 1795334447 -o 6SEB00001')).toEqual([]);
    tell([member('carol', { modes: ['op'] })]);
    expect(written()).toEqual([]);
    expect(heard(':0INAAAAAB KILL 6SEB00001 :Killed (alice (x))')).toEqual([]);
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
      ':6SEB00001 QUIT :',
      ':6SE UID 6SEB00002 1002 carol',
      ':6SE FJOIN #x 1795334447 +',
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
    expect(written()).toEqual([':6SEB00001 QUIT :']);
    guests.clear();
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([':6SEB00002 QUIT :']);
  });

  it('are on a server that the native network has not', () => {
    heard(':0IN SERVER guests.adapter.test 6SE :a real one\n:6SE SERVER leaf.test 6SF :behind it');
    tell([member('carol')]);
    expect(written()[0]).toBe(
      ':1AD SERVER guests-2.adapter.test 6SG burst=1000000 :members of other servers',
    );
  });

  it('are nobody any more when their server is split off, and do not come back', () => {
    tell([member('carol'), member('dave')]);
    link.answer();
    expect(heard(':0INAAAAAB PART #x :x')).toEqual(['#x members: -alice']);
    written();
    expect(heard(':0IN SQUIT 6SE :unwanted')).toEqual(['#x dropped']);
    expect(written()).toEqual([':1AD SQUIT 6SE :']);
    heard(':0IN UID 0INAAAAAC 1 bob h h bob 127.0.0.1 1 + :x\n:0IN FJOIN #x 1001 +nt :o,0INAAAAAC:0');
    tell([member('carol'), member('erin')]);
    expect(written()).toEqual([]);
    expect(counts.at(-1)).toBe('0 3');
  });

  it('never have the nick of a service that is away', () => {
    heard(':0IN SERVER services.test 5SV :services\n:5SV UID 5SVAAAAAA 1 Global h h s 127.0.0.1 1 + :x');
    heard(':0IN SQUIT 5SV :back soon');
    tell([member('gLOBAL')]);
    expect(written()[1]).toMatch(/ UID 6SEB00001 \d+ gLOBAL\|net /);
    for (const nick of ['global', 'other']) heard(`:0IN ENCAP 6SE SVSNICK 6SEB00001 ${nick} :1`);
    expect(written()).toEqual([':6SEB00001 NICK other 1002']);
  });

  it('take the nick that services want, and are known by it', () => {
    tell([member('carol'), member('dave')]);
    written();
    const wish = (nick: string) => heard(`:0IN ENCAP 6SE SVSNICK 6SEB00001 ${nick} :1`);
    wish('Guest1');
    expect(written()).toEqual([':6SEB00001 NICK Guest1 1002']);
    expect(guests.shown('guest1')).toMatchObject({ nick: 'Guest1', realName: 'on far.test' });
    for (const taken of ['alice', 'Dave', 'x!y', '']) wish(taken);
    tell([member('carol', { modes: ['voice'] })]);
    expect(written()).toEqual([':1AD MODE #x +v 6SEB00001']);
    tell([member('erin')], { gone: ['dave'] });
    wish('6SEB00001');
    expect(written().at(-1)).toBe(':6SEB00001 NICK 6SEB00001 1002');
    expect(guests.shown('carol')).toBeNull();
  });

  it('leave and go at the wish of operators', () => {
    tell([member('carol'), member('dave')]);
    written();
    heard(':0INAAAAAB ENCAP 6SE SAPART 6SEB00001 #x :x\n:0INAAAAAB ENCAP 6SE SAQUIT 6SEB00002 :x');
    vi.runOnlyPendingTimers();
    expect(written()).toEqual([':6SEB00001 PART #x', ':6SEB00002 QUIT :', ':6SEB00001 QUIT :']);
    expect(guests.shown('dave')).toBeNull();
  });

  it('are idle since they were seen last', () => {
    tell([member('carol')]);
    link.now = 1100;
    expect(guests.shown('6SEB00001')).toMatchObject({ signedOnAt: 1000, activeAt: 1000 });
    const renamed = [{ server: far, from: 'carol' as NickKey, to: 'caroline' as IrcText }];
    guests.take({ renamed, changes: [], complete: true });
    vi.runOnlyPendingTimers();
    expect(guests.shown('caroline')).toMatchObject({ signedOnAt: 1000, activeAt: 1100 });
  });
});
