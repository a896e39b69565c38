import type { LoggingConfig } from '../config/sidecar-config.ts';

type Level = LoggingConfig['level'];

/** What `[logging] level` may be, the most talkative first. */
export const logLevels: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

export function isLogLevel(text: string): text is Level {
  return (logLevels as readonly string[]).includes(text);
}

/** The level of a running log: the configuration's, until an operator sets another, until the configuration is read again. */
export class LogLevel {
  readonly #log: { level: string };
  #configured: Level;

  constructor(log: { level: string }, configured: Level) {
    this.#log = log;
    this.#configured = configured;
  }

  get level(): string {
    return this.#log.level;
  }

  get configured(): Level {
    return this.#configured;
  }

  /** Returns what it was. */
  set(level: Level): string {
    const previous = this.#log.level;
    this.#log.level = level;
    return previous;
  }

  /** The configuration was read again. */
  configure(level: Level): void {
    this.#configured = level;
    this.set(level);
  }
}
