import { readFileSync } from 'node:fs';

const FENCE = /^ *```/;

/** The `cburst …` lines in fenced blocks of a document, without the comments behind them, each once. */
export function guideCommands(file: string | URL): Set<string> {
  const commands = new Set<string>();
  let isInBlock = false;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (FENCE.test(line)) isInBlock = !isInBlock;
    else if (isInBlock && line.trim().startsWith('cburst '))
      commands.add(line.trim().replace(/ {2,}# .*$/, ''));
  }
  return commands;
}

/** The words of a command line after the program's name, as a shell takes them. */
export function shellWords(line: string): string[] {
  const words = line.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.slice(1).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
}
