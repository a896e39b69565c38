import { expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { serverOf } from './scenario-options.ts';

const FORGET_MIN_MS = 150_000;
const backup = { kind: 'backup', server: serverOf('b') } as const;
const restore = { kind: 'restore', server: serverOf('b') } as const;

test('a removal that a peer has only just heard of is not forgotten yet: its disk may be put back', () => {
  const net = new Scenario('ab', { digests: true, forgetMinMs: FORGET_MIN_MS });
  net
    .join('a')
    .join('b')
    .ban('a', 'x!*@*')
    .rest()
    .split('a', 'b')
    .unban('a', 'x!*@*')
    .wait(4 * FORGET_MIN_MS);
  net
    .act(backup)
    .mend('a', 'b')
    .wait(FORGET_MIN_MS / 3)
    .restartIrcd('b')
    .act(restore)
    .heal();
  expect(net.everywhere()?.bans).toEqual([]);
});
