import type { ExitCode } from './exit-code.ts';

export interface CliErrorOptions extends ErrorOptions {
  /** The command to try next, with what it is good for where it does not say that itself. */
  readonly next?: string;
}

/** Ends a command. The message says what happened; `next`, or the exit code, what to do then. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  /** Null: what its exit code suggests. */
  readonly next: string | null;

  constructor(exitCode: ExitCode, message: string, options: CliErrorOptions = {}) {
    super(message, options);
    this.exitCode = exitCode;
    this.next = options.next ?? null;
  }
}
