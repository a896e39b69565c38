import { loadSidecarConfig } from '../../src/config/load-sidecar-config.ts';
import { createLogger } from '../../src/log/logger.ts';
import { startSidecar } from '../../src/sidecar/sidecar.ts';

// A program that runs a sidecar itself, and goes on when that cannot. Usage: embedded-sidecar-child.ts CONFIG
const config = loadSidecarConfig(process.argv[2]!);
await startSidecar(config, { log: createLogger(config.logging, 'sidecar'), failed: () => {} });
