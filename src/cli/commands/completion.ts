import { Argument, type Command } from 'commander';
import { type Shell, shells } from '../completion/shell-scripts.ts';
import type { EndpointOptions } from '../endpoint.ts';
import { print } from '../terminal.ts';

export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('a script that completes commands, options, names of channels and peers in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .action(async (shell: Shell) => {
      const { shellScripts } = await import('../completion/shell-scripts.ts');
      await print(shellScripts[shell]);
    });
  program
    .command('complete-words', { hidden: true })
    .description('what fits in the place of the last word, for the scripts of "cburst completion"')
    .argument('[words...]', 'what is typed after cburst')
    .action((words: string[]) => complete(program, words));
}

async function complete(program: Command, words: readonly string[]): Promise<void> {
  const { completeWords, unquoted } = await import('../completion/complete-words.ts');
  const { FILES_MARK } = await import('../completion/shell-scripts.ts');
  const { words: found, also } = completeWords(program, words);
  if (also === 'files') return print(`${FILES_MARK}\n`);
  const names =
    also === null ? [] : await askedNames(also, unquoted(words.at(-1) ?? ''), words.map(unquoted));
  await print([...found, ...names].map((word) => `${word}\n`).join(''));
  // A sidecar that has not answered yet is not waited for.
  process.exit();
}

async function askedNames(kind: 'channels' | 'peers', typed: string, words: readonly string[]) {
  const { askNames } = await import('../completion/ask-names.ts');
  return askNames(kind, typed, endpointIn(words));
}

/** Which sidecar the line that is being typed asks. */
function endpointIn(words: readonly string[]): EndpointOptions {
  const line = words.filter((word) => word !== '=').flatMap((word) => word.split(/(?<=^--[a-z-]+)=/));
  const after = (flag: string) => (line.includes(flag) ? line[line.indexOf(flag) + 1] : undefined);
  const values = Object.entries({
    socket: after('--socket'),
    config: after('--config'),
    address: after('--address'),
    tokenFile: after('--token-file'),
    pin: after('--pin'),
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}
