import { expect, test } from 'vitest';
import { Progress } from '../../../src/cli/progress.ts';

function stream(isTTY: boolean) {
  const written: string[] = [];
  return {
    written,
    isTTY,
    write: (text: string) => written.push(text) > 0,
  } as never as NodeJS.WriteStream & {
    readonly fd: 2;
    readonly written: string[];
  };
}

test('on a terminal it is one line, drawn anew, and gone before the answer', async () => {
  const terminal = stream(true);
  const progress = new Progress({}, terminal);
  progress.tell('1 of 2');
  progress.tell('2 of 2');
  progress.clear();
  progress.clear();
  expect(terminal.written).toEqual(['\r\x1b[K1 of 2', '\r\x1b[K2 of 2', '\r\x1b[K']);
});

test('it is gone when the work fails, too', async () => {
  const terminal = stream(true);
  const failing = new Progress({}, terminal).during('working', () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(terminal.written).toEqual(['\r\x1b[Kworking', '\r\x1b[K']);
});

test.each([
  ['a file', false, {}],
  ['a program that reads JSON', true, { json: true }],
  ['a program that reads records', true, { plain: true }],
] as const)('%s gets none of it', async (_who, isTTY, options) => {
  const output = stream(isTTY);
  expect(await new Progress(options, output).during('working', async () => 5)).toBe(5);
  expect(output.written).toEqual([]);
});
