import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range from which outgoing connections take theirs: none of those can come between asking and listening. */
const FIRST = 10_240;
const LAST = 32_000;

/** Test files run in processes of their own: each begins somewhere else. */
let next = FIRST + ((process.pid * 97) % (LAST - FIRST));

/** Loopback ports on which nobody listens, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    next = next < LAST ? next + 1 : FIRST;
    if (await isFree(next)) ports.push(next);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const answer = Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]);
  server.listen(port, '127.0.0.1');
  if (!(await answer)) return false;
  await once(server.close(), 'close');
  return true;
}
