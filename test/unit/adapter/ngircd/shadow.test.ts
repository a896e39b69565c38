import { beforeEach, describe, expect, it } from 'vitest';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import { Shadow } from '../../../../src/adapter/shadow.ts';
import { channelState } from '../../../../src/adapter/shadow-channel.ts';
import type { Field } from '../../../../src/core/field.ts';
import type { IrcText } from '../../../../src/core/irc-text.ts';
import { channelText, eventText } from '../event-text.ts';
import { realIrcd } from './real-ircd.ts';

const NOW = 1795366400;

// Recorded from ngIRCd 26.1.
const BURST = `
:ngircd.test NICK bob 1 ~bob 127.0.0.1 1 + :Real bob
:ngircd.test NICK alice 1 ~alice 127.0.0.1 1 + :Alice
:ngircd.test CHANINFO #lobby +ntslk sesame 30 :first topic
:ngircd.test NJOIN #lobby :+bob,@alice
:ngircd.test CHANINFO #predef +Pl * 9 :
:ngircd.test NJOIN #bare :@alice
:ngircd.test CHANINFO +modeless +tn
:ngircd.test NJOIN +modeless :@alice
:ngircd.test MODE #lobby +e good!*@*
:ngircd.test MODE #lobby +b *!*@bad.example
:ngircd.test PING :ngircd.test`;

const LOBBY = `
:ngircd.test 324 adapter.test #lobby +ntslk
:ngircd.test 329 adapter.test #lobby 1795366342
:ngircd.test 332 adapter.test #lobby :first topic
:ngircd.test 333 adapter.test #lobby alice 1795366350
:ngircd.test 367 adapter.test #lobby *!*@bad.example alice 1795366351
:ngircd.test 368 adapter.test #lobby :End of channel ban list
:ngircd.test 348 adapter.test #lobby good!*@* alice 1795366352
:ngircd.test 349 adapter.test #lobby :End of channel exception list
:ngircd.test 347 adapter.test #lobby :End of channel invite list`;

const bare = (name: string, modes = '+', createdAt = 1795366343): string => `
:ngircd.test 324 adapter.test ${name} ${modes}
:ngircd.test 329 adapter.test ${name} ${createdAt}
:ngircd.test 331 adapter.test ${name} :No topic is set
:ngircd.test 368 adapter.test ${name} :End of channel ban list
:ngircd.test 349 adapter.test ${name} :End of channel exception list
:ngircd.test 347 adapter.test ${name} :End of channel invite list`;

describe('what ngIRCd says', () => {
  let shadow: Shadow;
  let uncarried: string[];

  beforeEach(() => {
    uncarried = [];
    shadow = new Shadow({
      ircd: realIrcd(),
      onUncarried: (name, what, problem) => uncarried.push(`${name} ${what} ${problem}`),
    });
    apply(BURST);
  });

  function apply(lines: string): string[] {
    const texts = lines.split('\n').filter((line) => line !== '');
    return texts.flatMap((line) => shadow.apply(parseIrcLine(line), NOW)).map(eventText);
  }

  function expectWrites(name: string, ...fields: Field[]): void {
    shadow.expect(name as IrcText, new Map(fields.map((field) => [shadow.fieldKey(field), field])), null);
  }

  /** The whole burst is read, as the adapter does it. */
  function readAll(): string[] {
    for (const { name } of shadow.takeDoubtful(10)) expectWrites(name);
    const events = apply(`${LOBBY}${bare('#predef', '+Pl')}${bare('#bare')}`);
    for (const name of ['#lobby', '#predef', '#bare']) shadow.read(name as IrcText);
    return events;
  }

  function state(name: string): string {
    const channel = shadow.channel(name);
    return channel === null ? 'gone' : channelText(channelState(channel));
  }

  it('is complete when every channel of the burst was read', () => {
    expect(shadow.synced).toBe(true);
    expect(shadow.isComplete).toBe(false);
    expect(readAll()).toEqual([
      '#lobby created: #lobby 1795366342 held 2: +no-external, +topic-protected, +secret, +ban *!*@bad.example alice 1795366351, +except good!*@* alice 1795366352, topic alice 1795366350 :first topic, limit 30, key sesame',
      '#predef created: #predef 1795366343 held 0: limit 9',
      '#bare created: #bare 1795366343 held 1: ',
    ]);
    expect(shadow.isComplete).toBe(true);
    expect(shadow.isDoubtful).toBe(false);
  });

  it('is complete although a channel ended before it was read', () => {
    for (const { name } of shadow.takeDoubtful(10)) expectWrites(name);
    expect(
      apply(`:alice PART #bare\n:ngircd.test 401 adapter.test #bare :No such nick or channel name`),
    ).toEqual([]);
    apply(`${LOBBY}${bare('#predef', '+Pl')}`);
    for (const name of ['#lobby', '#predef', '#bare']) shadow.read(name as IrcText);
    expect(shadow.isComplete).toBe(true);
    expect(state('#bare')).toBe('gone');
  });

  describe('live', () => {
    beforeEach(() => {
      readAll();
    });

    const transcripts: [string, string, string[]][] = [
      ['a join with a status', ':bob JOIN #predef\x07o', ['#predef presence: held 1']],
      ['a status', ':alice MODE #lobby +v bob', []],
      ['a user mode', ':alice MODE alice :+o', []],
      [
        'a topic of somebody with a new nick',
        ':bob NICK :bobby\n:bobby TOPIC #lobby :new',
        [`#lobby changed: topic bobby ${NOW} :new`],
      ],
      [
        'what somebody with a new nick leaves',
        ':bob NICK :bobby\n:bobby PART #lobby :bye',
        ['#lobby presence: held 1'],
      ],
      ['a kill', ':alice KILL bob :KILLed by alice: x', ['#lobby presence: held 1']],
      ['the end of permanence', ':alice MODE #predef -P', ['#predef dropped']],
      [
        'a server that joins and splits',
        `:ngircd.test SERVER leaf.test 2 3 :test ngircd
:leaf.test NICK far 2 ~far 127.0.0.1 3 +o :Far
:ngircd.test NJOIN #bare :@far
:leaf.test SQUIT leaf.test :"x" (SQUIT from far)`,
        ['#bare presence: held 2', '#bare presence: held 1'],
      ],
      [
        'what is not for it',
        `:alice MODE +modeless +b x
:alice TOPIC +modeless :x
:leaf.test WALLOPS :x
:ngircd.test 401 adapter.test #none :No such nick or channel name
:alice MODE #none +m
:nobody JOIN #lobby
:nobody JOIN #new
JOIN
:alice MODE #lobby +x`,
        [],
      ],
    ];

    it.each(transcripts)('tells %s', (_, lines, events) => {
      expect(apply(lines)).toEqual(events);
    });

    it('tells a new channel when its creation time was read, with all that happened until then', () => {
      expect(apply(':alice JOIN #c1\x07o\n:alice MODE #c1 +m\n:bob JOIN #c1')).toEqual([]);
      expect(shadow.creationDefaults).toEqual([]);
      expect(shadow.takeDoubtful(5).map(({ name }) => name)).toEqual(['#c1']);
      expectWrites('#c1');
      expect(apply(bare('#c1', '+m'))).toEqual(['#c1 created: #c1 1795366343 held 2: +moderated']);
    });

    it('tells nothing of a new channel that ends before it was read', () => {
      expect(apply(':alice JOIN #c1\x07o\n:alice PART #c1')).toEqual([]);
      expect(shadow.isDoubtful).toBe(false);
    });

    it('reads back where another server merges its channel, and takes its own for no default', () => {
      const events = apply(`:ngircd.test SERVER leaf.test 2 3 :test ngircd
:leaf.test NICK far 2 ~far 127.0.0.1 3 +o :Far
:leaf.test CHANINFO #theirs +k sesame 0 :their topic
:ngircd.test NJOIN #theirs :@far
:leaf.test CHANINFO #bare +m :far topic
:ngircd.test NJOIN #bare :@far
:leaf.test MODE #bare +b f!*@*`);
      expect(events).toEqual(['#bare presence: held 2']);
      expect(shadow.takeDoubtful(5).map(({ name }) => name)).toEqual(['#theirs', '#bare']);
      expectWrites('#theirs');
      expect(
        apply(`
:ngircd.test 324 adapter.test #theirs +k
:ngircd.test 329 adapter.test #theirs 1795367269
:ngircd.test 332 adapter.test #theirs :their topic
:ngircd.test 333 adapter.test #theirs -Server- 1795367269
:ngircd.test 347 adapter.test #theirs :End of channel invite list`),
      ).toEqual(['#theirs created: #theirs 1795367269 held 1: topic  0 :their topic, key sesame']);
      expect(shadow.creationDefaults).toBeNull();
    });

    it('leaves a key with blanks and a topic that was cut on this ircd', () => {
      expect(apply(':alice MODE #lobby +k a b')).toEqual([]);
      expect(apply(`:alice TOPIC #lobby :${'t'.repeat(400)}[CUT]`)).toEqual([]);
      expect(uncarried).toEqual([
        '#lobby key key contains a blank, NUL, CR or LF',
        '#lobby topic is longer than the lines of the ircd',
      ]);
      apply(':ngircd.test CHANINFO #k +NVk a b 0 :topic\n:ngircd.test NJOIN #k :@alice');
      expect(state('#k')).toContain('held 1: +no-nick-change, +no-invite, topic  0 :topic');
    });
  });

  describe('read back', () => {
    beforeEach(() => {
      readAll();
    });

    it('keeps what is hidden as it was written', () => {
      expectWrites('#lobby', { kind: 'limit', value: 31 }, { kind: 'join-key', value: 'new' as IrcText });
      expect(apply(LOBBY)).toEqual([]);
      expect(state('#lobby')).toContain('limit 31, key new');
      expect(shadow.channel('#lobby')!.unsure.size).toBe(0);
    });

    it('is unsure of what a user changed at the same time', () => {
      expectWrites('#lobby', { kind: 'limit', value: 31 });
      expect(apply(`:alice MODE #lobby +l 99${LOBBY}`)).toEqual(['#lobby changed: limit 99']);
      expect([...shadow.channel('#lobby')!.unsure]).toEqual(['limit']);
      shadow.read('#lobby' as IrcText);
      expectWrites('#lobby', { kind: 'limit', value: 31 });
      apply(LOBBY);
      expect(shadow.channel('#lobby')!.unsure.size).toBe(0);
      expect(state('#lobby')).toContain('limit 31');
    });

    it('sees that a hidden value is gone', () => {
      expectWrites('#lobby', { kind: 'limit', value: null });
      expect(apply(LOBBY.replace('+ntslk', '+ntsk'))).toEqual([]);
      expect(state('#lobby')).not.toContain('limit');
    });

    it('is asked for again when a user changed something while it was answered', () => {
      expectWrites('#lobby', { kind: 'flag', name: 'moderated', set: true });
      const [start, end] = [LOBBY.split('\n').slice(0, 4), LOBBY.split('\n').slice(4)];
      expect(apply([...start, ':alice MODE #lobby -s', ...end].join('\n'))).toEqual([
        '#lobby changed: -secret',
      ]);
      expect(shadow.takeDisturbed('#lobby' as IrcText)).toBe(true);
      expect(shadow.takeDisturbed('#lobby' as IrcText)).toBe(false);
      expect(apply(LOBBY.replace('+ntslk', '+ntlkm'))).toEqual([]);
      expect(state('#lobby')).toContain('+no-external, +topic-protected, +moderated,');
    });

    it('is not disturbed by who comes and goes, nor by other channels', () => {
      expectWrites('#lobby', { kind: 'flag', name: 'moderated', set: true });
      const [start, end] = [LOBBY.split('\n').slice(0, 4), LOBBY.split('\n').slice(4)];
      apply([...start, ':bob PART #lobby', ':alice MODE #bare +m', ...end].join('\n'));
      expect(shadow.takeDisturbed('#lobby' as IrcText)).toBe(false);
      expect(shadow.read('#lobby' as IrcText).channel).not.toBeNull();
    });

    it('gives a topic that was heard live no other time', () => {
      apply(':alice TOPIC #lobby :live');
      expectWrites('#lobby');
      const answer = LOBBY.replace('first topic', 'live').replace('1795366350', String(NOW - 1));
      expect(apply(answer)).toEqual([]);
      expect(state('#lobby')).toContain(`topic alice ${NOW} :live`);
    });

    it('takes the whole of a topic that the answer cuts from before', () => {
      apply(`:alice TOPIC #lobby :${'t'.repeat(480)}`);
      expectWrites('#lobby');
      expect(apply(LOBBY.replace('first topic', `${'t'.repeat(440)}[CUT]`))).toEqual([
        expect.stringContaining(`topic alice 1795366350 :${'t'.repeat(480)}`),
      ]);
    });
  });
});
