import { connect } from 'node:net';
import type { Address } from '../config/sidecar-config.ts';

/** Null: something listens there. Else the system's code, `ETIMEDOUT` where no answer comes in time. */
export function probeTcp({ host, port }: Address, msMax = 5000): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (code: string | null) => {
      socket.destroy();
      resolve(code);
    };
    socket.setTimeout(msMax, () => settle('ETIMEDOUT'));
    socket.once('connect', () => settle(null));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
  });
}
