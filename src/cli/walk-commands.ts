import type { Command } from 'commander';

/** The command and all below it, from the top down. */
export function* allCommands(command: Command): Generator<Command> {
  yield command;
  for (const below of command.commands) yield* allCommands(below);
}

/** How the command is called: `cburst quarantine approve`. */
export function commandPath(command: Command): string {
  return command.parent === null ? command.name() : `${commandPath(command.parent)} ${command.name()}`;
}
