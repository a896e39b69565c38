import { z } from 'zod';
import { choice } from './config-values.ts';

/** `[logging]`, the same in every configuration. */
export const loggingSection = z
  .strictObject({
    level: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal'], {
      why: 'the level is one of trace, debug, info, warn, error and fatal',
      instead: 'write level = "info"',
    }).default('info'),
    format: choice(['auto', 'json', 'pretty'], {
      why: 'the format is json, pretty, or auto: pretty on a terminal and JSON elsewhere',
      instead: 'write format = "auto"',
    }).default('auto'),
  })
  .prefault({});
