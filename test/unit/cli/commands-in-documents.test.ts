import { readdirSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { buildProgram } from '../../../src/cli/program.ts';
import { guideCommands, shellWords } from '../../e2e/guide-commands.ts';

// What stands in sentences and tables is run by nobody. It is at least a command that there is, with options that it has.

const DOCUMENTS = ['README.md', ...readdirSync('docs').map((file) => `docs/${file}`)].filter((file) =>
  file.endsWith('.md'),
);
/** Stands for every command, and what an adapter says of itself on IRC. */
const NO_CALLS = ['cburst COMMAND --help', 'cburst adapter of'];

const program = buildProgram();

test.each(DOCUMENTS)('%s names only commands and options that there are', (file) => {
  const sentences = readFileSync(file, 'utf8').replace(/^ *```.*?^ *```/gms, '');
  const inSentences = [...sentences.matchAll(/`(cburst\s[^`]+)`/g)].map(([, call]) =>
    call!.replace(/\s+/g, ' '),
  );
  // A rule of the grammar has more than one space.
  const inBlocks = [...guideCommands(file)].filter((line) => /^cburst \S/.test(line));
  const calls = new Set([...inSentences, ...inBlocks]);
  expect([...calls].flatMap((call) => problems(call))).toEqual([]);
});

test('and that would be noticed', () => {
  const wrong = [
    'cburst nonsense',
    'cburst quarantine nonsense 3',
    'cburst peers --nonsense',
    'cburst map x',
  ];
  expect(wrong.filter((call) => problems(call).length === 0)).toEqual([]);
});

function problems(call: string): string[] {
  if (NO_CALLS.includes(call)) return [];
  const [typed] = call.replace(/[[\]]/g, '').split(/ [>|&] /) as [string];
  const words = shellWords(typed);
  let command: Command = program;
  for (let below = called(command, words[0]); below !== undefined; below = called(command, words[0])) {
    command = below;
    words.shift();
  }
  if (command === program) return [`${call}: no such command`];
  return rest(command, words).map((problem) => `${call}: ${problem}`);
}

function called(command: Command, name: string | undefined): Command | undefined {
  return command.commands.find((each) => each.name() === name);
}

/** Of what follows the command. */
function rest(command: Command, words: readonly string[]): string[] {
  const found: string[] = [];
  let given = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!word.startsWith('-')) {
      given++;
      continue;
    }
    const option = [command, program]
      .flatMap(({ options }) => options)
      .find(({ long, short }) => long === word || short === word);
    if (option === undefined && word !== '--help') found.push(`no option ${word}`);
    if (option?.required) at++;
  }
  const takes = command.registeredArguments;
  if (given > takes.length && !takes.some(({ variadic }) => variadic)) found.push(`${given} arguments`);
  return found;
}
