import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from '../../../src/core/shell-word.ts';

test.each([
  'irc2.example.net',
  '#help',
  "#it's",
  '#a;reboot',
  '$(id)',
  '`id`',
  '-rf',
  '~',
  '#a b',
  '',
  '"!"',
  '#é\\x09',
])('a shell takes it for what it is: %j', (text) => {
  const script = `printf %s ${shellWord(text)}`.replace('printf %s -', 'printf %s -- -');
  expect(execFileSync('sh', ['-c', script]).toString()).toBe(text);
});

test('what a shell takes as it is stands as it is', () => {
  expect(shellWord('irc2.example.net')).toBe('irc2.example.net');
  expect(shellWord('#help')).toBe("'#help'");
});
