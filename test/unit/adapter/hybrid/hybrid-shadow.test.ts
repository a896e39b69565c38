import { beforeEach, describe, expect, it } from 'vitest';
import type { LinkedHybrid } from '../../../../src/adapter/hybrid/linked-hybrid.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import type { IrcdEvent } from '../../../../src/adapter/ircd-messages.ts';
import { Shadow } from '../../../../src/adapter/shadow.ts';
import { channelState } from '../../../../src/adapter/shadow-channel.ts';
import type { IrcText } from '../../../../src/core/irc-text.ts';
import { fieldText } from '../../../e2e/scripted-sidecar.ts';
import { lines, realIrcd } from './real-ircd.ts';

const NOW = 1795335000;

/** Recorded from ircd-hybrid 8.2.43. */
const BURST = `
:0HY UID bob 1 1795334932 +i ~bob 127.0.0.1 127.0.0.1 127.0.0.1 0HYAAAAAB * :Real bob
:0HY UID alice 1 1795334931 +i ~alice 127.0.0.1 127.0.0.1 127.0.0.1 0HYAAAAAA * :Real alice
:0HYAAAAAA AWAY :afk
:0HY SJOIN 1795334931 #lobby +nstlk 30 sesame :%+0HYAAAAAB @0HYAAAAAA
:0HY BMASK 1795334931 #lobby b :b!*@* *!*@bad.example
:0HY BMASK 1795334931 #lobby e :good!*@*
:0HY BMASK 1795334931 #lobby I :inv!*@*
:0HY TBURST 1795334931 #lobby 1795334932 alice!~alice@127.0.0.1 :first topic
:0HY MLOCK 1795334931 #lobby 0 :
:0HY SID adapter2.test 2 2AD + :adapter
PING :0HY
:0HY EOB`;

describe('what ircd-hybrid shows', () => {
  let ircd: LinkedHybrid;
  let shadow: Shadow;

  beforeEach(() => {
    ircd = realIrcd();
    shadow = new Shadow({ ircd, onUncarried: () => {} });
    apply(BURST);
  });

  function apply(text: string): string[] {
    return lines(text)
      .flatMap((line) => shadow.apply(parseIrcLine(line), NOW))
      .map(eventText);
  }

  function state(name: string): string {
    const channel = shadow.channel(name);
    if (channel === null) return 'gone';
    const { createdAt, held, members, fields } = channelState(channel);
    return `${createdAt} ${held ? 'held ' : ''}${members}: ${fields.map(fieldText).join(', ')}`;
  }

  it('is what its burst brought', () => {
    expect(shadow.synced).toBe(true);
    expect(state('#lobby')).toBe(
      '1795334931 held 2: +no-external, +secret, +topic-protected, limit 30, key sesame, +ban b!*@*, +ban *!*@bad.example, +except good!*@*, +invite inv!*@*, topic alice!~alice@127.0.0.1 1795334932 :first topic',
    );
  });

  it.each([
    [':0HYAAAAAA TMODE 1795334931 #lobby +bb a!*@* $a:x', ['#lobby: +ban a!*@*, +ban $a:x']],
    [':0HYAAAAAA TMODE 1795334931 #lobby +v 0HYAAAAAB', []],
    [':0HYAAAAAA TMODE 1795334931 #lobby +zS', ['#lobby: +tls-only']],
    [':0HYAAAAAA TMODE 1795334931 #lobby +pr', ['#lobby: +hybrid-paranoia']],
    [':0HYAAAAAA KILL 0HYAAAAAB :hyb.test!127.0.0.1!~oper!oper (killed)', ['#lobby held 1']],
    [':0HYAAAAAB MODE 0HYAAAAAB :+o', []],
    [':0HY GLOBOPS :bob is now an operator', []],
    [':0HYAAAAAC JOIN 1795334931 #lobby +', []],
    ['SQUIT 2AD :gone', []],
  ])('%s', (line, events) => {
    expect(apply(line)).toEqual(events);
  });

  it('names the setter as the user is named by then', () => {
    apply(':0HYAAAAAA NICK alicia :1795334990\n:svc.test SVSHOST 0HYAAAAAA 1 cloak.example');
    expect(apply(':0HYAAAAAA TOPIC #lobby :x')).toEqual([
      `#lobby: topic alicia!~alice@cloak.example ${NOW} :x`,
    ]);
  });

  it('is to be read back after a topic, which comes without its time', () => {
    apply(':0HYAAAAAA TOPIC #lobby :x');
    expect(shadow.takeDoubtful(9).map(({ name }) => name)).toEqual(['#lobby']);
    shadow.expect('#lobby' as IrcText, new Map(), null);
    const answer = BURST.slice(BURST.indexOf(':0HY SJOIN'), BURST.indexOf(':0HY SID'));
    const late = answer.replace(
      '1795334932 alice!~alice@127.0.0.1 :first topic',
      `${NOW - 1} alice!~alice@127.0.0.1 :x`,
    );
    expect(apply(late)).toEqual([`#lobby: topic alice!~alice@127.0.0.1 ${NOW - 1} :x`]);
    expect(shadow.read('#lobby' as IrcText).channel).not.toBeNull();
  });

  it('counts members of an answer in several lines, and forgets what it does not name', () => {
    shadow.expect('#lobby' as IrcText, new Map(), null);
    const events = apply(`:0HY SJOIN 1795334931 #lobby +nt :@0HYAAAAAA
:0HY SJOIN 1795334931 #lobby +nt :0HYAAAAAB
:0HY MLOCK 1795334931 #lobby 0 :`);
    expect(events).toHaveLength(1);
    expect(state('#lobby')).toBe('1795334931 held 2: +no-external, +topic-protected');
  });

  it('takes a channel that a user made while it was asked for as made', () => {
    shadow.expect('#new' as IrcText, new Map(), { createdAt: NOW + 2 });
    apply(':0HY SJOIN 1795334999 #new +nt :@0HYAAAAAA\n:0HYAAAAAA TMODE 1795334999 #new +m');
    apply(':0HY SJOIN 1795334999 #new +ntm :@0HYAAAAAA 1ADAAAAAA\n:0HY MLOCK 1795334999 #new 0 :');
    expect(shadow.read('#new' as IrcText).channel).toMatchObject({ createdAt: 1795334999, kept: true });
    expect(state('#new')).toBe('1795334999 held 1: +no-external, +topic-protected, +moderated');
  });

  describe('of a channel that its keeper keeps', () => {
    beforeEach(() => {
      shadow.expect('#far' as IrcText, new Map(), { createdAt: NOW + 2 });
      apply(`:0HY SJOIN ${NOW + 2} #far +n :1ADAAAAAA\n:0HY MLOCK ${NOW + 2} #far 0 :`);
      shadow.read('#far' as IrcText);
    });

    it('stays when the last user left, and is not held', () => {
      expect(state('#far')).toBe(`${NOW + 2} 0: +no-external`);
      expect(apply(`:0HYAAAAAA JOIN ${NOW + 2} #far +\n:0HYAAAAAA PART #far`)).toEqual([
        '#far held 1',
        '#far 0',
      ]);
    });

    it('goes with a kicked keeper and the last user', () => {
      apply(`:0HYAAAAAA JOIN ${NOW + 2} #far +`);
      expect(apply(':0HYAAAAAA KICK #far 1ADAAAAAA :out')).toEqual([]);
      expect(apply(':0HYAAAAAA PART #far')).toEqual(['#far dropped']);
    });

    it('goes with a killed keeper where nobody else is', () => {
      expect(apply(':0HYAAAAAA KILL 1ADAAAAAA :x')).toEqual(['#far dropped']);
      expect(state('#far')).toBe('gone');
    });
  });
});

function eventText({ name, change }: IrcdEvent): string {
  switch (change.kind) {
    case 'created':
      return `created ${name} ${change.state.held ? 'held ' : ''}${change.state.members}`;
    case 'changed':
      return `${name}: ${change.fields.map(fieldText).join(', ')}`;
    case 'presence':
      return `${name} ${change.held ? 'held ' : ''}${change.members}`;
    case 'members':
      throw new Error('nobody asked who the members are');
    case 'dropped':
      return `${name} dropped`;
  }
}
