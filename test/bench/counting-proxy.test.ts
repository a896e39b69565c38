import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { ProxyHandlers } from './counting-proxy.ts';
import { startHelper } from './processes.ts';

test('who gave up is not let through; who waits is, with all that was said, and counted', async () => {
  const taken: string[] = [];
  const server = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        taken.push(chunk.toString());
        socket.write('answer');
      });
  }).listen(0, '127.0.0.1');
  const proxy = startHelper<ProxyHandlers>('./counting-proxy.ts');
  onTestFinished(async () => {
    server.close();
    await proxy.stop();
  });
  await once(server, 'listening');
  const port = await proxy.call('start', { target: (server.address() as AddressInfo).port });
  const dial = async (says: string): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    socket.write(says);
    return socket;
  };
  const gone = await dial('gone');
  const gaveUp = once(gone, 'close');
  gone.end();
  await gaveUp;
  const opened = proxy.call('open');
  const waits = await dial('waits');
  onTestFinished(() => {
    waits.destroy();
  });
  const [answer] = (await once(waits, 'data')) as [Buffer];
  await opened;
  expect([answer.toString(), taken]).toEqual(['answer', ['waits']]);
  expect(await proxy.call('counts')).toEqual({ fromDialler: 5, toDialler: 6 });
});
