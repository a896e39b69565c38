import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { exitCodeHelp, exitCodes } from '../../../src/cli/exit-code.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { allCommands, commandPath } from '../../../src/cli/walk-commands.ts';

const program = buildProgram();
const commands = [...allCommands(program)].filter((command) => command.parent !== null);
const called = commands.filter((command) => command.commands.length === 0);
const byPath = (some: readonly Command[]) => some.map((command) => [commandPath(command), command] as const);

/** What answers for people with more than a line or two, beside all that take --limit. */
const LISTING = ['check', 'diff', 'map', 'metadata list', 'peers', 'stats', 'status', 'watch', 'why'];
/** What they do needs no look before: it reads, changes no channel and no peer, or is looked at otherwise. */
const NO_DRY_RUN = ['diff', 'drain', 'log-level', 'resync'];
/** Run until they are ended, or write what is no answer. */
const NO_JSON = ['adapter', 'complete-words', 'completion', 'debug-bundle', 'sidecar'];

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return help;
}

function hasOption(command: Command, flag: string): boolean {
  return command.options.some(({ long }) => long === flag);
}

test('there are commands to look at', () => {
  expect(called.length).toBeGreaterThan(30);
});

test('the guide has the exit codes of the help, word for word', () => {
  const told = [...exitCodeHelp.replaceAll(/\n {5}/g, ' ').matchAll(/^ {2}(\d) {2}(.*)$/gm)];
  const guide = readFileSync('docs/operations.md', 'utf8').replaceAll('`', '');
  expect(told.map(([, code]) => Number(code))).toEqual(Object.values(exitCodes));
  for (const [, code, text] of told) expect(guide).toContain(`\n| ${code} | ${text} |\n`);
});

describe.each(byPath(commands))('%s', (path, command) => {
  const name = path.replace('cburst ', '');

  test('says what it is, how it is called and what the exit codes mean, without holes', () => {
    const help = helpOf(command);
    expect(command.description()).not.toBe('');
    expect(help).toMatch(new RegExp(`\nExamples?:\n  ${path}`));
    expect(help).toContain('\nExit codes:\n');
    expect(help).not.toMatch(/\n\n\n|\n\n$/);
    expect(help).not.toContain('(default: "")');
  });

  test('describes each option and argument', () => {
    for (const { flags, description } of command.options) expect([flags, description]).not.toContain('');
    for (const argument of command.registeredArguments)
      expect([argument.name(), argument.description]).not.toContain('');
  });

  test('has the examples read: their options are its own', () => {
    const calls = [...helpOf(command).matchAll(/^ {2}(cburst .*)$/gm)].map(([, call]) => call!);
    const own = calls.filter((call) => call === path || call.startsWith(`${path} `));
    expect(own).not.toEqual([]);
    for (const [flag] of own
      .join(' ')
      .split('|')[0]!
      .matchAll(/(?<= )--[a-z-]+/g)) {
      const among = [command, ...command.commands];
      expect([path, flag, among.some((one) => hasOption(one, flag))]).toEqual([path, flag, true]);
    }
  });

  test.runIf(hasOption(command, '--by'))('can be looked at before it is decided', () => {
    expect(hasOption(command, '--dry-run')).toBe(!NO_DRY_RUN.includes(name));
  });

  test.runIf(command.commands.length === 0)('answers programs where it answers people', () => {
    const lists = hasOption(command, '--limit') || LISTING.includes(name);
    expect(hasOption(command, '--json')).toBe(!NO_JSON.includes(name));
    expect(hasOption(command, '--plain')).toBe(lists);
  });
});
