import { describe, expect, test } from 'vitest';
import { memberText } from '../../../src/core/member.ts';
import { keyOf } from '../ircd.ts';
import { Scenario } from './scenario.ts';
import { type Letter, serverOf } from './scenario-options.ts';

// Who is in channels elsewhere. That each server knows it at the end is what `heal` looks at.

const options = { memberSync: true };

/** Whom `at` knows in #x on `of`, as lines. */
function known(net: Scenario, at: Letter, of: Letter): string[] {
  const { replica } = net.sidecar(at);
  const entry = replica.view(keyOf('#x' as never))?.entry;
  const members = entry && replica.membersOf(entry).remote.get(serverOf(of));
  return [...(members?.values() ?? [])].map((each) => memberText(each).replace(/ .*/, '')).sort();
}

const quit = (net: Scenario, at: Letter, nick: string) =>
  net.act({ kind: 'quit', server: serverOf(at), nick });

describe('after a split', () => {
  test('nobody is there who quit meanwhile, and who joined is', () => {
    const net = new Scenario('ab', options).join('a').join('a').join('b').rest();
    expect(known(net, 'b', 'a')).toEqual(['Bob[]!user@a.example', 'ann!user@a.example']);
    net.split('a', 'b').rest();
    expect(known(net, 'b', 'a')).toEqual([]);
    quit(net, 'a', 'ann').act({ kind: 'nick', server: serverOf('a'), nick: 'Bob[]', to: 'dee' });
    net.rest().relink('a', 'b');
    expect(known(net, 'b', 'a')).toEqual(['dee!user@a.example']);
    net.heal();
  });

  test('a link that was down costs what changed', () => {
    const net = new Scenario('ab', options);
    for (let number = 0; number < 10; number++)
      net.join('a', `#number-${number}`).join('a', `#number-${number}`);
    net.join('a').rest();
    const lines = net.said('MEMBER');
    net
      .split('a', 'b')
      .wait(2000)
      .act({ kind: 'nick', server: serverOf('a'), nick: 'Bob[]', to: 'dee' });
    quit(net, 'a', 'ann').rest().relink('a', 'b');
    expect(net.said('MEMBER')).toBe(lines + 10);
    net.split('a', 'b').wait(2000).relink('a', 'b');
    expect(net.said('MEMBER')).toBe(lines + 10);
    net.heal();
  });
});

test('a link that is cut before the members of a change came resumes before the change', () => {
  const net = new Scenario('ab', options).join('a').join('b').rest();
  const pair = { from: serverOf('a'), to: serverOf('b') };
  net.act({ kind: 'slow', ...pair, delayMsMax: 1000, windowBytes: 1 }).join('a');
  const holder = () => net.sidecar('b').replica.view(keyOf('#x' as never))?.entry.holders;
  net.until(() => holder()?.get(serverOf('a'))?.members === 2);
  net.split('a', 'b').rest().relink('a', 'b');
  expect(known(net, 'b', 'a')).toEqual(['Bob[]!user@a.example', 'ann!user@a.example']);
  net.heal();
});

test('of a nick change that comes in pieces nobody hears who took the old nick meanwhile', () => {
  const net = new Scenario('ab', options).join('a').join('a', '#y').join('a', '#z').rest();
  const pair = { from: serverOf('a'), to: serverOf('b') };
  // What is held back is told two channels at a time.
  net.act({ kind: 'slow', ...pair, delayMsMax: 1000, windowBytes: 1 }).topic('a', 'held back');
  net
    .act({ kind: 'nick', server: serverOf('a'), nick: 'ann', to: 'dee' })
    .join('a', '#y')
    .rest();
  expect(known(net, 'b', 'a')).toEqual(['dee!user@a.example']);
  net.heal();
});

test('a process that was started again is told everything, and tells it', () => {
  const net = new Scenario('ab', options).join('a').join('a').join('b').rest();
  const lines = net.said('MEMBER');
  net.stop('b', 500).wait(40_000);
  expect(known(net, 'b', 'a')).toHaveLength(2);
  expect(known(net, 'a', 'b')).toHaveLength(1);
  expect(net.said('MEMBER')).toBeGreaterThanOrEqual(lines + 2);
  net.heal();
});

test('nobody is there of a host that was started anew, and whose users did not come back', () => {
  const net = new Scenario('ab', options).join('a').join('b').rest().restartIrcd('a').rest();
  expect(known(net, 'b', 'a')).toEqual([]);
  net.heal();
});

test('members follow their channel to another id', () => {
  const net = new Scenario('ab', { ...options, policy: 'oldest' }).split('a', 'b').join('a').wait(3000);
  net.join('b').join('b').ban('a', 'x!*@*').ban('b', 'y!*@*').rest().relink('a', 'b');
  expect(net.id('a')).toBe(net.id('b'));
  expect(known(net, 'a', 'b')).toHaveLength(2);
  net.heal();
});

test('a peer that does not know members gets none', () => {
  const net = new Scenario('ab', { memberSync: ['a'] }).join('a').join('b').rest();
  expect(net.said('MEMBER')).toBe(0);
  expect(net.said('NAK')).toBe(0);
  net.heal();
});
