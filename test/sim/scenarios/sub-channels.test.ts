import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { type Letter, serverOf } from './scenario-options.ts';

const note = (at: Letter, channel: string, name: string, value: string) =>
  ({ kind: 'note', server: serverOf(at), channel, name, value }) as const;

/** Users of a and b are in #top and in #x, which is below it and has its bans. */
function network(options: ConstructorParameters<typeof Scenario>[1] = {}): Scenario {
  const net = new Scenario('ab', options);
  for (const at of ['a', 'b'] as const) net.join(at, '#top').join(at).rest();
  return net
    .act(note('a', '#x', 'parent', '#top'))
    .act(note('a', '#x', 'inherit', 'bans'))
    .rest();
}

test('what is banned above is banned below, and what is lifted there is lifted', () => {
  const net = network().ban('a', 'x!*@*', '#top').rest();
  expect(net.everywhere()?.bans).toEqual(['x!*@*']);
  net.unban('b', 'x!*@*', '#top').heal();
  expect(net.everywhere()?.bans).toEqual([]);
});

test('what was removed below during a split stays hidden there, and what is banned above later shows', () => {
  const net = network().ban('a', 'x!*@*', '#top').rest().split('a', 'b');
  net.unban('b', 'x!*@*').wait(2000).ban('a', 'y!*@*', '#top').heal();
  expect(net.everywhere()?.bans).toEqual(['y!*@*']);
  expect(net.everywhere('#top')?.bans).toEqual(['x!*@*', 'y!*@*']);
  net.unban('a', 'x!*@*', '#top').wait(2000).ban('b', 'x!*@*', '#top').heal();
  expect(net.everywhere()?.bans).toEqual(['x!*@*', 'y!*@*']);
});

test('a removal that hides what is banned above is not forgotten while it does', () => {
  const net = network({ forgetMinMs: 600_000 }).ban('a', 'x!*@*', '#top').rest().unban('b', 'x!*@*').rest();
  net.wait(3_600_000).heal();
  expect(net.everywhere()?.bans).toEqual([]);
  expect(net.everywhere('#top')?.bans).toEqual(['x!*@*']);
});

test('an ircd that restarts, with its sidecar, is given what its channels inherit, and writes none of it', () => {
  const net = network().ban('a', 'x!*@*', '#top').rest();
  net.kill('b', 5000).restartIrcd('b').heal();
  expect(net.everywhere()?.bans).toEqual(['x!*@*']);
  net.unban('a', 'x!*@*', '#top').heal();
  expect(net.everywhere()?.bans).toEqual([]);
});

test('of parents that are set across each other the later one does not count, on every server', () => {
  const net = new Scenario('ab');
  for (const at of ['a', 'b'] as const) net.join(at, '#top').join(at).rest();
  net
    .split('a', 'b')
    .act(note('a', '#x', 'parent', '#top'))
    .wait(2000);
  net.act(note('b', '#top', 'parent', '#x')).act(note('b', '#top', 'inherit', 'bans'));
  net
    .act(note('a', '#x', 'inherit', 'bans'))
    .ban('a', 'x!*@*', '#top')
    .ban('b', 'y!*@*')
    .heal();
  expect(net.everywhere('#top')?.bans).toEqual(['x!*@*']);
  expect(net.everywhere()?.bans).toEqual(['x!*@*', 'y!*@*']);
});
