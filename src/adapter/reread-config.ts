import type { Logger } from 'pino';
import type { AdapterConfig } from '../config/adapter-config.ts';
import { diffAdapterConfig } from '../config/diff-adapter-config.ts';

export interface RereadDependencies {
  /** Reads the file; throws where it cannot be used. */
  readonly load: () => AdapterConfig;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Looks what the file says now and the adapter does not work by. Nothing of it counts before a restart: links and streams are built
 * from it, and a restart costs users nothing, for the channels stay as they are.
 */
export function rereadConfig(running: AdapterConfig, { load, log }: RereadDependencies): void {
  try {
    const changes = diffAdapterConfig(running, load());
    if (changes.length === 0) log.info('the configuration was read again: it says what the adapter works by');
    else
      log.info(
        { changes, next: 'restart the adapter' },
        'the configuration was read again, and is another one',
      );
  } catch (error) {
    const { message } = error as Error;
    log.warn({ next: 'correct it before the next start' }, `the configuration cannot be used: ${message}`);
  }
}
