import { describe, expect, it } from 'vitest';
import type { LinkedIrcd } from '../../../src/adapter/dialect.ts';
import { parseIrcLine } from '../../../src/adapter/irc-line.ts';
import { Shadow } from '../../../src/adapter/shadow.ts';
import { nickChange, tellableNicks } from '../../../src/adapter/shadow-members.ts';
import { type Member, memberText } from '../../../src/core/member.ts';
import { eventText } from './event-text.ts';
import { realIrcd as hybrid } from './hybrid/real-ircd.ts';
import { realIrcd as inspircd } from './inspircd/real-ircd.ts';
import { realIrcd as ngircd } from './ngircd/real-ircd.ts';

const NOW = 1795334500;

function setUp(ircd: LinkedIrcd, burst: string, services: string[] = []) {
  const shadow = new Shadow({ ircd, services, onUncarried: () => {} });
  shadow.tellsMembers = true;
  const apply = (lines: string): string[] =>
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .flatMap((line) => shadow.apply(parseIrcLine(line.replaceAll('^G', '\x07')), NOW))
      .map(eventText);
  apply(burst);
  const list = (name: string): string[] => texts(shadow.state(shadow.channel(name)!).memberList!);
  return { shadow, apply, list };
}

const texts = (members: readonly Member[]): string[] => members.map(memberText).sort();

describe('InspIRCd', () => {
  const burst = `
    :0IN UID 0INAAAAAB 1795334444 alice real.host shown.host alice 127.0.0.1 1795334444 + :Real alice
    :0IN UID 0INAAAAAC 1795334444 bob real.host shown.bob bob 127.0.0.1 1795334444 + :Real bob
    :0IN METADATA 0INAAAAAC accountname :robert
    :0IN FJOIN #lobby 1795334447 +nt :o,0INAAAAAB:0 hv,0INAAAAAC:1
    :0IN ENDBURST`;
  const linked = () => setUp(inspircd(), burst);

  it('knows who is in a channel that came with the burst', () => {
    expect(linked().list('#lobby')).toEqual(['alice!alice@shown.host 0 o', 'bob!bob@shown.bob 0 hv robert']);
  });

  it('tells joins, modes, nicks, hosts, accounts and leaves', () => {
    const { apply, list } = linked();
    apply(':0IN UID 0INAAAAAD 1 carol h shown carol 127.0.0.1 1 + :x');
    expect(apply(':0INAAAAAD IJOIN #lobby 3')).toEqual([
      '#lobby members: held +carol!carol@shown 1795334500',
    ]);
    expect(apply(':0INAAAAAB FMODE #lobby 1795334447 +o-h 0INAAAAAD 0INAAAAAC')).toEqual([
      '#lobby members: held +carol!carol@shown 1795334500 o, +bob!bob@shown.bob 0 v robert',
    ]);
    expect(apply(':0INAAAAAD NICK cara 1795334501')).toEqual(['#lobby members: held carol>cara']);
    expect(apply(':0INAAAAAD FHOST cloak')).toEqual(['#lobby members: held +cara!carol@cloak 1795334500 o']);
    expect(apply(':0IN METADATA 0INAAAAAC accountname :')).toEqual([
      '#lobby members: held +bob!bob@shown.bob 0 v',
    ]);
    expect(apply(':0IN SAVE 0INAAAAAD 1')).toEqual(['#lobby members: held cara>0INAAAAAD']);
    expect(apply(':0INAAAAAB KICK #lobby 0INAAAAAC :x')).toEqual(['#lobby members: held -bob']);
    expect(apply(':0INAAAAAD QUIT :x')).toEqual(['#lobby members: held -0INAAAAAD']);
    expect(list('#lobby')).toEqual(['alice!alice@shown.host 0 o']);
  });

  it('tells what a mode is about that is no status and no change only once', () => {
    const { apply } = linked();
    expect(apply(':0INAAAAAB FMODE #lobby 1795334447 +o 0INAAAAAB')).toEqual([]);
    expect(apply(':0INAAAAAB FMODE #lobby 1795334447 +o 0INZZZZZZ')).toEqual([]);
  });

  it('tells who creates a channel, and that it ends', () => {
    const { apply } = linked();
    apply(':0INAAAAAB FJOIN #new 1795334499 +nt :o,0INAAAAAB:5');
    const { shadow } = linked();
    const [event] = shadow.apply(parseIrcLine(':0INAAAAAB FJOIN #new 1795334499 +nt :o,0INAAAAAB:5'), NOW);
    expect(event!.change.kind === 'created' && texts(event!.change.state.memberList!)).toEqual([
      'alice!alice@shown.host 0 o',
    ]);
    const [own] = shadow.apply(parseIrcLine(':0IN FJOIN #own 1795334499 +nt :o,0INAAAAAB:5'), NOW);
    expect(own!.change.kind === 'created' && texts(own!.change.state.memberList!)).toEqual([
      'alice!alice@shown.host 1795334500 o',
    ]);
    expect(apply(':0INAAAAAB PART #new :x')).toEqual(['#new dropped']);
  });

  it('tells what a channel that was read back has otherwise, and keeps when members joined', () => {
    const { shadow, apply, list } = linked();
    apply(':0IN UID 0INAAAAAD 1 carol h shown carol 127.0.0.1 1 + :x\n:0INAAAAAD IJOIN #lobby 3');
    shadow.expect(shadow.channel('#lobby')!.name, new Map(), null);
    const answer = ':0IN FJOIN #lobby 1795334447 +nt :,0INAAAAAB:0 v,0INAAAAAD:3\n:0IN PONG 1AD';
    expect(apply(answer)).toEqual([
      '#lobby members: held -bob, +alice!alice@shown.host, +carol!carol@shown 1795334500 v',
    ]);
    shadow.read(shadow.channel('#lobby')!.name);
    expect(list('#lobby')).toEqual(['alice!alice@shown.host', 'carol!carol@shown 1795334500 v']);
  });

  it('names each nick once, whatever the ircd says', () => {
    const { apply, list } = linked();
    apply(':0IN UID 0INAAAAAE 1 ALICE h h alice 127.0.0.1 1 + :x\n:0INAAAAAE IJOIN #lobby 9');
    expect(list('#lobby')).toHaveLength(2);
  });

  it('replaces texts that nobody takes', () => {
    const { apply } = linked();
    apply(':0IN UID 0INAAAAAE 1 eve h bad!host eve 127.0.0.1 1 + :x');
    expect(apply(':0INAAAAAE IJOIN #lobby 9')).toEqual([
      '#lobby members: held +eve!unknown@unknown 1795334500',
    ]);
  });

  it('gives a member modes, and tells that it has them', () => {
    const { shadow } = linked();
    const grant = { channel: '#LOBBY', nick: 'BOB', account: '', modes: ['owner', 'op', 'voice'] } as never;
    const { changes, events } = shadow.grant(grant);
    expect(changes).toEqual([{ adding: true, letter: 'o', parameter: '0INAAAAAC' }]);
    expect(events.map(eventText)).toEqual(['#lobby members: held +bob!bob@shown.bob 0 ohv robert']);
    expect(shadow.grant(grant).changes).toEqual([]);
    expect(shadow.grant({ ...(grant as object), nick: 'nobody' } as never).changes).toEqual([]);
  });

  it('gives modes to nobody who has taken the nick meanwhile', () => {
    const grant = { channel: '#lobby', nick: 'bob', modes: ['op'] };
    const given = (account: string) => linked().shadow.grant({ ...grant, account } as never).changes.length;
    expect([given('Robert'), given('somebody'), given('')]).toEqual([1, 0, 1]);
    const nobody = { ...grant, nick: 'alice', account: 'robert' };
    expect(linked().shadow.grant(nobody as never).changes).toEqual([]);
  });

  it('tells numbers alone while nobody asks who', () => {
    const { shadow, apply } = linked();
    shadow.tellsMembers = false;
    expect(apply(':0INAAAAAC NICK bobby 1\n:0INAAAAAB FMODE #lobby 1795334447 +o 0INAAAAAC')).toEqual([]);
    expect(apply(':0INAAAAAC PART #lobby')).toEqual(['#lobby presence: held 1']);
    expect(shadow.state(shadow.channel('#lobby')!).memberList).toBeUndefined();
  });
});

describe('ircd-hybrid', () => {
  const burst = `
    :0HY UID alice 1 1795334931 +i ~alice shown.host real.host 127.0.0.1 0HYAAAAAA * :Real alice
    :0HY UID bob 1 1795334931 +i ~bob shown.bob real.host 127.0.0.1 0HYAAAAAB robert :Real bob
    :0HY SJOIN 1795334931 #lobby +nt :%+0HYAAAAAB @0HYAAAAAA
    :0HY EOB`;

  it('knows members with their modes and accounts, and follows them', () => {
    const { apply, list } = setUp(hybrid(), burst);
    expect(list('#lobby')).toEqual(['alice!~alice@shown.host 0 o', 'bob!~bob@shown.bob 0 hv robert']);
    expect(apply(':0HYAAAAAA TMODE 1795334931 #lobby -v+o 0HYAAAAAB 0HYAAAAAB')).toEqual([
      '#lobby members: held +bob!~bob@shown.bob 0 oh robert',
    ]);
    expect(apply(':0HY SVSACCOUNT 0HYAAAAAA 1795334931 annes')).toEqual([
      '#lobby members: held +alice!~alice@shown.host 0 o annes',
    ]);
    expect(apply(':0HY SVSACCOUNT 0HYAAAAAA 1795334931 *')).toEqual([
      '#lobby members: held +alice!~alice@shown.host 0 o',
    ]);
    expect(apply(':0HYAAAAAB NICK bobby :1795334990')).toEqual(['#lobby members: held bob>bobby']);
    apply(':0HYAAAAAB PART #lobby');
    expect(apply(':0HYAAAAAB JOIN 1795334931 #lobby +')).toEqual([
      '#lobby members: held +bobby!~bob@shown.bob 1795334500 - robert',
    ]);
  });

  it('does not name the keeper', () => {
    const { apply, list } = setUp(hybrid(), burst);
    apply(':0HY SJOIN 1795334931 #lobby + :1ADAAAAAA');
    expect(list('#lobby')).toHaveLength(2);
  });
});

describe('ngIRCd', () => {
  const burst = `
    :ngircd.test NICK bob 1 ~bob 127.0.0.1 1 + :Real bob
    :ngircd.test NICK alice 1 ~alice 127.0.0.1 1 + :Real alice
    :ngircd.test METADATA alice accountname :annes
    :ngircd.test METADATA alice cloakhost :cloak
    :ngircd.test NJOIN #lobby :+bob,~@alice
    :ngircd.test PING :ngircd.test`;
  const answer = `
    :ngircd.test 324 adapter.test #lobby +
    :ngircd.test 329 adapter.test #lobby 1795334000
    :ngircd.test 331 adapter.test #lobby :No topic is set
    :ngircd.test 368 adapter.test #lobby :End
    :ngircd.test 349 adapter.test #lobby :End
    :ngircd.test 347 adapter.test #lobby :End`;

  it('knows members with their modes and accounts, and follows them', () => {
    const { shadow, apply, list } = setUp(ngircd(), burst);
    const [doubtful] = shadow.takeDoubtful(1);
    shadow.expect(doubtful!.name, new Map(), null);
    apply(answer);
    shadow.read(doubtful!.name);
    expect(list('#lobby')).toEqual(['alice!~alice@cloak 0 qo annes', 'bob!~bob@127.0.0.1 0 v']);
    expect(apply(':bob NICK :bobby')).toEqual(['#lobby members: held bob>bobby']);
    expect(apply(':alice MODE #lobby +o-v bobby bobby')).toEqual([
      '#lobby members: held +bobby!~bob@127.0.0.1 0 o',
    ]);
    expect(apply(':bobby PART #lobby')).toEqual(['#lobby members: held -bobby']);
    expect(apply(':bobby JOIN #lobby^Go')).toEqual([
      '#lobby members: held +bobby!~bob@127.0.0.1 1795334500 o',
    ]);
    expect(apply(':ngircd.test KILL bobby :x')).toEqual(['#lobby members: held -bobby']);
  });
});

it('does not name clients of services', () => {
  const burst = `
    :0IN SERVER services.test 9SV burst=1 hidden=0 :services
    :9SV UID 9SVAAAAAB 1 ChanServ services services ChanServ 127.0.0.1 1 + :x
    :0IN UID 0INAAAAAB 1 alice h h alice 127.0.0.1 1 + :x
    :0IN FJOIN #x 1795334447 +nt :o,0INAAAAAB:0 o,9SVAAAAAB:1
    :0IN ENDBURST`;
  const { list, apply } = setUp(inspircd(), burst, ['services.test']);
  expect(list('#x')).toEqual(['alice!alice@h 0 o']);
  expect(apply(':9SVAAAAAB NICK Chan 1')).toEqual([]);
});

it('a nick that is none is told of nobody: who gets one is gone, and who had one is new', () => {
  expect(nickChange('ann', 'dee')).toEqual({ renamed: [{ from: 'ann', to: 'dee' }], gone: [], isNew: false });
  expect(nickChange('ann', '\x01')).toEqual({ renamed: [], gone: ['ann'], isNew: false });
  expect(nickChange('\x01', 'ann')).toEqual({ renamed: [], gone: [], isNew: true });
  expect(nickChange('ann', 'ann')).toEqual({ renamed: [], gone: [], isNew: false });
  expect(tellableNicks(['ann', '\x01', ''])).toEqual(['ann']);
});
