import { z } from 'zod';
import { opsSocket } from './api-section.ts';
import { configDirectory, readConfig, type Unreadable } from './read-config.ts';

/**
 * The path of the socket at which a running sidecar with this configuration answers operators. Only that is read: a mistake
 * elsewhere in a file that is being edited must not keep anybody from the stop button. Throws a `ConfigError`.
 */
export function loadOpsSocket(file: string): string {
  const api = z.object({ ops_socket: opsSocket(configDirectory(file)) }).prefault({});
  const schema = z.object({ api });
  return readConfig(file, { schema, crossCheck: () => [], unreadable: CANNOT_ASK }).api.ops_socket;
}

const CANNOT_ASK: Unreadable = {
  why: 'it would say where the running sidecar listens',
  instead:
    "name that sidecar's own configuration with --config FILE or $CBURST_CONFIG, or its ops socket with --socket PATH",
};
