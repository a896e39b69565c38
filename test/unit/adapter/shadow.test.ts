import { beforeEach, describe, expect, it } from 'vitest';
import { parseIrcLine } from '../../../src/adapter/irc-line.ts';
import { Shadow } from '../../../src/adapter/shadow.ts';
import { channelState } from '../../../src/adapter/shadow-channel.ts';
import type { Field } from '../../../src/core/field.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { fieldText } from '../../e2e/scripted-sidecar.ts';
import { channelText, eventText } from './event-text.ts';
import { realIrcd, traits } from './inspircd/real-ircd.ts';

const NOW = 1795335000;

const BURST = `
:0IN BURST 1795334450
:0IN UID 0INAAAAAB 1795334444 alice real.host 127.0.0.1 alice 127.0.0.1 1795334444 + :Real alice
:0IN UID 0INAAAAAC 1795334445 bob real.host 127.0.0.1 bob 127.0.0.1 1795334445 + :Real bob
:0INAAAAAB AWAY 1795334450 :afk
:0IN FJOIN #lobby 1795334447 +klnst sesame 30 :o,0INAAAAAB:0 hv,0INAAAAAC:1
:0IN FTOPIC #lobby 1795334447 1795334447 alice!alice@127.0.0.1 :first topic
:0IN METADATA #lobby 1795334447 maxlist :b 100 e 100 I 100
:0IN FMODE #lobby 1795334447 +beI *!*@bad.example good!*@* inv!*@*
:0IN FJOIN #perm 1795334608 +Pnt :
:0IN FJOIN #empty 1795334609 +nt :
:0IN FJOIN &local 1795334609 +nt :,0INAAAAAB:5
:0IN SERVER leaf.test 2AD burst=1795334767352 hidden=0 :another
:0IN ENDBURST`;

describe('Shadow', () => {
  let shadow: Shadow;

  beforeEach(() => {
    shadow = new Shadow({ ircd: realIrcd(), onUncarried: () => {} });
    apply(BURST);
  });

  function apply(lines: string): string[] {
    const texts = lines.split('\n').filter((line) => line !== '');
    return texts.flatMap((line) => shadow.apply(parseIrcLine(line), NOW)).map(eventText);
  }

  function state(name: string): string {
    const channel = shadow.channel(name);
    return channel === null ? 'gone' : channelText(channelState(channel));
  }

  it('shows what the burst brought', () => {
    expect(shadow.synced).toBe(true);
    expect([...shadow.channels.values()].map((channel) => channelText(channelState(channel)))).toEqual([
      '#lobby 1795334447 held 2: key sesame, limit 30, +no-external, +secret, +topic-protected, topic alice!alice@127.0.0.1 1795334447 :first topic, +ban *!*@bad.example, +except good!*@*, +invite inv!*@*',
      '#perm 1795334608 held 0: +no-external, +topic-protected',
      '#empty 1795334609 0: +no-external, +topic-protected',
    ]);
  });

  it('is not synced before the uplink has sent everything', () => {
    const early = new Shadow({ ircd: realIrcd(), onUncarried: () => {} });
    for (const line of BURST.split('\n').slice(1, -1)) early.apply(parseIrcLine(line), NOW);
    expect(early.synced).toBe(false);
  });

  const transcripts: [string, string, string[]][] = [
    ['a join', ':0INAAAAAB IJOIN #perm 3', ['#perm presence: held 1']],
    ['a join in another spelling', ':0INAAAAAB IJOIN #PERM 3', ['#perm presence: held 1']],
    ['member status', ':0INAAAAAB FMODE #lobby 1795334447 +v 0INAAAAAC', []],
    [
      'a topic of somebody with a new nick and host',
      `:0INAAAAAC NICK bobby 1795334464
:0INAAAAAC FHOST cloak.example
:0INAAAAAC FIDENT bee
:0INAAAAAC FTOPIC #lobby 1795334447 1795334470 :new`,
      ['#lobby changed: topic bobby!bee@cloak.example 1795334470 :new'],
    ],
    ['a kick of one of ours', ':0INAAAAAB KICK #lobby 1ADAAAAAB 2 :begone', []],
    ['a kill', ':0INAAAAAC KILL 0INAAAAAB :Killed (op1 (bye))', ['#lobby presence: held 1']],
    ['a kill of one of ours', ':0INAAAAAC KILL 1ADAAAAAB :Killed', []],
    [
      'the last member of a channel',
      `:0INAAAAAC PART #lobby
:0INAAAAAB QUIT :x`,
      ['#lobby presence: held 1', '#lobby dropped'],
    ],
    [
      'the last member of a permanent channel',
      `:0INAAAAAB IJOIN #perm 3
:0INAAAAAB PART #perm
:0INAAAAAB FMODE #perm 1795334608 -P`,
      ['#perm presence: held 1', '#perm presence: held 0', '#perm dropped'],
    ],
    [
      'a channel made permanent, which is no field',
      ':0INAAAAAB FMODE #empty 1795334609 +P',
      ['#empty presence: held 0'],
    ],
    [
      'users of another server, and that it splits',
      `:2AD UID 2ADAAAAAA 1795334444 carol h h carol 127.0.0.1 1795334444 + :Carol
:2ADAAAAAA IJOIN #lobby 9
:0IN SERVER far.test 3AD :behind nobody
:0IN SQUIT 2AD :Connection closed`,
      ['#lobby presence: held 3', '#lobby presence: held 2'],
    ],
    [
      'a split takes what is behind it',
      `:2AD SERVER behind.test 4AD :behind
:4AD UID 4ADAAAAAA 1795334444 dave h h dave 127.0.0.1 1795334444 + :Dave
:4ADAAAAAA IJOIN #empty 9
:0IN SQUIT 2AD :Connection closed`,
      ['#empty presence: held 1', '#empty dropped, lost'],
    ],
    ['a nick that was taken away', ':0IN SAVE 0INAAAAAC 1795334771', []],
    [
      'what is not for it',
      `:0INAAAAAB AWAY 1 :x
:0INAAAAAB OPERTYPE :NetAdmin
:0INAAAAAB MODE 0INAAAAAB +i
:0IN SINFO version :x
:0IN SNONOTICE K :x
:0INAAAAAB PRIVMSG #lobby :x
:0IN WHATEVER
:0INAAAAAB FMODE
:0INAAAAAB PART
FJOIN`,
      [],
    ],
    [
      'what concerns unknown channels and users',
      ':0INAAAAAB FMODE #none 1 +m\n:9ZZAAAAAA IJOIN #lobby 1\n:0INAAAAAB PART #none',
      [],
    ],
  ];

  it.each(transcripts)('tells %s', (_, lines, events) => {
    expect(apply(lines)).toEqual(events);
  });

  it('carries no value that the network cannot carry', () => {
    expect(apply(':0INAAAAAB FMODE #lobby 1795334447 +k ::colon')).toEqual([]);
    expect(apply(`:0IN FJOIN #${'x'.repeat(250)} 1795334452 +nt :o,0INAAAAAB:2`)).toEqual([]);
  });

  it('shows what a linking server brings, and takes only an own creation for the defaults', () => {
    expect(apply(':2AD FJOIN #theirs 1795334000 +ntk key :o,0INAAAAAB:2')).toEqual([
      '#theirs created: #theirs 1795334000 held 1: +no-external, +topic-protected, key key',
    ]);
    expect(shadow.creationDefaults).toBeNull();
    apply(':0IN FJOIN #ours 1795334452 +ps :o,0INAAAAAB:2');
    expect(shadow.creationDefaults?.map(fieldText)).toEqual(['+private', '+secret']);
  });

  it('has channels read back where another server merges its own', () => {
    const events = apply(`:2AD UID 2ADAAAAAA 1795334444 carol h h carol 127.0.0.1 1795334444 + :Carol
:2AD FJOIN #lobby 1795334000 +m :o,2ADAAAAAA:9`);
    expect(events).toEqual(['#lobby presence: held 3']);
    expect(shadow.takeDoubtful(10).map(({ name }) => name)).toEqual(['#lobby']);
    shadow.expect(name('#lobby'), new Map(), null);
    expect(
      apply(`:0IN FJOIN #lobby 1795334000 +m :,0INAAAAAB:0 ,0INAAAAAC:1 o,2ADAAAAAA:9
:0IN METADATA #lobby 1795334000 maxlist :b 100
:0IN PONG 1AD`),
    ).toEqual(['#lobby created: #lobby 1795334000 held 3: +moderated']);
  });

  describe('with services', () => {
    beforeEach(() => {
      shadow = new Shadow({ ircd: realIrcd(), services: ['Services.test'], onUncarried: () => {} });
      apply(BURST);
      apply(`:0IN SERVER services.test 9SV burst=1795334767352 hidden=0 :services
:9SV UID 9SVAAAAAA 1795334444 ChanServ s s chanserv 127.0.0.1 1795334444 + :ChanServ`);
    });

    it('counts no service as a member', () => {
      expect(apply(':9SVAAAAAA IJOIN #lobby 9')).toEqual([]);
      expect(apply(':0INAAAAAB PART #lobby\n:0INAAAAAC PART #lobby')).toEqual([
        '#lobby presence: held 1',
        '#lobby presence: 0',
      ]);
      expect(apply(':0INAAAAAC IJOIN #lobby 10')).toEqual(['#lobby presence: held 1']);
    });

    it('keeps a channel as long as services are in it', () => {
      const alone = '#lobby presence: 0';
      apply(':9SVAAAAAA IJOIN #lobby 9');
      expect(apply(':0INAAAAAB PART #lobby\n:0INAAAAAC PART #lobby')).toContain(alone);
      expect(apply(':9SVAAAAAA PART #lobby')).toEqual(['#lobby dropped']);
    });

    it('loses them with their server, and knows them again', () => {
      expect(apply(':9SV FJOIN #theirs 1795334000 +nt :o,9SVAAAAAA:2')).toEqual([
        '#theirs created: #theirs 1795334000 0: +no-external, +topic-protected',
      ]);
      expect(apply(':0IN SQUIT 9SV :restart')).toEqual(['#theirs dropped, lost']);
      apply(`:0IN SERVER services.test 8SV burst=1795334767352 hidden=0 :services
:8SV UID 8SVAAAAAA 1795334444 ChanServ s s chanserv 127.0.0.1 1795334444 + :ChanServ`);
      expect(apply(':8SVAAAAAA IJOIN #lobby 9')).toEqual([]);
    });

    it('tells what services set as what the ircd shows', () => {
      expect(apply(':9SVAAAAAA FTOPIC #lobby 1795334447 1795334463 :locked')).toEqual([
        '#lobby changed: topic ChanServ!chanserv@s 1795334463 :locked',
      ]);
    });

    it('takes a topic that they force, also an earlier one', () => {
      expect(apply(':9SV SVSTOPIC #lobby 1795330000 alice :official')).toEqual([
        '#lobby changed: topic alice 1795330000 :official',
      ]);
      expect(apply(':9SV SVSTOPIC #lobby 1795330000 alice :')).toEqual(['#lobby changed: no topic']);
      expect(apply(':9SV SVSTOPIC #lobby\n:9SV SVSTOPIC #none 1 alice :x')).toEqual([
        '#lobby changed: no topic',
      ]);
    });

    it('reads them back apart from members', () => {
      apply(':9SVAAAAAA IJOIN #lobby 9');
      shadow.expect(name('#lobby'), new Map(), null);
      apply(`:0IN FJOIN #lobby 1795334447 +n :o,0INAAAAAB:0 ,9SVAAAAAA:9
:0IN PONG 1AD`);
      expect(shadow.channel('#lobby')).toMatchObject({
        members: new Map([['0INAAAAAB', { modes: ['op'], joinedAt: 0 }]]),
        services: new Set(['9SVAAAAAA']),
      });
    });
  });

  it('knows another adapter of the native network as long as it is there', () => {
    expect(shadow.otherAdapter).toBeNull();
    apply(':0IN SERVER b.test 5BB burst=1 hidden=0 :a server');
    apply(
      ':5BB SERVER cburst.b.test 6BB burst=1 hidden=0 :cburst adapter of b.test: keeps channels the same',
    );
    expect(shadow.otherAdapter).toEqual({ name: 'cburst.b.test', serves: 'b.test' });
    apply(':0IN SQUIT 5BB :split');
    expect(shadow.otherAdapter).toBeNull();
  });

  describe('a channel closed by a mode that is told to nobody', () => {
    const withOperOnly = realIrcd({
      ...traits,
      modes: new Map([
        ...traits.modes,
        ['O', { letter: 'O', takes: 'never', kind: 'unmanaged', name: 'oper-only' }],
      ]),
    });

    beforeEach(() => {
      shadow = new Shadow({ ircd: withOperOnly, onUncarried: () => {} });
      apply(BURST);
    });

    it('is not told of, in a snapshot or when it is made', () => {
      expect(apply(':0IN FJOIN #staff 1795334452 +O :o,0INAAAAAB:2')).toEqual([]);
      expect([...shadow.told()].map(({ name }) => name)).not.toContain('#staff');
      expect(apply(':0INAAAAAC IJOIN #staff 3\n:0INAAAAAB FMODE #staff 1795334452 +m')).toEqual([]);
      expect(apply(':0INAAAAAB PART #staff\n:0INAAAAAC PART #staff')).toEqual([]);
      expect(state('#staff')).toBe('gone');
    });

    it('is dropped when it is closed, and made when it is opened', () => {
      expect(apply(':0INAAAAAB FMODE #lobby 1795334447 +mO')).toEqual(['#lobby dropped']);
      expect(apply(':0INAAAAAC PART #lobby\n:0INAAAAAB FMODE #lobby 1795334447 -l')).toEqual([]);
      expect(apply(':0INAAAAAB FMODE #lobby 1795334447 -O')).toEqual([
        expect.stringMatching(/^#lobby created: #lobby 1795334447 held 1: key sesame, \+no-ext.*\+moderated/),
      ]);
    });

    it('is dropped and made when that is only read back', () => {
      shadow.expect(name('#empty'), new Map(), null);
      expect(apply(':0IN FJOIN #empty 1795334609 +ntO :\n:0IN PONG 1AD')).toEqual(['#empty dropped']);
      shadow.expect(name('#empty'), new Map(), null);
      expect(apply(':0IN FJOIN #empty 1795334609 +nt :\n:0IN PONG 1AD')).toEqual([
        '#empty created: #empty 1795334609 0: +no-external, +topic-protected',
      ]);
    });
  });

  describe('read back', () => {
    const readBack = (fields: string): string =>
      `:0IN FJOIN #lobby 1795334447 ${fields} :o,0INAAAAAB:0 hv,0INAAAAAC:1
:0IN FTOPIC #lobby 1795334447 1795334447 alice!alice@127.0.0.1 :first topic
:0IN METADATA #lobby 1795334447 maxlist :b 100 e 100 I 100
:0IN FMODE #lobby 1795334447 +beI *!*@bad.example good!*@* inv!*@*`;

    it('is no event where it shows what was known or what was written', () => {
      expectWrites('#lobby', { kind: 'limit', value: 31 });
      expect(apply(`${readBack('+klnst sesame 31')}\n:0IN PONG 1AD`)).toEqual([]);
      expect(
        shadow.read(name('#lobby')).channel!.fields.get(shadow.fieldKey({ kind: 'limit', value: 0 })),
      ).toEqual({
        kind: 'limit',
        value: 31,
      });
    });

    it('is no event where it shows what the ircd made of a write', () => {
      expectWrites('#lobby', { kind: 'limit', value: 31 });
      expect(apply(`${readBack('+klnst sesame 7')}\n:0IN PONG 1AD`)).toEqual([]);
      expect(state('#lobby')).toContain('limit 7');
    });

    it('is an event where nothing explains it', () => {
      expectWrites('#lobby', { kind: 'limit', value: 31 });
      expect(apply(`${readBack('+lnstm 31')}\n:0IN PONG 1AD`)).toEqual([
        '#lobby changed: +moderated, no key',
      ]);
    });

    it('keeps who set an entry and when, which the ircd does not tell', () => {
      apply(':0INAAAAAB FMODE #lobby 1795334447 +b mine!*@*');
      expectWrites('#lobby', ban('given!*@*', 'far!f@h', 1000));
      apply(`${readBack('+klnst sesame 30')}
:0IN FMODE #lobby 1795334447 +bb mine!*@* given!*@*
:0IN PONG 1AD`);
      expect(state('#lobby')).toContain(`+ban mine!*@* alice ${NOW}, +ban given!*@* far!f@h 1000`);
    });

    it('matches an entry that the ircd altered with the one that was written', () => {
      const wanted = ban('odd', 'x', 1);
      expectWrites('#lobby', wanted);
      expect(
        apply(
          `${readBack('+klnst sesame 30')}\n:0IN FMODE #lobby 1795334447 +b odd!*@changed\n:0IN PONG 1AD`,
        ),
      ).toEqual([]);
      expect([...shadow.read(name('#lobby')).altered.values()].map(fieldText)).toEqual([
        '+ban odd!*@changed',
      ]);
    });

    it('takes local changes around it as events of their own', () => {
      expectWrites('#lobby', { kind: 'limit', value: 31 });
      expect(
        apply(`:0INAAAAAB FMODE #lobby 1795334447 +l 99
${readBack('+klnst sesame 31')}
:0INAAAAAB FMODE #lobby 1795334447 +m
:0IN PONG 1AD`),
      ).toEqual(['#lobby changed: limit 99', '#lobby changed: +moderated']);
      expect(state('#lobby')).toContain('limit 31');
    });

    it('tells a channel that ended and was made anew in between', () => {
      expectWrites('#lobby', { kind: 'limit', value: 31 });
      expect(
        apply(`:0INAAAAAB PART #lobby
:0INAAAAAC PART #lobby
:0IN FJOIN #lobby 1795335555 +nt :o,0INAAAAAB:7
:0IN METADATA #lobby 1795335555 maxlist :b 100
:0IN PONG 1AD`),
      ).toEqual([
        '#lobby presence: held 1',
        '#lobby dropped',
        '#lobby created: #lobby 1795335555 held 1: +no-external, +topic-protected',
      ]);
    });

    it('adds members of several lines', () => {
      expectWrites('#lobby', { kind: 'limit', value: 30 });
      expect(
        apply(`:0IN FJOIN #lobby 1795334447 +klnst sesame 30 :o,0INAAAAAB:0
:0IN FJOIN #lobby 1795334447 +klnst sesame 30 :,0INAAAAAC:1
:0IN PONG 1AD`).filter((event) => event.includes('presence')),
      ).toEqual([]);
      expect(shadow.channel('#lobby')!.members.size).toBe(2);
    });

    it('says that a channel is gone when it is not answered', () => {
      shadow.expect(name('#empty'), new Map(), null);
      apply(':0IN PONG 1AD');
      expect(shadow.read(name('#empty')).channel).toBeNull();
      expect(state('#empty')).toBe('gone');
    });

    it('tells of a made channel only by the result, and what happened in it after that', () => {
      shadow.expect(name('#far'), new Map(), { createdAt: 1795334900 });
      expect(
        apply(`:0INAAAAAB IJOIN #far 4
:0IN FJOIN #far 1795334900 +n :,0INAAAAAB:4
:0IN METADATA #far 1795334900 maxlist :b 100
:0INAAAAAB FTOPIC #far 1795334900 1795334905 :early
:0IN PONG 1AD`),
      ).toEqual([]);
      const read = shadow.read(name('#far'));
      expect(channelText(channelState(read.channel!))).toContain(
        '#far 1795334900 held 1: +no-external, topic',
      );
      expect(read.after.map(eventText)).toEqual([
        '#far changed: topic alice!alice@127.0.0.1 1795334905 :early',
        '#far presence: held 1',
      ]);
    });

    function expectWrites(channel: string, ...fields: Field[]): void {
      shadow.expect(name(channel), new Map(fields.map((field) => [shadow.fieldKey(field), field])), null);
    }
  });

  it('learns from the first topic whether the ircd keeps only nicks', () => {
    apply(':0INAAAAAB FTOPIC #lobby 1795334447 1795334463 :one');
    expect(shadow.takeDoubtful(10).map((channel) => channel.name)).toEqual(['#lobby']);
    shadow.expect(name('#lobby'), new Map(), null);
    const corrected = apply(`:0IN FJOIN #lobby 1795334447 +klnst sesame 30 :o,0INAAAAAB:0 hv,0INAAAAAC:1
:0IN FTOPIC #lobby 1795334447 1795334463 alice :one
:0IN FMODE #lobby 1795334447 +beI *!*@bad.example good!*@* inv!*@*
:0IN PONG 1AD`);
    expect(corrected).toEqual(['#lobby changed: topic alice 1795334463 :one']);
    shadow.read(name('#lobby'));
    expect(apply(':0INAAAAAC FTOPIC #lobby 1795334447 1795334470 :two')).toEqual([
      '#lobby changed: topic bob 1795334470 :two',
    ]);
    expect(shadow.isDoubtful).toBe(false);
  });
});

function name(text: string): IrcText {
  return text as IrcText;
}

function ban(mask: string, setter: string, setAt: number): Field {
  return { kind: 'entry', list: 'ban', mask: mask as IrcText, value: { setter: setter as IrcText, setAt } };
}
