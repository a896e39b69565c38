import { describe, expect, test } from 'vitest';
import { type Field, type FieldKey, fieldKey } from '../../../src/core/field.ts';
import {
  cutEntries,
  differences,
  type HostChannel,
  needsUpdate,
  sameCreation,
  showsSame,
  standsFor,
  unexplained,
} from '../../../src/core/host-channel.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { at, ban, flag, name, noBan, register, topic } from '../../support/replica-fixture.ts';

describe('two things that look the same to users', () => {
  test('an entry, whoever set it', () => {
    expect(showsSame(ban('x!*@*', 1), ban('x!*@*', 2))).toBe(true);
    expect(showsSame(ban('x!*@*'), noBan('x!*@*'))).toBe(false);
  });

  test('a topic, where setter and time are not known on both sides', () => {
    const by = (setter: string, setAt: number): Field => ({
      kind: 'topic',
      value: { text: 't' as IrcText, setter: setter as IrcText, setAt },
    });
    expect(showsSame(by('x', 5), by('', 0))).toBe(true);
    expect(showsSame(by('x', 5), by('x', 6))).toBe(false);
    expect(showsSame(by('x', 5), by('y', 5))).toBe(false);
    expect(showsSame(topic('t'), topic('u'))).toBe(false);
    expect(showsSame(topic('t'), { kind: 'topic', value: null })).toBe(false);
  });

  test('a limit only with its value', () => {
    expect(showsSame({ kind: 'limit', value: 5 }, { kind: 'limit', value: 6 })).toBe(false);
  });
});

test('differences name what came, what changed and what went', () => {
  const before = keyed([topic('t'), ban('x!*@*'), flag('secret')]);
  const now = keyed([topic('u'), ban('y!*@*'), flag('secret')]);
  expect([...differences(before, now).values()]).toEqual([topic('u'), ban('y!*@*'), noBan('x!*@*')]);
});

describe('an update', () => {
  const long = ban('long!*@*');
  const short = ban('lo!*@*');
  const cut = { wanted: long, shown: short, shownKey: keyOf(short), reason: 'cut' };

  test('is needed for what is missing, what differs and what is too much', () => {
    const host = hostOf({ shown: [topic('t'), flag('secret')] });
    expect(needsUpdate(host, keyed([topic('t'), flag('secret')]))).toBe(false);
    expect(needsUpdate(host, keyed([topic('t'), flag('secret'), long]))).toBe(true);
    expect(needsUpdate(host, keyed([topic('u'), flag('secret')]))).toBe(true);
    expect(needsUpdate(host, keyed([topic('t')]))).toBe(true);
  });

  test('is not needed for what another value stands for, as long as that is wanted and shown', () => {
    const substitutes = new Map([[keyOf(long), cut]]);
    const host = hostOf({ shown: [short], substitutes });
    expect(needsUpdate(host, keyed([long]))).toBe(false);
    expect(needsUpdate(host, keyed([]))).toBe(true);
    expect(needsUpdate(hostOf({ shown: [], substitutes }), keyed([long]))).toBe(true);
    expect(needsUpdate(host, keyed([{ ...long, value: { setter: '' as IrcText, setAt: 9 } } as Field]))).toBe(
      true,
    );
  });

  test('is not needed for what was refused, nor for what the host would not unset', () => {
    const refused = { wanted: long, shown: null, shownKey: null, reason: 'full' };
    expect(needsUpdate(hostOf({ substitutes: new Map([[keyOf(long), refused]]) }), keyed([long]))).toBe(
      false,
    );
    const kept = {
      wanted: flag('secret', false),
      shown: flag('secret'),
      shownKey: keyOf(flag('secret')),
      reason: 'kept',
    };
    const host = hostOf({ shown: [flag('secret')], substitutes: new Map([[keyOf(flag('secret')), kept]]) });
    expect(needsUpdate(host, keyed([]))).toBe(false);
  });

  test('a shown mask stands for every mask that was cut to it, not for itself', () => {
    const other = ban('longer!*@*');
    const substitutes = new Map([
      [keyOf(long), cut],
      [keyOf(other), { ...cut, wanted: other }],
      [
        keyOf(topic('')),
        { wanted: topic('tt'), shown: topic('t'), shownKey: keyOf(topic('')), reason: 'cut' },
      ],
    ]);
    const host = hostOf({ substitutes });
    expect(standsFor(host, keyOf(short))).toEqual([
      [keyOf(long), long],
      [keyOf(other), other],
    ]);
    expect(standsFor(host, keyOf(topic('')))).toEqual([]);
  });
});

describe('a snapshot', () => {
  const offered = { createdAt: 7, fields: keyed([ban('x!*@*'), flag('secret', false)]) };
  const host = hostOf({ shown: [flag('secret')], createdAt: 5, offered });

  test('that shows what an unanswered update changes is explained by it', () => {
    expect(unexplained(host, host.shown, keyed([ban('x!*@*')]))).toEqual(new Map());
    expect(unexplained(host, host.shown, keyed([flag('secret')]))).toEqual(new Map());
    const changed = unexplained(host, host.shown, keyed([ban('y!*@*'), flag('secret')]));
    expect([...changed.values()]).toEqual([ban('y!*@*')]);
  });

  test('shows what an update gave, cut: one form for several, and the longest that fits', () => {
    const given = ['long-nick-1!*@*', 'long-nick-2!*@*', 'other-nick!*@*', 'c!*@*'].map((mask) => ban(mask));
    const giving = hostOf({ offered: { createdAt: 0, fields: keyed(given) } });
    const shown = ['long-nic*!*@*', 'long-nick*!*@*', 'c!*@*'].map((mask) => ban(mask));
    const cut = cutEntries(giving, null, keyed(shown));
    const form = { shown: shown[1], shownKey: keyOf(shown[1]!) };
    expect([...cut.values()]).toMatchObject(given.slice(0, 2).map((wanted) => ({ wanted, ...form })));
  });

  test('shows no cut form of what an update gave in what it showed before, or on another list', () => {
    const long = ban('long-nick!*@*');
    const form = ban('long-nic*!*@*');
    const offered = { createdAt: 0, fields: keyed([long]) };
    const other = { ...form, list: 'except' } as Field;
    expect(cutEntries(hostOf({ offered }), null, keyed([other])).size).toBe(0);
    expect(cutEntries(hostOf({ shown: [form], offered }), null, keyed([form])).size).toBe(0);
    const replacing = { createdAt: 0, fields: keyed([long, noBan('long-nic*!*@*')]) };
    expect(cutEntries(hostOf({ shown: [form], offered: replacing }), null, keyed([form])).size).toBe(1);
    expect(cutEntries(hostOf({}), null, keyed([form])).size).toBe(0);
  });

  test('shows a cut form of what the document has and the host was not known to have', () => {
    const long = ban('long-nick!*@*');
    const form = ban('long-nic*!*@*');
    const document = { registers: new Map([[keyOf(long), register(long, at(0))]]) };
    const refused = { wanted: long, shown: null, shownKey: null, reason: 'full' };
    const substitutes = new Map([[keyOf(long), refused]]);
    const other = { ...refused, shown: ban('long-n*!*@*'), shownKey: keyOf(ban('long-n*!*@*')) };
    expect([...cutEntries(hostOf({}), document, keyed([form])).keys()]).toEqual([keyOf(long)]);
    expect(cutEntries(hostOf({ shown: [long] }), document, keyed([form])).size).toBe(0);
    expect(cutEntries(hostOf({ substitutes }), document, keyed([form])).size).toBe(1);
    const shownOtherwise = hostOf({ substitutes: new Map([[keyOf(long), other]]) });
    expect(cutEntries(shownOtherwise, document, keyed([form])).size).toBe(0);
  });

  test('is of the channel that was known when it is as old, or as old as the update made it, or does not tell', () => {
    expect([0, 5, 6, 7].map((createdAt) => sameCreation(host, createdAt))).toEqual([true, true, false, true]);
    expect(sameCreation(hostOf({ createdAt: 0 }), 9)).toBe(true);
    expect(sameCreation(hostOf({ createdAt: 5 }), 9)).toBe(false);
  });
});

function hostOf({
  shown = [],
  ...more
}: Partial<Omit<HostChannel, 'shown'>> & { shown?: Field[] }): HostChannel {
  const bare = { name, id: null, createdAt: 0, substitutes: new Map(), keepsShowing: false, offered: null };
  return { ...bare, shown: keyed(shown), ...more };
}

function keyed(fields: readonly Field[]): Map<FieldKey, Field> {
  return new Map(fields.map((field) => [keyOf(field), field]));
}

function keyOf(field: Field): FieldKey {
  return fieldKey('rfc1459', field);
}
