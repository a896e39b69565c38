import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { build as pretty } from 'pino-pretty';
import type { LoggingConfig } from '../config/sidecar-config.ts';
import { censor, redact, secretKeys } from './redact.ts';

export type { Logger } from 'pino';

/**
 * The log of a daemon: one JSON object a line on standard output, or readable lines when that is a terminal (`format`
 * `auto`) or `pretty` asks for it. It is written synchronously: the last lines before a crash are the ones that matter.
 *
 * @param name - `sidecar` or `adapter`; in each line as `name`.
 */
export function createLogger(config: LoggingConfig, name: string, stream?: DestinationStream): Logger {
  const isPretty = config.format === 'pretty' || (config.format === 'auto' && process.stdout.isTTY === true);
  const sink = stream ?? destination({ dest: 1, sync: true });
  return pino(
    {
      name,
      level: config.level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redact },
      // Bindings of child loggers do not pass the formatter.
      redact: { paths: [...secretKeys], censor },
    },
    isPretty ? prettyStream(sink) : sink,
  );
}

function prettyStream(sink: DestinationStream): DestinationStream {
  return pretty({
    // A stream here instead of a transport: that would be a worker thread, which loses the last lines of a crash.
    destination: sink as NodeJS.WritableStream & DestinationStream,
    sync: true,
    colorize: process.stdout.isTTY === true && !process.env.NO_COLOR,
    ignore: 'pid,hostname,name',
    translateTime: 'SYS:HH:MM:ss.l',
  });
}
