import type { Logger } from '../log/logger.ts';
import { StartError } from '../sidecar/start-error.ts';
import { exitCodes } from './exit-code.ts';

/** Something that runs until it is stopped. */
export interface Daemon {
  stop(): Promise<void>;
  /** Reads its configuration again. Default: it does not. */
  reload?(how: { readonly by: string; readonly validateOnly: boolean }): unknown;
}

/** A stop that takes longer hangs; service managers kill after 10 (Docker) to 90 seconds (systemd). */
const STOP_TIMEOUT_MS = 8000;

/**
 * Runs what `start` starts until SIGTERM or SIGINT, then stops it and ends the process with 0; SIGHUP has it read its configuration again. A second signal ends it at
 * once. An error that nothing caught leaves an unknown state: it is logged and the process ends with 1, and so does it
 * when the daemon says by `failed` that it cannot go on. When it says `finished`, it is stopped as by a signal. A `StartError` is told in one line: where in the program it came
 * up helps nobody, unless the level is debug.
 */
export function runDaemon(
  log: Logger,
  start: (failed: (error: unknown) => void, finished: () => void) => Promise<Daemon>,
): void {
  const end =
    (message: string) =>
    (err: unknown): void => {
      log.fatal({ err }, message);
      process.exit(exitCodes.failure);
    };
  process.on('uncaughtException', end('unexpected error'));
  // Not at once: a signal that comes during the start must find its handlers.
  const started = Promise.resolve().then(() => start(end('cannot go on'), () => finish({ drained: true })));
  started.catch((err) => {
    if (!(err instanceof StartError)) return end('cannot start')(err);
    log.fatal(log.isLevelEnabled('debug') ? { err } : {}, `cannot start: ${err.message}`);
    process.exit(exitCodes.failure);
  });
  let isStopping = false;
  const finish = (cause: object): void => {
    if (isStopping) return;
    isStopping = true;
    log.info(cause, 'stopping');
    void stop(log, started);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) {
      log.warn({ signal }, 'second signal, ending at once');
      process.exit(exitCodes.failure);
    }
    finish({ signal });
  };
  process.on('SIGHUP', () => {
    void started.then((daemon) => {
      if (!isStopping) daemon.reload?.({ by: 'SIGHUP', validateOnly: false });
    }, NOT_STARTED);
  });
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** Told by whoever waits for the start itself. */
const NOT_STARTED = (): void => {};

async function stop(log: Logger, started: Promise<Daemon>): Promise<void> {
  setTimeout(() => {
    log.error({ timeoutMs: STOP_TIMEOUT_MS }, 'did not stop in time, ending anyway');
    process.exit(exitCodes.failure);
  }, STOP_TIMEOUT_MS).unref();
  try {
    await (await started).stop();
  } catch (err) {
    log.error({ err }, 'stopping failed');
    process.exit(exitCodes.failure);
  }
  process.exit(exitCodes.ok);
}
