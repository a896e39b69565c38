import { CommanderError } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { CliError } from './cli-error.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { buildProgram } from './program.ts';

/** Runs the command that `args` name and sets the exit code. Returns when a short command is done. */
export async function runCli(args: readonly string[]): Promise<void> {
  endOnClosedPipe();
  try {
    await buildProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** `cburst channels | head` ends without an error when head has read enough. */
function endOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.ok);
  });
}

function report(error: unknown): ExitCode {
  // Commander has written its message itself; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.usage;
  }
  if (error instanceof CliError) {
    process.stderr.write(`cburst: ${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`cburst: ${error instanceof Error ? error.stack : String(error)}\n`);
  return exitCodes.failure;
}
