import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Shell, shells } from '../../../../src/cli/completion/shell-scripts.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { skipWithoutShell } from './shell-program.ts';

/** Where docs/operations.md puts the script, what else the shell is told at its start, and how it is started. */
const homes: Readonly<Record<Shell, { script: string; files: Record<string, string>; call: string }>> = {
  bash: {
    script: 'completion',
    files: { '.bashrc': '. ~/completion; PS1="READY"\\>' },
    call: 'bash -i',
  },
  zsh: {
    script: '.zfunc/_cburst',
    files: { '.zshrc': 'fpath+=~/.zfunc; autoload -Uz compinit; compinit -u -D; PS1="READY"\\>' },
    call: 'zsh -i',
  },
  fish: {
    script: '.config/fish/completions/cburst.fish',
    files: { '.config/fish/config.fish': 'function fish_prompt; echo "READY>"; end' },
    call: 'fish -i',
  },
};

/** A `cburst` that knows a channel, completes as the real one, and tells what else it is called with. */
const cburst = `#!/bin/sh
case "$1 $3" in
  complete-words\\ why) echo '#general' ;;
  complete-words*) exec ${process.execPath} ${resolve('src/main.ts')} "$@" ;;
  *) printf 'ran'; printf ' <%s>' "$@"; echo ;;
esac
`;

/** A shell on a real pseudo terminal, of util-linux's script(1). `run` types a line there and returns what was run. */
async function startShell(shell: Shell) {
  const directory = temporaryDirectory();
  const { script, files, call } = homes[shell];
  const text = execFileSync(process.execPath, [resolve('src/main.ts'), 'completion', shell], {
    encoding: 'utf8',
  });
  for (const [name, content] of Object.entries({ ...files, [script]: text, 'notes.toml': '' })) {
    mkdirSync(dirname(join(directory.path, name)), { recursive: true });
    writeFileSync(join(directory.path, name), content);
  }
  writeFileSync(join(directory.path, 'cburst'), cburst, { mode: 0o755 });
  const env = { HOME: directory.path, PATH: `${directory.path}:${process.env.PATH}`, TERM: 'xterm' };
  const child = spawn('script', ['-qec', call, '/dev/null'], { cwd: directory.path, env });
  onTestFinished(async () => {
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    directory.remove();
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const seen = async (pattern: RegExp) => {
    while (!pattern.test(output)) await once(child.stdout, 'data');
    const [found] = pattern.exec(output)!;
    output = output.slice(output.indexOf(found) + found.length);
    return found;
  };
  await seen(/READY>/);
  return {
    run: async (line: string) => {
      child.stdin.write(`${line}\r`);
      const found = await seen(/ran <.*>\r?\n[\s\S]*READY>/);
      return found.slice('ran '.length, found.search(/\r?\n/));
    },
  };
}

describe.each(shells)('%s', (shell) => {
  test.skipIf(skipWithoutShell(shell))('completes with the script that is made for it', async () => {
    const { run } = await startShell(shell);
    expect(await run('cburst unl\t')).toBe('<unlink>');
    expect(await run('cburst quarantine rej\t7')).toBe('<quarantine> <reject> <7>');
    expect(await run('cburst channels --min\t3')).toBe('<channels> <--min-members> <3>');
    expect(await run('cburst status --config note\t')).toBe('<status> <--config> <notes.toml>');
    expect(await run("cburst why '#ge\t")).toBe('<why> <#general>');
  });
});
