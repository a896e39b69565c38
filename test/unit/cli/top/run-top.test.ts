import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { runTop } from '../../../../src/cli/top/run-top.ts';

/** A terminal, and what is typed there. */
function keyboard() {
  const modes: boolean[] = [];
  const setRawMode = (isRaw: boolean) => modes.push(isRaw);
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode });
  const stdout = new PassThrough().resume();
  return { terminal: { stdin, stdout } as never, type: (keys: string) => stdin.write(keys), modes };
}

test('it ends at once, though the sidecar does not answer any more', async () => {
  const { terminal, type, modes } = keyboard();
  let asked = 0;
  const status = async () => {
    asked += 1;
    if (asked === 1) return { server: 'a.test', started_at: 1 } as never;
    type('q');
    return new Promise<never>(() => {});
  };
  await runTop({ status, peers: async () => ({ peers: [] }) }, 1, terminal);
  expect({ asked, modes }).toEqual({ asked: 2, modes: [true, false] });
});
