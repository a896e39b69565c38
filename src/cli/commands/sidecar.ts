import { resolve } from 'node:path';
import type { Command } from 'commander';
import { addConfigOption, configFile } from '../endpoint.ts';
import { runDaemon } from '../run-daemon.ts';

export function addSidecarCommand(program: Command): void {
  addConfigOption(program.command('sidecar').description('run the sidecar, until SIGTERM or SIGINT')).action(
    async (options: { config?: string }) => {
      const { loadSidecarConfig } = await import('../../config/load-sidecar-config.ts');
      const file = resolve(configFile(options.config));
      const config = loadSidecarConfig(file);
      const { createLogger } = await import('../../log/logger.ts');
      const { startSidecar } = await import('../../sidecar/sidecar.ts');
      const log = createLogger(config.logging, 'sidecar');
      runDaemon(log, (failed, finished) =>
        startSidecar(config, { log, failed, finished, load: () => loadSidecarConfig(file) }),
      );
    },
  );
}
