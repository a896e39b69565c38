import { describe, expect, test } from 'vitest';
import { type ExchangeRule, passEverything } from '../../../src/core/exchange-scope.ts';
import { type FieldClass, fieldClasses } from '../../../src/core/field-class.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { Scenario } from './scenario.ts';
import { type Letter, serverOf } from './scenario-options.ts';

describe('what a server does not take from another', () => {
  const noTopics = { import: allBut('topic'), export: passEverything };

  test('stays out, whoever brings it; the rest of the channel comes', () => {
    const rules = { b: ruleFor('a', noTopics) };
    const net = new Scenario('abc', { digests: true, rules }).join('a').rest().join('b').join('c').rest();
    net.topic('a', 'of a').ban('a', 'x!*@*').rest();
    expect(net.shown('b')).toMatchObject({ topic: null, bans: ['x!*@*'] });
    net.split('b', 'ac').topic('a', 'again').ban('a', 'y!*@*').rest().relink('b', 'ac');
    expect(net.shown('c')).toMatchObject({ topic: 'again', bans: ['x!*@*', 'y!*@*'] });
    expect(net.shown('b')).toMatchObject({ topic: null, bans: ['x!*@*', 'y!*@*'] });
  });

  test.each(['ab', 'abc'])('is not sent or asked for again and again (%s)', (letters) => {
    const net = new Scenario(letters, { digests: true, rules: { b: ruleFor('a', noTopics) } });
    for (const letter of letters) net.join(letter as Letter).rest();
    net.topic('a', 'of a').wait(120_000);
    const lines = [net.said('REQUEST'), net.said('CBURST')];
    net.wait(600_000);
    expect([net.said('REQUEST'), net.said('CBURST')]).toEqual(lines);
    expect(net.shown('b')?.topic).toBeNull();
  });
});

describe('what a server does not tell another', () => {
  test('a field: the other never learns it, and what the other writes to it comes', () => {
    const rules = { a: ruleFor('b', { import: passEverything, export: allBut('key') }) };
    const net = new Scenario('ab', { digests: true, rules }).join('a').rest().join('b').rest();
    net.wish('a', { key: 'secret' }).topic('a', 'of a').settle();
    expect(net.shown('b')).toMatchObject({ key: null, topic: 'of a' });
    net.wish('b', { key: 'told' }).settle();
    expect(net.shown('a')?.key).toBe('told');
  });

  test('a channel: the other does not know that it is there', () => {
    const staff = { ...passEverything, except: ['#staff*' as IrcText] };
    const rules = { a: ruleFor('b', { import: passEverything, export: staff }) };
    const net = new Scenario('ab', { digests: true, rules }).join('a', '#staff-1').join('a').settle();
    expect(net.ids('b')).toBe(1);
    expect(net.ids('b', '#staff-1')).toBe(0);
  });
});

describe('what a server does not tell another of what it wrote', () => {
  const noKeys = { a: ruleFor('b', { import: passEverything, export: allBut('key') }) };
  const withKey = () => {
    const net = new Scenario('abc', { digests: true, rules: noKeys })
      .join('a')
      .rest()
      .join('b')
      .join('c')
      .rest();
    return net.wish('a', { key: 'secret' }).topic('a', 'of a').rest();
  };

  test('is not told by a third either that has it: in a resume, and in comparisons', () => {
    const net = withKey().split('b', 'c').topic('c', 'of c').rest().relink('b', 'c').wait(120_000);
    expect(net.shown('c')).toMatchObject({ key: 'secret', topic: 'of c' });
    expect(net.shown('b')).toMatchObject({ key: null, topic: 'of c' });
    const lines = [net.said('REQUEST'), net.said('CBURST')];
    net.wait(600_000);
    expect([net.said('REQUEST'), net.said('CBURST')]).toEqual(lines);
    net.settle();
    expect(net.shown('b')?.key).toBeNull();
  });

  test('is not told by a third that was restarted while it is away: in a full burst', () => {
    const net = withKey().stop('a', 300_000).rest().kill('c', 1000).wait(120_000);
    expect(net.sidecar('c').table.linked()).toEqual([serverOf('b')]);
    expect(net.shown('c')?.key).toBe('secret');
    expect(net.shown('b')).toMatchObject({ key: null, topic: 'of a' });
  });

  test('is told by a third to those that it is not kept from', () => {
    const net = new Scenario('abcd', { digests: true, rules: noKeys });
    for (const letter of 'abcd') net.join(letter as Letter).rest();
    net.split('a', 'd').wish('a', { key: 'secret' }).rest().wait(120_000);
    expect([net.shown('b')?.key, net.shown('d')?.key]).toEqual([null, 'secret']);
  });

  test('does not keep back what a third wrote itself', () => {
    const net = withKey().wish('c', { key: 'told' }).rest();
    expect(net.everywhere()?.key).toBe('told');
  });
});

describe('what an operator decides on another server', () => {
  const merge = { kind: 'merge channels', server: serverOf('c'), channel: '#x' } as const;
  const waiting = (net: Scenario, at: Letter) =>
    net
      .sidecar(at)
      .replica.quarantine.list()
      .map(({ code }) => code);
  const createdApart = () => {
    const net = new Scenario('abc').split('a', 'bc').join('a').ban('a', 'a!*@*').wait(2000);
    return net.join('b').ban('b', 'b!*@*').rest().relink('a', 'bc');
  };

  test('counts here where it keeps all that is known of the channel', () => {
    const net = createdApart();
    expect(net.id('a')).not.toBe(net.id('b'));
    net.act(merge).rest();
    expect(net.everywhere()?.bans).toEqual(['a!*@*', 'b!*@*']);
    const apart = { ...merge, kind: 'split channel', servers: [serverOf('b')] } as const;
    net.act(apart).rest();
    expect(net.id('b')).not.toBe(net.id('a'));
    expect(net.shown('b')?.bans).toEqual(['a!*@*', 'b!*@*']);
    expect([...'abc'].flatMap((at) => waiting(net, at as Letter))).toEqual([]);
  });

  test('waits where it would lose what it knows nothing of', () => {
    const net = createdApart();
    const younger = net.id('b');
    net.ban('b', 'late!*@*').act(merge).rest();
    expect(net.id('c')).toBe(net.id('a'));
    expect([net.id('b'), net.shown('b')?.bans]).toEqual([younger, ['b!*@*', 'late!*@*']]);
    expect(waiting(net, 'b')).toContain('takeover');
    net.heal();
    expect(net.everywhere()?.bans).toEqual(['a!*@*', 'b!*@*']);
  });

  test('waits once more where somebody without a link to its author hears of it', () => {
    const net = new Scenario('abc', { digests: true, unlinked: [['b', 'c']] });
    for (const at of 'cab') net.join(at as Letter).rest();
    net.split('a', 'c').wish('b', { key: 'open' }).rest();
    net.act({
      kind: 'split channel',
      server: serverOf('c'),
      channel: '#x',
      servers: [...'abc'].map(serverOf),
    });
    net.heal();
    expect(new Set([...'abc'].map((at) => net.id(at as Letter))).size).toBe(1);
    expect(net.everywhere()).not.toBeNull();
  });
});

test('a hostile peer reaches nothing but its own channels, whatever it says', () => {
  const net = new Scenario('ab', { hostile: true }).join('a', '#one').rest().join('b', '#one');
  net.topic('a', 'ours', '#one').ban('b', 'a!*@*', '#one').wait(60_000);
  for (let words = 0; words < 80; words++) {
    net.act({ kind: 'hostile', server: serverOf(words % 2 === 0 ? 'a' : 'b'), words }).wait(300);
  }
  expect(net.said('CBURST')).toBeGreaterThan(80);
  net.heal();
  expect(net.everywhere('#one')).toMatchObject({ topic: 'ours', bans: ['a!*@*'], key: null });
});

function ruleFor(peer: Letter, rule: { import: ExchangeRule; export: ExchangeRule }) {
  return new Map([[serverOf(peer), rule]]);
}

function allBut(left: FieldClass): ExchangeRule {
  return { ...passEverything, fields: fieldClasses.filter((each) => each !== left) };
}
