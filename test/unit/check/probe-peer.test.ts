import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { type PeerProbe, probePeer } from '../../../src/check/probe-peer.ts';
import { handshakeMsMax } from '../../../src/peer/tls-admission.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { identityOf, tlsOf } from '../../support/test-identity.ts';
import { startPeer } from './check-node.ts';

const own = async () => {
  const { keyPem: key, certificatePem: certificate } = await identityOf('a.example');
  return { key, certificate };
};

test('a look at a peer that accepts us ends before it is a link, and says so', async () => {
  let told: (reason: string) => void = () => {};
  const refusal = new Promise<string>((resolve, reject) => {
    told = (reason) => (reason === 'admitted' ? reject(new Error('it became a link')) : resolve(reason));
  });
  const port = await startPeer('b.example', 'a.example', { told });
  const { pin } = await identityOf('b.example');
  expect(await probe(port)).toEqual({ kind: 'answered', pin, word: 'ACCEPT' });
  expect(await refusal).toBe('the other side refuses: this was "cburst check", which only looks');
});

test('a peer that does not know us', async () => {
  const port = await startPeer('b.example', 'c.example');
  expect(await probe(port)).toMatchObject({
    word: {
      code: 'pin',
      reason: expect.stringMatching(/^no peer with the pin sha256:[0-9a-f]{64} is configured$/),
    },
  });
});

test('something that takes connections and says nothing', async () => {
  const timers = new ManualTimers();
  const port = await listen(createTcpServer(() => timers.advance(handshakeMsMax)));
  expect(await probePeer({ host: '127.0.0.1', port }, await own(), timers)).toEqual({
    kind: 'silent',
    secured: false,
  });
});

test('something that speaks TLS and says nothing', async () => {
  const timers = new ManualTimers();
  const port = await listenTls(() => timers.advance(handshakeMsMax));
  expect(await probePeer({ host: '127.0.0.1', port }, await own(), timers)).toEqual({
    kind: 'silent',
    secured: true,
  });
});

test.each(['220 mail ready\r\n', 'ACCEPTED\n', `${'x'.repeat(2000)}`])(
  'something that says %j',
  async (words) => {
    const { pin } = await identityOf('b.example');
    const port = await listenTls((socket) => socket.write(words));
    expect(await probe(port)).toEqual({ kind: 'answered', pin, word: null });
  },
);

test('something that ends without a word', async () => {
  const port = await listenTls((socket) => socket.end());
  expect(await probe(port)).toMatchObject({ kind: 'failed' });
});

async function probe(port: number): Promise<PeerProbe> {
  return probePeer({ host: '127.0.0.1', port }, await own());
}

async function listenTls(use: (socket: Socket) => void): Promise<number> {
  const server = createTlsServer(tlsOf(await identityOf('b.example')).server);
  server.on('secureConnection', use);
  return listen(server);
}

/** Listens until the test ends; returns the port. */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' ? address!.port : 0;
}
