import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/adapter/plan.ts';
import { planUpdate } from '../../../../src/adapter/plan-update.ts';
import { newShadowChannel, type ShadowChannel } from '../../../../src/adapter/shadow-channel.ts';
import { channelKey } from '../../../../src/core/casemapping.ts';
import { type Field, type FieldKey, fieldKey } from '../../../../src/core/field.ts';
import type { IrcText } from '../../../../src/core/irc-text.ts';
import { entry, flag, key, limit, topic } from '../../../support/field-fixture.ts';
import { realIrcd } from './real-ircd.ts';

describe('an update for ngIRCd', () => {
  it.each<[Field[], string]>([
    [[], ':adapter.test CHANINFO #c +'],
    [[flag('secret'), flag('tls-only')], ':adapter.test CHANINFO #c +sz'],
    [[key('k')], ':adapter.test CHANINFO #c +k k 0 :'],
    [[limit(9)], ':adapter.test CHANINFO #c +l * 9 :'],
  ])('makes one with %j', (wanted, line) => {
    expect(plan(wanted)).toMatchObject({ lines: [line], creates: { createdAt: 1000 } });
  });

  it('overwrites what is there, unsets what is not wanted, and has no more than five changes in a line', () => {
    const shown = channel(flag('moderated'), key('old'), limit(5), entry('ban', 'A!*@*'));
    const bans = ['x', 'y', 'z'].map((nick) => entry('ban', `${nick}!*@*`));
    expect(plan([key('new'), ...bans], shown).lines).toEqual([
      ':adapter.test MODE #c -b+kbbb A!*@* new x!*@* y!*@* z!*@*',
      ':adapter.test MODE #c -ml',
    ]);
    expect(plan([], channel(key('old'))).lines).toEqual([':adapter.test MODE #c -k *']);
  });

  it('writes what the ircd may show otherwise than it is known', () => {
    const shown = { ...channel(key('same')), unsure: new Set([keyOf(key(''))]) };
    expect(plan([key('same')], shown).lines).toEqual([':adapter.test MODE #c +k same']);
    expect(plan([key('same')], channel(key('same'))).lines).toEqual([]);
  });

  it.each(['m:*!*@x', '$a:x', '~q:x'])(
    'keeps the extended ban %s off, which it would take for a nick',
    (mask) => {
      const refusedOne = plan([entry('ban', mask), entry('ban', 'a!*@*')], channel());
      expect(refusedOne.lines).toEqual([':adapter.test MODE #c +b a!*@*']);
      expect([...refusedOne.reasons.values()]).toEqual([
        { status: 'refused', text: 'an extended ban that this ircd cannot evaluate' },
      ]);
    },
  );

  it('writes no more entries than its lists have room for, and one more for each that goes', () => {
    const bans = Array.from({ length: 60 }, (_, i) => entry('ban', `n${i}!*@*`));
    const local = entry('except', 'local!*@*');
    const full = plan([...bans, local], channel(local));
    expect(full.written.size).toBe(49);
    expect(full.lines.flatMap((line) => line.split(' ').slice(4))).toEqual(
      bans.slice(0, 49).map((ban) => (ban.kind === 'entry' ? ban.mask : '')),
    );
    expect([...full.reasons.keys()]).toEqual(bans.slice(49).map(keyOf));
    expect([...full.reasons.values()][0]).toEqual({
      status: 'refused',
      text: 'no room: on this ircd the lists beI together have at most 50 entries',
    });
    const later = plan(bans, channel(local, ...bans.slice(0, 49)));
    expect(later.lines).toEqual([':adapter.test MODE #c -e+b local!*@* n49!*@*']);
  });

  it('writes a topic only for its text', () => {
    const shown = channel(topic('hi', 'alice', 500));
    const same = plan([topic('hi', 'carol!c@h', 900)], shown);
    expect(same.lines).toEqual([]);
    expect(same.reasons.get('topic' as FieldKey)?.status).toBe('truncated');
    expect(plan([], shown).lines).toEqual([':adapter.test TOPIC #c :']);
    expect(plan([topic('ho')], shown).lines).toEqual([':adapter.test TOPIC #c :ho']);
  });

  it('ends an empty channel by a user that leaves it, and no other', () => {
    const empty = channel();
    expect(plan(null, empty).lines).toEqual([
      ':adapter.test NICK 9cburst 1 cburst adapter.test 1 +i :ends an empty channel',
      ':adapter.test NJOIN #c :9cburst',
      ':9cburst QUIT :',
    ]);
    expect(plan(null, { ...empty, members: new Map([['alice', { modes: [], joinedAt: 0 }]]) }).lines).toEqual(
      [],
    );
    expect(plan(null, { ...empty, permanent: true }).lines).toEqual([]);
  });

  describe('a channel that hides or closes', () => {
    it('is secret where private is no mode, and the one stands for the other', () => {
      const made = plan([flag('private')]);
      expect(made.lines).toEqual([':adapter.test CHANINFO #c +s']);
      expect([...made.standIns]).toEqual([['flag:private', 'flag:secret']]);
      expect(made.reasons.get('flag:private' as FieldKey)?.status).toBe('truncated');
      const shown = channel(flag('secret'));
      expect(plan([flag('private')], shown).lines).toEqual([]);
      expect(plan([flag('private'), flag('secret')], shown).lines).toEqual([]);
      expect(plan([], shown).lines).toEqual([':adapter.test MODE #c -s']);
    });

    it.each<[string, Field[]]>([
      ['a mode that is missing', [flag('oper-only'), flag('secret')]],
      ['a key that would be cut', [key('k'.repeat(65))]],
      ['a key that fits no line', [key(':x')]],
    ])('is not made with %s', (_, wanted) => {
      const made = plan(wanted);
      expect(made).toMatchObject({ lines: [], creates: null });
      expect([...made.reasons.keys()]).toEqual(wanted.map(keyOf));
      for (const { text, status } of made.reasons.values()) {
        expect(status).toBe('refused');
        expect(text).toContain('the channel is not shown here');
        expect(text).not.toContain('kkkk');
      }
    });

    it('is taken away where nobody is in it', () => {
      const closed = plan([flag('oper-only'), flag('secret')], channel());
      expect(closed.lines).toEqual(plan(null, channel()).lines);
      expect(closed.lines.length).toBeGreaterThan(0);
      expect(closed).toMatchObject({ creates: null, written: new Map() });
      expect([...closed.reasons.values()].map(({ status }) => status)).toEqual(['refused', 'refused']);
    });

    it('is changed as far as possible where somebody is in it, and that said', () => {
      const shown = { ...channel(), members: new Map([['alice', { modes: [], joinedAt: 0 }]]) };
      const changed = plan([flag('oper-only'), flag('secret')], shown);
      expect(changed.lines).toEqual([':adapter.test MODE #c +s']);
      expect(changed.reasons.get('flag:oper-only' as FieldKey)?.text).toContain('see and enter');
      expect(plan([key('k'.repeat(65))], shown).lines).toEqual([
        `:adapter.test MODE #c +k ${'k'.repeat(64)}`,
      ]);
    });

    it('may lack what only its talk is about', () => {
      expect(plan([flag('no-ctcp'), flag('secret')]).lines).toEqual([':adapter.test CHANINFO #c +s']);
    });
  });

  it('never has a line that would end the link', () => {
    const name = `#${'x'.repeat(49)}`;
    const bans = Array.from({ length: 40 }, (_, i) => entry('ban', `${i}${'h'.repeat(i * 10)}!*@*`));
    for (const shown of [null, channel()]) {
      const { lines, written } = plan([...bans, topic('t'.repeat(600)), key('k'.repeat(64))], shown, name);
      expect(Math.max(...lines.map((line) => line.length + 2))).toBeLessThanOrEqual(512);
      expect(lines.some((line) => line.includes('TOPIC'))).toBe(true);
      expect(written.size).toBeGreaterThan(35);
    }
  });

  it.each(['+x', '&x', '!x', `#${'x'.repeat(50)}`])('makes no channel of the name %s', (name) => {
    expect(plan([flag('secret')], null, name).lines).toEqual([]);
  });

  const hostile = ['a\r\nQUIT', 'a\nb', 'a\0b', 'a b', ':a', '', ' ', '\u0100', '\x07'];
  const into: [string, (text: string) => Field][] = [
    ['topic', (text) => topic(text)],
    ['key', key],
    ['mask', (text) => entry('ban', text)],
  ];
  it.each(
    hostile.flatMap((text) => into.map(([what, make]): [string, string, Field] => [what, text, make(text)])),
  )('cannot leave a %s: %j', (_, __, field) => {
    for (const shown of [null, { ...channel(), members: new Map([['alice', { modes: [], joinedAt: 0 }]]) }]) {
      let lines: readonly string[] = [];
      try {
        ({ lines } = plan([field], shown));
      } catch (error) {
        // The last guard: nothing at all is written.
        expect(error).toMatchObject({ name: 'IrcLineError' });
      }
      for (const line of lines) {
        expect(line).toMatch(/^:adapter\.test (CHANINFO #c \+k?|MODE #c \+[kb] |TOPIC #c :)/);
        expect(line).not.toMatch(/[\r\n\0]|[^\u0001-\u00ff]/);
        expect(line.replace(/ :.*$/, '').split(' ').length).toBeLessThanOrEqual(6);
      }
    }
  });
});

it.each(['#c:', '#a:b', '#c\t', '+c', `#${'x'.repeat(50)}`])('no channel is made of the name %j', (name) => {
  expect(realIrcd().writer.nameProblem(name as IrcText, 1000)).not.toBeNull();
  expect(realIrcd().writer.nameProblem('#a\tb' as IrcText, 1000)).toBeNull();
});

it.each([
  ['t', 't', 'this ircd does not take who set a topic and when'],
  [' t \t ', ' t', 'this ircd takes no blanks at the end of a topic'],
  [' \t', null, 'to this ircd a topic of blanks is none'],
  ['', null, 'to this ircd an empty topic is none'],
  [`${'t'.repeat(300)}${' '.repeat(200)}t`, 't'.repeat(300), 'topic cut to 300 bytes'],
])('the topic %j is shown as %j, and it is said why', (text, shown, reason) => {
  const wanted = topic(text, 'far!f@far', 5) as Extract<Field, { kind: 'topic' }>;
  const fitted = realIrcd().writer.fitTopic(wanted, '#c' as IrcText);
  expect(fitted.fitted?.value?.text ?? null).toBe(shown);
  expect(fitted.reason?.text).toBe(reason);
});

function plan(wanted: readonly Field[] | null, shown: ShadowChannel | null = null, name = '#c'): Plan {
  return planUpdate(realIrcd(), {
    name: name as IrcText,
    wanted: wanted && new Map(wanted.map((field) => [keyOf(field), field])),
    channel: shown && { ...shown, name: name as IrcText },
    untouchable: new Set(),
    now: 1000,
  });
}

function channel(...fields: Field[]): ShadowChannel {
  const made = newShadowChannel(channelKey('ascii', '#c'), '#c' as IrcText, 900);
  for (const field of fields) made.fields.set(keyOf(field), field);
  return made;
}

function keyOf(field: Field): FieldKey {
  return fieldKey('ascii', field);
}
