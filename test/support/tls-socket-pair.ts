import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { identityOf, tlsOf } from './test-identity.ts';

export interface TlsSocketPair {
  readonly client: TLSSocket;
  readonly server: TLSSocket;
  /** Breaks the connection without a word of TLS. */
  cut(): void;
  dispose(): Promise<void>;
}

/** Two ends of one TLS connection over loopback, handshake done. */
export async function createTlsSocketPair(): Promise<TlsSocketPair> {
  const listening = createServer(tlsOf(await identityOf('b.example')).server);
  let raw: Socket | null = null;
  listening.once('connection', (socket) => {
    raw = socket;
  });
  const accepted = new Promise<TLSSocket>((resolve) => listening.once('secureConnection', resolve));
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  const client = connect({ ...tlsOf(await identityOf('a.example')).client, host: '127.0.0.1', port });
  const server = await accepted;
  return {
    client,
    server,
    cut() {
      raw?.resetAndDestroy();
    },
    async dispose() {
      client.destroy();
      server.destroy();
      await new Promise((resolve) => listening.close(resolve));
    },
  };
}
