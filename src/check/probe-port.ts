import { createServer } from 'node:net';
import type { Address } from '../config/sidecar-config.ts';

/** Whether something could listen there now: null, or the system's code (EADDRINUSE, EACCES…). */
export function probePort({ host, port }: Address): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
