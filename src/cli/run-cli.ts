import { type Command, CommanderError } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { CliError } from './cli-error.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { nextStep } from './next-step.ts';
import { buildProgram } from './program.ts';

/** Runs the command that `args` name and sets the exit code. Returns when a short command is done. */
export async function runCli(args: readonly string[]): Promise<void> {
  endOnClosedPipe();
  let command: Command | null = null;
  const program = buildProgram().hook('preAction', (_program, started) => {
    command = started;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error, command);
  }
}

/** `cburst channels | head` ends without an error when head has read enough. */
function endOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.ok);
  });
}

function report(error: unknown, command: Command | null): ExitCode {
  // Commander has written its message itself; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  process.stderr.write(`${describe(error)}\nNext: ${nextStep(error, command)}\n`);
  if (error instanceof ConfigError) return exitCodes.usage;
  return error instanceof CliError ? error.exitCode : exitCodes.failure;
}

function describe(error: unknown): string {
  // Its lines begin with the place of each mistake, as compilers write it.
  if (error instanceof ConfigError) return error.message;
  if (error instanceof CliError) return `cburst: ${error.message}`;
  return `cburst: ${error instanceof Error ? error.stack : String(error)}`;
}
