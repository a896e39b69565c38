import { expect, test } from 'vitest';
import type { ChannelKey } from '../../../src/core/casemapping.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import type { NickKey } from '../../../src/core/member.ts';
import { OwnMembers } from '../../../src/core/own-members.ts';
import { change, member, members, nicksOf } from '../../support/member-fixture.ts';
import { channelId } from '../../support/replica-fixture.ts';

const key = '#c' as ChannelKey;
const id = channelId(1);

/** Held, with these in it; and the sequence up to which a peer has it. */
function held(...nicks: string[]) {
  let sequence = 0;
  const own = new OwnMembers('rfc1459', () => ++sequence);
  own.set(key, members(...nicks));
  own.hold(key, id);
  return { own, now: () => sequence };
}

const partsOf = (parts: ReadonlySet<string> | null) => parts && [...parts];

test('what happened is what peers have to hear', () => {
  const { own } = held('ann', 'bob', 'cy');
  const happened = change({ renamed: ['ann Anna'], gone: ['bob', 'nobody'], present: members('dee', 'cy') });
  const { parts, joined } = own.change(key, happened);
  expect([...parts]).toEqual(['ann Anna', 'ann', 'anna', 'bob', 'dee']);
  expect(joined.map(({ nick }) => nick)).toEqual(['dee']);
  expect(nicksOf(own.get(key))).toEqual(['Anna', 'cy', 'dee']);
});

test('nicks are folded, and one that another takes over is gone', () => {
  const { own } = held('a[', 'b');
  own.change(key, change({ renamed: ['b A{'] }));
  expect(nicksOf(own.get(key))).toEqual(['A{']);
});

test('who takes over the nick of somebody alike is told of, as both are another now', () => {
  const { own } = held('ann', 'bob');
  expect([...own.change(key, change({ renamed: ['ann bob'] })).parts]).toEqual(['ann bob', 'ann', 'bob']);
  expect(nicksOf(own.get(key))).toEqual(['bob']);
});

test('a nick that only changes its case is the same member, renamed', () => {
  const { own } = held('ann');
  expect([...own.change(key, change({ renamed: ['ann ANN'] })).parts]).toEqual(['ann ANN', 'ann']);
  expect(nicksOf(own.get(key))).toEqual(['ANN']);
});

test('a resume has what changed since, those who left too', () => {
  const { own, now } = held('ann', 'bob');
  const since = now();
  expect([...own.changedSince(since)]).toEqual([]);
  own.change(key, change({ gone: ['ann'], present: members('cy') }));
  expect([...own.changedSince(since)]).toEqual([id]);
  expect(partsOf(own.partsSince(key, since))).toEqual(['ann', 'cy']);
  expect(partsOf(own.partsSince(key, now()))).toEqual([]);
});

test('where more happened than is remembered all is told', () => {
  const { own, now } = held('ann');
  const since = now();
  for (let n = 0; n < 16; n++) own.change(key, change({ present: members(`n${n}`) }));
  expect(own.partsSince(key, since)).not.toBeNull();
  const nicks = Array.from({ length: 16 }, (_, n) => `n${n}`);
  own.change(key, change({ gone: nicks }));
  expect(own.partsSince(key, since)).not.toBeNull();
  own.change(key, change({ gone: ['ann'], present: members('x') }));
  own.change(key, change({ gone: ['x'], present: members('y') }));
  expect(own.partsSince(key, since)).toBeNull();
  expect(own.partsSince(key, 0)).toBeNull();
});

test('under another id all of them are news, and so they are once the channel was left', () => {
  const { own, now } = held('ann');
  const since = now();
  expect(own.hold(key, id)).toBe(false);
  expect(own.hold(key, channelId(2))).toBe(true);
  expect([...own.changedSince(since)]).toEqual([channelId(2)]);
  expect(own.partsSince(key, since)).toBeNull();
  expect(own.hold(key, null)).toBe(false);
  expect([...own.changedSince(0)]).toEqual([]);
  expect(own.hold(key, channelId(2))).toBe(true);
});

test('a list that is told again has only what differs', () => {
  const { own } = held('ann', 'bob');
  const { parts, joined } = own.set(key, [member('ann', { modes: ['op'] }), member('cy')]);
  expect([...parts].sort()).toEqual(['ann', 'bob', 'cy']);
  expect(joined.map(({ nick }) => nick)).toEqual(['cy']);
});

test('nobody joined where nothing was known before', () => {
  const { own } = held();
  own.delete(key);
  expect(own.set(key, members('ann')).joined).toEqual([]);
  own.silence(key);
  expect(own.get(key)).toBeUndefined();
  expect(own.set(key, members('ann')).joined).toEqual([]);
});

test('a host that no more tells who is there leaves nobody there for peers', () => {
  const { own, now } = held('ann');
  const since = now();
  expect([...own.silence(key).parts]).toEqual(['ann']);
  expect([...own.texts(key)]).toEqual([]);
  expect(partsOf(own.partsSince(key, since))).toEqual(['ann']);
});

test('what a host gives where it was asked to is told as granted, until it takes it away', () => {
  const { own } = held('ann');
  own.grant(key, [...own.get(key)!.keys()][0]!, ['op']);
  const tell = (modes: ('op' | 'voice')[]) => {
    own.change(key, change({ present: [member('ann', { modes, granted: ['voice'] })] }));
    const [ann] = own.get(key)!.values();
    return ann!.granted;
  };
  expect(tell(['voice'])).toEqual([]);
  expect(tell(['op', 'voice'])).toEqual(['op']);
  own.change(key, change({ renamed: ['ann anna', 'anna ann'] }));
  expect(tell(['op'])).toEqual(['op']);
  expect(tell([])).toEqual([]);
  expect(tell(['op'])).toEqual([]);
});

test('what was granted is so still when a host tells again that was away, but for what it took away meanwhile', () => {
  const { own } = held('ann', 'bob');
  for (const nick of ['ann', 'bob']) {
    own.grant(key, [...own.get(key)!.keys()].find((each) => each === nick)!, ['op', 'voice']);
    own.change(key, change({ present: [member(nick, { modes: ['op', 'voice'] })] }));
  }
  own.silence(key);
  own.set(key, [member('ann', { modes: ['voice'] })]);
  const granted = () => [...own.get(key)!.values()].map((each) => [each.nick, each.granted]);
  expect(granted()).toEqual([['ann', ['voice']]]);
  own.change(key, change({ present: [member('ann', { modes: ['op'] }), member('bob', { modes: ['op'] })] }));
  expect(granted()).toEqual([
    ['ann', []],
    ['bob', []],
  ]);
});

test('what was granted goes with who takes another nick while the host is away, and with nobody else', () => {
  const { own } = held('ann', 'bob');
  const user = { account: 'acc' as IrcText, joinedAt: 5, modes: ['op'] as const };
  for (const nick of ['ann', 'bob']) {
    own.grant(key, nick as NickKey, ['op']);
    own.change(key, change({ present: [member(nick, { ...user, joinedAt: nick === 'ann' ? 5 : 6 })] }));
  }
  own.silence(key);
  own.set(key, [
    member('bob', user),
    member('cy', { ...user, joinedAt: 7 }),
    member('dee', { ...user, account: null, joinedAt: 6 }),
  ]);
  const granted = [...own.get(key)!.values()].map((each) => [each.nick, each.granted]);
  expect(granted).toEqual([
    ['bob', ['op']],
    ['cy', []],
    ['dee', []],
  ]);
});

test('who left and came back has nothing granted', () => {
  const { own } = held('ann');
  own.grant(key, [...own.get(key)!.keys()][0]!, ['op']);
  own.change(key, change({ gone: ['ann'] }));
  own.change(key, change({ present: [member('ann', { modes: ['op'] })] }));
  expect([...own.get(key)!.values()][0]!.granted).toEqual([]);
});

test('what makes no sense is told, and what is too much', () => {
  const { own } = held();
  expect(own.problem(key, members('a[', 'A{'))).toBe('a nick is named twice');
  expect(own.problem(key, members('#a'))).toContain('nick');
  expect(own.changeProblem(key, change({ gone: ['a b'] }))).toContain('blank');
  expect(own.changeProblem(key, change({ renamed: ['a ,'] }))).toContain('nick');
});

test('a channel and the host have room for so many', () => {
  const own = new OwnMembers('rfc1459', () => 1, { channel: 2, holder: 3 });
  const other = '#d' as ChannelKey;
  expect(own.problem(key, members('a', 'b', 'c'))).toContain('more than 2 members');
  own.set(key, members('a', 'b'));
  expect(own.changeProblem(key, change({ present: members('b') }))).toBeNull();
  expect(own.changeProblem(key, change({ present: members('c') }))).toContain('more than 2 members');
  expect(own.problem(other, members('a', 'b'))).toContain('more than 3 members');
  expect(own.problem(other, members('a'))).toBeNull();
  own.delete(key);
  expect(own.problem(other, members('a', 'b'))).toBeNull();
});
