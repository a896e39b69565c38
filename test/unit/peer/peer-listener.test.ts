import { connect as connectTcp, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { closeMsMax } from '../../../src/peer/peer-link.ts';
import { PeerListener, pendingConnectionsMax } from '../../../src/peer/peer-listener.ts';
import { handshakeMsMax } from '../../../src/peer/tls-admission.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { identityOf, tlsOf } from '../../support/test-identity.ts';

let timers: ManualTimers;
let listener: PeerListener;
let port: number;
let opened: Socket[];
let refused: { address: string; reason: string }[];
let admitted: { socket: TLSSocket; peer: ServerName }[];
let wake: () => void;
let clients: Socket[];

beforeEach(async () => {
  timers = new ManualTimers();
  opened = [];
  refused = [];
  admitted = [];
  clients = [];
  wake = () => {};
  const { server } = tlsOf(await identityOf('b.example'));
  listener = new PeerListener(
    { host: '127.0.0.1', port: 0 },
    {
      opened(socket) {
        opened.push(socket);
        wake();
      },
      admitted(socket, peer) {
        admitted.push({ socket: socket.on('error', () => {}), peer });
        wake();
      },
      refused(info) {
        refused.push(info);
        wake();
      },
    },
    {
      timers,
      tls: server,
      judge: (pin) =>
        pin === null ? { refusal: { code: 'pin', text: 'who?' } } : { peer: 'a.example' as ServerName },
    },
  );
  port = await listener.start();
});

afterEach(() => {
  listener.stop();
  for (const { socket } of admitted) socket.destroy();
  for (const client of clients) client.destroy();
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

function keep<T extends Socket>(client: T): T {
  clients.push(client.on('error', () => {}));
  return client;
}

const closed = (socket: Socket) => new Promise((resolve) => socket.resume().once('close', resolve));

it('cuts a connection that has not finished its handshake in time', async () => {
  const silent = closed(keep(connectTcp(port, '127.0.0.1')));
  await until(() => opened.length === 1);
  timers.advance(handshakeMsMax - 1);
  expect(refused).toEqual([]);
  timers.advance(1);
  await silent;
  expect(refused.map(({ reason }) => reason)).toEqual(['no handshake within 10 seconds']);
  expect(timers.delays).toEqual([]);
});

it('cuts a connection that sends its handshake byte by byte', async () => {
  const slow = keep(connectTcp(port, '127.0.0.1'));
  const end = closed(slow);
  // The head of a TLS record that announces more than ever comes.
  slow.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  await until(() => opened.length === 1);
  timers.advance(handshakeMsMax / 2);
  slow.write(Buffer.from([0x00]));
  timers.advance(handshakeMsMax / 2);
  await end;
  expect(refused).toHaveLength(1);
});

it('cuts a peer that proves its pin and then says nothing', async () => {
  const mute = keep(connect({ host: '127.0.0.1', port, ...tlsOf(await identityOf('a.example')).client }));
  const end = closed(mute);
  await new Promise((resolve) => mute.once('data', resolve));
  timers.advance(handshakeMsMax);
  await end;
  expect(refused.map(({ reason }) => reason)).toEqual(['no handshake within 10 seconds']);
});

it('gives a refused side the time to read why, and no more', async () => {
  const client = keep(connect({ host: '127.0.0.1', port, rejectUnauthorized: false }));
  client.pause();
  await until(() => refused.length === 1);
  expect(refused[0]!.reason).toBe('who?');
  const end = new Promise((resolve) => opened[0]!.once('close', resolve));
  timers.advance(closeMsMax - 1);
  await new Promise(setImmediate);
  expect(opened[0]!.destroyed).toBe(false);
  timers.advance(1);
  await end;
  expect(refused).toHaveLength(1);
});

it('lets the newest in when strangers hold connections open: the oldest goes', async () => {
  const oldest = closed(keep(connectTcp(port, '127.0.0.1')));
  for (let count = 1; count < pendingConnectionsMax; count++) {
    await until(() => opened.length === count);
    keep(connectTcp(port, '127.0.0.1'));
  }
  await until(() => opened.length === pendingConnectionsMax);
  expect(refused).toEqual([]);
  const peer = keep(connect({ host: '127.0.0.1', port, ...tlsOf(await identityOf('a.example')).client }));
  peer.write('ACCEPT\n');
  await until(() => admitted.length === 1);
  await oldest;
  expect(refused.map(({ reason }) => reason)).toEqual([
    `more than ${pendingConnectionsMax} connections wait for their handshake`,
  ]);
});

it('holds no more of them than that, however many come at once', async () => {
  const more = 3 * pendingConnectionsMax;
  for (let count = 0; count < more; count++) keep(connectTcp(port, '127.0.0.1'));
  await until(() => opened.length === more);
  const held = opened.filter((socket) => !socket.destroyed);
  expect(held).toEqual(opened.slice(-pendingConnectionsMax));
  expect(refused).toHaveLength(more - pendingConnectionsMax);
  expect(timers.delays).toHaveLength(pendingConnectionsMax);
});

it('tells where a connection came from, once', async () => {
  const client = keep(connectTcp(port, '127.0.0.1'));
  await until(() => opened.length === 1);
  const { localPort } = client;
  client.end();
  await until(() => refused.length === 1);
  await closed(client);
  expect(refused).toEqual([
    { address: `127.0.0.1:${localPort}`, reason: 'the connection was closed during the handshake' },
  ]);
});

it('does not touch a connection that it has handed over', async () => {
  const peer = keep(connect({ host: '127.0.0.1', port, ...tlsOf(await identityOf('a.example')).client }));
  peer.write('ACCEPT\n');
  await until(() => admitted.length === 1);
  timers.advance(handshakeMsMax);
  listener.stop();
  expect(admitted[0]!.socket.destroyed).toBe(false);
  expect(timers.delays).toEqual([]);
});

it('rejects when it cannot listen', async () => {
  const { server } = tlsOf(await identityOf('b.example'));
  const events = { opened() {}, admitted() {}, refused() {} };
  const judge = () => ({ peer: 'a.example' as ServerName });
  const second = new PeerListener({ host: '127.0.0.1', port }, events, { timers, tls: server, judge });
  await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
