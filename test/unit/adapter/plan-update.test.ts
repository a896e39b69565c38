import { describe, expect, it } from 'vitest';
import type { InspircdTraits } from '../../../src/adapter/inspircd/capabilities.ts';
import { parseIrcLine } from '../../../src/adapter/irc-line.ts';
import type { Plan, UpdateToPlan } from '../../../src/adapter/plan.ts';
import { planUpdate } from '../../../src/adapter/plan-update.ts';
import { newShadowChannel, type ShadowChannel } from '../../../src/adapter/shadow-channel.ts';
import { channelKey } from '../../../src/core/casemapping.ts';
import { type Field, type FieldKey, fieldKey } from '../../../src/core/field.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { entry, flag, key, limit, topic } from '../../support/field-fixture.ts';
import { realIrcd, traits } from './inspircd/real-ircd.ts';

const NOW = 1795335000;

describe('planUpdate', () => {
  it('makes a channel of which nothing is set', () => {
    expect(plan({ wanted: [] })).toMatchObject({
      lines: [`:1AD FJOIN #c ${NOW + 2} + :`],
      creates: { createdAt: NOW + 2 },
    });
  });

  it('writes nothing when the ircd shows what is wanted, in any spelling and with any mark', () => {
    const shown = channel(flag('secret'), entry('ban', 'A!*@*'), topic('x', 'y', 5));
    const same: Field = {
      kind: 'entry',
      list: 'ban',
      mask: 'a!*@*' as IrcText,
      value: { setter: '' as IrcText, setAt: 0 },
    };
    expect(plan({ wanted: [topic('x', 'y', 5), flag('secret'), same], channel: shown }).lines).toEqual([]);
  });

  it('writes what differs in one line, with the mask as the ircd spells it', () => {
    const shown = channel(flag('secret'), flag('moderated'), key('old'), limit(5), entry('ban', 'A!*@*'));
    const wanted = [flag('secret'), key('new'), entry('invite', 'i!*@*'), flag('private')];
    expect(plan({ wanted, channel: shown }).lines).toEqual([':1AD MODE #c -b+kIp-ml A!*@* new i!*@*']);
  });

  it('removes a key with any parameter and a limit with none', () => {
    expect(plan({ wanted: [], channel: channel(key('x'), limit(5)) }).lines).toEqual([':1AD MODE #c -kl *']);
  });

  it('cuts many changes into lines that the ircd and its clients take', () => {
    const wanted = Array.from({ length: 50 }, (_, i) => entry('ban', `*!*@${'h'.repeat(20)}${i}`));
    const { lines } = plan({ wanted, channel: channel() });
    expect(lines.length).toBeGreaterThan(2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(420);
    expect(lines.flatMap((line) => line.split(' ').slice(4))).toHaveLength(50);
    for (const line of lines) expect(line.split(' ')[3]!.length - 1).toBeLessThanOrEqual(20);
  });

  describe('a topic', () => {
    it('gets its own time where the ircd takes it', () => {
      const shown = channel(topic('old', 'x', 100));
      expect(plan({ wanted: [topic('new', 'y', 200)], channel: shown }).lines).toEqual([
        `:1AD FTOPIC #c ${shown.createdAt} 200 y :new`,
      ]);
    });

    it('gets the next second where the present one is later', () => {
      const shown = channel(topic('old', 'x', 300));
      const planned = plan({ wanted: [topic('new', 'y', 200)], channel: shown });
      expect(planned.lines).toEqual([`:1AD FTOPIC #c ${shown.createdAt} 301 y :new`]);
      expect(planned.reasons.get('topic' as FieldKey)?.status).toBe('truncated');
    });

    it('that was removed counts with the time of its removal', () => {
      const shown = { ...channel(), topicSetAt: 300 };
      expect(plan({ wanted: [topic('new', 'y', 200)], channel: shown }).lines[0]).toContain(' 301 y :new');
    });

    it('is never put into the future: it waits for the next second', () => {
      const shown = channel(flag('secret'), topic('old', 'x', NOW));
      const planned = plan({ wanted: [topic('new', 'y', NOW)], channel: shown });
      expect(planned).toMatchObject({ lines: [':1AD MODE #c -s'], notBefore: NOW + 1 });
    });

    it('of another clock that is ahead gets the present time', () => {
      expect(plan({ wanted: [topic('new', 'y', NOW + 500)], channel: channel() }).lines[0]).toContain(
        ` ${NOW} y :new`,
      );
    });

    it('is refused where the present one is from the far future', () => {
      const shown = channel(topic('old', 'x', NOW + 500));
      const planned = plan({ wanted: [topic('new', 'y', 5)], channel: shown });
      expect(planned).toMatchObject({ lines: [], notBefore: null });
      expect(planned.reasons.get('topic' as FieldKey)).toMatchObject({ status: 'refused' });
    });

    it('stays when only its time is later than wanted', () => {
      expect(plan({ wanted: [topic('t', 's', 5)], channel: channel(topic('t', 's', 9)) }).lines).toEqual([]);
    });

    it('without a known setter is set by the adapter, and then left', () => {
      expect(plan({ wanted: [topic('t', '', 5)], channel: channel() }).lines[0]).toContain(
        ' 5 adapter.test :t',
      );
      const shown = channel(topic('t', 'adapter.test', 5));
      expect(plan({ wanted: [topic('t', '', 5)], channel: shown }).lines).toEqual([]);
    });

    it('is removed by an empty text', () => {
      expect(plan({ wanted: [], channel: channel(topic('t', 's', 5)) }).lines).toEqual([
        ':1AD FTOPIC #c 1000 6 adapter.test :',
      ]);
    });

    it('that is empty cannot be shown', () => {
      const planned = plan({ wanted: [topic('', 's', 5)], channel: channel() });
      expect(planned.lines).toEqual([]);
      expect(planned.reasons.get('topic' as FieldKey)).toMatchObject({ status: 'truncated' });
    });

    it('is cut to what the ircd takes', () => {
      const planned = plan({ wanted: [topic('é'.repeat(400), 's', 5)], channel: channel() });
      expect(planned.lines[0]).toMatch(/:é{330}$/);
    });
  });

  describe('local changes', () => {
    it('are left alone, the rest is written', () => {
      const shown = channel(limit(5), flag('secret'));
      const planned = plan({ wanted: [limit(9)], channel: shown, untouchable: new Set([keyOf(limit(1))]) });
      expect(planned.lines).toEqual([':1AD MODE #c -s']);
      expect(planned.reasons.get(keyOf(limit(1)))?.text).toContain('meanwhile');
    });

    it('of a topic too', () => {
      const untouchable = new Set(['topic' as FieldKey]);
      const shown = channel(topic('mine', 'me', 50));
      expect(plan({ wanted: [topic('theirs', 's', 40)], channel: shown, untouchable }).lines).toEqual([]);
      expect(plan({ wanted: [], channel: shown, untouchable }).lines).toEqual([]);
    });

    it('that made or ended the channel stop everything', () => {
      expect(plan({ wanted: [limit(9)], untouchable: 'all' }).lines).toEqual([]);
      expect(plan({ wanted: null, channel: channel(), untouchable: 'all' }).lines).toEqual([]);
    });
  });

  it('writes nothing to a channel that is told to nobody', () => {
    const withheld = { ...channel(flag('moderated')), withheld: true };
    const planned = plan({ wanted: [flag('secret')], channel: withheld });
    expect(planned.lines).toEqual([]);
    expect([...planned.reasons.values()].map(({ status }) => status)).toEqual(['refused', 'refused']);
    expect(plan({ wanted: null, channel: withheld }).lines).toEqual([]);
  });

  it('makes no channel of a name that its operators forbade, as long as they do', () => {
    const ircd = realIrcd();
    const hear = (line: string) => ircd.hear(parseIrcLine(line));
    const make = (now = NOW) => {
      const wanted = keyed([flag('secret')]);
      return planUpdate(ircd, { name: '#c' as IrcText, channel: null, untouchable: new Set(), now, wanted });
    };
    hear(`:0IN ADDLINE CBAN #c* alice ${NOW - 10} 60 :no such name`);
    expect(make()).toMatchObject({ lines: [], creates: null });
    expect([...make().reasons.values()][0]!.text).toContain('no such name');
    expect(make(NOW + 50).lines).toHaveLength(1);
    hear(`:0INAAAAAB ADDLINE CBAN #c alice ${NOW} 0 :never`);
    expect(make(NOW + 50).lines).toEqual([]);
    hear(':0INAAAAAB DELLINE CBAN #C');
    hear(':0INAAAAAB DELLINE CBAN #C*');
    expect(make().lines).toHaveLength(1);
    hear(':0IN ADDLINE G #c* alice 1 0 :no name');
    hear(':0IN ADDLINE CBAN #c*');
    expect(make().lines).toHaveLength(1);
  });

  describe('what the ircd makes of a value', () => {
    it('is not written again while both stay', () => {
      const shown = channel(limit(5));
      shown.settled.set(keyOf(limit(9)), { wanted: limit(9), shown: limit(5), listed: 0 });
      expect(plan({ wanted: [limit(9)], channel: shown }).lines).toEqual([]);
      expect(plan({ wanted: [limit(8)], channel: shown }).lines).toEqual([':1AD MODE #c +l 8']);
      shown.fields.set(keyOf(limit(6)), limit(6));
      expect(plan({ wanted: [limit(9)], channel: shown }).lines).toEqual([':1AD MODE #c +l 9']);
    });

    it('is not written again to a list that is full, but when there is more room', () => {
      const wanted = entry('ban', 'x!*@*');
      const others = [entry('ban', 'y!*@*'), entry('ban', 'z!*@*')];
      const shown = channel(...others, entry('except', 'x!*@*'));
      shown.settled.set(keyOf(wanted), { wanted, shown: null, listed: 2 });
      const all = [wanted, ...shown.fields.values()];
      expect(plan({ wanted: all, channel: shown }).lines).toEqual([]);
      shown.fields.delete(keyOf(others[0]!));
      expect(plan({ wanted: all, channel: shown, untouchable: new Set([keyOf(others[0]!)]) }).lines).toEqual([
        ':1AD MODE #c +b x!*@*',
      ]);
    });

    it('keeps an altered mask while what it stands for is wanted', () => {
      const wanted = entry('ban', 'odd!*@*');
      const altered = entry('ban', 'odd!*@x');
      const shown = channel(altered);
      shown.settled.set(keyOf(wanted), { wanted, shown: altered, listed: 1 });
      expect(plan({ wanted: [wanted], channel: shown }).lines).toEqual([]);
      expect(plan({ wanted: [], channel: shown }).lines).toEqual([':1AD MODE #c -b odd!*@x']);
    });
  });

  describe('a removal', () => {
    it('ends an empty channel by the mode that would keep it', () => {
      expect(plan({ wanted: null, channel: channel(flag('secret')) }).lines).toEqual([':1AD MODE #c +P-P']);
    });

    it('ends it by a user for a moment where the mode is missing', () => {
      const planned = plan({ wanted: null, channel: channel() }, { ...traits, permanent: null });
      expect(planned.lines).toEqual([
        ':1AD UID 1ADAAAAAZ 1000 1ADAAAAAZ adapter.test adapter.test cburst 127.0.0.1 1000 +i :ends an empty channel',
        ':1AD FJOIN #c 1000 + :,1ADAAAAAZ',
        ':1ADAAAAAZ QUIT :',
      ]);
    });

    it('leaves a channel that services are in', () => {
      const theirs = { ...channel(), services: new Set(['9SVAAAAAA']) };
      expect(plan({ wanted: null, channel: theirs }).lines).toEqual([]);
    });

    it('leaves a channel with members, a permanent one, and one that is not there', () => {
      expect(
        plan({
          wanted: null,
          channel: { ...channel(), members: new Map([['0AAAAAAAB', { modes: [], joinedAt: 0 }]]) },
        }).lines,
      ).toEqual([]);
      expect(plan({ wanted: null, channel: { ...channel(), permanent: true } }).lines).toEqual([]);
      expect(plan({ wanted: null }).lines).toEqual([]);
    });
  });

  describe('hostile text', () => {
    const hostile = [
      'a\r\nQUIT',
      'a\nb',
      'a\0b',
      'a b',
      ':a',
      '',
      ' ',
      'KEY',
      'x :y',
      '+k',
      '-b',
      '#c,#d',
      '\x07',
      '\u0100',
    ];
    const into: [string, (text: string) => Field][] = [
      ['a topic', (text) => topic(text, 's', 5)],
      ['a setter', (text) => topic('t', text, 5)],
      ['a key', key],
      ['a mask', (text) => entry('ban', text)],
      ['an exception', (text) => entry('except', text)],
    ];
    const cases = into.flatMap(([what, make]) =>
      hostile.map((text): [string, string, Field] => [what, text, make(text)]),
    );

    it.each(cases)('cannot leave %s: %j', (what, text, field) => {
      for (const shown of [null, withMember(channel())]) {
        let planned: Plan;
        try {
          planned = plan({ wanted: [field], channel: shown });
        } catch (error) {
          // The last guard: nothing at all is written.
          expect(error).toMatchObject({ name: 'IrcLineError' });
          continue;
        }
        const written = what === 'a key' ? text.replaceAll(',', '') : text;
        for (const line of planned.lines) {
          expect(line).not.toMatch(/[\r\n\0]|[^\u0001-\u00ff]/);
          const words = (what === 'a topic' ? line.replace(/ :.*$/, ' :') : line).split(' ');
          expect(words[0]).toBe(':1AD');
          expect(['FJOIN', 'MODE', 'FTOPIC']).toContain(words[1]);
          expect(words[2]).toBe('#c');
          if (words[1] === 'MODE')
            expect(words).toEqual([':1AD', 'MODE', '#c', expect.stringMatching(/^\+[kbe]$/), written]);
          if (words[1] === 'FTOPIC') expect(words).toHaveLength(7);
          if (words[1] === 'FJOIN') expect(words.slice(3, -1).length).toBeLessThanOrEqual(3);
        }
      }
    });

    it.each(['#a b', '#a\nQUIT', '#', 'a', '&a', `#${'x'.repeat(60)}`])('cannot be a channel: %j', (name) => {
      let lines: readonly string[] = [];
      try {
        lines = plan({ name: name as IrcText, wanted: [flag('secret')] }).lines;
      } catch (error) {
        expect(error).toMatchObject({ name: 'IrcLineError' });
      }
      expect(lines.filter((line) => /[\r\n]/.test(line) || line.split(' ').length > 6)).toEqual([]);
    });
  });

  it('names a key never in a reason', () => {
    const planned = plan({ wanted: [key('hunter2,'.repeat(9))], channel: withMember(channel()) });
    expect([...planned.reasons.values()].map(({ text }) => text).join()).not.toContain('hunter2');
    expect(planned.lines[0]).toBe(`:1AD MODE #c +k ${'hunter2'.repeat(9).slice(0, 32)}`);
  });
});

function plan(
  update: Omit<Partial<UpdateToPlan>, 'wanted'> & { wanted: readonly Field[] | null },
  of: InspircdTraits = traits,
): Plan {
  return planUpdate(realIrcd(of), {
    name: '#c' as IrcText,
    channel: null,
    untouchable: new Set(),
    now: NOW,
    isAsked: true,
    ...update,
    wanted: keyed(update.wanted),
  });
}

function keyed(fields: readonly Field[] | null): Map<FieldKey, Field> | null {
  return fields && new Map(fields.map((field) => [keyOf(field), field]));
}

function channel(...fields: Field[]): ShadowChannel {
  const made = newShadowChannel(channelKey('ascii', '#c'), '#c' as IrcText, 1000);
  for (const field of fields) {
    made.fields.set(keyOf(field), field);
    if (field.kind === 'topic') made.topicSetAt = field.value!.setAt;
  }
  return made;
}

function keyOf(field: Field): FieldKey {
  return fieldKey('ascii', field);
}

function withMember(shown: ShadowChannel): ShadowChannel {
  return { ...shown, members: new Map([['0INAAAAAB', { modes: [], joinedAt: 0 }]]) };
}
